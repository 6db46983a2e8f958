"""Conversations by version: what they show, what may be changed of them, and the assignment rules."""

from typing import Any

import pytest
from support.simulator_calls import Api

from intercom_async.simulator.conversations import Assignee
from intercom_async.simulator.conversing import Words, note

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"
START = 1_700_000_000
OLD = ("1.0", "1.1", "1.2", "1.3", "1.4")


@pytest.fixture
def ann(api: Api) -> str:
    return api.contact(email="ann@b.c", external_id="ann", name="Ann")["id"]


def listed(api: Api, query: str = "", version: str = "1.4") -> list[str]:
    result = api.get(f"/conversations{query}", version=version)
    assert result.status == 200, result.body
    assert result.body["type"] == "conversation.list"
    return [each["id"] for each in result.body["conversations"]]


def reply(api: Api, conversation_id: str, kind: str, version: str = "1.4", **body: object) -> Any:
    given = {"type": "admin", "message_type": kind, "admin_id": CIARAN, **body}
    return api.post(f"/conversations/{conversation_id}/reply", given, version=version)


def test_a_conversation_of_1_0(api: Api, ann: str) -> None:
    """v1.md 2 (1.0): the message says nothing of its channel, and tags nothing of who applied them."""
    number = api.simulator.add_conversation(ann, "Hi <all>", url="https://x.y")
    api.simulator.tag_conversation(number, "VIP")
    body = api.get(f"/conversations/{number}", version="1.0").body
    someone = {"type": "user", "id": ann}
    assert body == {
        "type": "conversation", "id": number, "created_at": START, "updated_at": START, "waiting_since": START,
        "snoozed_until": None,
        "conversation_message": {
            "type": "conversation_message", "id": "400000001", "subject": "", "body": "<p>Hi &lt;all&gt;</p>",
            "author": someone, "attachments": [], "url": "https://x.y",
        },
        "user": someone, "customers": [someone], "assignee": {"type": "nobody_admin", "id": None},
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": [], "total_count": 0},
        "open": True, "state": "open", "read": True,
        "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "1", "name": "VIP"}]},
        "conversation_rating": {
            "rating": None, "remark": None, "created_at": None, "customer": {"type": None, "id": None},
            "teammate": {"type": None, "id": None},
        },
    }  # fmt: skip


def test_a_conversation_of_1_1(api: Api, ann: str) -> None:
    """v1.md 2 (1.1): the channel, when it was sent, the first reply, and who applied tags."""
    number = api.simulator.add_conversation(ann, "Hi", channel="email", subject="Hey", url="https://x.y")
    api.simulator.tag_conversation(number, "VIP")
    body = api.get(f"/conversations/{number}", version="1.1").body
    message = body["conversation_message"]
    assert (message["type"], message["delivered_as"], message["subject"]) == ("email", "customer_initiated", "Hey")
    assert body["sent_at"] == START
    assert body["customer_first_reply"] == {"type": "email", "url": "https://x.y", "created_at": START}
    (tag,) = body["tags"]["tags"]
    assert tag == {
        "type": "tag", "id": "1", "name": "VIP", "applied_at": START, "applied_by": {"type": "admin", "id": CIARAN},
    }  # fmt: skip


@pytest.mark.parametrize("version", OLD)
def test_list_items_lack_parts_and_rating(api: Api, ann: str, version: str) -> None:
    """v1.md 2 (1.1): list conversations; tags in lists came with 1.1, and no total count in 1.x."""
    number = api.simulator.add_conversation(ann, "Hi")
    whole = api.get(f"/conversations/{number}", version=version).body
    page = api.get("/conversations", version=version).body
    (item,) = page["conversations"]
    lacking = {"conversation_parts", "conversation_rating"} | ({"tags"} if version == "1.0" else set())
    assert {**item, **{key: whole[key] for key in lacking}} == whole
    assert whole.keys() - item.keys() == lacking
    assert page.keys() == {"type", "pages", "conversations"}


