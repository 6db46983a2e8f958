"""Tags: the exact request of every method and what its answer becomes."""

from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async.errors import BadRequestError
from intercom_async.models.tags import SavedTag, Tag
from intercom_async.transports.memory import json_response

ANY = ("1.0", "1.4", "2.0", "2.16", "Preview")
VIP = {"type": "tag", "id": "7", "name": "vip"}


@each(
    Case("list at 1.x", lambda c: c.tags.list(), Asked("GET", "/tags"), {"type": "tag.list", "tags": [VIP]},
         {"id": "7", "name": "vip"}, Tag, ("1.0", "1.1", "1.2", "1.3", "1.4")),
    Case("list, ids as numbers", lambda c: c.tags.list(), Asked("GET", "/tags"),
         {"type": "tag.list", "tags": [{**VIP, "id": 7}]}, {"id": "7"}, Tag, ("1.4",)),
    Case("list", lambda c: c.tags.list(), Asked("GET", "/tags"), {"type": "list", "data": [VIP]},
         {"id": "7", "name": "vip"}, Tag, ("2.0", "2.7", "2.16", "Preview")),
    Case("retrieve", lambda c: c.tags.retrieve(7), Asked("GET", "/tags/7"), VIP, {"name": "vip"}, Tag, ("2.0", "2.16")),
    Case("create", lambda c: c.tags.create_or_update(name="vip"), Asked("POST", "/tags", {}, {"name": "vip"}), VIP,
         {"id": "7"}, SavedTag, ANY),
    Case("rename", lambda c: c.tags.create_or_update(name="VIP", tag_id="7"),
         Asked("POST", "/tags", {}, {"name": "VIP", "id": "7"}), {**VIP, "name": "VIP"}, {"name": "VIP"}, SavedTag,
         ANY),
    Case("tag companies",
         lambda c: c.tags.create_or_update(name="vip", companies=[{"id": "c1"}, {"company_id": "acme"}]),
         Asked("POST", "/tags", {}, {"name": "vip", "companies": [{"id": "c1"}, {"company_id": "acme"}]}),
         {**VIP, "users": None, "companies": [{"id": "c1", "tagged": True}]}, {"id": "7", "users": None}, SavedTag),
    Case("untag companies", lambda c: c.tags.create_or_update(name="vip", companies=[{"id": "c1", "untag": True}]),
         Asked("POST", "/tags", {}, {"name": "vip", "companies": [{"id": "c1", "untag": True}]}), VIP, {"id": "7"},
         SavedTag, ANY),
    Case("tag users",
         lambda c: c.tags.create_or_update(name="vip", users=[{"id": "u1"}, {"user_id": 2}, {"email": "ada@x.test"}]),
         Asked("POST", "/tags", {}, {"name": "vip", "users": [{"id": "u1"}, {"user_id": 2}, {"email": "ada@x.test"}]}),
         VIP, {"id": "7"}, SavedTag, ANY),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_tagging_tells_what_became_of_each() -> None:
    """From 2.16 on."""
    wire = Wire({**VIP, "users": [{"id": "u1", "tagged": True}, {"id": "u2", "tagged": False}], "companies": []})
    tag = await wire.run(lambda c: c.tags.create_or_update(name="vip", users=[{"id": "u1"}, {"id": "u2"}]))
    assert [(each.id, each.tagged) for each in tag.users] == [("u1", True), ("u2", False)]
    assert tag.companies == ()


@pytest.mark.parametrize("version", ANY)
@pytest.mark.parametrize("answer", [None, VIP], ids=["empty", "the tag"])
async def test_delete_answers_nothing(version: str, answer: object) -> None:
    """Whatever the server says: 2.x sends an empty body, 1.x is said to send the tag."""
    wire = Wire(answer, version=version)
    assert await wire.client.tags.delete("7") is None
    assert wire.asked == [Asked("DELETE", "/tags/7")]


async def test_a_tag_in_use_cannot_be_deleted() -> None:
    error = {"code": "tag_has_dependent_objects", "message": "Unable to delete Tag with dependent objects."}
    wire = Wire(json_response(400, {"type": "error.list", "errors": [error]}))
    with pytest.raises(BadRequestError) as caught:
        await wire.client.tags.delete("7")
    assert caught.value.code == "tag_has_dependent_objects"


async def test_fifty_objects_can_be_tagged_at_once() -> None:
    users = [{"id": str(number)} for number in range(50)]
    wire = Wire(VIP)
    await wire.run(lambda c: c.tags.create_or_update(name="vip", users=users))
    assert wire.asked == [Asked("POST", "/tags", {}, {"name": "vip", "users": users})]


MANY = [{"id": str(number)} for number in range(51)]


@pytest.mark.parametrize(
    ("fields", "error", "told"),
    [
        ({"users": MANY}, ValueError, "users holds 51, Intercom takes 50 in one call: make several"),
        ({"companies": MANY}, ValueError, "companies holds 51, Intercom takes 50"),
        ({"users": [{"id": "1"}], "companies": [{"id": "1"}]}, ValueError, "exclude each other"),
        ({"users": [], "companies": []}, ValueError, "exclude each other"),
        ({"tag_id": "7", "users": [{"id": "1"}]}, ValueError, "exclude each other"),
        ({"users": [{"id": "1"}, {"untag": True}]}, ValueError, r"users\[1\]: give exactly one of id, user_id, email"),
        ({"users": [{"id": "1", "email": "a@x.test"}]}, ValueError, r"users\[0\]: give exactly one .* id and email"),
        ({"users": [{"company_id": "1"}]}, ValueError, r"users\[0\]: give exactly one of id, user_id, email, not none"),
        (
            {"companies": [{"user_id": "1"}]},
            ValueError,
            r"companies\[0\]: .* one of id, company_id, not none",
        ),
        ({"companies": [{"id": None}]}, ValueError, r"companies\[0\]: .* not id without a value"),
        ({"users": ["1"]}, TypeError, r"users\[0\] must be a mapping such as \{'id': '1'\}, not str"),
    ],
)
async def test_what_cannot_be_tagged_is_refused_before_sending(fields: Any, error: Any, told: str) -> None:
    """More than 50 objects, users and companies mixed, objects with no identifier or two."""
    wire = Wire()
    with pytest.raises(error, match=told):
        await wire.run(lambda c: c.tags.create_or_update(name="vip", **fields))
    assert wire.asked == []


async def test_retrieve_has_no_bound_that_is_known() -> None:
    """Whether 1.x has it is in no source, so it is asked."""
    wire = Wire(VIP, version="1.4")
    assert (await wire.run(lambda c: c.tags.retrieve("7"))).name == "vip"
