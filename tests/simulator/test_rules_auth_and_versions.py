"""The rules of behaviour.md 1 and v1.md 1 that nothing else tests: hosts, headers, and what each version brought."""

import pytest
from support.simulator_calls import Api, decoded, request

from intercom_async.simulator import Fault
from intercom_async.versions import Version

CIARAN = "991267459"
VERSIONS = (*(f"1.{minor}" for minor in range(5)), *(f"2.{minor}" for minor in range(17)), "Preview")

#: Method, path, first and last version of what the changelog says came or went, one or two of each thing.
CHANGELOG = (
    ("GET", "/users", "1.0", "1.4"),
    ("POST", "/users", "1.0", "1.4"),
    ("GET", "/contacts/scroll", "1.0", "1.4"),
    ("POST", "/contacts/convert", "1.0", "1.4"),
    ("GET", "/admins/activity_logs", "1.2", "Preview"),
    ("GET", "/data_attributes/customer", "1.0", "1.3"),
    ("GET", "/data_attributes", "1.4", "Preview"),
    ("POST", "/contacts/search", "2.0", "Preview"),
    ("POST", "/conversations/search", "2.0", "Preview"),
    ("POST", "/data_attributes", "2.0", "Preview"),
    ("PUT", "/data_attributes/1", "2.0", "Preview"),
    ("GET", "/articles", "2.1", "Preview"),
    ("GET", "/help_center/collections", "2.1", "Preview"),
    ("GET", "/help_center/sections", "2.1", "2.9"),
    ("POST", "/conversations/redact", "2.2", "Preview"),
    ("GET", "/contacts/1/segments", "2.2", "Preview"),
    ("GET", "/companies/1/segments", "2.2", "Preview"),
    ("PUT", "/companies/1", "2.4", "Preview"),
    ("POST", "/export/content/data", "2.5", "Preview"),
    ("POST", "/phone_call_redirects", "2.5", "Preview"),
    ("GET", "/news/news_items", "2.7", "Preview"),
    ("GET", "/ticket_types", "2.9", "Preview"),
    ("POST", "/tickets", "2.9", "Preview"),
    ("POST", "/tickets/search", "2.10", "Preview"),
    ("GET", "/articles/search", "2.10", "Preview"),
    ("POST", "/tickets/1/tags", "2.10", "Preview"),
    ("POST", "/conversations/1/convert", "2.10", "Preview"),
    ("POST", "/conversations/1/run_assignment_rules", "1.0", "2.11"),
    ("GET", "/ticket_states", "2.12", "Preview"),
    ("GET", "/ai/content_import_sources", "2.12", "Preview"),
    ("POST", "/custom_object_instances/Order", "2.13", "Preview"),
    ("GET", "/contacts/find_by_external_id/1", "2.13", "Preview"),
    ("POST", "/contacts/1/block", "2.13", "Preview"),
    ("DELETE", "/conversations/1", "2.13", "Preview"),
    ("DELETE", "/tickets/1", "2.13", "Preview"),
    ("GET", "/internal_articles", "2.13", "Preview"),
    ("GET", "/calls", "2.14", "Preview"),
    ("GET", "/away_status_reasons", "2.14", "Preview"),
    ("GET", "/export/reporting_data/get_datasets", "2.14", "Preview"),
    ("GET", "/jobs/status/1", "2.14", "Preview"),
    ("POST", "/tickets/enqueue", "2.14", "Preview"),
    ("POST", "/fin/start", "2.14", "Preview"),
    ("GET", "/ip_allowlist", "2.14", "2.16"),
    ("GET", "/brands", "2.15", "Preview"),
    ("GET", "/emails", "2.15", "Preview"),
    ("POST", "/fin_voice/register", "2.15", "Preview"),
    ("GET", "/export/workflows/1", "2.15", "Preview"),
    ("GET", "/conversations/1/handling_events", "2.15", "Preview"),
    ("GET", "/companies/1/notes", "2.15", "Preview"),
    ("POST", "/companies/1/notes", "2.16", "Preview"),
    ("POST", "/admins/activity_logs/search", "2.16", "Preview"),
    ("GET", "/audiences", "2.16", "Preview"),
    ("GET", "/articles/1/draft", "2.16", "Preview"),
    ("GET", "/articles/1/versions", "2.16", "Preview"),
    ("POST", "/articles/1/tags", "2.16", "Preview"),
    ("GET", "/content/search", "2.16", "Preview"),
    ("POST", "/content/bulk_actions", "2.16", "Preview"),
    ("GET", "/content_snippets", "2.16", "Preview"),
    ("GET", "/conversations/attributes", "2.16", "Preview"),
    ("GET", "/conversations/deleted", "2.16", "Preview"),
    ("POST", "/conversations/1/merge", "2.16", "Preview"),
    ("GET", "/conversations/1/side_conversations", "2.16", "Preview"),
    ("GET", "/data_connectors", "2.16", "Preview"),
    ("GET", "/help_center/help_centers/1/redirects", "2.16", "Preview"),
    ("GET", "/macros", "2.16", "Preview"),
    ("GET", "/messages/whatsapp/status", "2.16", "Preview"),
    ("GET", "/office_hours_schedules", "2.16", "Preview"),
    ("GET", "/teams/1/metrics", "2.16", "Preview"),
    ("POST", "/tickets/1/change_type", "2.16", "Preview"),
    ("POST", "/tickets/1/linked_conversations", "2.16", "Preview"),
    ("POST", "/contacts/bulk", "Preview", "Preview"),
    ("POST", "/companies/bulk", "Preview", "Preview"),
    ("POST", "/companies/search", "Preview", "Preview"),
    ("POST", "/contacts/merge/preview", "Preview", "Preview"),
    ("GET", "/contacts/activities", "Preview", "Preview"),
    ("POST", "/fin/ask", "Preview", "Preview"),
    ("POST", "/fin/capabilities", "Preview", "Preview"),
    ("POST", "/fin/escalate", "Preview", "Preview"),
    ("POST", "/fin/procedures/1/run", "Preview", "Preview"),
    ("GET", "/folders", "Preview", "Preview"),
    ("GET", "/secure_mode_secrets", "Preview", "Preview"),
    ("PUT", "/teams/814865", "Preview", "Preview"),
    ("POST", "/ecommerce/connectors/1/catalog", "Preview", "Preview"),
    ("PUT", "/conversations/1/conversation_parts/1", "Preview", "Preview"),
    ("POST", "/procedures/1/collect_agent_input", "Preview", "Preview"),
)


