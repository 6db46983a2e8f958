"""What causes the topics of webhooks beside what people and conversations do, and in which shape they come."""

import json

from support.simulator_calls import Api
from support.webhook_inbox import ADA, CIARAN, SUPPORT, Told, person
from support.webhook_scenes import SCENES

from intercom_async.simulator.data_connectors import executed
from intercom_async.simulator.resources.procedures import waits
from intercom_async.simulator.topics import TOPICS, UNCAUSED
from intercom_async.versions import PREVIEW, Version
from intercom_async.webhooks import decode_notification

NOW = 1_700_000_000


def scene_of_a_converted_conversation(api: Api) -> None:
    """A conversation is made a ticket, and goes on."""
    ann, bob = person(api), person(api, external_id="u2", email="bob@x.test")
    number = api.simulator.add_conversation(ann, "Broken")
    assert api.post(f"/conversations/{number}/convert", {"ticket_type_id": "1"}).status == 200
    admin = {"type": "admin", "admin_id": ADA}
    api.post(f"/conversations/{number}/reply", {**admin, "message_type": "comment", "body": "Fixed"})
    api.post(f"/conversations/{number}/customers", {"admin_id": ADA, "customer": {"intercom_user_id": bob}})
    assert [each["id"] for each in api.get(f"/tickets/{number}").body["contacts"]["contacts"]] == [ann, bob]
    api.delete(f"/conversations/{number}/customers/{bob}", body={"admin_id": ADA})
    for assignee in (ADA, SUPPORT, "0"):
        api.post(f"/conversations/{number}/parts", {**admin, "message_type": "assignment", "assignee_id": assignee})
    api.post(f"/conversations/{number}/parts", {**admin, "message_type": "close"})
    api.post(f"/conversations/{number}/parts", {**admin, "message_type": "open"})
    api.simulator.rate_conversation(number, 5)
    assert len(api.get(f"/tickets/{number}").body["contacts"]["contacts"]) == 1


CONVERTED = [
    "contact.user.created", "contact.user.created", "conversation.user.created", "ticket.created",
    "ticket.admin.replied", "ticket.contact.attached", "ticket.contact.detached", "ticket.admin.assigned",
    "ticket.team.assigned", "ticket.closed", "ticket.rating.provided",
]  # fmt: skip


async def test_what_happens_in_a_ticket_happens_in_no_conversation() -> None:
    """behaviour.md 1.4, 2.9: topics of conversations are not told of tickets; recorded: the ticket beside a contact."""
    told = Told(app_version=Version("2.16"))
    inbox = await told.after(scene_of_a_converted_conversation)
    assert inbox.topics[2:] == CONVERTED[2:]
    (attached,) = inbox.items("ticket.contact.attached")
    assert attached["ticket"] == {
        "type": "ticket", "id": 10000000001,
        "url": "https://app.intercom.com/a/apps/simulatr/conversations/10000000001",
        "custom_attributes": {
            "_default_title_": {"value": None, "type": "string"},
            "_default_description_": {"value": None, "type": "string"},
        },
        "state": "submitted", "ticket_type": "Bug Report", "ticket_type_description": "Bug Report Template",
        "ticket_type_emoji": "🎟️", "ticket_custom_state_admin_label": "Submitted",
        "ticket_custom_state_user_label": "Submitted",
    }  # fmt: skip
    assert (attached["contact"]["external_id"], sorted(attached)) == ("u2", ["contact", "ticket"])
    (assigned,) = inbox.items("ticket.team.assigned")
    assert (assigned["type"], assigned["ticket_part"]["assigned_to"]["id"]) == ("ticket_ticket_part", SUPPORT)
    world = told.api.simulator.world
    ticket = world.conversations.get("10000000001")
    assert (await told.after(lambda _: world.tell("conversation.joined", ticket, "nobody"))).topics == []
    older = await Told(app_version=Version("2.8")).after(scene_of_a_converted_conversation)
    assert "conversation.contact.attached" in older.topics
    assert "ticket.contact.attached" not in older.topics


