"""``intercom-async simulate``: the embedded simulator as a server."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..simulator.delivery import Webhook


def simulate(
    *,
    port: int = 0,
    token: str,
    limit: str = "1667/10s",
    seed: str | None = None,
    state: Path | None = None,
    app_version: str | None = None,
    region: Literal["US", "EU", "AU"] = "US",
    without: str = "",
    webhook_url: str | None = None,
    webhook_secret: str | None = None,
    topics: str = "*",
) -> int:
    """Serve a simulated workspace on 127.0.0.1 until SIGTERM or Ctrl-C."""
    from ..simulator import Simulator
    from ..simulator.quota import parse_limit
    from ..simulator.seeds import SEEDS, fill
    from ..simulator.server import run_server
    from ..versions import DEFAULT_VERSION, Version

    webhook = _webhook(webhook_url, webhook_secret, topics)
    calls, window = parse_limit(limit)
    simulator = Simulator(
        token=token,
        limit=calls,
        window=window,
        seed=0 if seed is None else seed,
        app_version=DEFAULT_VERSION if app_version is None else Version(app_version),
        region=region,
        without=without.split(",") if without else (),
    )
    if seed in SEEDS:
        fill(simulator, str(seed))
    run_server(simulator, port, state=state, webhook=webhook)
    return 0


def _webhook(url: str | None, secret: str | None, topics: str) -> "Webhook | None":
    from ..simulator.delivery import Webhook

    if url is not None and secret is not None:
        return Webhook(url, secret, tuple(topics.split(",")))
    if url is not None or secret is not None:
        msg = "give both --webhook-url and --webhook-secret, which signs what is sent there, or neither"
        raise ValueError(msg)
    return None