@pytest.mark.parametrize("version", OLD)
def test_nobody_waits_until_the_year_4018_before_1_2(api: Api, ann: str, version: str) -> None:
    """v1.md 2 (1.2): before, the time of the last answer and 2000 years, then null."""
    number = api.simulator.add_conversation(ann, "Hi")
    api.clock.time += 60
    body = reply(api, number, "comment", version, body="Yes?").body
    assert body["waiting_since"] == (64_813_904_060 if version < "1.2" else None)
    sent = api.simulator.add_conversation(ann, "Look", admin_id=CIARAN)
    body = api.get(f"/conversations/{sent}", version=version).body
    assert body["waiting_since"] == (64_813_904_060 if version < "1.2" else None)


@pytest.mark.parametrize("version", OLD)
def test_authors_have_names_from_1_3_on(api: Api, ann: str, version: str) -> None:
    """v1.md 2 (1.3): empty where there are none."""
    lead = api.lead(name="Lee")["id"]
    number = api.simulator.add_conversation(lead, "Hi")
    body = reply(api, number, "comment", version, body="Yes?").body
    api.simulator.world.conversations.rules.append((lambda _: True, Assignee("admin", ADA)))
    body = api.post(f"/conversations/{number}/run_assignment_rules", version=version).body
    authors = [body["conversation_message"]["author"]]
    authors += [part["author"] for part in body["conversation_parts"]["conversation_parts"]]
    names = [
        {"type": "lead", "id": lead, "name": "Lee", "email": ""},
        {"type": "admin", "id": CIARAN, "name": "Ciaran Lee", "email": "ciaran@example.com"},
        {"type": "bot", "id": "991267461", "name": "Operator", "email": "operator+simulatr@intercom.io"},
    ]
    if version < "1.3":
        names = [{"type": each["type"], "id": each["id"]} for each in names]
    assert authors == names
    assert body["user"] == {"type": "lead", "id": lead}


def test_a_conversation_of_2_16(api: Api, ann: str) -> None:
    """behaviour.md 9 (conversation): of a workspace without tickets and AI, in the answer to a change."""
    number = api.simulator.add_conversation(ann, "Hi", channel="email", subject="Hey")
    assert api.put(f"/conversations/{number}", {"read": True}).body == {
        "type": "conversation", "id": number, "created_at": START, "updated_at": START, "waiting_since": START,
        "snoozed_until": None,
        "source": {
            "type": "email", "id": "400000001", "delivered_as": "customer_initiated", "subject": "Hey",
            "body": "<p>Hi</p>", "author": {"type": "user", "id": ann, "name": "Ann", "email": "ann@b.c"},
            "attachments": [], "url": None, "redacted": False,
        },
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": ann, "external_id": "ann"}]},
        "first_contact_reply": {"created_at": START, "type": "email", "url": None},
        "admin_assignee_id": 0, "team_assignee_id": 0, "open": True, "state": "open", "read": True,
        "tags": {"type": "tag.list", "tags": []}, "priority": "none", "sla_applied": None, "statistics": None,
        "conversation_rating": None, "teammates": None, "title": None, "custom_attributes": {}, "topics": {},
        "ticket": None, "linked_objects": {"type": "list", "data": [], "total_count": 0, "has_more": False},
        "ai_agent": None, "ai_agent_participated": False,
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": [], "total_count": 0},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "since"),
    [
        ("admin_assignee_id", "2.2"), ("title", "2.2"), ("custom_attributes", "2.3"), ("topics", "2.3"),
        ("ticket", "2.9"), ("linked_objects", "2.10"), ("ai_agent", "2.11"), ("ai_agent_participated", "2.11"),
        ("ai_topics", "Preview"), ("channel", "Preview"),
    ],
)  # fmt: skip
def test_keys_of_conversations_by_version(api: Api, ann: str, key: str, since: str) -> None:
    """behaviour.md 9 (conversation): changelogs and recorded examples."""
    number = api.simulator.add_conversation(ann, "Hi")
    versions = ["2.0", "2.1", "2.2", "2.3", "2.8", "2.9", "2.10", "2.11", "2.16", "Preview"]
    found = [v for v in versions if key in api.get(f"/conversations/{number}", version=v).body]
    assert found == versions[versions.index(since) :]