async def test_until_2_14_a_ticket_is_told_as_closed_when_it_is_resolved() -> None:
    """behaviour.md 1.4, 2.15: ticket.closed is not ticket.resolved; recorded: the ticket is the item."""

    def scene(api: Api) -> None:
        contact = {"id": person(api)}
        number = api.post("/tickets", {"ticket_type_id": "1", "contacts": [contact]}).body["id"]
        api.put(f"/tickets/{number}", {"ticket_state_id": "4", "admin_id": ADA})
        api.put(f"/tickets/{number}", {"open": False, "admin_id": ADA})

    for version, expected in (("2.14", ["ticket.closed"]), ("2.15", ["ticket.resolved", "ticket.closed"])):
        inbox = await Told("ticket.closed", "ticket.resolved", app_version=Version(version)).after(scene)
        assert inbox.topics == expected
        item = inbox.items("ticket.closed")[0]
        assert ("ticket" in item) is (version == "2.15")
        assert item.get("ticket", item)["ticket_state"]["category"] == "resolved"


async def test_instants_of_statistics_and_articles_are_text_until_2_14() -> None:
    """behaviour.md 7.1: before 2.15 the dates of statistics are ISO 8601; recorded: those of articles too."""

    def scene(api: Api) -> None:
        api.simulator.rate_conversation(api.simulator.add_conversation(person(api), "Hi"), 4)
        api.post("/articles", {"title": "How", "author_id": CIARAN})

    for version, at in (("2.14", "2023-11-14T22:13:20.000Z"), ("2.15", NOW)):
        inbox = await Told("conversation.*", "article.*", app_version=Version(version)).after(scene)
        (rated,), (article,) = inbox.items("conversation.rating.added"), inbox.items("article.created")
        assert rated["statistics"]["last_contact_reply_at"] in {at, None}
        assert (rated["statistics"]["first_contact_reply_at"], article["created_at"]) == (at, at)
        assert rated["created_at"] == NOW


async def test_a_contact_of_a_conversation_is_told_as_it_is_stored() -> None:
    """Recorded: ids as numbers, instants as text, and the part that tells of it."""

    def scene(api: Api) -> None:
        number = api.simulator.add_conversation(person(api), "Hi")
        bob = person(api, external_id="u2", email="bob@x.test")
        api.post(f"/conversations/{number}/customers", {"admin_id": ADA, "customer": {"intercom_user_id": bob}})

    inbox = await Told("conversation.contact.attached").after(scene)
    (item,) = inbox.items("conversation.contact.attached")
    conversation = item["conversation"]
    assert (sorted(item), item["contact"]["external_id"]) == (["contact", "conversation"], "u2")
    assert conversation["options"] == {"expand_for_notification": True}
    assert (conversation["model"]["id"], conversation["model"]["created_at"]) == (
        10000000001, "2023-11-14T22:13:20.000Z",
    )  # fmt: skip
    assert [each["conversation_id"] for each in conversation["parts"]] == [10000000001]


def scene_of_leads(api: Api) -> None:
    """A lead is tagged, and no more."""
    lead, tag = api.contact(role="lead")["id"], api.post("/tags", {"name": "vip"}).body["id"]
    api.post(f"/contacts/{lead}/tags", {"id": tag})
    api.delete(f"/contacts/{lead}/tags/{tag}")


def scene_of_calls(api: Api) -> None:
    """One call with nothing kept of it, one with everything."""
    ann = person(api)
    api.simulator.add_call(ann)
    api.simulator.add_call(ann, recording=b"RIFF", transcript=[("User", "Hi")])


CALLS = [
    "contact.user.created", "call.started", "call.ended", "call.started", "call.ended", "call.recording_available",
    "call.transcription_available",
]  # fmt: skip


async def test_a_phone_call_is_told_when_it_begins_and_ends() -> None:
    """behaviour.md 7.1: call.*; the call is as the API shows it, without what is not known while it goes on."""
    for version, duration in ((PREVIEW, 90), (Version("2.14"), None)):
        inbox = await Told(app_version=version).after(scene_of_calls)
        assert inbox.topics == CALLS
        started, ended = inbox.items("call.started")[1], inbox.items("call.ended")[1]
        assert (started["state"], started["ended_at"], started["recording_url"]) == ("initiated", None, None)
        assert (started["id"], ended["state"], ended.get("duration")) == (ended["id"], "completed", duration)


