"""Users: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links, refused

from intercom_async.errors import ApiError, NotFoundError, UniqueUserConstraintError
from intercom_async.models.leads import Lead
from intercom_async.models.users import User, UserChanges, UserDeletionRequest
from intercom_async.scroll import Scroll
from intercom_async.transports.memory import json_response

ANY_1 = ("1.0", "1.1", "1.2", "1.3", "1.4")
FIELDS = {"id": "u1", "user_id": "25", "session_count": 179, "tags.tags": ()}


def user(number: int = 1, **fields: object) -> dict[str, Any]:
    """Return a user."""
    tags = {"type": "tag.list", "tags": []}
    return {"type": "user", "id": f"u{number}", "user_id": "25", "session_count": 179, "tags": tags, **fields}


CHANGES = UserChanges(user_id="25", signed_up_at=datetime(2024, 1, 2, tzinfo=UTC), companies=[{"company_id": "6"}])
SENT = {"user_id": "25", "signed_up_at": 1704153600, "companies": [{"company_id": "6"}]}


@each(
    Case("create_or_update", lambda c: c.users.create_or_update(CHANGES), Asked("POST", "/users", {}, SENT), user(),
         FIELDS, User, ANY_1),
    Case("retrieve", lambda c: c.users.retrieve("u1"), Asked("GET", "/users/u1"), user(), FIELDS, User, ANY_1),
    Case("retrieve a lead", lambda c: c.users.retrieve("u1"), Asked("GET", "/users/u1"), user(type="contact"), FIELDS,
         Lead, ("1.0", "1.4")),
    Case("find", lambda c: c.users.find(user_id=25), Asked("GET", "/users", {"user_id": "25"}), user(), FIELDS, User,
         ANY_1),
    Case("find by e-mail at 1.0, one object", lambda c: c.users.find(email="a@b.test"),
         Asked("GET", "/users", {"email": "a@b.test"}), user(), FIELDS, User, ("1.0",)),
    Case("find by e-mail, a list from 1.1 on", lambda c: c.users.find(email="a+b@c.test"),
         Asked("GET", "/users", {"email": "a+b@c.test"}),
         {"type": "user.list", "users": [user(2, type="contact"), user()], "total_count": 2, "pages": {}}, FIELDS, User,
         ("1.1", "1.2", "1.3", "1.4")),
    Case("archive by user id", lambda c: c.users.archive(user_id="25"), Asked("DELETE", "/users", {"user_id": "25"}),
         user(), FIELDS, User, ANY_1),
    Case("archive by e-mail", lambda c: c.users.archive(email="a+b@c.test"),
         Asked("DELETE", "/users", {"email": "a+b@c.test"}), user(), FIELDS, User, ("1.4",)),
    Case("archive_by_id", lambda c: c.users.archive_by_id("u1"), Asked("DELETE", "/users/u1"), user(), FIELDS, User,
         ANY_1),
    Case("request_deletion", lambda c: c.users.request_deletion("u1"),
         Asked("POST", "/user_delete_requests", {}, {"intercom_user_id": "u1"}), {"id": 10}, {"id": "10"},
         UserDeletionRequest, ANY_1),
    Case("list by e-mail at 1.0, one object", lambda c: c.users.list(email="a@b.test"),
         Asked("GET", "/users", {"email": "a@b.test", "per_page": "60"}), user(), FIELDS, User, ("1.0",)),
    Case("list by phone", lambda c: c.users.list(phone="+1", sort="updated_at", order="asc", created_since=3),
         Asked("GET", "/users",
               {"phone": "+1", "sort": "updated_at", "order": "asc", "created_since": "3", "per_page": "60"}),
         {"users": [user()]}, FIELDS, User, ("1.2", "1.4")),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize(
    ("people", "error", "code", "told"),
    [
        ([], NotFoundError, "not_found", "users.find: 404 not_found: no user has that e-mail"),
        ([user(type="contact"), user(anonymous=True)], NotFoundError, "not_found", "no user has that e-mail"),
        ([user(1), user(2)], UniqueUserConstraintError, "unique_user_constraint", "several users have that e-mail"),
    ],
)
async def test_an_email_that_does_not_name_one_user_is_the_error_of_1_0(
    *, people: list[Any], error: type[ApiError], code: str, told: str
) -> None:
    """It carries the answer that it comes from."""
    answer = json_response(200, {"type": "user.list", "users": people or None}, headers={"X-Request-Id": "r1"})
    wire = Wire(answer, version="1.4")
    with pytest.raises(error, match=told) as caught:
        await wire.run(lambda c: c.users.find(email="a@b.test"))
    assert (caught.value.code, caught.value.request_id, caught.value.operation) == (code, "r1", "users.find")
    assert caught.value.body == answer.body
    assert caught.value.headers == answer.headers


async def test_list_gives_users_and_leads_by_their_type() -> None:
    """By tag and segment, and at 1.1 by e-mail, leads are among them."""
    bodies = links("/users", "users", [user(1)], [user(2, type="contact")], tag_id=7, per_page=1)
    wire = Wire(*bodies, version="1.4")
    found = await wire.run(lambda c: c.users.list(tag_id=7, per_page=1))
    assert [(type(each), each.id) for each in found] == [(User, "u1"), (Lead, "u2")]
    query = {"tag_id": "7", "per_page": "1"}
    assert wire.asked == [Asked("GET", "/users", query), Asked("GET", "/users", {**query, "page": "2"})]


async def test_scroll_reads_until_an_empty_page() -> None:
    wire = Wire({"users": [user()], "scroll_param": "p"}, {"users": [], "scroll_param": "p"}, version="1.0")
    scroll = wire.client.users.scroll()
    assert isinstance(scroll, Scroll)
    assert [each.id async for each in scroll] == ["u1"]
    assert wire.asked == [
        Asked("GET", "/users/scroll"),
        Asked("GET", "/users/scroll", {"scroll_param": "p"}),
    ]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda c: c.users.list(tag_id=1, segment_id=2), "users.list: tag_id and segment_id exclude each other"),
        (lambda c: c.users.find(), "users.find: give exactly one of user_id, email, not none"),
        (lambda c: c.users.find(user_id=1, email="a"), "users.find: give exactly one of user_id, email"),
        (lambda c: c.users.archive(), "users.archive: give exactly one of user_id, email"),
        (lambda c: c.users.archive(user_id="1", email="a"), "users.archive: give exactly one of user_id, email"),
    ],
)
async def test_what_names_nobody_or_too_much_is_refused(call: Any, told: str) -> None:
    wire = Wire(version="1.4")
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []


@pytest.mark.parametrize("version", ANY_1)
async def test_consent_to_emails_may_be_null_until_1_2(version: str) -> None:
    """Changelog of 1.3: null became an error."""
    changes = UserChanges(user_id="25", unsubscribed_from_emails=None)
    wire = Wire(user(), version=version)
    if version < "1.3":
        await wire.run(lambda c: c.users.create_or_update(changes))
        assert wire.asked[0].body == {"user_id": "25", "unsubscribed_from_emails": None}
        return
    with pytest.raises(ValueError, match=r"unsubscribed_from_emails cannot be None from 1\.3 on"):
        await wire.run(lambda c: c.users.create_or_update(changes))
    assert wire.asked == []


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("service", ["users", "leads"])
async def test_a_phone_finds_nobody_before_1_2(version: str, service: str) -> None:
    """Versions that do not know it would leave it out of account and list everybody."""
    wire = Wire(version=version)
    with pytest.raises(ValueError, match=rf"{service}.list: phone came with 1.2, this is {version}"):
        await wire.run(lambda c: getattr(c, service).list(phone="+1"))
    assert wire.asked == []


@pytest.mark.parametrize(
    ("call", "instead"),
    [
        (lambda c: c.users.create_or_update(CHANGES), "contacts.create, contacts.update or contacts.upsert"),
        (lambda c: c.users.retrieve("1"), "contacts.retrieve"),
        (lambda c: c.users.find(user_id="1"), "contacts.search"),
        (lambda c: c.users.list(), "contacts.list or contacts.search"),
        (lambda c: c.users.scroll(), "contacts.list"),
        (lambda c: c.users.archive(email="a"), "contacts.archive"),
        (lambda c: c.users.archive_by_id("1"), "contacts.archive"),
    ],
)
@pytest.mark.parametrize("version", ["2.0", "2.16"])
async def test_from_2_0_on_contacts_have_it(call: Any, version: str, instead: str) -> None:
    assert (await refused(call, version)).instead == instead


async def test_asking_for_deletion_is_left_to_the_server_to_refuse() -> None:
    """No source says when it went."""
    wire = Wire({"id": 10}, version="2.0")
    assert (await wire.run(lambda c: c.users.request_deletion(5))).id == "10"
    assert wire.asked[0].body == {"intercom_user_id": 5}
