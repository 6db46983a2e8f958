"""The commands that work without the extra ``cli``: the table of operations and the simulator."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from .exits import guarded
from .operations import operations
from .simulate import simulate

#: The commands that `run` knows.
COMMANDS = ("operations", "simulate")


def run(arguments: Sequence[str]) -> int:
    """Run the command that *arguments* name and return its exit code."""
    options = _parser().parse_args(arguments)
    if options.command == "operations":
        return guarded(lambda: operations(api_version=options.api_version, as_json=options.json))
    return guarded(
        lambda: simulate(
            port=options.port,
            token=options.token,
            limit=options.limit,
            seed=options.seed,
            state=options.state,
            app_version=options.app_version,
            region=options.region,
            without=options.without,
            webhook_url=options.webhook_url,
            webhook_secret=options.webhook_secret,
            topics=options.topics,
        )
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="intercom-async")
    commands = parser.add_subparsers(dest="command", required=True)
    table = commands.add_parser("operations", help=operations.__doc__, description=operations.__doc__)
    table.add_argument("--api-version", metavar="V", help="only what this version has, as it has it")
    table.add_argument("--json", action="store_true", help="print JSON instead of lines")
    server = commands.add_parser("simulate", help=simulate.__doc__, description=simulate.__doc__)
    server.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    server.add_argument("--token", required=True, help="what calls must carry; any text")
    server.add_argument("--limit", default="1667/10s", metavar="N/Ss", help="calls in so many seconds, or none")
    server.add_argument("--seed", help="demo fills the workspace; any other text makes the ids the same each time")
    server.add_argument(
        "--state", type=Path, metavar="FILE", help="loaded at the start if it exists, written at the end"
    )
    server.add_argument("--app-version", metavar="V", help="spoken with clients that send no Intercom-Version")
    server.add_argument("--region", choices=("US", "EU", "AU"), default="US", help="what the workspace says it is in")
    server.add_argument("--without", default="", metavar="S,S", help="scopes and plans that the app lacks")
    server.add_argument("--webhook-url", metavar="URL", help="where notifications go")
    server.add_argument("--webhook-secret", metavar="S", help="the client secret, which signs them")
    server.add_argument("--topics", default="*", metavar="T,T", help="such as contact.user.created,conversation.*")
    return parser
