"""Replies: what each kind changes, by whom, and the refusals."""

import base64
from typing import Any

import pytest
from support.simulator_calls import Api

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"
START = 1_700_000_000
NOBODY = {"type": "nobody_admin", "id": None}
OPTIONS = [
    {"text": "Yes", "uuid": "a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb"},
    {"text": "No", "uuid": "f4a98af1-be56-4948-a57e-e1a83f8484c6"},
]
RECORDED_NOTE = (
    "<html> <body>  <h2>An Unordered HTML List</h2>  <ul>   <li>Coffee</li>   <li>Tea</li>   <li>Milk</li> </ul>  "
    "  <h2>An Ordered HTML List</h2>  <ol>   <li>Coffee</li>   <li>Tea</li>   <li>Milk</li> </ol>   </body> </html>"
)


@pytest.fixture
def ann(api: Api) -> str:
    return api.contact(email="ann@b.c", external_id="ann", name="Ann")["id"]


@pytest.fixture
def number(api: Api, ann: str) -> str:
    number = api.simulator.add_conversation(ann, "Hi")
    api.clock.time += 60
    return number


def said(api: Api, number: str, version: str = "1.4", **body: object) -> Any:
    return api.post(f"/conversations/{number}/reply", body, version=version)


def admin(api: Api, number: str, kind: str, version: str = "1.4", **body: object) -> Any:
    """Reply as a teammate; what is done and not said has a path of its own from 2.0 on."""
    path = "reply" if version < "2" or kind in {"comment", "note", "quick_reply"} else "parts"
    given = {"type": "admin", "message_type": kind, "admin_id": CIARAN, **body}
    return api.post(f"/conversations/{number}/{path}", given, version=version)


def user(api: Api, number: str, person_id: str, version: str = "1.4", **body: object) -> Any:
    given = {"type": "user", "message_type": "comment", "intercom_user_id": person_id, "body": "x", **body}
    return said(api, number, version, **given)


def last_part(result: Any) -> dict[str, Any]:
    assert result.status == 200, result.body
    return result.body["conversation_parts"]["conversation_parts"][-1]


def state(result: Any) -> tuple[Any, ...]:
    return result.body["state"], result.body["open"], result.body["snoozed_until"]


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.5", "2.16"])
def test_a_teammate_answers(api: Api, number: str, version: str) -> None:
    """API docs: replying to a conversation; who answers what is nobody's gets it, and the customer waits no longer."""
    result = admin(api, number, "comment", version, body="Yes?")
    part = last_part(result)
    assert (part["part_type"], part["body"], part["author"]["id"]) == ("comment", "<p>Yes?</p>", CIARAN)
    assert part["assigned_to"] == {"type": "admin", "id": CIARAN}
    assert (part["created_at"], result.body["updated_at"]) == (START + 60, START + 60)
    body = api.get(f"/conversations/{number}", version="1.4").body
    assert (body["assignee"]["id"], body["waiting_since"], body["read"]) == (CIARAN, None, False)
    again = last_part(admin(api, number, "comment", version, body="<p>Still <b>here</b></p>", admin_id=int(ADA)))
    assert (again["body"], again["assigned_to"]) == ("<p>Still <b>here</b></p>", None)


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.5", "2.16"])
def test_a_customer_answers(api: Api, number: str, ann: str, version: str) -> None:
    """API docs: plain text; the customer waits since the first words after the last answer."""
    admin(api, number, "comment", body="Yes?")
    for named in ({"intercom_user_id": ann}, {"user_id": "ann"}, {"email": "ann@b.c"}):
        api.clock.time += 10
        body = {"type": "user", "message_type": "comment", "body": "<b>Oh</b>"}
        result = said(api, number, version, **body, **named)
        part = last_part(result)
        assert (part["part_type"], part["body"]) == ("comment", "<p>&lt;b&gt;Oh&lt;/b&gt;</p>")
        assert (part["author"]["type"], part["author"]["id"]) == ("user", ann)
    assert result.body["waiting_since"] == START + 70
    assert result.body["read"] is False


@pytest.mark.parametrize("version", ["1.4", "2.7"])
def test_a_customer_opens_a_closed_conversation(api: Api, number: str, ann: str, version: str) -> None:
    """Recorded example: the part is of the kind open, and has the words."""
    assert state(admin(api, number, "close")) == ("closed", False, None)
    result = user(api, number, ann, version, body="Thanks again :)")
    assert state(result) == ("open", True, None)
    part = last_part(result)
    assert (part["part_type"], part["body"]) == ("open", "<p>Thanks again :)</p>")


