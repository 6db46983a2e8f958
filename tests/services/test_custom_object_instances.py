"""Custom objects: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links, refused

from intercom_async.models.common import DeletedObject
from intercom_async.models.custom_object_instances import CustomObjectInstance

ANY = ("2.13", "2.15", "2.16", "Preview")
NEW = ("2.16", "Preview")
PATH = "/custom_object_instances/Order"
ORDER = {
    "id": "24", "type": "Order", "custom_attributes": {"order_number": "A1", "total_amount": 99.99},
    "external_id": "o1", "external_created_at": None, "external_updated_at": 5, "created_at": 1, "updated_at": 1,
}  # fmt: skip
KNOWN = {
    "id": "24", "type": "Order", "external_id": "o1", "external_created_at": None,
    "external_updated_at": datetime.fromtimestamp(5, UTC),
    "custom_attributes": {"order_number": "A1", "total_amount": 99.99},
}  # fmt: skip
PAGE = links(PATH, "data", [ORDER])[0]
GONE = {"id": "24", "object": "Order", "deleted": True}


@each(
    Case("list", lambda c: c.custom_object_instances.list("Order"), Asked("GET", PATH, {"per_page": "150"}),
         PAGE, KNOWN, CustomObjectInstance, NEW),
    Case("list of a contact", lambda c: c.custom_object_instances.list("Order", references_contact_id="c", per_page=5),
         Asked("GET", PATH, {"references_contact_id": "c", "per_page": "5"}), PAGE, KNOWN, CustomObjectInstance, NEW),
    Case("list of a conversation", lambda c: c.custom_object_instances.list("Order", references_conversation_id=7),
         Asked("GET", PATH, {"references_conversation_id": "7", "per_page": "150"}), PAGE, KNOWN,
         CustomObjectInstance, NEW),
    Case("find", lambda c: c.custom_object_instances.find("Order", "o1"), Asked("GET", PATH, {"external_id": "o1"}),
         ORDER, KNOWN, CustomObjectInstance, ANY),
    Case("create",
         lambda c: c.custom_object_instances.create_or_update(
             "Order", external_id="o1", external_created_at=5, external_updated_at=datetime.fromtimestamp(6, UTC),
             custom_attributes={"n": 1}),
         Asked("POST", PATH, {}, {"external_id": "o1", "external_created_at": 5, "external_updated_at": 6,
                                  "custom_attributes": {"n": 1}}), ORDER, KNOWN, CustomObjectInstance, ANY),
    Case("clear",
         lambda c: c.custom_object_instances.create_or_update("Order", external_id=1, external_created_at=None),
         Asked("POST", PATH, {}, {"external_id": 1, "external_created_at": None}), ORDER, KNOWN, CustomObjectInstance),
    Case("a type with a blank", lambda c: c.custom_object_instances.retrieve("Past Order", 24),
         Asked("GET", "/custom_object_instances/Past%20Order/24"), ORDER, KNOWN, CustomObjectInstance),
    Case("retrieve", lambda c: c.custom_object_instances.retrieve("Order", 24), Asked("GET", f"{PATH}/24"), ORDER,
         KNOWN, CustomObjectInstance, ANY),
    Case("delete", lambda c: c.custom_object_instances.delete("Order", "24"), Asked("DELETE", f"{PATH}/24"), GONE,
         {"id": "24", "object": "Order", "deleted": True}, DeletedObject, ANY),
    Case("delete by external id", lambda c: c.custom_object_instances.delete_by_external_id("Order", "o1"),
         Asked("DELETE", PATH, {"external_id": "o1"}), GONE, {"deleted": True}, DeletedObject, ANY),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_what_would_mean_all_objects_is_refused_before_sending() -> None:
    """An empty external id would list, and two filters exclude each other."""
    wire = Wire()
    with pytest.raises(ValueError, match="find: give exactly one of external_id"):
        await wire.client.custom_object_instances.find("Order", "")
    with pytest.raises(ValueError, match="delete_by_external_id: give exactly one of external_id"):
        await wire.client.custom_object_instances.delete_by_external_id("Order", " ")
    with pytest.raises(ValueError, match="exclude each other"):
        wire.client.custom_object_instances.list("Order", references_contact_id="1", references_conversation_id="2")
    assert wire.asked == []


async def test_a_list_before_2_16_is_refused() -> None:
    error = await refused(lambda c: c.custom_object_instances.list("Order"), "2.15")
    assert "custom_object_instances.find" in str(error)