@pytest.mark.parametrize(("version", "there"), [("2.9", False), ("2.10", True)])
def test_contacts_have_their_external_id_from_2_10_on(api: Api, ann: str, version: str, *, there: bool) -> None:
    """behaviour.md 9 (conversation): as recorded."""
    number = api.simulator.add_conversation(ann, "Hi")
    (contact,) = api.get(f"/conversations/{number}", version=version).body["contacts"]["contacts"]
    assert contact == {"type": "contact", "id": ann} | ({"external_id": "ann"} if there else {})


@pytest.mark.parametrize(("version", "name"), [("2.11", "Operator"), ("2.12", "Fin")])
def test_the_bot_has_another_name_from_2_12_on(api: Api, ann: str, version: str, name: str) -> None:
    """behaviour.md 9 (admin): as recorded."""
    number = api.simulator.add_conversation(ann, "Hi")
    api.put(f"/conversations/{number}", {"custom_attributes": {"a": 1}})
    (part,) = api.get(f"/conversations/{number}", version=version).body["conversation_parts"]["conversation_parts"]
    assert (part["author"]["type"], part["author"]["name"]) == ("bot", name)


def test_assignees_by_version(api: Api, ann: str) -> None:
    """behaviour.md 9 (assignee ids): 2.2 and 2.16; an object, then ids that are null, then ids that are 0."""
    number = api.simulator.add_conversation(ann, "Hi")

    def shown(version: str) -> dict[str, Any]:
        body = api.get(f"/conversations/{number}", version=version).body
        return {key: body[key] for key in ("assignee", "admin_assignee_id", "team_assignee_id") if key in body}

    assert shown("2.1") == {"assignee": {"type": "nobody_admin", "id": None}}
    assert shown("2.15") == {"admin_assignee_id": None, "team_assignee_id": None}
    assert shown("2.16") == {"admin_assignee_id": 0, "team_assignee_id": 0}
    for assignee in (ADA, SUPPORT):
        reply(api, number, "assignment", assignee_id=assignee)
    ada = {"type": "admin", "id": ADA, "name": "Ada Byrne", "email": "ada@example.com"}
    assert shown("1.4") == {"assignee": {"type": "admin", "id": ADA}}
    assert shown("2.1") == {"assignee": ada}
    assert shown("2.16") == {"admin_assignee_id": int(ADA), "team_assignee_id": int(SUPPORT)}


def test_what_parts_show_by_version(api: Api, ann: str) -> None:
    """behaviour.md 9 (conversation_teammates), 1.4: `admins`; redacted from 2.2 on, details from 2.13 on."""
    number = api.simulator.add_conversation(ann, "Hi")
    reply(api, number, "comment", body="Yes?")
    keys = {}
    for version in ("1.4", "2.1", "2.2", "2.12", "2.13"):
        body = api.get(f"/conversations/{number}", version=version).body
        (part,) = body["conversation_parts"]["conversation_parts"]
        keys[version] = part.keys()
        assert body.get("teammates", "none") == (
            {"type": "admin.list", "admins": [{"type": "admin", "id": CIARAN}]} if version[0] == "2" else "none"
        )
    assert keys["1.4"] == keys["2.1"]
    assert keys["2.2"] - keys["2.1"] == {"redacted"}
    assert keys["2.12"] == keys["2.2"]
    details = {"metadata", "email_message_metadata", "state", "tags", "event_details", "app_package_code"}
    assert keys["2.13"] - keys["2.12"] == details


