"""The rules of behaviour.md 4 and v1.md 6 that nothing else tests: shapes, codes, and what may be repeated."""

from typing import Any

import pytest
from support.simulator_calls import Api, ManualClock

from intercom_async.simulator import Fault
from intercom_async.simulator.conversation_attributes import ConversationAttribute
from intercom_async.simulator.permissions import NAMES
from intercom_async.simulator.resources.fin import Procedure

CIARAN = "991267459"
NOW = 1_700_000_000
PLAN = (403, "api_plan_restricted", "Active subscription needed.")
FORBIDDEN = (403, "forbidden")
NO_CONTENT = (*FORBIDDEN, "Not authorized to manage knowledge base content")


def told(result: Any) -> tuple[int, str, str]:
    return *result.problem, result.message


def test_errors_have_a_code_a_message_and_perhaps_a_field(api: Api) -> None:
    """behaviour.md 4.1 and v1.md 6: error.list, whatever the version; every answer has an id of its own."""
    ids = set[str]()
    for path, version in (("/contacts/x", "2.16"), ("/users/x", "1.0"), ("/nowhere", "Preview")):
        body = api.get(path, version=version).body
        assert (body["type"], body.keys()) == ("error.list", {"type", "request_id", "errors"})
        assert [error.keys() for error in body["errors"]] == [{"code", "message"}]
        ids.add(body["request_id"])
    assert len(ids) == 3
    (error,) = api.post("/contacts", {"email": 5}).body["errors"]
    assert (error["code"], error["field"]) == ("parameter_invalid", "email")


def test_a_body_that_is_no_json_is_refused_in_every_version() -> None:
    """behaviour.md 4.2: invalid JSON is 400 parameter_invalid, after token, quota, path and version."""
    api = Api(limit=3)
    assert api.post("/contacts", b"{", token="x").status == 401
    assert api.post("/nowhere", b"{").status == 404
    assert api.post("/contacts/search", b"{", version="1.4").problem == (400, "intercom_version_invalid")
    assert api.post("/contacts", b"{").problem == (400, "parameter_invalid")
    assert api.post("/contacts", b"{").status == 429


def test_every_code_comes_on_demand() -> None:
    """behaviour.md 4.2 and 4.3, v1.md 6: what a call cannot bring about by itself, a fault answers."""
    for status, code in (
        *((401, code) for code in ("token_not_found", "token_revoked", "token_suspended", "token_blocked")),
        *((401, code) for code in ("token_expired", "missing_authorization", "token_unauthorized")),
        *((402, "api_plan_restricted"), (405, "action_forbidden"), (408, "client_error"), (423, "scroll_exists")),
        *((409, "data_connector_in_use"), (409, "upload_session_not_finalizable"), (400, "invalid_document")),
        *((422, "content_has_procedure_dependencies"), (429, "retry_after"), (404, "team_unavailable")),
        *((500, "server_error"), (502, "server_error"), (503, "service_unavailable"), (503, "internal_error")),
        (504, "server_error"),
    ):
        result = Api(faults=[Fault(kind="status", status=status, code=code, message="why")]).get("/me")
        assert told(result) == (status, code, "why")


def test_a_team_that_others_change_is_a_conflict_on_demand() -> None:
    """behaviour.md 4.5, recorded example: the one 409 that says to try again."""
    message = "The members of this team are being changed by another request. Try again."
    fault = Fault(kind="status", operation="teams.update", status=409, code="conflict", message=message, times=1)
    api = Api(faults=[fault])
    answers = [api.put("/teams/814865", {"admin_ids": [int(CIARAN)]}, version="Preview") for _ in range(2)]
    assert (told(answers[0]), answers[1].status) == ((409, "conflict", message), 200)