def scene_of_audiences(api: Api) -> None:
    """Content of all kinds comes to audiences, and leaves them."""
    one, two = (api.post("/audiences", {"name": name}).body["id"] for name in ("One", "Two"))
    article = {"title": "How", "author_id": CIARAN, "audience_ids": [one]}
    made = api.post("/articles", article).body["id"]
    api.put(f"/articles/{made}", {"audience_ids": [two]})
    api.put(f"/articles/{made}", {"title": "How to"})
    snippet = api.post("/content_snippets", {"title": "S", "body_markdown": "x", "audience_ids": [one]}).body["id"]
    api.put(f"/content_snippets/{snippet}", {"audience_ids": []})
    internal = {"title": "I", "author_id": CIARAN, "owner_id": CIARAN, "audience_ids": [two]}
    api.post("/internal_articles", internal)
    source = {"sync_behavior": "api", "url": "https://docs.example.test"}
    made = api.post("/ai/content_import_sources", {**source, "audience_ids": [one]}).body["id"]
    page = {"title": "P", "html": "x", "locale": "en", "source_id": made, "external_id": "1"}
    api.post("/ai/external_pages", page)
    everywhere = {"audience_ids": [two], "apply_audience_to_existing_content": True}
    api.put(f"/ai/content_import_sources/{made}", {**source, **everywhere})
    ids = [{"type": "external_content", "id": "1"}]
    action = {"content_ids": ids, "action": "set_audience", "audience": {"remove_all": True}}
    assert api.post("/content/bulk_actions", action).status == 202
    assert api.delete("/internal_articles/1").status == 200  # of which no topic tells


async def test_content_comes_to_audiences_and_leaves_them() -> None:
    """behaviour.md 7.1: audience.*, of Preview alone; documented: the member is content, not a person."""
    told = Told("audience.member_*", app_version=PREVIEW)
    inbox = await told.after(scene_of_audiences)
    found = [
        (each["topic"].rpartition("_")[2], item["audience_id"], *item["content"].values())
        for each in inbox.notifications
        for item in [each["data"]["item"]]
    ]
    assert found == [
        ("added", "1", "article_content", "1"), ("added", "2", "article_content", "1"),
        ("removed", "1", "article_content", "1"), ("added", "1", "content_snippet", "1"),
        ("removed", "1", "content_snippet", "1"), ("added", "2", "internal_article", "1"),
        ("added", "1", "external_content", "1"), ("added", "2", "external_content", "1"),
        ("removed", "1", "external_content", "1"), ("removed", "2", "external_content", "1"),
    ]  # fmt: skip
    assert (await Told("audience.*", "content_import_source.*").after(scene_of_audiences)).topics == []


async def test_an_article_is_told_when_its_time_has_come() -> None:
    """behaviour.md 7.1: article.published, article.unpublished; of schedules and bulk actions too."""
    told = Told("article.*")
    article = {"title": "How", "author_id": CIARAN, "scheduled_publish_at": "2023-11-14T22:14:20Z"}
    inbox = await told.after(lambda api: api.post("/articles", article))
    assert inbox.topics == ["article.created"]
    told.api.clock.time += 60
    assert (await told.after(lambda _: None)).topics == ["article.published"]
    later = {"scheduled_unpublish_at": "2023-11-14T22:15:20Z"}
    assert (await told.after(lambda api: api.put("/articles/1", later))).topics == ["article.updated"]
    told.api.clock.time += 60
    assert (await told.after(lambda api: api.get("/articles/1"))).topics == ["article.unpublished"]

    def in_bulk(api: Api) -> None:
        for action in ("publish", "unpublish", "delete"):
            sent = {"action": action, "content_ids": [{"type": "article_content", "id": "1"}]}
            assert api.post("/content/bulk_actions", sent).status == 202

    assert (await told.after(in_bulk)).topics == ["article.published", "article.unpublished", "article.deleted"]


def scene_of_the_platform(api: Api) -> None:
    """A data connector does its work twice, and a procedure asks."""
    world = api.simulator.world
    api.post("/data_connectors", {"name": "Orders", "http_method": "get", "url": "https://x.test"})
    executed(world, "1", at=NOW)
    executed(world, "1", at=NOW, status=None, error_type="faraday_error")
    number = api.simulator.add_conversation(person(api), "Hi")
    for body in ({"message_type": "note", "body": "x"}, {"message_type": "comment", "body": "<p>Hm</p>"}):
        api.post(f"/conversations/{number}/reply", {"type": "admin", "admin_id": ADA, **body})
    waits(world, number, "approved", at=NOW)
    say = {"type": "admin", "admin_id": ADA, "message_type": "assignment", "assignee_id": SUPPORT}
    api.post(f"/conversations/{number}/parts", say)
    waits(world, number, "approved", at=NOW)
    waits(world, "99", "approved", at=NOW)


