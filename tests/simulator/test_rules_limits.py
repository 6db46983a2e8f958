"""The rules of behaviour.md 2 and v1.md 5 that nothing else tests: what counts, and the limits of endpoints."""

from support.simulator_calls import Api, ManualClock, Result

from intercom_async.simulator import Fault
from intercom_async.simulator.tickets import links_of

NOW = 1_700_000_000
CIARAN = "991267459"


def left(result: Result) -> int:
    return int(result.headers["X-RateLimit-Remaining"])


def test_a_window_of_every_size_is_what_the_headers_say() -> None:
    """v1.md 5: 500 a minute gave a limit of 83, 1000 one of 166 or 167; the message has the same number."""
    for limit in (83, 166, 167):
        api = Api(ManualClock(1_000_000.0), limit=limit)
        assert [left(api.get("/me")) for _ in range(limit)] == list(range(limit))[::-1]
        assert api.get("/me").message == f"Exceeded rate limit of {limit} in 10_seconds"


def test_the_body_of_a_429_is_an_error_list() -> None:
    """behaviour.md 2: error.list with one error, whatever was asked; nothing is carried out."""
    api = Api(limit=1)
    api.get("/me")
    for result in (api.post("/contacts", {"email": "a@b.c"}), api.get("/nowhere"), api.get("/me", version="9.9")):
        assert (result.status, result.body.keys()) == (429, {"type", "request_id", "errors"})
        assert result.body["errors"] == [
            {"code": "rate_limit_exceeded", "message": "Exceeded rate limit of 1 in 10_seconds"}
        ]
    assert api.simulator.report().people == 0


def test_a_refused_call_takes_nothing_and_an_unknown_token_neither() -> None:
    """behaviour.md 2: the headers, and the quota, are those of valid credentials."""
    api = Api(limit=3)
    assert left(api.get("/me")) == 2
    assert api.get("/me", token="x").status == 401
    assert left(api.get("/me")) == 1
    assert left(api.get("/me")) == 0
    assert [api.get("/me").status for _ in range(3)] == [429] * 3
    api.clock.time += 10
    assert left(api.get("/me")) == 2


def test_all_tokens_of_the_workspace_use_one_quota() -> None:
    """behaviour.md 2: private apps share the workspace's total."""
    api = Api(limit=10, token=["one", "two"])
    assert [left(api.get("/me", token=token)) for token in ("one", "two", "one")] == [9, 8, 7]


def test_duplicate_events_count() -> None:
    """behaviour.md 2: a double is left out with 202, and was a call all the same."""
    api = Api(limit=10)
    api.contact(external_id="1")
    body = {"event_name": "x", "created_at": NOW, "user_id": "1"}
    assert [left(api.post("/events", body)) for _ in range(3)] == [8, 7, 6]
    assert len(api.get("/events?type=user&user_id=1").body["events"]) == 1


def test_an_unknown_token_by_fault_has_no_headers_and_a_missing_scope_has() -> None:
    """behaviour.md 2: they are not sent without valid credentials; without a scope the credentials are valid."""
    for code, there in (("token_revoked", False), ("unauthorized", False), ("token_unauthorized", True)):
        result = Api(faults=[Fault(kind="status", status=401, code=code)]).get("/me")
        assert (result.problem, "X-RateLimit-Limit" in result.headers) == ((401, code), there)


def test_a_wait_is_asked_for_only_when_a_fault_says_so() -> None:
    """behaviour.md 2: no Retry-After is documented; Reset tells when."""
    api = Api(limit=1)
    api.get("/me")
    assert "Retry-After" not in api.get("/me").headers
    told = Api(faults=[Fault(kind="rate_limited", retry_after=7)]).get("/me")
    assert (told.status, told.headers["Retry-After"]) == (429, "7")


def test_one_company_scroll_for_the_workspace(api: Api) -> None:
    """behaviour.md 2 and v1.md 4: a second scroll, of whatever, is 400 scroll_exists."""
    api.user(user_id="1")
    api.company("c1", api.contact(email="a@b.c")["id"])
    token = api.get("/companies/scroll").body["scroll_param"]
    for path, version in (("/companies/scroll", "2.16"), ("/users/scroll", "1.4")):
        second = api.get(path, version=version)
        assert (second.problem, second.message) == ((400, "scroll_exists"), "scroll already exists for this workspace")
    assert api.get(f"/companies/scroll?scroll_param={token}").status == 200


