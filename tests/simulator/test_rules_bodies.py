"""What bodies of 2.x show, by version, where they differ from the OpenAPI files: one test for each rule."""

from typing import Any

import pytest
from support.simulator_calls import Api, request

from intercom_async.simulator.call import Call
from intercom_async.simulator.conversing import Words, note
from intercom_async.simulator.notices import notices
from intercom_async.versions import Version

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"
START = 1_700_000_000


@pytest.fixture
def ann(api: Api) -> str:
    return str(api.contact(email="ann@b.c", external_id="ann", name="Ann")["id"])


def manage(api: Api, number: str, kind: str, version: str = "2.16", **body: object) -> Any:
    given = {"type": "admin", "message_type": kind, "admin_id": CIARAN, **body}
    result = api.post(f"/conversations/{number}/parts", given, version=version)
    assert result.status == 200, result.body
    return result.body


def reply(api: Api, number: str, **body: object) -> Any:
    result = api.post(f"/conversations/{number}/reply", {"message_type": "comment", "body": "x", **body})
    assert result.status == 200, result.body
    return result.body


def parts(api: Api, number: str, version: str = "2.16") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"/conversations/{number}", version=version).body["conversation_parts"][
        "conversation_parts"
    ]
    return found


def test_a_conversation_is_measured(api: Api, ann: str) -> None:
    """behaviour.md 9 (conversation): statistics as the schema has them, null for what did not happen."""
    number = api.simulator.add_conversation(ann, "Hi")
    path = f"/conversations/{number}"
    empty = api.get(path, version="2.0").body["statistics"]
    counts = {"count_reopens": 0, "count_assignments": 0, "count_conversation_parts": 0}
    said = {"type": "conversation_statistics", "first_contact_reply_at": START, "last_contact_reply_at": START}
    assert {name: value for name, value in empty.items() if value is not None} == {**said, **counts}
    assert len(empty) == 19
    api.clock.time += 10
    manage(api, number, "assignment", type="team", assignee_id=SUPPORT)
    api.clock.time += 10
    reply(api, number, type="admin", admin_id=ADA)
    api.clock.time += 10
    manage(api, number, "close")
    manage(api, number, "open")
    api.clock.time += 10
    manage(api, number, "close", admin_id=ADA)
    measured = api.get(path, version="2.12").body["statistics"]
    assert measured == {
        **said,
        "time_to_assignment": 20, "time_to_admin_reply": 20, "time_to_first_close": 30, "time_to_last_close": 40,
        "median_time_to_reply": 20, "first_assignment_at": START + 10, "first_admin_reply_at": START + 20,
        "first_close_at": START + 30, "last_assignment_at": START + 20, "last_assignment_admin_reply_at": START + 20,
        "last_admin_reply_at": START + 20, "last_close_at": START + 40, "last_closed_by_id": ADA, "count_reopens": 1,
        "count_assignments": 2, "count_conversation_parts": 5,
    }  # fmt: skip
    for query in ("/conversations", "/conversations/search"):
        asked = {"query": {"field": "open", "operator": "=", "value": False}} if "search" in query else None
        (listed,) = api.call("POST" if asked else "GET", query, asked, version="2.12").body["conversations"]
        assert listed["statistics"] == measured


def test_later_versions_measure_teams_and_handling(api: Api, ann: str) -> None:
    """behaviour.md 9 (conversation): four more statistics from 2.13 on; the time without the teammates' pauses."""
    number = api.simulator.add_conversation(ann, "Hi")
    names = ["assigned_team_first_response_time", "assigned_team_first_response_time_in_office_hours"]
    names += ["handling_time", "adjusted_handling_time"]

    def shown(version: str = "2.13") -> list[Any]:
        body = api.get(f"/conversations/{number}", version=version).body["statistics"]
        return [body.get(name, "absent") for name in names]

    assert shown("2.12") == ["absent"] * 4
    assert shown() == [[], [], None, None]
    api.simulator.handle_conversation(number, "paused")
    for team in (SUPPORT, "0", SUPPORT):
        manage(api, number, "assignment", type="team", assignee_id=team)
        api.clock.time += 10
    assert shown() == [[], [], None, None]
    api.simulator.handle_conversation(number, "resumed")
    api.simulator.handle_conversation(number, "resumed")
    reply(api, number, type="admin", admin_id=CIARAN)
    for kind in ("paused", "paused"):
        api.clock.time += 10
        api.simulator.handle_conversation(number, kind)
    api.clock.time += 10
    manage(api, number, "close")
    waited = [{"team_id": int(SUPPORT), "team_name": "Support", "response_time": 30}]
    assert shown() == [waited, waited, 60, 10]


