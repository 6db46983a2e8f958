"""The rules of behaviour.md 4 and v1.md 6 that nothing else tests: shapes, codes and conflicts."""

from typing import Any

from support.simulator_calls import Api

from intercom_async.simulator import Fault
from intercom_async.simulator.conversation_attributes import ConversationAttribute
from intercom_async.simulator.resources.fin import Procedure

CIARAN = "991267459"
NOW = 1_700_000_000


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