def test_calls_are_searched_by_twenty_conversations(api: Api) -> None:
    """behaviour.md 2: 400 conversation_id_limit_exceeded for more."""
    assert api.post("/calls/search", {"conversation_ids": list(range(20))}).status == 200
    result = api.post("/calls/search", {"conversation_ids": list(range(21))})
    assert result.problem == (400, "conversation_id_limit_exceeded")
    assert result.message == "A list of up to 20 conversation IDs is required"


def test_bulk_takes_a_hundred(api: Api) -> None:
    """behaviour.md 2: 422 for more, in each of the six submissions; with every other mistake of the recorded ones."""
    for kind, one in (("contacts", "contact"), ("companies", "company")):
        for method, path in (("POST", f"/{kind}/bulk"), ("PUT", f"/{kind}/bulk"), ("POST", f"/{kind}/bulk/delete")):
            item = {"id": "1", "company_id": "c"}
            good = api.call(method, path, {kind: [item] * 100}, version="Preview")
            assert good.status == 202, good.body
            for items, code, message in (
                ([item] * 101, "parameter_invalid", f"maximum number of {kind} per request is 100"),
                (None, "field_not_found", f"{kind} field must be supplied"),
                ("x", "type_mismatch", f"{kind} must be an array"),
                (["x"], "type_mismatch", f"each {one} must be an object"),
            ):
                wrong = api.call(method, path, {kind: items}, version="Preview")
                assert (wrong.problem, wrong.message) == ((422, code), message), path
            unknown = api.call(method, path, {kind: [item], "job": {"id": "job_v2_9"}}, version="Preview")
            assert (unknown.problem, unknown.message) == ((404, "job_not_found"), "job job_v2_9 not found")
            api.clock.time += 901
            closed = api.call(method, path, {kind: [item], "job": {"id": good.body["id"]}}, version="Preview")
            told = f"job {good.body['id']} is closed for new task updates"
            assert (closed.problem, closed.message) == ((403, "forbidden"), told)


def test_a_bulk_action_takes_a_thousand_pieces_of_content(api: Api) -> None:
    """behaviour.md 2: content bulk."""
    for number, status in ((1000, 202), (1001, 422)):
        content = [{"type": "article", "id": str(each)} for each in range(number)]
        assert api.post("/content/bulk_actions", {"action": "publish", "content_ids": content}).status == status


def test_a_tracker_links_2500_conversations(api: Api) -> None:
    """behaviour.md 2: one more is linked_conversation_limit_exceeded."""
    kind = api.post("/ticket_types", {"name": "Bug", "category": "Tracker"}).body["id"]
    person = api.contact(email="a@b.c")["id"]
    tracker = api.post("/tickets", {"ticket_type_id": kind, "contacts": [{"id": person}]}).body["id"]
    numbers = [api.simulator.add_conversation(person, "Hi") for _ in range(2501)]
    links_of(api.simulator.world, tracker).update(dict.fromkeys(numbers[:2499]))
    path = f"/tickets/{tracker}/linked_conversations"
    assert api.post(path, {"conversation_id": numbers[2499]}).status == 200
    assert api.post(path, {"conversation_id": numbers[2500]}).problem == (400, "linked_conversation_limit_exceeded")


def test_a_message_has_ten_attachments(api: Api) -> None:
    """behaviour.md 2: by URL and with their content, in 2.x; eleven are refused."""
    person = api.contact(email="a@b.c")["id"]
    number = api.simulator.add_conversation(person, "Hi")
    url, file = "https://b.c/a.png", {"name": "a.png", "content_type": "image/png", "data": "YQ=="}
    said = {"type": "admin", "admin_id": CIARAN, "message_type": "comment", "body": "x"}
    for count, status in ((10, 200), (11, 400)):
        for name, one in (("attachment_urls", url), ("attachment_files", file)):
            assert api.post(f"/conversations/{number}/reply", {**said, name: [one] * count}).status == status


def test_no_search_has_a_limit_of_its_own() -> None:
    """behaviour.md 2: searches, conversations and custom objects share the one quota."""
    api = Api(limit=200)
    query = {"query": {"field": "created_at", "operator": ">", "value": 0}}
    for path in ("/contacts/search", "/conversations/search", "/tickets/search"):
        assert {api.post(path, query).status for _ in range(50)} == {200}
