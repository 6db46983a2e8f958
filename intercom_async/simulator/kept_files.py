"""Files that are kept outside the API: whoever has the address gets them, and a token only spoils it."""

from typing import Final
from urllib.parse import urlsplit

import attrs

from .call import Call, Problem, Reply, error_body
from .shelf import Kept
from .world import World

_PATH: Final = "/_files/"
#: Two names of one machine.
_LOCAL: Final = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}
#: Seconds for which an address holds.
LASTS: Final = 600


@attrs.define
class KeptFile(Kept):
    """One file under one address."""

    content: bytes
    content_type: str
    name: str
    #: Unix time from which the address holds no longer.
    ends_at: int


def keep(world: World, call: Call, content: bytes, content_type: str, name: str) -> str:
    """Keep a file for a while and return its address, which is on another host than the API."""
    files = world.shelf(KeptFile)
    file = files.add(KeptFile(world.ids.uuid(), content, content_type, name, call.second + LASTS))
    here = urlsplit(call.base_url)
    host = here.hostname or ""
    other = _LOCAL.get(host, f"files.{host}")
    port = f":{here.port}" if here.port else ""
    return f"{here.scheme}://{other}{port}{_PATH}{file.id}?signature={file.id[:8]}"


def kept_file(world: World, call: Call) -> Reply | None:
    """Answer a call for a kept file; None when it is one of the API."""
    if not call.path.startswith(_PATH):
        return None
    try:
        file = _found(world, call)
    except Problem as problem:
        return Reply(error_body(call.request_id, problem.code, problem.message), problem.status)
    disposition = ("Content-Disposition", f'attachment; filename="{file.name}"')
    return Reply(file.content, headers=(disposition,), content_type=file.content_type)


def _found(world: World, call: Call) -> KeptFile:
    if "Authorization" in call.request.headers:
        raise Problem(400, "invalid_argument", "Only one auth mechanism allowed")
    file = world.shelf(KeptFile).get(call.path.removeprefix(_PATH))
    if file is None or call.second >= file.ends_at or call.query.get("signature") != file.id[:8]:
        raise Problem(403, "access_denied", "Request has expired")
    return file
