"""The client of a command: its token from the environment, its server from options or the environment."""

import os
from typing import TYPE_CHECKING, Final

from ..config import checked_token
from .exits import AUTH, CommandError

if TYPE_CHECKING:
    from ..client import Intercom

TOKEN: Final = "INTERCOM_ACCESS_TOKEN"  # noqa: S105 - the name of the variable


def connect(*, base_url: str | None, region: str | None, version: str | None) -> "Intercom":
    """Return a client; `CommandError` when there is no usable token."""
    from ..client import Intercom
    from ..versions import DEFAULT_VERSION

    found = os.environ.get(TOKEN)
    if not found:
        msg = f"no access token: set {TOKEN} (never on the command line, where others can read it)"
        raise CommandError(msg, code=AUTH)
    try:
        token = checked_token(found)
    except ValueError as exc:
        msg = f"{TOKEN}: {exc}"
        raise CommandError(msg, code=AUTH) from exc
    return Intercom(token, base_url=base_url, region=region, version=version or DEFAULT_VERSION)