def test_a_contact_leads_to_custom_objects(api: Api, ann: str) -> None:
    """behaviour.md 9 (custom_attributes): recorded from 2.13 on; null takes it away, and no other list is taken."""
    order = api.post(
        "/custom_object_instances/Order", {"external_id": "123", "custom_attributes": {"total": 99.9}}
    ).body
    path = f"/contacts/{ann}"
    for bad in (["x"], None, []):
        assert api.put(path, {"custom_attributes": {"order": bad}}).problem == (400, "parameter_invalid")
    ours = {"custom_attributes": {"order": [order["id"]]}}
    assert api.put(path, ours, version="2.12").problem == (400, "parameter_invalid")
    shown = {"id": order["id"], "external_id": "123", "external_created_at": None, "external_updated_at": None}
    shown |= {"custom_attributes": {"total": 99.9}, "type": "Order"}
    listed = {"order": {"type": "Order.list", "instances": [shown]}}
    assert api.put(path, ours).body["custom_attributes"] == listed
    api.attribute("plan")
    api.put("/data_attributes/1", {"archived": True})
    for version, expected in (("2.13", listed), ("2.16", listed), ("2.12", {})):
        assert api.get(path, version=version).body["custom_attributes"] == expected
    assert api.get(f"/users/{ann}", version="1.0").body["custom_attributes"] == {}
    company = {"company_id": "1", "custom_attributes": {"order": [order["id"]]}}
    assert api.post("/companies", company).problem == (400, "parameter_invalid")
    assert api.put(path, {"custom_attributes": {"order": None}}).body["custom_attributes"] == {}


def test_what_changes_a_conversation_answers_without_statistics(api: Api, ann: str) -> None:
    """behaviour.md 9 (conversation): null in every recorded answer, of changes and of what nobody answered."""
    number = api.simulator.add_conversation(ann, "Hi")
    api.clock.time += 10
    assert reply(api, number, type="user", intercom_user_id=ann)["statistics"] is None
    assert manage(api, number, "close")["statistics"] is None
    assert api.put(f"/conversations/{number}", {"title": "x"}).body["statistics"] is None
    message = {"from": {"type": "admin", "id": CIARAN}, "to": {"type": "user", "id": ann}, "body": "Look"}
    more = {"message_type": "conversation", "create_conversation_without_contact_reply": True}
    api.clock.time += 1
    api.post("/messages", {**message, **more})
    sent = api.get("/conversations").body["conversations"][0]["id"]
    assert sent != number
    manage(api, sent, "close")
    assert api.get(f"/conversations/{sent}").body["statistics"] is None
    reply(api, sent, type="user", intercom_user_id=ann)
    assert api.get(f"/conversations/{sent}").body["statistics"]["count_conversation_parts"] == 2


