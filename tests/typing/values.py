"""Types of the values that everything else is built of; checked, never run."""

from typing import Literal, assert_type

from intercom_async.http import Headers
from intercom_async.operation import Operation, Request
from intercom_async.operations import Contacts, find
from intercom_async.unset import UNSET, Unset
from intercom_async.versions import V2_0, Ranged, Region, Version, ranged

assert_type(V2_0, Version)
assert_type(Version("2.17") >= V2_0, bool)
assert_type(ranged("users", (V2_0, "data")), Ranged[str])
assert_type(ranged("users", (V2_0, "data")).at(V2_0), str)
assert_type(Region("eu").base_url, str)

assert_type(find("contacts.create"), Operation)
assert_type(Contacts.create, Operation)
assert_type(Contacts.retrieve(contact_id="1"), Request)

assert_type(Headers([("A", "b")]).get_all("a"), tuple[str, ...])


def narrowed(name: str | Unset | None) -> str | None:
    """UNSET is told from None by ``is``."""
    if name is UNSET:
        assert_type(name, Literal[Unset.UNSET])
        return "unset"
    assert_type(name, str | None)
    return name
