"""Audiences: the exact request of every method and what its answer becomes."""

from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async.models.audiences import Audience, Predicate

ANY = ("2.16", "Preview")
RULE = {"attribute": "company.name", "type": "string", "comparison": "contains", "value": "Acme"}
ROLE = {"attribute": "role", "type": "role", "comparison": "eq", "value": "user"}
VIP = {
    "type": "audience",
    "id": "123",
    "name": "VIP",
    "predicates": [RULE],
    "role_predicates": [ROLE],
    "created_at": 1717200000,
    "updated_at": 1717200100,
}
FIELDS = {"id": "123", "name": "VIP", "predicates": (Predicate(**RULE),), "updated_at.minute": 1}


@each(
    Case("list", lambda c: c.audiences.list(), Asked("GET", "/audiences", {"per_page": "50"}),
         {"type": "list", "data": [VIP], "total_count": 1, "page": 1, "per_page": 50, "total_pages": 1}, FIELDS,
         Audience, ANY),
    Case("create", lambda c: c.audiences.create(name="VIP", predicates=[RULE], role_predicates=[Predicate(**ROLE)]),
         Asked("POST", "/audiences", {}, {"name": "VIP", "predicates": [RULE], "role_predicates": [ROLE]}), VIP,
         FIELDS, Audience, ANY),
    Case("retrieve", lambda c: c.audiences.retrieve(123), Asked("GET", "/audiences/123"), VIP, FIELDS, Audience, ANY),
    Case("update", lambda c: c.audiences.update("123", name="B"),
         Asked("PUT", "/audiences/123", {}, {"name": "B"}), VIP, FIELDS, Audience, ANY),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_what_was_read_can_be_written() -> None:
    """The predicates of an answer are those of a request."""
    wire = Wire(VIP, VIP)
    audience = await wire.client.audiences.retrieve("123")
    await wire.client.audiences.update("123", predicates=audience.predicates, role_predicates=[])
    assert wire.asked[1].body == {"predicates": [RULE], "role_predicates": []}


async def test_delete_answers_nothing() -> None:
    wire = Wire(None)
    assert await wire.run(lambda c: c.audiences.delete(123)) is None
    assert wire.asked == [Asked("DELETE", "/audiences/123")]