async def test_data_connectors_and_procedures_tell_of_themselves() -> None:
    """behaviour.md 7.1: data_connector.execution.completed, procedure.hitl_notification.created; documented shapes."""
    inbox = await Told("data_connector.*", "procedure.*", app_version=PREVIEW).after(scene_of_the_platform)
    good, bad = inbox.items("data_connector.execution.completed")
    assert (good["action_id"], good["action_name"], good["http_status"], good["success"]) == ("1", "Orders", 200, True)
    assert (bad["http_status"], bad["success"], bad["error_type"], bad["completed_at"]) == (
        0, False, "faraday_error", "2023-11-14T22:13:20.000Z",
    )  # fmt: skip
    first, second = inbox.items("procedure.hitl_notification.created")
    assert (first["assign_to"], second["assign_to"]) == (
        {"type": "admin", "id": ADA, "name": "Ada Byrne"}, {"type": "team", "id": SUPPORT, "name": "Support"},
    )  # fmt: skip
    assert [each["body"] for each in first["recent_messages"]] == ["Hm"]
    assert first["callback_url"].endswith("/procedures/10000000001/collect_agent_input")
    assert [each["identifier"] for each in first["attributes_to_collect"]] == ["approved"]
    assert first["expires_at"] == NOW + 86_400
    assert (await Told("procedure.*").after(scene_of_the_platform)).topics == []


async def test_a_teammate_is_told_in_the_recorded_shape() -> None:
    """behaviour.md 7.1: admin.away_mode_updated and admin.activity_log_event.created."""

    def scene(api: Api) -> None:
        for reason in (1, None):
            away = {"away_mode_enabled": True, "away_mode_reassign": False, "away_status_reason_id": reason}
            assert api.put(f"/admins/{ADA}/away", away).status == 200

    inbox = await Told("admin.*").after(scene)
    first, second = inbox.items("admin.away_mode_updated")
    assert (first["id"], first["away_status_reason"], second["away_status_reason"]) == (int(ADA), "☕ On a break", "")
    assert (first["job_title"], first["has_inbox_seat"], first["team_ids"]) == (None, True, [int(SUPPORT)])
    (logged,) = inbox.items("admin.activity_log_event.created")
    assert (logged["type"], logged["activity_type"]) == ("admin_activity_log_event", "admin_away_mode_change")
    assert logged["performed_by"]["email"] == "ada@example.com"


async def test_calls_of_the_api_are_told_to_those_who_name_the_topic() -> None:
    """behaviour.md 7.1: api.request.completed; documented: of those that were answered with success."""

    def scene(api: Api) -> None:
        api.get("/admins?x=1", User_Agent="curl/8")
        api.get("/nowhere")
        api.get("/me", token="wrong")

    assert (await Told().after(scene)).topics == []
    told = Told("api.*")
    inbox = await told.after(scene)
    (item,) = inbox.items("api.request.completed")
    assert item["request"] == {
        "method": "GET", "path": "/admins", "ip_address": "127.0.0.1", "user_agent": "curl/8"
    }  # fmt: skip
    assert (item["response"], item["admin"]["id"], item["timestamp"]) == ({"status": 200}, CIARAN, NOW)
    entry = next(iter(told.api.simulator.log()))
    assert item["request_id"] == entry.request_id
    assert sorted(item["authentication"]) == ["app_package_code", "method", "oauth_client_id", "token_id"]


MORE = (scene_of_a_converted_conversation, scene_of_leads, scene_of_calls, scene_of_audiences, scene_of_the_platform)


async def test_every_topic_is_caused_or_has_a_reason_why_not() -> None:
    """behaviour.md 7.1: the list of topics; each that comes is read by the client."""
    caused = {"ping"}
    for version in (PREVIEW, Version("2.4")):
        for scene in (*(each for each, _ in SCENES), *MORE):
            inbox = await Told("*", "api.request.completed", app_version=version).after(scene)
            caused |= set(inbox.topics)
            for each in inbox.notifications:
                assert not isinstance(decode_notification(json.dumps(each)).item, dict), each["topic"]
    assert caused <= TOPICS
    prefixes = tuple(pattern.removesuffix("*") for pattern in UNCAUSED)
    assert {topic for topic in TOPICS - caused if not topic.startswith(prefixes)} == set()
    assert not any(topic.startswith(prefixes) for topic in caused)