def test_the_newest_500_parts_are_shown(api: Api, ann: str) -> None:
    """behaviour.md 2: 500 parts, the newest; the count is of all."""
    number = api.simulator.add_conversation(ann, "Hi")
    world = api.simulator.world
    conversation = world.conversations.get(number)
    assert conversation is not None
    for index in range(502):
        note(world, conversation, CIARAN, Words(f"<p>{index}</p>"), now=START)
    parts = api.get(f"/conversations/{number}", version="1.4").body["conversation_parts"]
    assert parts["total_count"] == 502
    assert [part["body"] for part in parts["conversation_parts"]] == [f"<p>{index}</p>" for index in range(2, 502)]


@pytest.mark.parametrize("version", ["1.0", "2.5", "2.16"])
def test_conversations_as_plain_text(api: Api, ann: str, version: str) -> None:
    """API docs: display_as=plaintext; messages, subjects and parts, and until 2.5 also in lists."""
    number = api.simulator.add_conversation(ann, "Fish & chips", subject="<b>Hey</b>")
    reply(api, number, "comment", body='<p>See <a href="https://x.y">this</a>.</p><p>Bye<br>now</p>')
    for path in (f"/conversations/{number}", "/conversations"):
        body = api.get(f"{path}?display_as=plaintext", version=version).body
        whole = body if path != "/conversations" else body["conversations"][0]
        message = whole["conversation_message" if version == "1.0" else "source"]
        html = version == "2.16" and path == "/conversations"
        shown = ("<p>Fish &amp; chips</p>", "<b>Hey</b>") if html else ("Fish & chips", "Hey")
        assert (message["body"], message["subject"]) == shown
    (part,) = api.get(f"/conversations/{number}?display_as=plaintext", version=version).body["conversation_parts"][
        "conversation_parts"
    ]
    assert part["body"] == "See this (https://x.y).\nBye\nnow"


def test_a_rating(api: Api, ann: str) -> None:
    """v1.md 7 (Conversation): the conversation model; the customer and the teammate who is rated."""
    number = api.simulator.add_conversation(ann, "Hi")
    reply(api, number, "comment", body="Yes?")
    api.clock.time += 5
    api.simulator.rate_conversation(number, 4, "Quick")
    body = api.get(f"/conversations/{number}", version="1.4").body
    assert body["conversation_rating"] == {
        "rating": 4, "remark": "Quick", "created_at": START + 5, "customer": {"type": "user", "id": ann},
        "teammate": {"type": "admin", "id": CIARAN},
    }  # fmt: skip
    kinds = [part["part_type"] for part in body["conversation_parts"]["conversation_parts"]]
    assert kinds == ["comment", "conversation_rating_changed", "conversation_rating_remark_added"]
    assert api.get(f"/conversations/{number}").body["conversation_rating"] == {
        "rating": 4, "remark": "Quick", "created_at": START + 5,
        "contact": {"type": "contact", "id": ann, "external_id": "ann"}, "teammate": {"type": "admin", "id": CIARAN},
    }  # fmt: skip


def test_a_rating_without_remark_of_nobodys_work(api: Api) -> None:
    """The customer may be deleted meanwhile, who leaves a group conversation only."""
    gone, stays = (api.contact(email=f"{name}@b.c")["id"] for name in "gs")
    number = api.simulator.add_conversation(gone, "Hi")
    api.post(f"/conversations/{number}/customers", {"admin_id": CIARAN, "customer": {"email": "s@b.c"}}, version="1.0")
    api.simulator.rate_conversation(number, 1)
    api.delete(f"/contacts/{gone}")
    body = api.get(f"/conversations/{number}", version="1.4").body
    rating = body["conversation_rating"]
    assert (rating["remark"], rating["teammate"]) == (None, {"type": None, "id": None})
    assert rating["customer"] == {"type": "user", "id": gone}
    assert [each["id"] for each in body["customers"]] == [stays]
    assert body["conversation_message"]["author"] == {"type": "user", "id": gone, "name": "", "email": ""}
    new = api.get(f"/conversations/{number}").body["conversation_rating"]
    assert (new["remark"], new["teammate"]) == ("", None)
    assert new["contact"] == {"type": "contact", "id": gone, "external_id": None}