def test_a_note_changes_nothing_but_the_time(api: Api, number: str) -> None:
    """Recorded example: what becomes of HTML; the state stays, and who waits waits."""
    admin(api, number, "close")
    before = api.get(f"/conversations/{number}").body
    api.clock.time += 5
    result = admin(api, number, "note", "2.16", body=RECORDED_NOTE)
    part = last_part(result)
    assert part["body"] == (
        "<h2>An Unordered HTML List</h2>\n<ul>\n<li>Coffee</li>\n<li>Tea</li>\n<li>Milk</li>\n</ul>\n"
        "<h2>An Ordered HTML List</h2>\n<ol>\n<li>Coffee</li>\n<li>Tea</li>\n<li>Milk</li>\n</ol>"
    )
    assert (part["part_type"], part["state"]) == ("note", "closed")
    after = api.get(f"/conversations/{number}").body
    changed = {key for key, value in after.items() if value != before[key]}
    assert changed == {"updated_at", "conversation_parts", "statistics"}
    assert {name for name, value in after["statistics"].items() if value != before["statistics"][name]} == {
        "count_conversation_parts"
    }


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.5", "2.16"])
def test_assigning(api: Api, number: str, version: str) -> None:
    """API docs: a teammate, a team or, with 0, nobody; words are a note, and both may be assigned from 2.2 on."""
    part = last_part(admin(api, number, "assignment", version, assignee_id=ADA, body="Yours"))
    assert (part["part_type"], part["body"]) == ("assignment", "<p>Yours</p>")
    assert part["assigned_to"] == {"type": "admin", "id": ADA}
    assert last_part(admin(api, number, "assignment", version, assignee_id=SUPPORT))["assigned_to"]["type"] == "team"
    body = api.get(f"/conversations/{number}").body
    assert (body["admin_assignee_id"], body["team_assignee_id"]) == (int(ADA), int(SUPPORT))
    assert body["waiting_since"] == START
    assert last_part(admin(api, number, "assignment", version, assignee_id=0))["assigned_to"] == NOBODY
    assert api.get(f"/conversations/{number}", version="1.4").body["assignee"] == NOBODY


@pytest.mark.parametrize(("version", "kind"), [("1.4", "assignment"), ("2.16", "assign_and_reopen")])
def test_assigning_opens(api: Api, number: str, version: str, kind: str) -> None:
    """Recorded example: assign_and_reopen, a kind that came with 2.6."""
    admin(api, number, "close")
    result = admin(api, number, "assignment", version, assignee_id=ADA)
    assert (last_part(result)["part_type"], state(result)) == (kind, ("open", True, None))
    admin(api, number, "snoozed", snoozed_until=START + 100)
    result = admin(api, number, "assignment", version, assignee_id=ADA)
    assert (last_part(result)["part_type"], state(result)) == ("assign_and_unsnooze", ("open", True, None))


def test_a_type_tells_teams_from_teammates(api: Api, number: str) -> None:
    """API docs of 2.x: type is admin or team."""
    part = last_part(admin(api, number, "assignment", "2.16", type="team", assignee_id=SUPPORT))
    assert part["assigned_to"] == {"type": "team", "id": SUPPORT}
    result = admin(api, number, "assignment", "2.16", type="team", assignee_id=ADA)
    assert (result.problem, result.message) == ((404, "team_not_found"), "Team not found")


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.5", "2.16"])
def test_closing_and_opening(api: Api, number: str, version: str) -> None:
    """API docs: words of a close are an answer; opening needs no type."""
    result = admin(api, number, "close", version)
    assert (last_part(result)["part_type"], last_part(result)["body"]) == ("close", None)
    assert state(result) == ("closed", False, None)
    assert api.get(f"/conversations/{number}").body["waiting_since"] == START
    result = admin(api, number, "open", version, type=None)
    assert (last_part(result)["part_type"], state(result)) == ("open", ("open", True, None))
    result = admin(api, number, "close", version, body="Bye")
    assert last_part(result)["body"] == "<p>Bye</p>"
    assert api.get(f"/conversations/{number}").body["waiting_since"] is None


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.5", "2.16"])
def test_snoozing_until_the_clock_wakes_it(api: Api, number: str, version: str) -> None:
    """API docs: snoozing; the time may be text, it counts as open meanwhile, and opens by itself."""
    until = START + 3600
    result = admin(api, number, "snoozed", version, type=None, snoozed_until=str(until))
    assert (last_part(result)["part_type"], state(result)) == ("snoozed", ("snoozed", True, until))
    api.clock.time = until - 0.5
    assert state(api.get(f"/conversations/{number}", version=version)) == ("snoozed", True, until)
    api.clock.time = until + 30
    result = api.get(f"/conversations/{number}", version=version)
    assert state(result) == ("open", True, None)
    part = last_part(result)
    assert (part["part_type"], part["author"]["type"], part["created_at"]) == ("timer_unsnooze", "bot", until)
    assert result.body["updated_at"] == until


