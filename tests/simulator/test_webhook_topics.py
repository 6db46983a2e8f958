"""The topics of webhooks: what is told of what happens, in which shape by version, also as the client reads it."""

from collections.abc import Callable

import pytest
from support.simulator_calls import Api
from support.webhook_inbox import ADA, Told, person
from support.webhook_scenes import (
    SCENES,
    scene_of_content,
    scene_of_conversations,
    scene_of_people,
    scene_of_tickets,
    written,
)

from intercom_async.versions import PREVIEW, Version
from intercom_async.webhooks import TOPICS as DECODED_TOPICS
from intercom_async.webhooks import decode_notification


@pytest.mark.parametrize(("scene", "expected"), SCENES, ids=[each[0].__name__ for each in SCENES])
async def test_topics(scene: Callable[[Api], None], expected: list[str]) -> None:
    """behaviour.md 7.1: each thing that happens is told under its topic, once; what changes nothing is not."""
    inbox = await Told(app_version=PREVIEW).after(scene)
    assert inbox.topics == expected
    assert len({each["id"] for each in inbox.notifications}) == len(expected)


@pytest.mark.parametrize("version", ["1.4", "2.0", "2.4", "2.5", "2.14", "2.15", "2.16", "Preview"])
async def test_the_client_reads_every_notification_of_every_version(version: str) -> None:
    """The second reading: the models of the client take each item, and its topic has a model."""
    for scene, _ in SCENES:
        inbox = await Told(app_version=Version(version)).after(scene)
        for request in inbox.requests:
            assert isinstance(request.body, bytes)
            notification = decode_notification(request.body)
            assert notification.topic in DECODED_TOPICS
            assert not isinstance(notification.item, dict)
            assert notification.item is not None


async def test_names_until_2_4() -> None:
    """behaviour.md 7.1: contact.* was user.* for users, and contact.* meant leads; other topics came later."""
    inbox = await Told(app_version=Version("2.4")).after(scene_of_people)
    assert inbox.topics == [
        "user.created", "user.email.updated", "contact.created", "contact.added_email", "contact.signed_up",
        "user.tag.created", "user.tag.deleted", "user.unsubscribed", "contact.created", "user.deleted",
    ]  # fmt: skip
    (tagging,) = inbox.items("user.tag.created")
    assert (tagging["type"], tagging["user"]["external_id"], tagging["tag"]["name"]) == ("user_tag", "u1", "vip")


async def test_shapes_of_1_x() -> None:
    """v1.md 7: users and what is deleted are told as 1.x has them."""
    inbox = await Told(app_version=Version("1.4")).after(scene_of_people)
    created, deleted = inbox.items("user.created")[0], inbox.items("user.deleted")[0]
    assert (created["type"], created["user_id"]) == ("user", "u1")
    assert deleted == {"type": "user", "id": created["id"], "user_id": "u1", "deleted": True}


async def test_a_conversation_comes_with_the_part_that_it_is_about_alone() -> None:
    """behaviour.md 7.1: only the part that caused the event; bodies are HTML until 2.14, plain text later."""
    for version, text in (("2.14", "<p>Hello <b>Ann</b></p>"), ("2.15", "Hello Ann")):
        inbox = await Told(app_version=Version(version)).after(scene_of_conversations)
        (begun,) = inbox.items("conversation.user.created")
        assert begun["conversation_parts"]["conversation_parts"] == []
        (replied,) = inbox.items("conversation.admin.replied")
        (part,) = replied["conversation_parts"]["conversation_parts"]
        assert (part["part_type"], part["body"], replied["conversation_parts"]["total_count"]) == ("comment", text, 1)
        (attached,) = inbox.items("conversation.contact.attached")
        assert attached["contact"]["external_id"] == "u2"
        assert attached["conversation"]["model"]["id"] == int(begun["id"])


async def test_instants_of_people_are_text_until_2_14() -> None:
    """behaviour.md 7.1: ISO 8601 before 2.15."""
    for version, at in (("2.14", "2023-11-14T22:13:20.000+00:00"), ("2.15", 1_700_000_000)):
        inbox = await Told(app_version=Version(version)).after(person)
        (item,) = inbox.items("contact.user.created")
        assert (item["created_at"], item["signed_up_at"]) == (at, None)


async def test_special_shapes() -> None:
    """behaviour.md 7.1: what is deleted is minimal; wrappers of tags, subscriptions, merges and tickets."""
    people = await Told().after(scene_of_people)
    one = people.items("contact.user.created")[0]["id"]
    (gone,) = people.items("contact.deleted")
    assert gone == {"type": "contact", "id": one, "external_id": "u1", "deleted": True}
    assert people.items("contact.archived") == [
        {"type": "contact", "id": one, "external_id": "u1", "archived": True}
    ]  # fmt: skip
    (merged,) = people.items("contact.merged")
    assert merged["id"] == one
    assert merged["merged_from"] == {"type": "contact", "id": people.items("contact.lead.created")[-1]["id"]}
    (left,) = people.items("contact.unsubscribed")
    assert (left["type"], left["contact"]["id"], left["subscription_types"]["data"]) == ("contact_unsubscribe", one, [])
    (left,) = people.items("granular.unsubscribe")
    assert (left["type"], left["contact"]["id"], left["subscription_types"]["data"][0]["id"]) == (
        "granular_unsubscribe", one, "1",
    )  # fmt: skip
    tickets = await Told().after(scene_of_tickets)
    (closed,), (resolved,), (noted,) = (
        tickets.items(f"ticket.{name}") for name in ("closed", "resolved", "note.created")
    )
    assert (list(closed), closed["ticket"]["type"]) == (["ticket"], "ticket")
    assert (resolved["type"], resolved["ticket_state"]["category"]) == ("ticket", "resolved")
    assert (noted["ticket"]["id"], noted["ticket_part"]["part_type"]) == (resolved["id"], "note")
    (job,) = tickets.items("job.completed")
    assert (job["status"], job["resource_type"]) == ("success", "ticket")
    content = await Told().after(scene_of_content)
    assert content.items("article.deleted") == [{"type": "article", "id": "1", "deleted": True}]


async def test_what_is_gone_by_then_is_told_as_gone_alone() -> None:
    """What happened to somebody who is deleted before anybody looks has no shape any more."""
    told = Told()

    def brief(api: Api) -> None:
        world = api.simulator.world
        one, other = person(api), person(api, external_id="u2", email="b@x.test")
        api.simulator.add_conversation(one, "Hi")
        kept = world.conversations.get(api.simulator.add_conversation(other, "Hi"))
        world.tell("conversation.joined", kept, "nobody")
        found = world.people.get(one)
        assert found is not None
        world.archive_person(found, archived=True)
        world.delete_person(found, int(api.clock.time))

    assert (await told.after(brief)).topics == [
        "contact.user.created", "contact.user.created", "conversation.user.created", "contact.deleted",
    ]  # fmt: skip


async def test_bulk_tags_and_a_tagged_conversation_without_parts() -> None:
    told = Told("contact.*", "conversation_part.*")

    def tag(api: Api) -> None:
        number = written(api)
        name = api.post("/tags", {"name": "vip", "users": [{"user_id": "u1"}]}).body["id"]
        api.post("/tags", {"name": "vip", "users": [{"user_id": "u1", "untag": True}]})
        api.post(f"/conversations/{number}/tags", {"id": name, "admin_id": ADA})

    assert (await told.after(tag)).topics == [
        "contact.user.created", "contact.user.tag.created", "contact.user.tag.deleted", "conversation_part.tag.created",
    ]  # fmt: skip
