"""The command line as a whole: which command is in which module."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..errors import MissingExtraError
from .exits import OK, guarded
from .operations import operations
from .simulate import simulate

if TYPE_CHECKING:
    from cyclopts import App


def run(arguments: Sequence[str]) -> int:
    """Run the command that *arguments* name and return its exit code; wrong usage is a SystemExit with code 2."""

    def command() -> int:
        result: Any = build()(list(arguments), result_action="return_value")
        return result if isinstance(result, int) else OK

    return guarded(command)


def build() -> "App":
    """Return the application; a command's module is imported when the command is chosen."""
    try:
        from cyclopts import App
    except ImportError as exc:
        msg = "this command needs the command-line extra: pip install 'intercom-async[cli]'"
        raise MissingExtraError(msg) from exc
    app = App(
        name="intercom-async",
        help="Work with an Intercom workspace: messages go to stderr, data to stdout.",
        version_flags=["--version"],
        version=_version,
        suppress_keyboard_interrupt=False,  # it becomes an exit code with all others
    )
    imports = App(name="import", help="Bring many objects into the workspace.")
    imports.command("intercom_async.cli.imports:contacts", name="contacts")
    app.command(imports)
    exports = App(name="export", help="Write every object of one kind to a file.")
    for kind in ("contacts", "users", "leads", "companies"):
        exports.command(f"intercom_async.cli.exports:{kind}", name=kind)
    app.command(exports)
    app.command("intercom_async.cli.demo:demo", name="demo")
    app.command(operations, name="operations")
    app.command(simulate, name="simulate")
    return app


def _version() -> str:
    from ..config import user_agent

    return user_agent().partition(" ")[0].partition("/")[2]