def test_snoozes_wake_in_lists_and_counts_and_only_once(api: Api, ann: str) -> None:
    """A snooze that was ended, set anew or deleted meanwhile does not wake twice."""
    numbers = [api.simulator.add_conversation(ann, "Hi") for _ in range(3)]
    for at, number in enumerate(numbers):
        admin(api, number, "snoozed", snoozed_until=START + 100 - 10 * at)
    admin(api, numbers[0], "open")
    admin(api, numbers[1], "snoozed", snoozed_until=START + 500)
    admin(api, numbers[1], "note", body="x")
    api.clock.time = START + 200
    listed = api.get("/conversations", version="1.4").body["conversations"]
    assert {each["id"]: each["state"] for each in listed} == dict(
        zip(numbers, ("open", "snoozed", "open"), strict=True)
    )
    counts = [api.get(f"/conversations/{number}").body["conversation_parts"]["total_count"] for number in numbers]
    assert counts == [2, 3, 2]
    api.delete(f"/contacts/{ann}")
    api.clock.time = START + 1000
    assert api.get("/conversations").body["total_count"] == 0


def test_a_snooze_ends_by_hand_and_by_answers(api: Api, number: str, ann: str) -> None:
    """API docs: unsnoozing is message_type open; an answer wakes a snooze as well, unless told otherwise in Preview."""
    until = {"snoozed_until": START + 3600}
    admin(api, number, "snoozed", **until)
    result = admin(api, number, "open")
    assert (last_part(result)["part_type"], state(result)) == ("unsnoozed", ("open", True, None))
    admin(api, number, "snoozed", **until)
    assert state(admin(api, number, "comment", body="x")) == ("open", True, None)
    admin(api, number, "snoozed", **until)
    assert state(admin(api, number, "comment", "Preview", body="x", skip_unsnooze=True))[0] == "snoozed"
    assert state(user(api, number, ann)) == ("open", True, None)
    admin(api, number, "snoozed", **until)
    assert state(admin(api, number, "close")) == ("closed", False, None)


@pytest.mark.parametrize("version", ["1.0", "2.16"])
def test_replying_to_the_last_conversation(api: Api, ann: str, version: str) -> None:
    """behaviour.md 10: the one that changed last, for either side; the customer is named in any case."""
    first, second = (api.simulator.add_conversation(ann, "Hi") for _ in range(2))
    path = "/conversations/last/reply"
    answer = {"type": "admin", "message_type": "comment", "admin_id": CIARAN, "body": "x", "user_id": "ann"}
    assert api.post(path, answer, version=version).body["id"] == second
    api.clock.time += 5
    admin(api, first, "note", body="x")
    question = {"type": "user", "message_type": "comment", "body": "x", "email": "ann@b.c"}
    result = api.post(path, question, version=version)
    assert (result.body["id"], last_part(result)["author"]["id"]) == (first, ann)
    for wrong, problem in (
        ({**answer, "user_id": None}, (400, "parameter_not_found")),
        ({**answer, "user_id": "x"}, (404, "not_found")),
        ({**answer, "user_id": None, "email": api.contact(email="b@b.c")["email"]}, (404, "not_found")),
        ({**answer, "admin_id": "1"}, (404, "admin_not_found")),
    ):
        assert api.post(path, wrong, version=version).problem == problem


def test_the_operation_is_told_by_the_kind_in_1_x(api: Api, number: str) -> None:
    """One path for everything; faults and logs know which it was."""
    for kind, more in (
        ("comment", {"body": "x"}), ("note", {"body": "x"}), ("assignment", {"assignee_id": ADA}), ("close", {}),
        ("open", {}), ("snoozed", {"snoozed_until": START + 999}),
    ):  # fmt: skip
        admin(api, number, kind, **more)
    api.post(f"/conversations/{number}/reply", b"no JSON", version="1.4")
    names = [entry.operation for entry in api.simulator.log() if entry.path.endswith("/reply")]
    kinds = ("reply", "reply", "assign", "close", "open", "snooze", "reply")
    assert names == [f"conversations.{kind}" for kind in kinds]