def known(api: Api, method: str, path: str, version: str) -> bool:
    """Say whether *version* has the path; another version's is a 400 of its own."""
    result = api.call(method, path, None if method == "GET" else {}, version=version)
    return result.status != 400 or "errors" not in result.body or result.code != "intercom_version_invalid"


def test_every_host_answers_for_every_region() -> None:
    """behaviour.md 1.1: three hosts; a call to another region's is passed on, and /me tells the region."""
    for region in ("US", "EU", "AU"):
        api = Api(region=region)
        for host in ("https://api.intercom.io", "https://api.eu.intercom.io", "https://api.au.intercom.io"):
            asked = request("GET", "/me")
            answered = decoded(api.simulator.handle(type(asked)("GET", f"{host}/me", asked.headers)))
            assert (answered.status, answered.body["app"]["region"]) == (200, region)


def test_me_is_a_teammate_with_the_app(api: Api) -> None:
    """behaviour.md 1.1: what GET /me tells, app.secure among it although no schema has it."""
    body = api.get("/me").body
    assert body.keys() == {"type", "id", "email", "name", "email_verified", "app", "avatar", "has_inbox_seat"}
    assert body["app"].keys() == {
        *("type", "id_code", "name", "created_at", "secure", "identity_verification", "timezone", "region")
    }


def test_a_token_may_come_by_basic_auth_without_a_password(api: Api) -> None:
    """v1.md 1: the token is the user name; another one is refused as any wrong token is."""
    for credentials, status in (("dGVzdC10b2tlbjo=", 200), ("dGVzdC10b2tlbg==", 200), ("eDo=", 401)):
        assert api.get("/me", token=None, version="1.4", Authorization=f"Basic {credentials}").status == status


