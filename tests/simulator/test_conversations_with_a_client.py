"""The life of a conversation through the client's methods, in every version, against the simulator."""

from typing import Any

import pytest
from support.paging_clients import client, simulated
from support.spec_files import leftovers
from support.virtual_time import run

from intercom_async import Intercom
from intercom_async.errors import NotFoundError, PermissionDeniedError
from intercom_async.models.attachments import AttachmentFile
from intercom_async.models.common import Model
from intercom_async.models.conversations import Conversation, ConversationChanges
from intercom_async.models.messages import AdminMessage, Correspondent, UserMessage
from intercom_async.models.replies import AdminReply, ContactReply, Customer
from intercom_async.simulator import Simulator
from intercom_async.versions import V2_0, V2_3, V2_6, V2_11, Version

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"
ALL = [*(f"1.{minor}" for minor in range(5)), *(f"2.{minor}" for minor in range(17)), "Preview"]
WHO = Customer(user_id="u0")


def checked(value: Any) -> Any:
    """Return *value* when the models have a field for everything in it."""
    assert isinstance(value, Model)
    assert list(leftovers(value)) == []
    return value


def state(conversation: Conversation) -> tuple[str | None, bool | None]:
    return checked(conversation).state, conversation.open


def kinds(conversation: Conversation) -> list[str | None]:
    parts = conversation.conversation_parts
    assert parts is not None
    return [part.part_type for part in parts.conversation_parts or ()]


async def begun(intercom: Intercom, version: Version) -> str:
    """Let the user write, and return the id of the conversation."""
    written = UserMessage(sender=Correspondent(type="user", user_id="u0"), body="Hi")
    message = checked(await intercom.messages.create(written))
    listing = intercom.conversations.filter(user_id="u0") if version < V2_0 else intercom.conversations.list()
    (conversation,) = await listing.collect()
    began = checked(conversation).conversation_message or conversation.source
    assert began.id == message.id
    assert conversation.conversation_parts is None
    assert message.conversation_id == (conversation.id if version >= V2_0 else None)
    return conversation.id


async def answered(intercom: Intercom, number: str) -> None:
    """Let both sides talk."""
    conversations = intercom.conversations
    conversation = checked(await conversations.reply(number, AdminReply(admin_id=CIARAN, body="Yes?")))
    assert (conversation.waiting_since, conversation.read) == (None, False)
    assert (await conversations.mark_as_read(number)).read is True
    await conversations.reply(number, AdminReply(admin_id=CIARAN, message_type="note", body="Hm"))
    urls = ["https://x.test/a.jpg"]
    conversation = await conversations.reply_to_last(ContactReply(user_id="u0", body="Look", attachment_urls=urls))
    assert conversation.waiting_since is not None
    conversation = checked(await conversations.reply_to_last(AdminReply(admin_id=ADA, body="Nice"), customer=WHO))
    assert kinds(conversation) == ["comment", "note", "comment", "comment"]
    assert [file.name for file in conversation.conversation_parts.conversation_parts[2].attachments] == ["a.jpg"]


async def managed(intercom: Intercom, number: str, clock: Any) -> None:
    """Close, open, assign and snooze, and wait until the snooze ends."""
    conversations = intercom.conversations
    assert state(await conversations.close(number, admin_id=CIARAN, body="Bye")) == ("closed", False)
    assert state(await conversations.open(number, admin_id=CIARAN)) == ("open", True)
    await conversations.assign(number, admin_id=CIARAN, assignee_id=ADA)
    conversation = checked(await conversations.assign(number, admin_id=CIARAN, assignee_id=0, body="Mine not"))
    assert conversation.admin_assignee_id in {None, "0"}
    await conversations.assign(number, admin_id=CIARAN, assignee_id=SUPPORT, assignee_type="team")
    until = int(clock.now()) + 60
    conversation = await conversations.snooze(number, admin_id=CIARAN, snoozed_until=until)
    assert state(conversation) == ("snoozed", True)
    assert conversation.snoozed_until.timestamp() == until
    await clock.sleep(61)
    conversation = await conversations.retrieve(number)
    assert (state(conversation), kinds(conversation)[-1]) == (("open", True), "timer_unsnooze")


async def grown(intercom: Intercom, number: str) -> None:
    """Add somebody and remove them again."""
    conversations = intercom.conversations
    everybody = checked(await conversations.attach_contact(number, Customer(email="lee@b.test"), admin_id=CIARAN))
    assert [each.type for each in everybody.customers] == ["user", "lead"]
    rest = checked(await conversations.detach_contact(number, everybody.customers[1].id, admin_id=CIARAN))
    assert rest.customers == everybody.customers[:1]


@pytest.mark.parametrize("text", ALL)
def test_the_life_of_a_conversation(text: str) -> None:
    """Every method does what it says, and the models know everything in the answers."""
    version = Version(text)

    async def main() -> None:
        transport = simulated(1)
        intercom = client(transport, version=text, drift="all")
        number = await begun(intercom, version)
        await answered(intercom, number)
        await managed(intercom, number, transport.simulator.clock)
        await grown(intercom, number)
        transport.simulator.rate_conversation(number, 5, "Quick")
        transport.simulator.tag_conversation(number, "VIP")
        conversation = checked(await intercom.conversations.retrieve(number, display_as="plaintext"))
        assert conversation.conversation_rating.rating == 5
        assert [tag.name for tag in conversation.tags.tags] == ["VIP"]
        if version >= V2_3:
            changes = ConversationChanges(read=True, custom_attributes={"issue_type": "Billing"})
            conversation = checked(await intercom.conversations.update(number, changes))
            assert conversation.custom_attributes == {"issue_type": "Billing"}
        if version <= V2_11:
            checked(await intercom.conversations.run_assignment_rules(number))
        assert intercom.drift.report() == []

    run(main())