def test_helpers_of_the_simulator_refuse_what_is_not_there(api: Api) -> None:
    """Unknown ids are mistakes of the test, not answers of the API."""
    with pytest.raises(ValueError, match="there is no person 'x'"):
        api.simulator.add_conversation("x", "Hi")
    with pytest.raises(ValueError, match="there is no conversation 'x'"):
        api.simulator.rate_conversation("x", 1)


def test_an_automated_message_is_assigned_to_null_until_it_is_answered(api: Api, ann: str) -> None:
    """v1.md 7 (Conversation): Seen in the wild at 1.4; in 2.x there is no conversation before the answer."""
    number = api.simulator.add_conversation(ann, "<p>Look</p>", admin_id=CIARAN)
    body = api.get(f"/conversations/{number}", version="1.4").body
    assert (body["assignee"], body["customer_first_reply"], body["read"]) == (None, None, False)
    assert body["conversation_message"]["delivered_as"] == "automated"
    assert (listed(api), listed(api, version="2.16"), listed(api, version="2.0")) == ([number], [], [])
    assert api.get(f"/conversations/{number}").problem == (404, "not_found")
    answer = {"type": "user", "message_type": "comment", "intercom_user_id": ann, "body": "Nice"}
    api.clock.time += 1
    body = api.post(f"/conversations/{number}/reply", answer, version="1.4").body
    assert body["assignee"] == {"type": "nobody_admin", "id": None}
    assert body["customer_first_reply"] == {"type": "conversation", "url": None, "created_at": START + 1}
    assert listed(api, version="2.16") == listed(api, version="2.0") == [number]
    assert api.get("/conversations").body["total_count"] == 1


