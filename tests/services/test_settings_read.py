"""What is only read, macros, brands, e-mail settings and the like: exact requests and what answers become."""

from datetime import UTC, datetime

import pytest
from support.wire_calls import Asked, Case, Wire, check, cursors, each, refused

from intercom_async.models.away_status_reasons import AwayStatusReason
from intercom_async.models.brands import Brand
from intercom_async.models.emails import EmailSetting
from intercom_async.models.macros import Macro
from intercom_async.models.subscriptions import SubscriptionType
from intercom_async.models.workflows import WorkflowExport

MACRO = {
    "type": "macro",
    "id": "123",
    "name": "Order",
    "body": '<p>Hi <attribute key="user.name" default="there"/></p>',
    "body_text": None,
    "created_at": "2025-07-17T11:18:08.000Z",
    "updated_at": "2025-07-17T15:30:24.000Z",
    "visible_to": "specific_teams",
    "visible_to_team_ids": ["456"],
    "available_on": ["inbox"],
}
BRAND = {
    "type": "brand",
    "id": "10",
    "name": "Default",
    "is_default": True,
    "created_at": 1673778600,
    "updated_at": 1711031100,
    "help_center_id": "11",
    "default_address_settings_id": "13",
}
EMAIL = {
    "type": "email_setting",
    "id": "1",
    "email": "support@x.test",
    "verified": True,
    "domain": "x.test",
    "brand_id": "9",
    "forwarding_enabled": True,
    "forwarded_email_last_received_at": None,
    "created_at": 1692530400,
    "updated_at": 1710498600,
}
REASON = {
    "type": "away_status_reason",
    "id": "1",
    "label": "On a break",
    "emoji": "☕",
    "order": 1,
    "deleted": False,
    "created_at": 1734537243,
    "updated_at": 1734537243,
}
TRANSLATION = {"name": "News", "description": "What is new", "locale": "en"}
SUBSCRIPTION = {
    "type": "subscription",
    "id": "45",
    "state": "live",
    "consent_type": "opt_out",
    "default_translation": TRANSLATION,
    "translations": [TRANSLATION],
    "content_types": ["email"],
}
EXPORT = {
    "export_version": "1.0",
    "exported_at": "2026-01-26T12:00:00Z",
    "app_id": 12345,
    "workflow": {
        "id": "67890",
        "title": "Greet",
        "description": None,
        "trigger_type": "inbound_conversation",
        "state": "live",
        "target_channels": ["chat"],
        "preferred_devices": ["desktop"],
        "created_at": "2025-06-15T10:30:00Z",
        "updated_at": "2026-01-20T14:45:00Z",
        "targeting": {"a": 1},
        "snapshot": None,
        "attributes": [{"b": 2}],
        "embedded_rules": [],
    },
}
MACRO_FIELDS = {
    "id": "123",
    "body_text": None,
    "created_at": "2025-07-17T11:18:08.000Z",
    "visible_to_team_ids": ("456",),
}
EXPORT_FIELDS = {"app_id": "12345", "workflow.id": "67890", "workflow.targeting": {"a": 1}, "workflow.snapshot": None}
NEW = ("2.16", "Preview")


def listed(item: object) -> dict[str, object]:
    return {"type": "list", "data": [item]}


@each(
    Case("macros", lambda c: c.macros.list(), Asked("GET", "/macros", {"per_page": "150"}),
         {**listed(MACRO), "pages": {"type": "pages", "per_page": 150, "next": None}}, MACRO_FIELDS, Macro, NEW),
    Case("macros that changed",
         lambda c: c.macros.list(updated_since=datetime(2025, 7, 17, tzinfo=UTC), per_page=2),
         Asked("GET", "/macros", {"updated_since": "1752710400", "per_page": "2"}), listed(MACRO), MACRO_FIELDS, Macro,
         NEW),
    Case("a macro", lambda c: c.macros.retrieve(123), Asked("GET", "/macros/123"), MACRO, MACRO_FIELDS, Macro, NEW),
    Case("brands", lambda c: c.brands.list(), Asked("GET", "/brands"), listed(BRAND),
         {"id": "10", "is_default": True, "default_address_settings_id": "13"}, Brand, ("2.15", *NEW)),
    Case("a brand", lambda c: c.brands.retrieve(10), Asked("GET", "/brands/10"), BRAND, {"help_center_id": "11"},
         Brand, ("2.15", *NEW)),
    Case("addresses", lambda c: c.emails.list(), Asked("GET", "/emails"), listed(EMAIL),
         {"email": "support@x.test", "forwarded_email_last_received_at": None}, EmailSetting, ("2.15", *NEW)),
    Case("an address", lambda c: c.emails.retrieve("1"), Asked("GET", "/emails/1"),
         {**EMAIL, "forwarded_email_last_received_at": 1710498600}, {"forwarded_email_last_received_at.year": 2024},
         EmailSetting, ("2.15", *NEW)),
    Case("reasons", lambda c: c.away_status_reasons.list(), Asked("GET", "/away_status_reasons"), listed(REASON),
         {"id": "1", "order": 1, "deleted": False}, AwayStatusReason, ("2.14", *NEW)),
    Case("reasons as a list and nothing else", lambda c: c.away_status_reasons.list(),
         Asked("GET", "/away_status_reasons"), [REASON], {"label": "On a break"}, AwayStatusReason),
    Case("subscription types", lambda c: c.subscription_types.list(), Asked("GET", "/subscription_types"),
         listed(SUBSCRIPTION), {"id": "45", "default_translation.name": "News"}, SubscriptionType,
         ("2.0", "2.7", *NEW)),
    Case("a workflow", lambda c: c.workflows.export(67890), Asked("GET", "/export/workflows/67890"), EXPORT,
         EXPORT_FIELDS, WorkflowExport, ("2.15", *NEW)),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_macros_go_by_cursor() -> None:
    wire = Wire(*cursors([MACRO], [{**MACRO, "id": "124"}]))
    assert [each.id for each in await wire.run(lambda c: c.macros.list(per_page=1))] == ["123", "124"]
    assert wire.asked[1].query == {"per_page": "1", "starting_after": "c1"}


async def test_milliseconds_are_no_instant() -> None:
    """They would be the year 57509, and so ask for nothing."""
    wire = Wire()
    with pytest.raises(ValueError, match="updated_since is 1752710400000"):
        await wire.run(lambda c: c.macros.list(updated_since=1752710400000))
    assert wire.asked == []


async def test_early_versions_lack_them() -> None:
    assert "2.15" in str(await refused(lambda c: c.brands.list(), "2.14"))
    assert "2.16" in str(await refused(lambda c: c.macros.list(), "2.14"))