@pytest.mark.parametrize("text", ALL)
def test_a_message_of_a_teammate(text: str) -> None:
    """It is in the user's conversations at once in 1.x, and after the answer in 2.x."""
    version = Version(text)

    async def main() -> None:
        intercom = client(simulated(1), version=text, drift="all")
        to = Correspondent(type="user", user_id="u0")
        sent = AdminMessage(admin_id=CIARAN, to=to, message_type="email", subject="Hey", body="Look", template="plain")
        message = checked(await intercom.messages.create(sent))
        assert (message.subject, message.owner.id, message.conversation_id) == ("Hey", CIARAN, None)
        assert len(await intercom.conversations.list().collect()) == (1 if version < V2_0 else 0)
        conversation = checked(await intercom.conversations.reply_to_last(ContactReply(user_id="u0", body="Nice")))
        assert (conversation.conversation_message or conversation.source).id == message.id
        assert [each.id for each in await intercom.conversations.list().collect()] == [conversation.id]
        assert intercom.drift.report() == []

    run(main())


@pytest.mark.parametrize("text", ["1.0", "1.4", "2.5", "2.6", "2.16"])
def test_every_page_of_many(text: str) -> None:
    """Lists go on by number and, from 2.6 on, by cursor; filters and sorting do what they say in 1.x."""
    version = Version(text)

    async def main() -> None:
        transport = simulated(1)
        simulator = transport.simulator
        numbers = _many(simulator, 50)
        intercom = client(transport, version=text)
        found = [each.id for each in await intercom.conversations.list().collect()]
        assert found == numbers[::-1]
        assert len(transport.requests) == (1 if version >= V2_6 else 3)
        if version < V2_6:
            listing = intercom.conversations.list(sort="created_at", order="asc", per_page=7)
            assert [each.id for each in await listing.collect()] == numbers
        if version < V2_0:
            listing = intercom.conversations.filter(user_id="u0", sort="created_at", order="asc", per_page=7)
            assert [each.id for each in await listing.collect()] == numbers
            assert await intercom.conversations.filter(admin_id=ADA).collect() == []
            nobodys = await intercom.conversations.filter(admin_id="nobody", open=True).collect()
            assert len(nobodys) == 50

    run(main())


def _many(simulator: Simulator, count: int) -> list[str]:
    person = next(iter(simulator.world.people.in_order("id"))).id
    return [simulator.add_conversation(person, "Hi") for _ in range(count)]


def test_counts() -> None:
    """Each count of 1.x, from what the workspace holds."""

    async def main() -> None:
        transport = simulated(3)
        numbers = _many(transport.simulator, 3)
        intercom = client(transport, version="1.4", drift="all")
        await intercom.conversations.close(numbers[0], admin_id=CIARAN)
        await intercom.conversations.assign(numbers[1], admin_id=CIARAN, assignee_id=ADA)
        transport.simulator.world.tags.create("VIP")
        workspace = checked(await intercom.counts.retrieve())
        assert (workspace.user.count, workspace.lead.count, workspace.tag.count) == (3, 0, 1)
        states = checked(await intercom.counts.retrieve_conversations()).conversation
        assert (states.open, states.closed, states.assigned, states.unassigned) == (2, 1, 1, 1)
        admins = await intercom.counts.list_conversations_by_admin().collect()
        assert [(each.name, each.open, each.closed) for each in admins] == [("Ciaran Lee", 0, 0), ("Ada Byrne", 1, 0)]
        segments = await intercom.counts.list_users_by_segment().collect()
        assert {each.name: each.count for each in segments} == {"Active": 0, "New": 3}
        for listing in (intercom.counts.list_users_by_tag(), intercom.counts.list_companies_by_tag(per_page=1)):
            assert [(each.name, each.count) for each in await listing.collect()] == [("VIP", 0)]
        assert await intercom.counts.list_users_by_company().collect() == []
        assert [each.name for each in await intercom.counts.list_companies_by_segment().collect()] == [
            "Active companies"
        ]

    run(main())


def test_every_page_of_the_companies_by_tag() -> None:
    """Their pages are nested twice, and end all the same."""

    async def main() -> None:
        transport = simulated()
        names = [f"tag {number}" for number in range(7)]
        for name in names:
            transport.simulator.world.tags.create(name)
        intercom = client(transport, version="1.4")
        listing = intercom.counts.list_companies_by_tag(per_page=2)
        assert [each.name for each in await listing.collect()] == names
        assert len(transport.requests) == 4

    run(main())


def test_refusals_are_the_documented_errors() -> None:
    """A seat of the inbox, a teammate who is not there, a conversation that is not."""

    async def main() -> None:
        transport = simulated(1)
        (number,) = _many(transport.simulator, 1)
        intercom = client(transport, version="1.4")
        for call in (
            intercom.conversations.retrieve("1"),
            intercom.conversations.close(number, admin_id=1),
            intercom.conversations.reply(number, ContactReply(user_id="u9", body="x")),
        ):
            with pytest.raises(NotFoundError):
                await call
        transport.simulator.world.admins[0].inbox_seat = False
        with pytest.raises(PermissionDeniedError, match="Inbox access") as caught:
            await intercom.conversations.close(number, admin_id=CIARAN)
        assert caught.value.code == "action_forbidden"
        file = AttachmentFile(name="a.txt", content_type="text/plain", data="aGk=")
        reply = ContactReply(user_id="u0", body="x", attachment_files=[file])
        conversation = await client(transport, version="2.16").conversations.reply(number, reply)
        assert [each.filesize for each in conversation.conversation_parts.conversation_parts[0].attachments] == [2]

    run(main())