def test_only_a_merged_contact_links_anywhere(api: Api) -> None:
    """behaviour.md 1.2: no ETag, no Link but with 410, and no Retry-After; what else the headers are."""
    person = api.contact(email="a@b.c")["id"]
    always = {"content-type", "date", "x-request-id", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"}
    for path in ("/me", "/contacts", f"/contacts/{person}", "/companies", "/nowhere", "/users", "/tags"):
        names = {name.lower() for name in api.get(path).headers}
        assert names - {"x-intercom-version", "x-runtime"} == always, path


def test_errors_tell_the_release_of_the_server(api: Api) -> None:
    """v1.md 1: X-Intercom-Version is a commit of the server and no version of the API, X-Runtime seconds."""
    for version in ("1.4", "2.16"):
        headers = api.get("/nowhere", version=version).headers
        assert len(headers["X-Intercom-Version"]) == 40
        assert float(headers["X-Runtime"]) < 1


def test_json_comes_with_its_charset(api: Api) -> None:
    """v1.md 1: JSON in UTF-8, both ways."""
    result = api.post("/contacts", '{"email": "a@b.c", "name": "Zoë"}'.encode(), Content_Type="application/json")
    assert (result.body["name"], result.headers["Content-Type"]) == ("Zoë", "application/json; charset=utf-8")


def test_a_gateway_may_answer_nothing_with_200() -> None:
    """behaviour.md 1.2: a body may be empty with 200; HTML comes with 500 and 504."""
    assert Api(faults=[Fault(kind="empty")]).get("/me").body is None
    for status in (500, 504):
        answer = Api(faults=[Fault(kind="status", status=status, body="html")]).answer("GET", "/me").response
        assert answer is not None
        assert (answer.status, answer.headers["Content-Type"][:9], answer.body[:6]) == (status, "text/html", b"<html>")


def test_a_method_that_is_none_without_a_usable_accept_is_406(api: Api) -> None:
    """behaviour.md 4.2: an unsupported method is a 404, and a 406 where Accept does not take JSON."""
    assert api.call("PATCH", "/contacts", {}).status == 404
    assert api.call("PATCH", "/contacts", {}, Accept="text/html").status == 406


def test_the_header_wins_over_the_apps_version() -> None:
    """behaviour.md 1.3: the app's version counts without the header alone; it may also be rolled back."""
    api = Api(app_version=Version("1.4"))
    assert [api.get("/users", version=version).status for version in (None, "1.0", "2.16")] == [200, 200, 400]
    assert [api.get("/brands", version=version).status for version in (None, "1.0", "2.16")] == [400, 400, 200]


def test_paths_that_clients_tried_in_vain_are_404(api: Api) -> None:
    """behaviour.md 1.3: seen live; neither is a path of any version, unlike one that comes later."""
    for path in ("/inboxes", "/tickets"):
        assert api.get(path).problem == (404, "not_found")
    result = api.get("/macros", version="2.13")
    assert result.problem == (400, "intercom_version_invalid")
    assert result.message == "Requested resource is not available in current API version."


def test_the_changelog_says_since_when() -> None:
    """behaviour.md 1.4: each version has what the changelog says came until then and had not left."""
    api = Api(limit=None)
    for method, path, first, last in CHANGELOG:
        there = [version for version in VERSIONS if known(api, method, path, version)]
        assert there == list(VERSIONS[VERSIONS.index(first) : VERSIONS.index(last) + 1]), path


def test_a_conversation_could_not_be_changed_before_2_3(api: Api) -> None:
    """behaviour.md 1.4: PUT /conversations/{id} took no more than `read` until 2.2, and custom attributes from 2.3."""
    person = api.contact(email="a@b.c")["id"]
    number = api.simulator.add_conversation(person, "Hi")
    path, body = f"/conversations/{number}", {"custom_attributes": {"a": 1}}
    assert api.put(path, body, version="2.2").problem == (400, "parameter_not_found")
    assert api.put(path, body, version="2.3").body["custom_attributes"] == {"a": 1}


@pytest.mark.parametrize(
    ("version", "kind", "status"),
    [("2.5", "contact", 200), ("2.5", "user", 200), ("2.6", "user", 200), ("2.6", "lead", 200)],
)
def test_who_begins_a_conversation_by_version(api: Api, version: str, kind: str, status: int) -> None:
    """behaviour.md 1.4: from.type was contact or user until 2.5, and is lead or user from 2.6 on."""
    person = api.contact(role="lead" if kind == "lead" else "user", email="a@b.c")["id"]
    result = api.post("/conversations", {"from": {"type": kind, "id": person}, "body": "Hi"}, version=version)
    assert result.status == status


def test_people_could_be_made_with_unknown_attributes_until_1_4(api: Api) -> None:
    """behaviour.md 1.4: from 2.0 on custom attributes must exist before they are written."""
    assert api.post("/users", {"user_id": "1", "custom_attributes": {"plan": "x"}}, version="1.4").status == 200
    for version in ("2.0", "2.16", "Preview"):
        result = api.post("/contacts", {"external_id": "2", "custom_attributes": {"size": 1}}, version=version)
        assert result.problem == (400, "parameter_invalid")


def test_a_ticket_is_moved_and_assigned_by_the_words_of_its_version(api: Api) -> None:
    """behaviour.md 1.4: `state` became ticket_state_id in 2.12, `assignment{}` admin_id and assignee_id in 2.14."""
    kind = api.post("/ticket_types", {"name": "Bug", "category": "Customer"}).body["id"]
    api.contact(email="a@b.c")
    made = api.post("/tickets", {"ticket_type_id": kind, "contacts": [{"email": "a@b.c"}]}).body["id"]
    states = {each["category"]: each["id"] for each in api.get("/ticket_states").body["data"]}

    def moved(version: str, **body: object) -> object:
        assert api.put(f"/tickets/{made}", body, version=version).status == 200
        return api.get(f"/tickets/{made}", version="2.16").body["ticket_state"]["category"]

    assert moved("2.11", state="in_progress") == "in_progress"
    assert moved("2.11", ticket_state_id=states["resolved"]) == "in_progress"
    assert moved("2.12", state="resolved") == "in_progress"
    assert moved("2.12", ticket_state_id=states["resolved"]) == "resolved"

    def assigned(version: str, **body: object) -> object:
        assert api.put(f"/tickets/{made}", body, version=version).status == 200
        return api.get(f"/tickets/{made}", version="2.16").body["admin_assignee_id"]

    assert assigned("2.14", assignment={"admin_id": CIARAN, "assignee_id": CIARAN}) == 0
    assert assigned("2.13", assignee_id=CIARAN, admin_id=int(CIARAN)) == 0
    assert assigned("2.13", assignment={"admin_id": CIARAN, "assignee_id": CIARAN}) == int(CIARAN)
    assert assigned("2.14", admin_id=int(CIARAN), assignee_id="991267460") == 991267460


def test_a_message_goes_to_several_from_2_14_on(api: Api) -> None:
    """behaviour.md 1.4: messages take to[], cc and bcc."""
    people = [{"type": "user", "id": api.contact(email=f"{name}@b.c")["id"]} for name in "abc"]
    body = {"from": {"type": "admin", "id": CIARAN}, "message_type": "email", "subject": "x", "body": "x"}
    several = {**body, "to": people[:1], "cc": people[1:2], "bcc": people[2:]}
    assert api.post("/messages", several, version="2.13").problem == (400, "parameter_invalid")
    assert api.post("/messages", several, version="2.14").status == 200


def test_conversation_attributes_left_the_data_attributes_in_2_16(api: Api) -> None:
    """behaviour.md 1.4: GET /data_attributes drops the conversation model; 422 with where to ask."""
    assert api.get("/data_attributes?model=conversation", version="2.15").status == 200
    result = api.get("/data_attributes?model=conversation", version="2.16")
    assert result.problem == (422, "parameter_invalid")
    assert result.message == "model=conversation is no longer supported. Use GET /conversations/attributes instead"


def test_a_reporting_attribute_has_the_long_id_alone_in_preview(api: Api) -> None:
    """behaviour.md 1.4: Preview's reporting export takes qualified ids only."""
    asked = {"dataset_id": "conversation", "start_time": 1_700_000_000, "end_time": 1_700_000_000}
    for attribute, version, status in (
        ("conversation_id", "2.16", 200),
        ("conversation.conversation_id", "2.16", 200),
        ("conversation_id", "Preview", 400),
        ("conversation.conversation_id", "Preview", 200),
    ):
        body = {**asked, "attribute_ids": [attribute]}
        assert api.post("/export/reporting_data/enqueue", body, version=version).status == status, (attribute, version)


def test_text_messages_are_of_preview_and_hold_no_links(api: Api) -> None:
    """behaviour.md 4.3, recorded example: Invalid SMS message body."""
    person = {"type": "user", "id": api.contact(email="a@b.c", phone="+353832345678")["id"]}
    body = {"from": {"type": "admin", "id": CIARAN}, "to": person, "message_type": "sms", "body": "heyy"}
    assert api.post("/messages", body, version="2.16").problem == (400, "parameter_invalid")
    assert api.post("/messages", body, version="Preview").body["message_type"] == "sms"
    refused = api.post("/messages", {**body, "body": "heyy https://picsum.photos/200/300"}, version="Preview")
    assert (refused.problem, refused.message) == ((400, "parameter_invalid"), "Invalid SMS message body")


def test_a_language_is_chosen_from_2_15_on(api: Api) -> None:
    """behaviour.md 1.4: language_override; a code that is none becomes null, as the OpenAPI file of Preview says."""
    person = api.contact(email="a@b.c", language_override="fr")["id"]
    path = f"/contacts/{person}"
    for value, version, shown in (
        ("de", "2.14", "fr"),
        ("de", "2.15", "de"),
        ("klingon", "2.16", None),
        (None, "2.16", None),
    ):
        assert api.put(path, {"language_override": value}, version=version).body["language_override"] == shown
    assert api.put(path, {"language_override": 5}).problem == (400, "parameter_invalid")
