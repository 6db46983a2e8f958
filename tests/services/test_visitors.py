"""Visitors: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from support.paging_clients import client, simulated
from support.simulator_calls import request
from support.virtual_time import run
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async import UNSET, Intercom, Person, from_dict, to_dict
from intercom_async.errors import NotFoundError
from intercom_async.models.contacts import Contact
from intercom_async.models.leads import Lead
from intercom_async.models.users import Identifiers, User
from intercom_async.models.visitors import Visitor, VisitorChanges
from intercom_async.simulator import Simulator

ANY = ("1.0", "1.4", "2.0", "2.6", "2.7", "2.16", "Preview")
EVERY = (*(f"1.{minor}" for minor in range(5)), *(f"2.{minor}" for minor in range(17)), "Preview")
#: Where GET and DELETE by id are documented, and where nothing says that they are gone.
BY_ID = ("1.0", "1.4", "2.0", "2.6", "2.7", "2.16")


def visitor(**fields: object) -> dict[str, Any]:
    """Return a visitor as recorded answers have it."""
    return {
        "type": "visitor",
        "id": "6657a9246abd0160d35d1f68",
        "user_id": "3ecf64d0",
        "anonymous": True,
        "email": "",
        "name": "Gareth Bale",
        "avatar": {"type": "avatar", "image_url": None},
        "companies": {"type": "company.list", "companies": []},
        "location_data": {},
        "last_request_at": 1717020963,
        "created_at": 1717020964,
        "owner_id": None,
        **fields,
    }


FIELDS = {
    "id": "6657a9246abd0160d35d1f68",
    "user_id": "3ecf64d0",
    "last_request_at": datetime(2024, 5, 29, 22, 16, 3, tzinfo=UTC),
    "avatar.image_url": None,
    "companies.companies": (),
}
CHANGES = VisitorChanges(id="v1", name="Gareth Bale", custom_attributes={"paid": True})
SENT = {"id": "v1", "name": "Gareth Bale", "custom_attributes": {"paid": True}}
VISITOR, USER = Identifiers(user_id="3ecf"), Identifiers(email="foo@bar.test")
TO_USER = Asked(
    "POST", "/visitors/convert", {},
    {"visitor": {"user_id": "3ecf"}, "user": {"email": "foo@bar.test"}, "type": "user"},
)  # fmt: skip
TO_LEAD = Asked("POST", "/visitors/convert", {}, {"visitor": {"id": "v1"}, "type": "lead"})


@each(
    Case("find", lambda c: c.visitors.find(user_id="3ecf64d0"), Asked("GET", "/visitors", {"user_id": "3ecf64d0"}),
         visitor(), FIELDS, Visitor, ANY),
    Case("retrieve", lambda c: c.visitors.retrieve("v1"), Asked("GET", "/visitors/v1"), visitor(), FIELDS, Visitor,
         BY_ID),
    Case("update", lambda c: c.visitors.update(CHANGES), Asked("PUT", "/visitors", {}, SENT), visitor(), FIELDS,
         Visitor, ANY),
    Case("update by user id", lambda c: c.visitors.update(VisitorChanges(user_id="u", name=None)),
         Asked("PUT", "/visitors", {}, {"user_id": "u", "name": None}), visitor(name=None), {"name": None}, Visitor,
         ("1.0", "2.16")),
    Case("update that makes a lead", lambda c: c.visitors.update(VisitorChanges(id="v1", email="a@b.test")),
         Asked("PUT", "/visitors", {}, {"id": "v1", "email": "a@b.test"}), visitor(type="contact", email="a@b.test"),
         {"email": "a@b.test", "user_id": "3ecf64d0"}, Lead, ("1.0", "1.4")),
    Case("delete", lambda c: c.visitors.delete("v1"), Asked("DELETE", "/visitors/v1"), visitor(), FIELDS, Visitor,
         BY_ID),
    Case("delete_by_user_id", lambda c: c.visitors.delete_by_user_id("u"),
         Asked("DELETE", "/visitors", {"user_id": "u"}), visitor(), FIELDS, Visitor, BY_ID),
    Case("convert to a user in 1.x", lambda c: c.visitors.convert(VISITOR, to="user", user=USER), TO_USER,
         {"type": "user", "id": "1", "last_request_at": 1}, {"last_request_at": datetime.fromtimestamp(1, UTC)}, User,
         ("1.0", "1.4")),
    Case("convert to a lead in 1.x", lambda c: c.visitors.convert(Identifiers(id="v1"), to="lead"), TO_LEAD,
         {"type": "contact", "id": "1", "anonymous": True}, {"anonymous": True}, Lead, ("1.0", "1.4")),
    Case("convert to a user", lambda c: c.visitors.convert(VISITOR, to="user", user=USER), TO_USER,
         {"type": "contact", "id": "1", "role": "user"}, {"role": "user"}, Contact, ("2.0", "2.7", "2.16", "Preview")),
    Case("convert to a lead", lambda c: c.visitors.convert(Identifiers(id="v1"), to="lead"), TO_LEAD,
         {"type": "contact", "id": "1", "role": "lead"}, {"role": "lead"}, Contact, ("2.0", "2.16")),
    Case("an older answer to a newer version", lambda c: c.visitors.convert(Identifiers(id="v1"), to="lead"), TO_LEAD,
         {"type": "lead", "id": "1"}, {"type": "lead"}, Lead, ("2.0",)),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda c: c.visitors.find(user_id=""), "visitors.find: give exactly one of user_id, not user_id without a"),
        (lambda c: c.visitors.delete_by_user_id(""), "visitors.delete_by_user_id: give exactly one of user_id"),
        (lambda c: c.visitors.update(VisitorChanges(name="x")), "visitors.update: give exactly one of id, user_id"),
        (lambda c: c.visitors.update(VisitorChanges(id="1", user_id="2")), "not id and user_id"),
        (lambda c: c.visitors.convert(VISITOR, to="user"), "to='user' needs user=Identifiers"),
    ],
)
async def test_what_does_not_say_who_is_refused(call: Any, told: str) -> None:
    wire = Wire()
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []


AT = datetime(2024, 5, 29, 22, 16, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"id": "1", "last_request_at": 1717020963}, AT),
        ({"id": "1", "las_request_at": 1717020963}, AT),
        ({"las_request_at": 1717020963, "id": "1", "last_request_at": None}, AT),
        ({"id": "1", "last_request_at": 1717020963, "las_request_at": 1}, AT),
        ({"id": "1", "last_request_at": None}, None),
        ({"id": "1"}, None),
    ],
)
def test_the_last_request_is_read_under_both_of_its_names(body: dict[str, object], at: datetime | None) -> None:
    """And goes back under the one that it came with."""
    visitor = from_dict(Visitor, body)
    assert visitor.last_request_at == at
    assert not visitor.extra
    assert to_dict(visitor) == body
    assert Visitor(id="1", last_request_at=at).last_request_at == at


def visited(version: str) -> tuple[Intercom, Simulator, str]:
    """Return a client of a workspace with a visitor, whose user id is ``v-1``, and the id of that visitor."""
    transport = simulated(0)
    return client(transport, version=version), transport.simulator, transport.simulator.add_visitor(user_id="v-1")


@pytest.mark.parametrize("version", EVERY)
def test_every_version_finds_and_changes_visitors(version: str) -> None:
    async def main() -> None:
        intercom, _, visitor_id = visited(version)
        found = await intercom.visitors.find(user_id="v-1")
        assert (type(found), found.id, found.user_id, found.anonymous) == (Visitor, visitor_id, "v-1", True)
        by_id = await intercom.visitors.update(VisitorChanges(id=visitor_id, name="Gareth"))
        by_user_id = await intercom.visitors.update(VisitorChanges(user_id="v-1", name="Gareth Bale"))
        assert [(type(each), each.id, each.name) for each in (by_id, by_user_id)] == [
            (Visitor, visitor_id, "Gareth"),
            (Visitor, visitor_id, "Gareth Bale"),
        ]
        assert (await intercom.visitors.find(user_id="v-1")).name == "Gareth Bale"

    run(main())


@pytest.mark.parametrize("version", EVERY)
@pytest.mark.parametrize("to", ["user", "lead"])
def test_every_version_converts_visitors(version: str, to: Literal["user", "lead"]) -> None:
    """The visitor is gone then, and the person there under the same id: one model for both from 2.0 on."""

    async def main() -> None:
        intercom, _, visitor_id = visited(version)
        user = Identifiers(email="foo@bar.test") if to == "user" else UNSET
        person = await intercom.visitors.convert(Identifiers(user_id="v-1"), to=to, user=user)
        assert person.id == visitor_id
        if version.startswith("1."):
            assert type(person) is (User if to == "user" else Lead)
            again: Person = await intercom.users.retrieve(person.id)
        else:
            assert isinstance(person, Contact)
            assert person.role == to
            again = await intercom.contacts.retrieve(person.id)
        assert again == person
        with pytest.raises(NotFoundError):
            await intercom.visitors.find(user_id="v-1")

    run(main())


@pytest.mark.parametrize("version", EVERY)
def test_every_version_merges_a_visitor_into_a_user_who_exists(version: str) -> None:
    async def main() -> None:
        intercom, simulator, visitor_id = visited(version)
        simulator.handle(request("POST", "/users", {"user_id": "25", "name": "Joe"}, version="1.4"))
        person = await intercom.visitors.convert(Identifiers(id=visitor_id), to="user", user=Identifiers(user_id="25"))
        given_id = person.external_id if isinstance(person, Contact) else person.user_id
        assert (person.name, given_id) == ("Joe", "25")
        assert person.id != visitor_id
        with pytest.raises(NotFoundError):
            await intercom.visitors.find(user_id="v-1")

    run(main())


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3", "1.4", "2.0", "2.6"])
def test_older_versions_read_and_delete_visitors_by_id(version: str) -> None:
    async def main() -> None:
        intercom, _, visitor_id = visited(version)
        assert (await intercom.visitors.retrieve(visitor_id)).id == visitor_id
        assert (await intercom.visitors.delete(visitor_id)).id == visitor_id
        with pytest.raises(NotFoundError):
            await intercom.visitors.retrieve(visitor_id)

    run(main())