def test_an_unknown_conversation_is_404(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: Resource Not Found."""
    for result in (
        api.get("/conversations/1"),
        api.get("/conversations/1", version="1.0"),
        api.put("/conversations/1", {"read": True}, version="1.4"),
        api.put("/conversations/1", {"title": "x"}),
        api.post("/conversations/1/run_assignment_rules", version="1.4"),
        reply(api, "1", "close"),
        reply(api, "1", "comment", body="x"),
        api.post("/conversations/1/customers", {}),
        api.delete("/conversations/1/customers/2"),
    ):
        assert (result.problem, result.message) == ((404, "not_found"), "Resource Not Found")


@pytest.mark.parametrize("version", ["1.0", "2.2", "2.16"])
def test_marking_as_read(api: Api, ann: str, version: str) -> None:
    """API docs: marking a conversation as read; it is a change, but no part."""
    number = api.simulator.add_conversation(ann, "Hi")
    reply(api, number, "comment", body="Yes?")
    assert api.get(f"/conversations/{number}").body["read"] is False
    api.clock.time += 5
    body = api.put(f"/conversations/{number}", {"read": True}, version=version).body
    assert (body["read"], body["updated_at"], body["conversation_parts"]["total_count"]) == (True, START + 5, 1)
    assert api.put(f"/conversations/{number}", {"read": False}, version=version).body["read"] is False
    assert api.put(f"/conversations/{number}", {"read": 1}, version=version).problem == (400, "parameter_invalid")
    assert next(reversed(list(api.simulator.log()))).operation == "conversations.mark_as_read"


def test_marking_as_read_needs_it_in_1_x(api: Api, ann: str) -> None:
    number = api.simulator.add_conversation(ann, "Hi")
    for body in ({}, {"read": None}, {"title": "x"}):
        assert api.put(f"/conversations/{number}", body, version="1.4").problem == (400, "parameter_not_found")


def test_custom_attributes_since_2_3(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.3): one part for each attribute, by the bot; custom objects are lists of ids."""
    path = f"/conversations/{api.simulator.add_conversation(ann, 'Hi')}"
    given = {"custom_attributes": {"issue_type": "Billing", "order": ["21"]}, "read": False}
    body = api.put(path, given).body
    assert (body["custom_attributes"], body["read"]) == ({"issue_type": "Billing", "order": ["21"]}, False)
    first, second = body["conversation_parts"]["conversation_parts"]
    assert first["part_type"] == second["part_type"] == "conversation_attribute_updated_by_admin"
    assert first["event_details"] == {"attribute": {"name": "issue_type"}, "value": {"name": "Billing"}}
    assert (first["author"]["type"], first["author"]["name"]) == ("bot", "Fin")
    old = api.get(path, version="2.5").body["conversation_parts"]["conversation_parts"]
    assert [(part["part_type"], part["author"]["name"]) for part in old] == [("comment", "Operator")] * 2
    assert api.put(path, {"custom_attributes": {"order": None}}).body["custom_attributes"] == {"issue_type": "Billing"}
    for wrong in ({"x": {}}, {"x": [{}]}, "x"):
        assert api.put(path, {"custom_attributes": wrong}).problem == (400, "parameter_invalid")


def test_title_and_company_and_priority_by_version(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.15, 2.16): title since 2.13, company since 2.14 and shown since 2.15, priority in Preview."""
    path = f"/conversations/{api.simulator.add_conversation(ann, 'Hi')}"
    company = api.company("c1", ann, name="Acme")["id"]
    given = {"title": "Bill", "company_id": company, "priority": "high"}

    def facts(version: str) -> tuple[Any, ...]:
        body = api.get(path, version=version).body
        return body["title"], body.get("company", {}).get("name"), body["priority"]

    api.put(path, given, version="2.12")
    assert facts("Preview") == (None, None, "none")
    api.put(path, given, version="2.13")
    assert facts("Preview") == ("Bill", None, "none")
    api.put(path, given, version="2.16")
    assert (facts("Preview"), facts("2.14")) == (("Bill", "Acme", "none"), ("Bill", None, "not_priority"))
    api.put(path, given, version="Preview")
    assert facts("2.16") == ("Bill", "Acme", "high")
    api.put(path, {"title": None, "company_id": None})
    assert facts("Preview") == (None, None, "high")
    for wrong in ({"title": 5}, {"company_id": True}, {"priority": "x"}):
        assert api.put(path, wrong, version="Preview").problem == (400, "parameter_invalid")
    assert api.put(path, {"company_id": "x"}).problem == (404, "company_not_found")
    api.put(path, {"company_id": company})
    api.delete(f"/companies/{company}")
    assert facts("2.16") == (None, None, "high")


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.11"])
def test_assignment_rules(api: Api, ann: str, version: str) -> None:
    """v1.md 8: run assignment rules; the first that fits, when the conversation is unassigned."""
    rules = api.simulator.world.conversations.rules
    rules.append((lambda each: each.source.subject == "Bill", Assignee("admin", ADA)))
    rules.append((lambda _: True, Assignee("team", SUPPORT)))
    bill, other = (api.simulator.add_conversation(ann, "Hi", subject=subject) for subject in ("Bill", ""))
    for number, assignee in ((bill, {"type": "admin", "id": ADA}), (other, {"type": "team", "id": SUPPORT})):
        body = api.post(f"/conversations/{number}/run_assignment_rules", version=version).body
        (part,) = body["conversation_parts"]["conversation_parts"]
        assert (part["part_type"], part["assigned_to"], part["author"]["type"]) == ("assignment", assignee, "bot")
    assert api.get(f"/conversations/{bill}", version="1.4").body["assignee"] == {"type": "admin", "id": ADA}
    assert api.get(f"/conversations/{other}").body["team_assignee_id"] == int(SUPPORT)


@pytest.mark.parametrize(("version", "kind"), [("1.4", "assignment"), ("2.7", "default_assignment")])
def test_without_a_rule_nothing_is_assigned(api: Api, ann: str, version: str, kind: str) -> None:
    """behaviour.md 1.4 (2.6): a part that assigns to nobody, and the assignee stays; changelog 2.6 has the kind."""
    number = api.simulator.add_conversation(ann, "Hi")
    reply(api, number, "assignment", assignee_id=ADA)
    api.simulator.world.conversations.rules.append((lambda _: True, Assignee("team", SUPPORT)))
    body = api.post(f"/conversations/{number}/run_assignment_rules", version=version).body
    part = body["conversation_parts"]["conversation_parts"][-1]
    assert (part["part_type"], part["assigned_to"]) == (kind, {"type": "nobody_admin", "id": None})
    assert api.get(f"/conversations/{number}", version="1.4").body["assignee"] == {"type": "admin", "id": ADA}


def test_assignment_rules_left_with_2_12(api: Api, ann: str) -> None:
    """behaviour.md 1.4: 2.12."""
    number = api.simulator.add_conversation(ann, "Hi")
    result = api.post(f"/conversations/{number}/run_assignment_rules", version="2.12")
    assert result.problem == (400, "intercom_version_invalid")


def test_conversations_go_with_their_last_customer(api: Api, ann: str) -> None:
    """A deleted contact leaves conversations, and alone ends them."""
    bob = api.contact(email="bob@b.c")["id"]
    alone, group = (api.simulator.add_conversation(bob, "Hi") for _ in range(2))
    api.post(f"/conversations/{group}/customers", {"admin_id": CIARAN, "customer": {"email": "ann@b.c"}})
    api.delete(f"/contacts/{bob}")
    assert api.get(f"/conversations/{alone}").status == 404
    assert listed(api) == [group]
    assert [each["id"] for each in api.get(f"/conversations/{group}").body["contacts"]["contacts"]] == [ann]


def test_conversations_go_over_in_a_merge(api: Api) -> None:
    """API docs: merge a lead and a user; what the lead wrote is the user's, and nobody takes part twice."""
    lead, user = api.contact(role="lead", email="a@b.c")["id"], api.contact(email="a@b.c")["id"]
    other = api.contact(email="o@b.c")["id"]
    own, group = (api.simulator.add_conversation(lead, "Hi") for _ in range(2))
    joined = api.simulator.add_conversation(other, "Hi")
    api.post(f"/conversations/{joined}/customers", {"admin_id": CIARAN, "customer": {"intercom_user_id": lead}})
    said = {"type": "user", "message_type": "comment", "intercom_user_id": lead, "body": "x"}
    api.post(f"/conversations/{own}/reply", said)
    api.post(f"/conversations/{group}/customers", {"admin_id": CIARAN, "customer": {"intercom_user_id": user}})
    counts = api.post("/contacts/merge/preview", {"from": lead, "into": user}, version="Preview").body["summary"]
    assert counts["reassignments"]["conversations"] == {"from": 3, "into": 1}
    api.post("/contacts/merge", {"from": lead, "into": user})
    for number in (own, group):
        body = api.get(f"/conversations/{number}", version="1.4").body
        assert body["customers"] == [{"type": "user", "id": user}]
        assert body["conversation_message"]["author"]["id"] == user
    (part,) = api.get(f"/conversations/{own}", version="1.4").body["conversation_parts"]["conversation_parts"]
    assert part["author"]["id"] == user
    body = api.get(f"/conversations/{joined}", version="1.4").body
    assert [each["id"] for each in body["customers"]] == [other, user]
    assert body["conversation_message"]["author"]["id"] == other
    assert set(listed(api, f"?type=user&intercom_user_id={user}")) == {own, group, joined}