def test_what_an_app_lacks_is_refused_in_recorded_words() -> None:
    """behaviour.md 4.2 and 4.3: scopes as the OpenAPI files name them, plans and features, each where examples are."""
    scope = "You do not have the required scope ({}) to access this resource"
    monitoring = "Real-time monitoring is not enabled for your workspace."
    updates = "Updating team memberships via the API is not available for this workspace"
    profile = "No Fin profile is configured to handle this conversation. Configure a Fin profile and retry."
    cases: tuple[tuple[str, tuple[int, str, str] | None, tuple[str, ...]], ...] = (
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
        ("real_time_monitoring", (403, "api_plan_restricted", monitoring), ("GET /teams/1/metrics",)),
        (
            "workflow_export",
            (403, "api_plan_restricted", "Workflow export is not available for this app"),
            ("GET /export/workflows/1",),
        ),
        ("team_updates", (403, "api_plan_restricted", updates), ("PUT /teams/1",)),
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
        ("fin_profile", (400, "parameter_invalid", profile), ("POST /fin/procedures/1/run",)),
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
    assert {lacking for lacking, _, _ in cases} == NAMES
    for lacking, problem, calls in cases:
        api = Api(without=[lacking])
        for call in calls:
            method, path = call.split()
            version = "2.16" if path == "/ip_allowlist" else "Preview"
            result = api.call(method, path, {} if method != "GET" else None, version=version)
            assert told(result) == (problem or (*FORBIDDEN, scope.format(lacking))), call
            assert "X-RateLimit-Remaining" in result.headers
        assert api.get("/contacts").status == 200
    with pytest.raises(ValueError, match="cannot be without scope_of_none: give some of active_subscription"):
        Api(without=["scope_of_none"])


def test_a_member_and_an_author_who_do_not_exist(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: Resource Not Found for a note's unknown teammate, in both kinds."""
    person = api.contact(email="a@b.c")["id"]
    company = api.company("c")["id"]
    for path in (f"/contacts/{person}/notes", f"/companies/{company}/notes"):
        assert told(api.post(path, {"body": "x", "admin_id": "9"})) == (404, "not_found", "Resource Not Found")


def test_an_attribute_that_an_audience_asks_for_stays(api: Api) -> None:
    """behaviour.md 4.3, recorded example: 422 data_invalid for archiving it, until the audience is gone."""
    message = "The Data Attribute you are trying to archive has a dependant object"
    for number, (model, attribute) in enumerate((("contact", "plan"), ("company", "size"))):
        body = {"name": attribute, "model": model, "data_type": "string"}
        made = api.post("/data_attributes", body).body["id"]
        used = f"{'company.' if model == 'company' else ''}custom_attributes.{attribute}"
        predicates = [{"attribute": used, "type": "string", "comparison": "eq", "value": "x"}]
        audience = api.post("/audiences", {"name": str(number), "predicates": predicates}).body["id"]
        path = f"/data_attributes/{made}"
        assert told(api.put(path, {"archived": True, "description": "d"})) == (422, "data_invalid", message)
        assert "d" not in str(api.put(path, {"archived": False}).body.get("description"))
        api.delete(f"/audiences/{audience}")
        assert api.put(path, {"archived": True}).body["archived"] is True


def test_unknown_audiences_are_404_with_the_code_of_a_parameter(api: Api) -> None:
    """behaviour.md 4.3: parameter_invalid with 404, where content is made and where it is changed."""
    snippet = {"title": "x", "body_markdown": "x"}
    article = {"title": "x", "author_id": int(CIARAN), "owner_id": int(CIARAN)}
    api.post("/content_snippets", snippet)
    api.post("/internal_articles", article)
    for path, body in (("/content_snippets", snippet), ("/internal_articles", article)):
        for result in (
            api.post(path, {**body, "audience_ids": ["999"]}, version="Preview"),
            api.put(f"{path}/1", {"audience_ids": ["999"]}, version="Preview"),
        ):
            assert told(result) == (404, "parameter_invalid", "audience_ids contains unknown audience IDs: 999")
    unsupported = "The language is not currently supported for Fin"
    for result in (
        api.post("/content_snippets", {**snippet, "locale": "klingon"}),
        api.put("/content_snippets/1", {"locale": "klingon"}),
    ):
        assert told(result) == (422, "validation_error", unsupported)


def test_an_unknown_tag_of_content(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: tag_not_found, once the content is there."""
    api.post("/content_snippets", {"title": "x", "body_markdown": "x"})
    api.post("/articles", {"title": "x", "author_id": int(CIARAN)})
    api.post("/internal_articles", {"title": "x", "author_id": int(CIARAN), "owner_id": int(CIARAN)})
    for path in ("/content_snippets/1/tags", "/articles/1/tags", "/internal_articles/1/tags"):
        for result in (api.post(path, {"id": "9", "admin_id": CIARAN}), api.delete(f"{path}/9")):
            assert told(result) == (404, "tag_not_found", "Tag not found"), path


def test_wrong_times_and_languages_of_articles(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: the same refusals where an article is changed, and of both reads."""
    api.post("/articles", {"title": "x", "author_id": int(CIARAN), "state": "draft"})
    at, later = "scheduled_publish_at", "scheduled_unpublish_at"
    soon, late = "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"
    both = "Cannot set scheduled_publish_at and scheduled_unpublish_at in the same request"
    never = "Cannot schedule unpublish for an article that has never been published"
    for body, message, field in (
        ({"state": "draft", at: soon}, "Cannot schedule a publish while setting state to draft", at),
        ({at: soon, later: late}, both, later),
        ({later: late}, never, later),
    ):
        result = api.put("/articles/1", body, version="Preview")
        assert told(result) == (400, "parameter_invalid", message)
        assert result.body["errors"][0]["field"] == field
    version = api.get("/articles/1/versions").body["data"][0]["id"]
    for path in ("/articles/1/versions", f"/articles/1/versions/{version}"):
        assert told(api.get(f"{path}?locale=xx")) == (400, "parameter_invalid", "Unknown locale")


def test_options_are_of_lists_alone(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: whatever is done with an option of another attribute is a 422."""
    made = api.post("/conversations/attributes", {"name": "x", "data_type": "string"}).body["id"]
    path, body = f"/conversations/attributes/{made}/options", {"label": "a"}
    for result in (api.post(path, body), api.put(f"{path}/1", body), api.delete(f"{path}/1")):
        assert told(result) == (422, "parameter_invalid", "Options can only be managed on list attributes")


def test_doubled_names_keep_conversations_from_being_changed(api: Api) -> None:
    """behaviour.md 1.4: PUT with custom attributes is a 400 while two that are not archived have one name."""
    number = api.simulator.add_conversation(api.contact(email="a@b.c")["id"], "Hi")
    shelf = api.simulator.world.shelf(ConversationAttribute)
    first, second = (
        shelf.add(ConversationAttribute(shelf.next_id(), "size", "string", NOW, NOW, CIARAN)) for _ in range(2)
    )
    path, body = f"/conversations/{number}", {"custom_attributes": {"other": "x"}}
    for version in ("2.3", "2.16"):
        assert api.put(path, body, version=version).problem == (400, "parameter_invalid")
    assert api.put(path, {"read": True, "title": "x"}).status == 200
    api.delete(f"/conversations/attributes/{second.id}")
    assert (first.archived, api.put(path, body).status) == (False, 200)


def test_a_second_exception_of_a_date_is_a_double(api: Api) -> None:
    """behaviour.md 4.3, recorded example: Invalid or duplicated record reference."""
    api.post("/office_hours_schedules", {"name": "x", "time_zone_name": "UTC", "time_intervals": []})
    path = "/office_hours_schedules/1/office_hours_exceptions"
    days = [{"exception_date": f"2026-12-2{day}", "exception_type": "closed"} for day in (5, 6)]
    assert [api.post(path, day).status for day in days] == [201, 201]
    double = (422, "data_invalid", "Invalid or duplicated record reference")
    assert told(api.post(path, days[0])) == told(api.put(f"{path}/2", days[0])) == double
    assert api.put(f"{path}/2", days[1]).status == 200


def test_a_procedure_must_be_live_and_have_a_trigger(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: 400 with why."""
    procedure = api.simulator.world.shelf(Procedure).get("12345")
    assert procedure is not None
    body = {
        "conversation_id": "e1", "user": {"id": "1"}, "message": {"author": "user", "body": "Hi", "timestamp": "now"},
    }  # fmt: skip

    def run() -> Any:
        return api.post("/fin/procedures/12345/run", body, version="Preview")

    procedure.live = False
    assert told(run()) == (400, "parameter_invalid", "Procedure is not live")
    procedure.live, procedure.triggered = True, False
    assert told(run()) == (400, "parameter_invalid", "Procedure does not have an API trigger")
    procedure.triggered = True
    assert run().status == 200
    going = "Fin session already exists for this conversation. Please use /reply to continue the conversation."
    assert told(run()) == (400, "parameter_invalid", going)


def test_custom_objects_that_are_not_there(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: the type or the object, by either id."""
    path = "/custom_object_instances"
    no_type = (404, "not_found", "Custom object type `Boat` not found")
    for result in (
        api.get(f"{path}/Boat"),
        api.get(f"{path}/Boat?external_id=1"),
        api.delete(f"{path}/Boat?external_id=1"),
    ):
        assert told(result) == no_type
    api.post(f"{path}/Boat", {"external_id": "1"})
    no_object = (404, "not_found", "Custom object instance not found")
    for result in (
        *(api.get(f"{path}/Boat?external_id=9", version=version) for version in ("2.13", "2.14", "2.16")),
        *(api.delete(f"{path}/Boat?external_id=9"), api.get(f"{path}/Boat/9"), api.delete(f"{path}/Boat/9")),
    ):
        assert told(result) == no_object


def test_an_id_in_the_words_of_a_conflict_leads_to_the_contact(api: Api) -> None:
    """behaviour.md 4.4: what clients do with a 409: take the id, bring an archived one back, and change it."""
    known = api.contact(email="a@b.c")["id"]
    for archived in (False, True):
        if archived:
            api.post(f"/contacts/{known}/archive")
        named = api.post("/contacts", {"email": "a@b.c"}).message.partition("id=")[2]
        assert named == known
        if archived:
            assert api.put(f"/contacts/{named}", {"name": "B"}).status == 404
            assert api.post(f"/contacts/{named}/unarchive").status == 200
        assert api.put(f"/contacts/{named}", {"name": "A"}).body["name"] == "A"
    assert told(api.post("/contacts", {"email": "b@b.c", "owner_id": 5})) == (
        400, "parameter_invalid", "The owner specified is not a member of the workspace"
    )  # fmt: skip


def test_somebody_whom_a_search_does_not_find_yet_is_a_conflict() -> None:
    """behaviour.md 4.4: searches lag behind, the 409 does not."""
    api = Api(index_lag=60.0)
    known = api.contact(email="a@b.c", external_id="1")["id"]
    assert api.found(("email", "=", "a@b.c")) == set()
    assert api.post("/contacts", {"email": "a@b.c"}).message.endswith(f"id={known}")


def test_several_users_with_one_email_are_named_in_the_conflict(api: Api) -> None:
    """behaviour.md 4.4 and v1.md 6: 409 in 1.x, with what to do."""
    for user_id in ("1", "2"):
        api.user(user_id=user_id, email=f"{user_id}@b.c")
        api.user(user_id=user_id, email="a@b.c")
    message = "Multiple existing users match this email address - must be more specific using user_id"
    for result in (
        api.get("/users?email=a@b.c", version="1.0"),
        api.post("/users", {"email": "a@b.c"}, version="1.4"),
        api.delete("/users?email=a@b.c", version="1.4"),
    ):
        assert (result.status, result.message) == (409, message)


def _things(api: Api) -> list[tuple[str, str, str]]:
    """Make one of everything that can be deleted, and return the version, the path and the code of the second 404."""
    person, lead = api.contact(email="a@b.c", external_id="1")["id"], api.contact(role="lead")["id"]
    company, other = api.company("c", person)["id"], api.company("d", person)["id"]
    tags = [api.post("/tags", {"name": str(number)}).body["id"] for number in range(4)]
    author = {"author_id": int(CIARAN), "owner_id": int(CIARAN), "title": "x"}
    kind = api.post("/ticket_types", {"name": "Bug", "category": "Customer"}).body["id"]
    ticket = api.post("/tickets", {"ticket_type_id": kind, "contacts": [{"id": person}]}).body["id"]
    talk, second = (api.simulator.add_conversation(person, "Hi") for _ in range(2))
    by = {"admin_id": CIARAN}
    made: tuple[tuple[str, dict[str, Any], str], ...] = (
        (f"/contacts/{person}/tags", {"id": tags[0]}, "2.16"),
        (f"/conversations/{talk}/tags", {"id": tags[0], **by}, "2.16"),
        (f"/contacts/{person}/subscriptions", {"id": "1", "consent_type": "opt_out"}, "2.16"),
        ("/articles", {**author, "state": "published"}, "2.16"),
        ("/help_center/collections", {"name": "x"}, "2.16"),
        ("/news/news_items", {"title": "x", "sender_id": int(CIARAN)}, "2.16"),
        ("/internal_articles", author, "2.16"),
        ("/custom_object_instances/Boat", {"external_id": "1"}, "2.16"),
        ("/custom_object_instances/Boat", {"external_id": "2"}, "2.16"),
        ("/audiences", {"name": "x"}, "2.16"),
        ("/content_snippets", {"title": "x", "body_markdown": "x"}, "2.16"),
        ("/data_connectors", {"name": "x"}, "2.16"),
        ("/office_hours_schedules", {"name": "x", "time_zone_name": "UTC", "time_intervals": []}, "2.16"),
        ("/ai/content_import_sources", {"sync_behavior": "api", "url": "https://x.test"}, "2.16"),
        ("/folders", {"folder": {"name": "x"}}, "Preview"),
        ("/secure_mode_secrets", {"name": "x", "supports_web": True}, "Preview"),
    )
    for path, body, version in made:
        result = api.post(path, body, version=version)
        assert result.status in {200, 201}, (path, result.body)
    visitor = api.simulator.add_visitor()
    return [
        ("2.16", f"/contacts/{person}/tags/{tags[0]}", "not_found"),
        ("2.16", f"/contacts/{person}/companies/{company}", "company_not_found"),
        ("2.16", f"/contacts/{person}/subscriptions/1", "not_found"),
        ("2.16", f"/companies/{other}", "company_not_found"),
        ("2.16", f"/tags/{tags[1]}", "not_found"),
        ("2.16", "/articles/1", "not_found"),
        ("2.16", "/help_center/collections/1", "not_found"),
        ("2.16", "/news/news_items/1", "not_found"),
        ("2.16", "/internal_articles/1", "not_found"),
        ("2.16", "/custom_object_instances/Boat/1", "not_found"),
        ("2.16", "/custom_object_instances/Boat?external_id=2", "not_found"),
        ("2.16", "/audiences/1", "not_found"),
        ("2.16", "/content_snippets/1", "not_found"),
        ("2.16", "/data_connectors/1", "data_connector_not_found"),
        ("2.16", "/office_hours_schedules/1", "not_found"),
        ("2.16", "/ai/content_import_sources/1", "not_found"),
        ("Preview", "/folders/1", "not_found"),
        ("Preview", "/secure_mode_secrets/1", "identity_verification_secret_not_found"),
        ("2.16", f"/tickets/{ticket}", "ticket_not_found"),
        ("2.16", f"/conversations/{second}", "not_found"),
        ("1.4", f"/contacts/{lead}", "not_found"),
        ("1.4", f"/visitors/{visitor}", "not_found"),
        ("2.16", f"/contacts/{person}", "not_found"),
    ]


def test_a_second_delete_is_404(api: Api) -> None:
    """behaviour.md 4.5: DELETE may be repeated, and says then that there is nothing any more."""
    for version, path, code in _things(api):
        assert api.delete(path, version=version).status in {200, 202, 204}, path
        assert api.delete(path, version=version).problem == (404, code), path


def test_what_may_be_repeated(api: Api) -> None:
    """behaviour.md 4.5: upserts, find-or-create, attaching, archiving, cancelling: done twice it is as done once."""
    person, company = api.contact(email="a@b.c")["id"], api.company("c")["id"]
    tag = api.post("/tags", {"name": "vip"}).body["id"]
    job = api.post("/export/content/data", {"created_at_after": NOW, "created_at_before": NOW}).body["job_identifier"]
    contact = f"/contacts/{person}"
    for path, body in (
        ("/companies", {"company_id": "c", "name": "x"}),
        ("/tags", {"name": "vip"}),
        ("/tags", {"name": "vip", "users": [{"id": person}]}),
        ("/custom_object_instances/Boat", {"external_id": "1"}),
        (f"{contact}/companies", {"id": company}),
        (f"{contact}/tags", {"id": tag}),
        (f"{contact}/subscriptions", {"id": "1", "consent_type": "opt_out"}),
        (f"{contact}/archive", None),
        (f"{contact}/unarchive", None),
        (f"{contact}/block", None),
        (f"/export/cancel/{job}", None),
    ):
        first, again = (api.post(path, body) for _ in range(2))
        assert first.status == again.status == 200, path
        if path != "/companies":
            assert first.body == again.body, path
    assert api.get("/companies?company_id=c").body["name"] == "x"
    assert [each["name"] for each in api.get("/tags").body["data"]] == ["vip"]
    assert api.get("/custom_object_instances/Boat").body["total_count"] == 1


def test_what_may_not_be_repeated(api: Api) -> None:
    """behaviour.md 4.5: no key makes a write once; leads, messages, replies and the like are there twice then."""
    person = api.contact(external_id="1")["id"]
    kind = api.post("/ticket_types", {"name": "Bug", "category": "Customer"}).body["id"]
    talk = api.simulator.add_conversation(person, "Hi")
    author = {"author_id": int(CIARAN), "owner_id": int(CIARAN), "title": "x"}
    by = {"type": "admin", "admin_id": CIARAN, "message_type": "note", "body": "x"}
    user = {"type": "user", "id": person}
    for path, body, version in (
        ("/contacts", {"role": "lead"}, "2.16"),
        ("/contacts", {"email": "l@b.c"}, "1.4"),
        ("/messages", {"from": user, "body": "x"}, "2.16"),
        ("/conversations", {"from": user, "body": "x"}, "2.16"),
        (f"/contacts/{person}/notes", {"body": "x"}, "2.16"),
        ("/tickets", {"ticket_type_id": kind, "contacts": [{"id": person}]}, "2.16"),
        ("/tickets/enqueue", {"ticket_type_id": kind, "contacts": [{"id": person}]}, "2.16"),
        ("/articles", author, "2.16"),
        ("/internal_articles", author, "2.16"),
        ("/news/news_items", {"title": "x", "sender_id": int(CIARAN)}, "2.16"),
        ("/contacts/bulk", {"contacts": [{"email": "n@b.c"}]}, "Preview"),
    ):
        made = [api.post(path, body, version=version, Idempotency_Key="one").body["id"] for _ in range(2)]
        assert made[0] != made[1], path
    parts = [
        api.post(f"/conversations/{talk}/reply", by, Idempotency_Key="one").body["conversation_parts"]["total_count"]
        for _ in range(2)
    ]
    assert parts[1] == parts[0] + 1
    for _ in range(2):
        assert api.post("/events", {"event_name": "x", "user_id": "1"}, Idempotency_Key="one").status == 202
    assert len(api.get("/events?type=user&user_id=1").body["events"]) == 2


def test_what_is_refused_the_second_time(api: Api) -> None:
    """behaviour.md 4.5: users, merges, conversions, names of attributes and exports cannot be had twice."""
    lead, user = api.contact(role="lead", email="a@b.c")["id"], api.contact(email="a@b.c")["id"]
    visitor = api.simulator.add_visitor(user_id="v")
    export = {"created_at_after": NOW, "created_at_before": NOW}
    for path, body, problem in (
        ("/contacts", {"email": "b@b.c"}, (409, "conflict")),
        ("/contacts/merge", {"from": lead, "into": user}, (404, "not_found")),
        (
            "/visitors/convert",
            {"visitor": {"id": visitor}, "user": {"email": "v@b.c"}, "type": "user"},
            (404, "not_found"),
        ),
        ("/data_attributes", {"name": "x", "model": "contact", "data_type": "string"}, (400, "parameter_invalid")),
        ("/export/content/data", export, (429, "rate_limit_exceeded")),
    ):
        assert api.post(path, body).status == 200, path
        assert api.post(path, body).problem == problem, path


def test_events_are_one_by_contact_name_and_second() -> None:
    """behaviour.md 4.5: the key of a double is the contact, whatever the call named them by, the name and the time."""
    api = Api(ManualClock(NOW + 100))
    person = api.contact(external_id="1", email="a@b.c")["id"]
    for named in ({"user_id": "1"}, {"email": "a@b.c"}, {"id": person}):
        body = {"event_name": "x", "created_at": NOW, "metadata": {"of": next(iter(named))}, **named}
        assert api.post("/events", body).status == 202
    (event,) = api.get("/events?type=user&user_id=1").body["events"]
    assert event["metadata"] == {"of": "user_id"}