def test_a_ticket_and_its_conversation_have_the_same_words(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.10, convert): it stays one object under one id, whatever path it is written by."""
    number = api.simulator.add_conversation(ann, "Hi")
    assert api.post(f"/conversations/{number}/convert", {"ticket_type_id": "1"}).status == 200
    reply(api, number, type="admin", admin_id=CIARAN, body="1")
    manage(api, number, "close")
    reply(api, number, type="user", intercom_user_id=ann, body="2")
    by_admin, by_user = {"type": "admin", "admin_id": CIARAN}, {"type": "user", "intercom_user_id": ann}
    offer = {"message_type": "quick_reply", "reply_options": [{"text": "6", "uuid": "6"}]}
    for body in (
        {**by_admin, "message_type": "note", "body": "3"},
        {**by_admin, "message_type": "comment", "body": "4"},
        {**by_user, "message_type": "comment", "body": "5"},
        {**by_admin, **offer},
    ):
        answer = api.post(f"/tickets/{number}/reply", body).body
        assert (answer["type"], answer["part_type"]) == ("ticket_part", body["message_type"])
    api.put(f"/conversations/{number}", {"custom_attributes": {"a": 1}})  # no part of the ticket
    ticket = api.get(f"/tickets/{number}").body["ticket_parts"]["ticket_parts"][2:]
    kinds = ["comment", "close", "comment", "note", "comment", "comment", "quick_reply"]
    assert [part["part_type"] for part in ticket] == kinds
    there = parts(api, number)[:-1]
    assert [part["body"] for part in there] == [part.get("body") for part in ticket]
    assert [part["part_type"] for part in there] == [*kinds[:2], "open", *kinds[3:]]
    assert [part["author"]["id"] for part in there] == [part["author"]["id"] for part in ticket]


def test_a_ticket_and_its_conversation_stand_the_same(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.10, convert): open, at rest and assigned as one, by the words of either."""
    number = api.simulator.add_conversation(ann, "Hi")
    assert api.post(f"/conversations/{number}/convert", {"ticket_type_id": "1"}).status == 200

    def stand() -> list[object]:
        names = ("open", "snoozed_until", "admin_assignee_id", "team_assignee_id")
        ticket, conversation = (api.get(f"/{kind}/{number}").body for kind in ("tickets", "conversations"))
        shown = [conversation[name] for name in names]
        assert [ticket.get(name) for name in names] == shown
        assert [each["id"] for each in ticket["contacts"]["contacts"]] == [
            each["id"] for each in conversation["contacts"]["contacts"]
        ]
        return shown

    api.put(f"/tickets/{number}", {"open": False})
    assert stand() == [False, None, 0, 0]
    api.put(f"/tickets/{number}", {"ticket_attributes": {"_default_title_": "x"}})  # no part of the conversation
    manage(api, number, "assignment", assignee_id=ADA)
    assert stand() == [True, None, int(ADA), 0]
    api.put(f"/tickets/{number}", {"admin_id": int(CIARAN), "assignee_id": SUPPORT, "snoozed_until": START + 60})
    assert stand() == [True, START + 60, int(ADA), int(SUPPORT)]
    added = {"admin_id": CIARAN, "customer": {"email": api.contact(role="lead", email="l@b.c")["email"]}}
    assert api.post(f"/conversations/{number}/customers", added).status == 200
    api.clock.time += 61
    assert stand() == [True, None, int(ADA), int(SUPPORT)]
    kinds = ["close", "assign_and_reopen", "assignment", "snoozed", "participant_added", "timer_unsnooze"]
    assert [part["part_type"] for part in parts(api, number)] == kinds
    ticket = api.get(f"/tickets/{number}").body["ticket_parts"]["ticket_parts"][2:]
    assert [part["part_type"] for part in ticket] == [
        *("close", "ticket_attribute_updated_by_admin", "assignment", "assignment", "snoozed", "unsnoozed")
    ]
    assert ticket[2]["assigned_to"] == {"type": "admin", "id": ADA}


def told(api: Api, number: str, version: str) -> list[tuple[str, dict[str, Any]]]:
    """Write a note in a conversation and return what an app of this version is told."""
    world = api.simulator.world
    conversation = world.conversations.get(number)
    assert conversation is not None
    world.happened.clear()
    note(world, conversation, CIARAN, Words("<p>x</p>"), now=START)
    call = Call("POST", "/", {}, "", request("POST", "/"), START, "", Version(version))
    return list(notices(world, call, list(world.happened)))