def test_files_by_url(api: Api, number: str, ann: str) -> None:
    """behaviour.md 2 and v1.md 9: at most 5 in 1.x and 10 in 2.x."""
    urls = ["https://x.y/a%20b.jpg", "http://x.y/"]
    part = last_part(user(api, number, ann, attachment_urls=urls))
    assert part["attachments"] == [
        {
            "type": "upload", "name": name, "url": url, "content_type": kind, "filesize": 0, "width": 0, "height": 0,
        }
        for name, url, kind in (
            ("a b.jpg", urls[0], "image/jpeg"), ("attachment", urls[1], "application/octet-stream"),
        )
    ]  # fmt: skip
    many = ["https://x.y/a.jpg"] * 10
    assert user(api, number, ann, attachment_urls=many[:5]).status == 200
    assert user(api, number, ann, attachment_urls=many[:6]).problem == (400, "parameter_invalid")
    assert user(api, number, ann, "2.16", attachment_urls=many).status == 200
    assert user(api, number, ann, "2.16", attachment_urls=[*many, "https://x.y"]).problem == (400, "parameter_invalid")
    for wrong in ("x", [5], ["x"], ["ftp://x.y"], ["https://"], ["https://["]):
        assert user(api, number, ann, attachment_urls=wrong).problem == (400, "parameter_invalid"), wrong


def test_files_with_their_content_from_2_0_on(api: Api, number: str, ann: str) -> None:
    """OpenAPI files: attachment_files; they win over URLs."""
    file = {"content_type": "text/plain", "name": "a.txt", "data": base64.b64encode(b"hello").decode()}
    given = {"attachment_files": [file], "attachment_urls": ["https://x.y/a.jpg"]}
    (shown,) = last_part(user(api, number, ann, "2.16", **given))["attachments"]
    assert (shown["name"], shown["content_type"], shown["filesize"]) == ("a.txt", "text/plain", 5)
    assert shown["url"].startswith("https://downloads.intercomcdn.com/")
    assert last_part(user(api, number, ann, "1.4", **given))["attachments"][0]["name"] == "a.jpg"
    for wrong in ("x", [{}], [{**file, "data": "!"}], [file] * 11):
        assert user(api, number, ann, "2.16", attachment_files=wrong).problem == (400, "parameter_invalid")


def test_the_time_of_a_reply_from_2_11_on(api: Api, number: str) -> None:
    """behaviour.md 1.4: 2.11; not in the future."""
    given = {"body": "x", "created_at": START - 5}
    assert last_part(admin(api, number, "comment", "2.10", **given))["created_at"] == START + 60
    result = admin(api, number, "comment", "2.11", **given)
    assert (last_part(result)["created_at"], result.body["updated_at"]) == (START - 5, START + 60)
    for wrong in ("x", START + 61):
        result = admin(api, number, "comment", "2.16", body="x", created_at=wrong)
        assert result.problem == (400, "parameter_invalid")


def test_quick_replies_from_2_14_on(api: Api, number: str, ann: str) -> None:
    """behaviour.md 1.4, recorded examples: a teammate offers some, a customer chooses one; the state stays."""
    admin(api, number, "close")
    result = admin(api, number, "quick_reply", "2.14", reply_options=OPTIONS)
    part = last_part(result)
    assert (part["part_type"], part["body"]) == ("quick_reply", None)
    assert part["metadata"] == {"quick_reply_options": OPTIONS}
    assert state(result) == ("closed", False, None)
    chosen = {"message_type": "quick_reply", "reply_options": OPTIONS[:1], "body": None}
    part = last_part(user(api, number, ann, "2.14", **chosen))
    assert (part["body"], part["metadata"]) == ("<p>Yes</p>", {"quick_reply_uuid": OPTIONS[0]["uuid"]})
    assert user(api, number, ann, "2.13", **chosen).problem == (400, "parameter_invalid")
    for wrong, problem in ((None, "parameter_invalid"), ([], "parameter_not_found"), ([{}], "parameter_invalid")):
        refused = {**chosen, "reply_options": wrong}
        assert user(api, number, ann, "2.16", **refused).problem == (400, problem)


