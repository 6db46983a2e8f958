"""Data attributes: the exact request of every method and what its answer becomes."""

from typing import Any

import pytest
from support.wire_calls import Asked, Case, check, each, refused

from intercom_async.models.data_attributes import DataAttribute

UNTIL_1_3 = ("1.0", "1.1", "1.2", "1.3")
FROM_2_0 = ("2.0", "2.7", "2.16", "Preview")


def attribute(**fields: object) -> dict[str, Any]:
    """Return a data attribute."""
    return {
        "type": "data_attribute",
        "name": "plan",
        "full_name": "custom_attributes.plan",
        "label": "plan",
        "description": "",
        "data_type": "string",
        "options": ["1-10", "11-20"],
        "api_writable": True,
        "custom": True,
        "archived": False,
        "admin_id": "1",
        "created_at": 1392734388,
        **fields,
    }


FIELDS = {"name": "plan", "full_name": "custom_attributes.plan", "options": ("1-10", "11-20"), "admin_id": "1"}
OLDER = {"type": "data_attribute.list", "data_attributes": [attribute()]}
NEWER = {"type": "list", "data": [attribute(id=5, model="contact")]}
NEW_FIELDS = {**FIELDS, "id": "5", "model": "contact"}


@each(
    Case("list_for_customers", lambda c: c.data_attributes.list_for_customers(),
         Asked("GET", "/data_attributes/customer"), OLDER, FIELDS, DataAttribute, UNTIL_1_3),
    Case("list_for_customers with archived ones",
         lambda c: c.data_attributes.list_for_customers(include_archived=True),
         Asked("GET", "/data_attributes/customer", {"include_archived": "true"}), OLDER, FIELDS, DataAttribute,
         ("1.0",)),
    Case("list_for_companies", lambda c: c.data_attributes.list_for_companies(include_archived=False),
         Asked("GET", "/data_attributes/company", {"include_archived": "false"}), OLDER, FIELDS, DataAttribute,
         UNTIL_1_3),
    Case("list_for_customers, one of the list from 1.4 on", lambda c: c.data_attributes.list_for_customers(),
         Asked("GET", "/data_attributes", {"model": "customer"}), OLDER, FIELDS, DataAttribute, ("1.4",)),
    Case("list_for_companies, one of the list from 1.4 on", lambda c: c.data_attributes.list_for_companies(),
         Asked("GET", "/data_attributes", {"model": "company"}), OLDER, FIELDS, DataAttribute, ("1.4",)),
    Case("list_for_companies in 2.x", lambda c: c.data_attributes.list_for_companies(include_archived=True),
         Asked("GET", "/data_attributes", {"model": "company", "include_archived": "true"}), NEWER, NEW_FIELDS,
         DataAttribute, FROM_2_0),
    Case("list at 1.4", lambda c: c.data_attributes.list(model="customer"),
         Asked("GET", "/data_attributes", {"model": "customer"}), OLDER, FIELDS, DataAttribute, ("1.4",)),
    Case("list", lambda c: c.data_attributes.list(model="contact", include_archived=True),
         Asked("GET", "/data_attributes", {"model": "contact", "include_archived": "true"}), NEWER, NEW_FIELDS,
         DataAttribute, FROM_2_0),
    Case("create",
         lambda c: c.data_attributes.create(
             name="plan", model="contact", data_type="options", description="Which", options=["1-10"]
         ),
         Asked("POST", "/data_attributes", {},
               {"name": "plan", "model": "contact", "data_type": "options", "description": "Which",
                "options": [{"value": "1-10"}]}),
         attribute(id=5), {**FIELDS, "id": "5"}, DataAttribute, FROM_2_0),
    Case("create, as few as possible",
         lambda c: c.data_attributes.create(name="plan", model="company", data_type="string", messenger_writable=True),
         Asked("POST", "/data_attributes", {},
               {"name": "plan", "model": "company", "data_type": "string", "messenger_writable": True}),
         attribute(id=5), {"id": "5"}, DataAttribute, ("2.16",)),
    Case("update",
         lambda c: c.data_attributes.update(
             5, archived=True, description=None, options=["1"], messenger_writable=False
         ),
         Asked("PUT", "/data_attributes/5", {},
               {"archived": True, "description": None, "options": [{"value": "1"}], "messenger_writable": False}),
         attribute(id=5, archived=True), {"archived": True}, DataAttribute, FROM_2_0),
    Case("update nothing but the description", lambda c: c.data_attributes.update("5", description="x"),
         Asked("PUT", "/data_attributes/5", {}, {"description": "x"}), attribute(id=5), {"id": "5"}, DataAttribute,
         ("2.16",)),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


OF_MODELS = "data_attributes.list_for_customers or data_attributes.list_for_companies"


@pytest.mark.parametrize(
    ("call", "version", "instead"),
    [
        (lambda c: c.data_attributes.list(), "1.3", OF_MODELS),
        (lambda c: c.data_attributes.list_for_customers(), "2.0", "data_attributes.list"),
        (lambda c: c.data_attributes.create(name="x", model="contact", data_type="string"), "1.4", None),
        (lambda c: c.data_attributes.update(5, archived=True), "1.4", None),
    ],
)
async def test_a_version_without_it_is_told_what_to_call(call: Any, version: str, instead: str | None) -> None:
    assert (await refused(call, version)).instead == instead