def test_a_conversation_that_became_a_ticket_tells_of_tickets_alone(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.9): conversation topics are not fired for tickets."""
    number = api.simulator.add_conversation(ann, "Hi")
    assert [topic for topic, _ in told(api, number, "2.9")] == ["conversation.admin.noted"]
    api.post(f"/conversations/{number}/convert", {"ticket_type_id": "1"})
    assert [topic for topic, _ in told(api, number, "2.9")] == ["ticket.note.created"]
    assert "conversation.admin.noted" in [topic for topic, _ in told(api, number, "2.8")]


def test_statistics_in_notifications_had_dates_as_text(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.15): ISO 8601 until 2.14, and null where nobody answered."""
    number = api.simulator.add_conversation(ann, "Hi")
    for version, shown in (("2.14", "2023-11-14T22:13:20.000"), ("2.15", START)):
        ((_, item),) = told(api, number, version)
        at = item["statistics"]["first_contact_reply_at"]
        assert (at[:23] if isinstance(at, str) else at) == shown
        assert (item["statistics"]["first_close_at"], item["statistics"]["count_reopens"]) == (None, 0)
    sent = api.simulator.add_conversation(ann, "Look", admin_id=CIARAN)
    assert [item["statistics"] for _, item in told(api, sent, "2.14")] == [None]


def test_a_custom_attribute_leads_to_custom_objects(api: Api, ann: str) -> None:
    """behaviour.md 9 (custom_attributes): an association lists the objects; no part tells of it."""
    order = {
        "external_id": "123",
        "external_created_at": 5,
        "custom_attributes": {"order_number": "O-1", "total": 99.9},
    }
    made = api.post("/custom_object_instances/Order", order).body
    other = api.post("/custom_object_instances/Ship", {"external_id": "1"}).body
    number = api.simulator.add_conversation(ann, "Hi")
    body = api.put(f"/conversations/{number}", {"custom_attributes": {"order": [made["id"]]}}).body
    shown = {"id": made["id"], "external_id": "123", "external_created_at": 5, "external_updated_at": None}
    shown |= {"custom_attributes": order["custom_attributes"], "type": "Order"}
    assert body["custom_attributes"] == {"order": {"type": "Order.list", "instances": [shown]}}
    assert body["conversation_parts"]["conversation_parts"] == []
    old = api.get(f"/conversations/{number}", version="2.12").body
    assert old["custom_attributes"] == {"order": [made["id"]]}
    for value in ([made["id"], other["id"]], ["x"], ["x", made["id"]], "x", 5, 1.5, True):
        body = api.put(f"/conversations/{number}", {"custom_attributes": {"order": value}}).body
        assert body["custom_attributes"] == {"order": value}
    assert body["conversation_parts"]["total_count"] == 7


VERSIONS_2 = [f"2.{minor}" for minor in range(17)] + ["Preview"]


def since(version: str) -> list[str]:
    return VERSIONS_2[VERSIONS_2.index(version) :]


def test_lists_have_the_recorded_keys_in_every_version(api: Api, ann: str) -> None:
    """behaviour.md 9 (lists): `data` where the files say companies, ticket_types or news; segments have no pages."""
    api.company("c1", ann)
    number = api.simulator.add_conversation(ann, "Hi")
    assert number
    for path, first, keys in (
        ("/contacts", "2.0", {"type", "data", "total_count", "pages"}),
        ("/companies", "2.0", {"type", "data", "total_count", "pages"}),
        (f"/contacts/{ann}/companies", "2.0", {"type", "data", "total_count", "pages"}),
        ("/conversations", "2.0", {"type", "conversations", "total_count", "pages"}),
        ("/ticket_types", "2.9", {"type", "data"}),
        ("/segments", "2.2", {"type", "segments"}),
        ("/help_center/help_centers", "2.7", {"type", "data"}),
        ("/tags", "2.0", {"type", "data"}),
        ("/admins", "2.0", {"type", "admins"}),
        ("/teams", "2.0", {"type", "teams"}),
        ("/data_attributes", "2.0", {"type", "data"}),
    ):
        for version in since(first):
            assert api.get(path, version=version).body.keys() == keys, (path, version)
    for version in since("2.9"):
        (kind,) = api.get("/ticket_types", version=version).body["data"]
        nested = kind["ticket_type_attributes"]
        assert (nested.keys(), nested["type"]) == ({"type", "data"}, "list")


