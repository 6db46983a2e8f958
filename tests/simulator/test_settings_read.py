"""What can only be read: macros, brands, addresses, reasons for being away, subscription types and a workflow."""

from support.simulator_calls import Api

from intercom_async import Intercom
from intercom_async.simulator import Simulator, SimulatorTransport
from intercom_async.simulator.resources.macros import Macro


def test_macros_go_by_cursor_the_last_changed_first(api: Api) -> None:
    """behaviour.md 9 (timestamps): ISO instants, no number of pages; a macro of teams of others is not there."""
    first = api.get("/macros?per_page=1").body
    assert first["pages"]["next"]
    assert "page" not in first["pages"]
    assert first["data"][0]["updated_at"] == "2023-11-14T22:13:22.000Z"
    assert first["data"][0]["visible_to_team_ids"] == ["814865"]
    rest = api.get(f"/macros?per_page=1&starting_after={first['pages']['next']['starting_after']}").body
    assert [each["id"] for each in rest["data"]] == ["1"]
    assert rest["data"][0]["visible_to"] == "everyone"
    assert rest["pages"]["next"] is None
    assert [each["id"] for each in api.get("/macros?updated_since=1700000001").body["data"]] == ["2"]


def test_a_macro_may_have_no_body(api: Api) -> None:
    """behaviour.md 9 (macro.body): null, as its plain text is then."""
    empty = Macro(id="9", name="Empty", body=None, body_text=None, created_at=1, updated_at=1)
    api.simulator.world.shelf(Macro).add(empty)
    found = api.get("/macros/9").body
    assert (found["body"], found["body_text"]) == (None, None)
    assert api.get("/macros").body["data"][-1] == found


def test_wrong_questions_about_macros(api: Api) -> None:
    """behaviour.md 4.3: Invalid updated_since timestamp, and Macro not found for hidden ones, too."""
    wrong = api.get("/macros?updated_since=yesterday")
    assert (wrong.problem, wrong.message) == ((400, "parameter_invalid"), "Invalid updated_since timestamp")
    for unseen in ("3", "9"):
        result = api.get(f"/macros/{unseen}")
        assert (result.problem, result.message) == ((404, "not_found"), "Macro not found")
    assert api.get("/macros/1").body["name"] == "Greeting"


def test_brands_and_addresses_belong_together(api: Api) -> None:
    """Recorded examples: the default brand has the id of the workspace."""
    brands = api.get("/brands").body["data"]
    assert [(each["id"], each["is_default"]) for each in brands] == [("simulatr", True), ("2", False)]
    assert api.get("/brands/2").body == brands[1]
    addresses = api.get("/emails").body["data"]
    assert [each["brand_id"] for each in addresses] == ["simulatr", "2"]
    assert [each["forwarded_email_last_received_at"] for each in addresses] == [1_700_000_000, None]
    assert api.get(f"/emails/{brands[1]['default_address_settings_id']}").body == addresses[1]
    assert addresses[0]["domain"] == "example.com"
    assert api.get("/brands/9").message == "Brand not found"
    assert api.get("/emails/9").message == "Email setting not found"


def test_reasons_for_being_away_are_listed_with_deleted_ones(api: Api) -> None:
    """OpenAPI file: each says whether it is deleted."""
    api.simulator.world.deleted_away_reasons = frozenset({2})
    reasons = api.get("/away_status_reasons").body["data"]
    assert [(each["id"], each["deleted"]) for each in reasons] == [("1", False), ("2", True), ("3", False)]


def test_subscription_types_are_those_that_contacts_choose(api: Api) -> None:
    """Recorded example: with their translations."""
    listed = api.get("/subscription_types", version="2.7").body
    assert [each["id"] for each in listed["data"]] == ["1", "2"]
    person = api.contact(email="a@b.c")["id"]
    body = {"id": "2", "consent_type": "opt_in"}
    assert api.post(f"/contacts/{person}/subscriptions", body).body == listed["data"][1]


def test_a_workflow_is_exported(api: Api) -> None:
    """behaviour.md 9 (timestamps): ISO instants, and Workflow not found."""
    exported = api.get("/export/workflows/1").body
    assert exported["exported_at"] == "2023-11-14T22:13:20Z"
    assert exported["workflow"]["state"] == "live"
    missing = api.get("/export/workflows/2")
    assert (missing.problem, missing.message) == ((404, "not_found"), "Workflow not found")


async def test_a_client_reads_all_of_it() -> None:
    """Every list with a real client, without drift."""
    simulator = Simulator()
    async with Intercom("test-token", transport=SimulatorTransport(simulator), drift="all") as client:
        lists = (client.macros, client.brands, client.emails, client.away_status_reasons, client.subscription_types)
        assert [len(await each.list().collect()) for each in lists] == [2, 2, 2, 3, 2]
        assert (await client.workflows.export("1")).workflow is not None
        assert client.drift.report() == []