@pytest.mark.parametrize(
    ("changes", "problem", "message"),
    [
        ({"message_type": None}, (400, "parameter_invalid"), "message_type must be one of comment, note, "),
        ({"message_type": "shout"}, (400, "parameter_invalid"), "message_type must be one of comment, note, "),
        ({"type": None}, (400, "parameter_invalid"), "type must be user or admin"),
        ({"type": "team"}, (400, "parameter_invalid"), "type must be user or admin"),
        ({"body": None}, (400, "parameter_invalid"), "Body is required"),
        ({"body": ""}, (400, "parameter_invalid"), "Body is required"),
        ({"body": 5}, (400, "parameter_invalid"), "body must be a string"),
        ({"message_type": "note", "body": None}, (400, "parameter_invalid"), "Body is required"),
        ({"admin_id": None}, (400, "parameter_not_found"), "admin_id is required"),
        ({"admin_id": "1"}, (404, "admin_not_found"), "Admin for admin_id not found"),
        ({"type": "user"}, (400, "parameter_not_found"), "intercom_user_id, user_id or email is required"),
        ({"type": "user", "user_id": "x"}, (404, "not_found"), "User Not Found"),
        ({"type": "user", "user_id": "other"}, (404, "not_found"), "Resource Not Found"),
        ({"type": "user", "user_id": "ann", "message_type": "note"}, (400, "parameter_invalid"), "A user can only"),
        ({"message_type": "assignment"}, (400, "parameter_not_found"), "assignee_id is required"),
        ({"message_type": "assignment", "assignee_id": "1"}, (404, "admin_not_found"), "Admin for admin_id not"),
        ({"message_type": "snoozed"}, (400, "parameter_not_found"), "snoozed_until is required"),
        ({"message_type": "snoozed", "snooze_until": START + 999}, (400, "parameter_not_found"), "snoozed_until is"),
        ({"message_type": "snoozed", "snoozed_until": "x"}, (400, "parameter_invalid"), "snoozed_until must"),
        ({"message_type": "close", "type": ["admin"]}, (400, "parameter_invalid"), "type must be user or admin"),
        ({"message_type": ["close"]}, (400, "parameter_invalid"), "message_type must be one of comment, note, "),
        ({"message_type": "snoozed", "snoozed_until": START + 65}, (400, "parameter_invalid"), "snoozed_until must"),
    ],
)  # fmt: skip
def test_what_is_refused(
    *, api: Api, number: str, changes: dict[str, object], problem: tuple[int, str], message: str
) -> None:
    """The error is documented, and the conversation stays as it was."""
    api.user(user_id="other")
    before = api.get(f"/conversations/{number}").body
    api.clock.time += 5
    body = {"type": "admin", "message_type": "comment", "admin_id": CIARAN, "body": "x", **changes}
    result = said(api, number, **body)
    assert result.problem == problem
    assert result.message.startswith(message)
    assert api.get(f"/conversations/{number}").body == before


def test_a_teammate_needs_a_seat_of_the_inbox(api: Api, number: str) -> None:
    """v1.md 6: 403 action_forbidden, with this message."""
    api.simulator.world.admins[0].inbox_seat = False
    for kind, more in (("comment", {"body": "x"}), ("close", {}), ("assignment", {"assignee_id": ADA})):
        result = admin(api, number, kind, **more)
        assert result.problem == (403, "action_forbidden")
        assert result.message == "This admin does not have Inbox access permissions"


@pytest.mark.parametrize(("version", "known"), [("1.4", True), ("2.5", True), ("2.6", False), ("2.16", False)])
def test_what_is_done_left_the_replies_with_2_6(api: Api, number: str, version: str, *, known: bool) -> None:
    """API docs: snoozing by reply is documented up to 2.5, in parts beside it since 2.0."""
    body = {"type": "admin", "message_type": "close", "admin_id": CIARAN}
    assert (said(api, number, version, **body).status == 200) is known
    if version >= "2":
        assert api.post(f"/conversations/{number}/parts", body, version=version).status == 200
        comment = {**body, "message_type": "comment", "body": "x"}
        assert api.post(f"/conversations/{number}/parts", comment, version=version).problem[0] == 400
    else:
        problem = api.post(f"/conversations/{number}/parts", body, version=version).problem
        assert problem == (400, "intercom_version_invalid")