def test_an_export_has_its_identifier_spelt_rightly(api: Api) -> None:
    """behaviour.md 9 (data_export): job_identifier in every version; the schemas of many say job_identfier."""
    keys = {"job_identifier", "status", "download_url", "download_expires_at"}
    asked = {"created_at_after": START - 5, "created_at_before": START}
    for version in since("2.5"):
        body = api.post("/export/content/data", asked, version=version).body
        assert body.keys() == keys
        path = f"/export/content/data/{body['job_identifier']}"
        assert api.get(path, version=version).body.keys() == keys
        cancelled = api.post(f"/export/cancel/{body['job_identifier']}", version=version).body
        assert (cancelled.keys(), cancelled["status"]) == (keys, "canceled")


def test_an_avatar_is_a_url_or_null(api: Api, ann: str) -> None:
    """behaviour.md 9 (contact.avatar): text, which the files call an object."""
    picture = "https://example.com/ann.png"
    for version in VERSIONS_2:
        for value in (picture, None):
            body = api.put(f"/contacts/{ann}", {"avatar": value}, version=version).body
            assert body["avatar"] == value


def test_a_contact_shows_ten_of_each_of_its_lists(api: Api) -> None:
    """behaviour.md 9 (contact): the lists in it are typed and hold ten at most, with where the rest is."""
    companies = [{"company_id": number} for number in range(11)]
    person = api.user(user_id="1", companies=companies)["id"]
    for number in range(11):
        api.post(f"/contacts/{person}/notes", {"body": str(number)})
    body = api.get(f"/contacts/{person}", version="2.6").body
    for what in ("companies", "notes"):
        shown = body[what]
        assert {key: value for key, value in shown.items() if key != "data"} == {
            "type": "list", "url": f"/contacts/{person}/{what}", "total_count": 11, "has_more": True,
        }  # fmt: skip
        assert len(shown["data"]) == 10
    assert body["social_profiles"] == {"type": "list", "data": []}
    for what in ("opted_in_subscription_types", "opted_out_subscription_types", "tags"):
        assert (body[what]["type"], body[what]["data"], body[what]["has_more"]) == ("list", [], False)


