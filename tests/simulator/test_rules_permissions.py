"""The rules of behaviour.md 4.2 and 4.3 about what an app may not do: plans, features and scopes."""

import pytest
from support.simulator_calls import Api

from intercom_async.simulator.permissions import NAMES

PLAN = (403, "api_plan_restricted", "Active subscription needed.")
FORBIDDEN = (403, "forbidden")
NO_CONTENT = (*FORBIDDEN, "Not authorized to manage knowledge base content")
SCOPE = "You do not have the required scope ({}) to access this resource"
MONITORING = "Real-time monitoring is not enabled for your workspace."
UPDATES = "Updating team memberships via the API is not available for this workspace"
PROFILE = "No Fin profile is configured to handle this conversation. Configure a Fin profile and retry."
#: What is lacking, the refusal (None: the one of scopes), and the calls that are refused so.
CASES: tuple[tuple[str, tuple[int, str, str] | None, tuple[str, ...]], ...] = (
    (
        "active_subscription",
        PLAN,
        (
            *("GET /conversations", "POST /conversations", "GET /conversations/1", "PUT /conversations/1"),
            *("POST /conversations/1/reply", "POST /conversations/1/parts", "POST /conversations/1/customers"),
            *("DELETE /conversations/1/customers/1", "DELETE /conversations/1", "POST /messages"),
            *("DELETE /tickets/1", "GET /messages/status"),
        ),
    ),
    ("real_time_monitoring", (403, "api_plan_restricted", MONITORING), ("GET /teams/1/metrics",)),
    (
        "workflow_export",
        (403, "api_plan_restricted", "Workflow export is not available for this app"),
        ("GET /export/workflows/1",),
    ),
    ("team_updates", (403, "api_plan_restricted", UPDATES), ("PUT /teams/1",)),
    (
        "team_members",
        (*FORBIDDEN, "You don't have permission to update the members of this team"),
        ("PUT /teams/1",),
    ),
    (
        "manage_teams",
        (*FORBIDDEN, "You don't have permission to manage teams in this workspace"),
        ("PUT /teams/1",),
    ),
    (
        "procedures",
        (*FORBIDDEN, "Procedures HITL API is not enabled for your app."),
        ("POST /procedures/1/collect_agent_input",),
    ),
    (
        "conversation_access",
        (*FORBIDDEN, "Admin does not have access to this conversation"),
        ("POST /procedures/1/collect_agent_input",),
    ),
    ("conversation_access", (*FORBIDDEN, "Forbidden request"), ("POST /conversations/1/merge",)),
    (
        "catalog",
        (404, "not_found", "The catalog API is not available for this workspace."),
        ("POST /ecommerce/connectors/1/catalog",),
    ),
    ("fin_profile", (400, "parameter_invalid", PROFILE), ("POST /fin/procedures/1/run",)),
    (
        "write_conversations",
        (401, "token_unauthorized", "Not authorized to access resource"),
        ("POST /conversations/1/merge",),
    ),
    ("write_conversations", None, ("POST /procedures/1/collect_agent_input",)),
    (
        "read_conversations",
        None,
        (
            *("GET /macros", "GET /macros/1", "GET /conversations/1/handling_events"),
            "GET /conversations/1/side_conversations",
        ),
    ),
    ("write_tickets", None, ("POST /tickets/1/linked_conversations", "DELETE /tickets/1/linked_conversations/1")),
    (
        "read_articles_scope",
        None,
        ("GET /articles/1/draft", "GET /articles/1/versions", "GET /articles/1/versions/1"),
    ),
    ("read_write_articles_scope", None, ("PUT /articles/1/draft", "POST /articles/1/draft/publish")),
    (
        "read_write_articles_scope",
        NO_CONTENT,
        (
            *("POST /articles/1/tags", "DELETE /articles/1/tags/1", "POST /internal_articles/1/tags"),
            "DELETE /internal_articles/1/tags/1",
        ),
    ),
    (
        "read_write_content_snippets",
        NO_CONTENT,
        ("POST /content_snippets/1/tags", "DELETE /content_snippets/1/tags/1"),
    ),
    ("read_content", None, ("GET /content/search",)),
    ("write_content", None, ("POST /content/bulk_actions",)),
    (
        "read_help_center_redirects_scope",
        None,
        ("GET /help_center/help_centers/1/redirects", "GET /help_center/help_centers/1/redirects/1"),
    ),
    (
        "read_write_help_center_redirects_scope",
        None,
        ("POST /help_center/help_centers/1/redirects", "DELETE /help_center/help_centers/1/redirects/1"),
    ),
    ("read_write_office_hours", None, ("GET /office_hours_schedules", "POST /office_hours_schedules")),
    ("read_write_users", None, ("GET /contacts/1/banners", "POST /contacts/1/banners/1/dismiss")),
    ("manage_ip_allowlist", None, ("GET /ip_allowlist", "PUT /ip_allowlist")),
)


def test_what_an_app_lacks_is_refused_in_recorded_words() -> None:
    """behaviour.md 4.2 and 4.3: scopes as the OpenAPI files name them, plans and features, each where examples are."""
    assert {lacking for lacking, _, _ in CASES} == NAMES - {"read_tickets"}
    for lacking, problem, calls in CASES:
        api = Api(without=[lacking])
        for call in calls:
            method, path = call.split()
            version = "2.16" if path == "/ip_allowlist" else "Preview"
            result = api.call(method, path, {} if method != "GET" else None, version=version)
            assert (*result.problem, result.message) == (problem or (*FORBIDDEN, SCOPE.format(lacking))), call
            assert "X-RateLimit-Remaining" in result.headers
        assert api.get("/contacts").status == 200
    with pytest.raises(ValueError, match="cannot be without scope_of_none: give some of active_subscription"):
        Api(without=["scope_of_none"])


def test_tickets_are_hidden_among_conversations_without_their_scope() -> None:
    """behaviour.md 1.4: from lists and searches of conversations, in every version."""
    for lacking in (False, True):
        api = Api(without=["read_tickets"] if lacking else [])
        kind = api.post("/ticket_types", {"name": "Bug", "category": "Customer"}).body["id"]
        person = api.contact(email="a@b.c")["id"]
        numbers = [api.simulator.add_conversation(person, "Hi") for _ in range(3)]
        assert api.post(f"/conversations/{numbers[1]}/convert", {"ticket_type_id": kind}).status == 200
        query = {"query": {"field": "contact_ids", "operator": "=", "value": person}}
        answers = (
            *(api.get("/conversations", version=version) for version in ("1.4", "2.5", "2.6", "2.16")),
            api.post("/conversations/search", query),
        )
        found = [sorted(each["id"] for each in answer.body["conversations"]) for answer in answers]
        totals = [answer.body["total_count"] for answer in answers[1:]]
        assert totals == [2 if lacking else 3] * 4
        shown = numbers[::2] if lacking else numbers
        assert found == [shown] * 5
