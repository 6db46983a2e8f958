"""Reading back what the demo imported: counted through the client's lists, compared by reading the raw JSON here."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from .. import operations as ops
from .demo_people import Expected

if TYPE_CHECKING:
    from ..client import Intercom

Body: TypeAlias = Mapping[str, Any]

_CURRENT: Final = "2.16"
_OLD: Final = "1.4"


@attrs.define
class ReadBack:
    """What was found."""

    listed: int = 0
    scrolled: int = 0
    #: One line for each.
    differences: list[str] = attrs.Factory(list[str])


async def read_back(client: "Intercom", expected: Mapping[str, Expected], *, alone: bool) -> ReadBack:
    """List by cursor at 2.16 and scroll at 1.4; compare every column of everybody.

    *alone* says that the workspace is the demo's own: whoever else is there is a difference, and a second scroll, which
    must wait for the first to expire elsewhere, is read to compare the old version's bodies too.
    """
    found = ReadBack()
    current, old = client.with_options(version=_CURRENT), client.with_options(version=_OLD)
    async for contact in current.contacts.list():
        found.listed += alone or (contact.external_id or contact.email or "") in expected
    async for user in old.users.scroll():
        found.scrolled += alone or (user.user_id or user.email or "") in expected
    found.differences += await _differences(_contacts(current), expected, "external_id", alone=alone)
    if alone:
        found.differences += await _differences(_users(old), expected, "user_id", alone=alone)
    return found


async def _contacts(client: "Intercom") -> AsyncIterator[Body]:
    """Read the pages of contacts as JSON, cursor by cursor."""
    query: dict[str, object] = {"per_page": 150}
    while True:
        page: Any = (await client.request("GET", "/contacts", query=query)).value
        for body in page["data"]:
            yield body
        following: Any = page["pages"] and page["pages"].get("next")
        if not following:
            return
        query["starting_after"] = following["starting_after"]


async def _users(client: "Intercom") -> AsyncIterator[Body]:
    """Read the pages of a scroll as JSON, up to the empty one."""
    query: dict[str, object] = {}
    while True:
        page: Any = (await client.request(ops.Users.scroll(query=query))).value
        if not page["users"]:
            return
        for body in page["users"]:
            yield body
        query["scroll_param"] = page["scroll_param"]


async def _differences(
    bodies: AsyncIterator[Body], expected: Mapping[str, Expected], id_name: str, *, alone: bool
) -> list[str]:
    missing = dict(expected)
    lines: list[str] = []
    async for body in bodies:
        key = body[id_name] or body["email"]
        person = missing.pop(key, None)
        if person is not None:
            lines += _compared(person, body, id_name)
        elif alone:
            lines.append(f"{key}: {'twice' if key in expected else 'unexpected'} ({id_name})")
    return lines + [f"{key}: missing ({id_name})" for key in missing]


def _compared(person: Expected, body: Body, id_name: str) -> Iterator[str]:
    """Yield a line for every column of *person* that *body* has otherwise."""
    custom = body["custom_attributes"]
    pairs: Iterable[tuple[str, object, object]] = [
        (id_name, person.external_id, body[id_name]),
        ("email", person.email, body["email"]),
        *((name, value, body.get(name)) for name, value in person.fields.items()),
        *((name, value, custom.get(name)) for name, value in person.custom.items()),
        *((name, None, value) for name, value in custom.items() if name not in person.custom and value is not None),
    ]
    for name, wanted, got in pairs:
        if got != wanted or type(got) is not type(wanted):
            yield f"{person.key}: {name} is {got!r}, not {wanted!r} ({id_name})"