def test_companies_of_a_contact_have_their_type_from_2_8_on(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.8): before, an id and a URL."""
    company = api.company("c1", ann)["id"]
    entry = {"id": company, "url": f"/companies/{company}"}
    for version in VERSIONS_2:
        (shown,) = api.get(f"/contacts/{ann}", version=version).body["companies"]["data"]
        assert shown == ({"type": "company", **entry} if version in since("2.8") else entry), version


def test_teams_and_teammates_say_who_is_asked_first_from_2_8_on(api: Api) -> None:
    """behaviour.md 1.4 (2.8): admin_priority_level of a team, team_priority_level of a teammate, where one was told."""
    assert "admin_priority_level" not in api.get(f"/teams/{SUPPORT}").body
    assert "team_priority_level" not in api.get(f"/admins/{CIARAN}").body
    levels = {"primary_admin_ids": [int(CIARAN)], "secondary_admin_ids": [int(ADA)]}
    changes = {"admin_ids": [int(CIARAN), int(ADA)], "admin_priority_level": levels}
    assert api.put(f"/teams/{SUPPORT}", changes, version="Preview").status == 200
    of_ciaran = {"primary_team_ids": [int(SUPPORT)], "secondary_team_ids": []}
    of_ada = {"primary_team_ids": [], "secondary_team_ids": [int(SUPPORT)]}
    for version in VERSIONS_2:
        told = version in since("2.8")
        team = api.get(f"/teams/{SUPPORT}", version=version).body
        assert team.get("admin_priority_level") == (levels if told else None)
        shown = [api.get(f"/admins/{each}", version=version).body.get("team_priority_level") for each in (CIARAN, ADA)]
        assert shown == ([of_ciaran, of_ada] if told else [None, None])


def test_ids_are_text_but_for_some_numbers(api: Api, ann: str) -> None:
    """behaviour.md 9 (ids): 24 hexadecimal digits, numbers as text, a few numbers; standard attributes have none."""
    company = api.company("c1", ann)["id"]
    number = api.simulator.add_conversation(ann, "Hi")
    assert all(len(each) == 24 and int(each, 16) for each in (ann, company))
    assert number.isdecimal()
    reply(api, number, type="admin", admin_id=CIARAN)
    (part,) = parts(api, number)
    assert isinstance(part["id"], str)
    assert isinstance(api.attribute("plan")["id"], int)
    listed = api.get("/data_attributes").body["data"]
    assert {item["custom"]: "id" in item for item in listed} == {True: True, False: False}
    source = api.post("/ai/content_import_sources", {"sync_behavior": "api", "url": "https://x.y"}).body
    attribute = api.post("/conversations/attributes", {"name": "plan", "data_type": "string"}).body
    assert [type(each["id"]) for each in (source, attribute)] == [int, int]


def test_instants_may_lie_anywhere(api: Api) -> None:
    """behaviour.md 9 (timestamps): before 1970, far in the future and in milliseconds, all as they were given."""
    for number, at in enumerate((-86_400, 0, 2_738_966_400, START * 1000)):
        person = api.contact(external_id=str(number), signed_up_at=at)
        assert api.get(f"/contacts/{person['id']}").body["signed_up_at"] == at


def test_every_kind_of_value_of_a_custom_attribute(api: Api) -> None:
    """behaviour.md 9 (custom_attributes): text, numbers, booleans and dates as numbers; null takes one away."""
    for name, data_type in (("s", "string"), ("i", "integer"), ("f", "float"), ("b", "boolean"), ("d", "date")):
        api.attribute(name, data_type)
    values = {"s": "x", "i": 1, "f": 1.5, "b": False, "d": START}
    person = api.contact(email="b@b.c", custom_attributes=values)
    assert person["custom_attributes"] == values
    changed = api.put(f"/contacts/{person['id']}", {"custom_attributes": {"s": None}}).body["custom_attributes"]
    assert changed == {name: value for name, value in values.items() if name != "s"}


def test_unknown_parameters_are_ignored(api: Api, ann: str) -> None:
    """behaviour.md 9 (unknown query params): in 1.x, too, where GET /users?bad= lists everybody."""
    for path, version, key in (
        ("/contacts", "2.16", "data"), ("/users", "1.4", "users"), ("/companies", "2.0", "data"),
        ("/conversations", "2.16", "conversations"), ("/tags", "2.16", "data"), ("/admins", "1.0", "admins"),
    ):  # fmt: skip
        assert api.get(f"{path}?bad=5", version=version).body == api.get(path, version=version).body, path
        assert key in api.get(path, version=version).body
    assert [user["id"] for user in api.get("/users?bad=", version="1.4").body["users"]] == [ann]


def test_what_is_unsaid_in_bodies_is_left_out(api: Api, ann: str) -> None:
    """behaviour.md 9 (required fields): no job_title of teammates, no description of attributes without one."""
    (admin, *_) = api.get("/admins", version="2.11").body["admins"]
    assert "job_title" not in admin
    assert "description" not in api.attribute("plan")
    me = api.get("/me", version="2.11").body
    assert not me.keys() & {"away_mode_enabled", "away_mode_reassign", "job_title", "team_ids"}
    sent = {"from": {"type": "user", "id": ann}, "body": "x"}
    assert "subject" not in api.post("/messages", sent, version="2.11").body


def test_tickets_say_who_made_a_part_where_a_call_did(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.13): no app_package_code is null on parts of conversations, absent on those of tickets."""
    number = api.simulator.add_conversation(ann, "Hi")
    reply(api, number, type="admin", admin_id=CIARAN)
    ticket = api.post("/tickets", {"ticket_type_id": "1", "contacts": [{"id": ann}]}).body["id"]
    api.put(f"/tickets/{ticket}", {"ticket_attributes": {"_default_title_": "x"}})
    said = {"type": "admin", "admin_id": CIARAN, "message_type": "note", "body": "x"}
    for version in since("2.10"):
        newer = version in since("2.13")
        (part,) = parts(api, number, version)
        assert part.get("app_package_code", "absent") == (None if newer else "absent")
        assert part.get("metadata", "absent") == ({} if newer else "absent")
        of_ticket = api.get(f"/tickets/{ticket}", version=version).body["ticket_parts"]["ticket_parts"]
        codes = {each["part_type"]: each.get("app_package_code", "absent") for each in of_ticket}
        assert codes["ticket_attribute_updated_by_admin"] == "absent"
        assert codes["ticket_state_updated_by_admin"] == ("test-integration" if newer else "absent")
        answer = api.post(f"/tickets/{ticket}/reply", said, version=version).body
        assert answer.get("app_package_code", "absent") == ("test-integration" if newer else "absent")


def test_kinds_of_parts_are_few_until_2_5(api: Api, ann: str) -> None:
    """behaviour.md 9 (conversation part_type): what 2.6 brought is a comment before."""
    number = api.simulator.add_conversation(ann, "Hi")
    api.put(f"/conversations/{number}", {"custom_attributes": {"a": 1}})
    manage(api, number, "close")
    manage(api, number, "assignment", assignee_id=ADA)
    kinds = {version: [each["part_type"] for each in parts(api, number, version)] for version in ("1.4", "2.5", "2.6")}
    assert kinds["1.4"] == kinds["2.5"] == ["comment", "close", "assignment"]
    assert kinds["2.6"] == ["conversation_attribute_updated_by_admin", "close", "assign_and_reopen"]


def test_somebody_who_joins_is_answered_with_customers_alone(api: Api, ann: str) -> None:
    """behaviour.md 9 (conversation): undeclared `customers`, by type and id, in the answers about participants."""
    number = api.simulator.add_conversation(ann, "Hi")
    lead = api.contact(role="lead", email="lee@b.c")["id"]
    both = [{"type": "user", "id": ann}, {"type": "lead", "id": lead}]
    for version in ("2.0", "2.11", "2.16"):
        body = {"admin_id": CIARAN, "customer": {"intercom_user_id": lead}}
        path = f"/conversations/{number}/customers"
        assert api.post(path, body, version=version).body == {"customers": both}
        gone = api.call("DELETE", f"{path}/{lead}", {"admin_id": CIARAN}, version=version).body
        assert gone == {"customers": both[:1]}


def test_tags_say_who_applied_them_where_somebody_did(api: Api, ann: str) -> None:
    """behaviour.md 9 (tag): applied_at and applied_by stand in answers of tagging and on what is tagged alone."""
    plain = {"type": "tag", "id": "1", "name": "VIP"}
    applied = {**plain, "applied_at": START, "applied_by": {"type": "admin", "id": CIARAN}}
    assert api.post("/tags", {"name": "VIP"}, version="2.15").body == plain
    assert api.post("/tags", {"name": "VIP"}).body == {**plain, "users": [], "companies": []}
    number = api.simulator.add_conversation(ann, "Hi")
    tagging = {"id": "1", "admin_id": CIARAN}
    assert api.post(f"/conversations/{number}/tags", tagging).body == applied
    assert api.get(f"/conversations/{number}").body["tags"]["tags"] == [applied]
    assert api.get("/tags").body["data"] == [plain]
    assert api.get("/tags/1").body == plain


def test_short_answers_to_deletions(api: Api, ann: str) -> None:
    """behaviour.md 9 (delete): contacts have a type, others an object; a tag leaves nothing to say."""
    number = api.simulator.add_conversation(ann, "Hi")
    ticket = api.post("/tickets", {"ticket_type_id": "1", "contacts": [{"id": ann}]}).body["id"]
    company = api.company("c1")["id"]
    api.post("/tags", {"name": "VIP"})
    assert api.delete("/tags/1").body is None
    for kind, own in (("conversation", number), ("ticket", ticket), ("company", company)):
        path = f"/{kind}s/{own}" if kind != "company" else f"/companies/{own}"
        assert api.delete(path).body == {"id": own, "object": kind, "deleted": True}
    told = {"type": "contact", "id": ann, "external_id": "ann"}
    for verb, state in (("archive", {"archived": True}), ("unarchive", {"archived": False})):
        assert api.post(f"/contacts/{ann}/{verb}").body == {**told, **state}
    assert api.post(f"/contacts/{ann}/block").body == {**told, "blocked": True}
    other = api.contact(email="c@b.c")["id"]
    gone = {"type": "contact", "id": other, "external_id": None, "deleted": True}
    assert api.delete(f"/contacts/{other}").body == gone
