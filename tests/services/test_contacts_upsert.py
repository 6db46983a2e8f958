"""Upserts: one contact for one identity, whoever else writes, whatever gets lost, and whether it is new."""

import asyncio
from typing import Any

import pytest
from support.paging_clients import Counted, client, in_virtual_time, scripted, simulated
from support.simulator_calls import request
from support.virtual_time import run

from intercom_async import (
    ConflictError,
    ContactConflictError,
    Intercom,
    NotFoundError,
    OutcomeUnknownError,
    ServerError,
)
from intercom_async.errors import ConnectionFailedError, ConnectionLostError
from intercom_async.models.contacts import ContactChanges, Upserted
from intercom_async.simulator import Fault
from intercom_async.transports.memory import json_response

ADA = ContactChanges(external_id="a", email="ada@example.com", name="Ada")


def asked(transport: Counted) -> list[str]:
    return [
        f"{each.method} {each.path.rpartition('/')[2] if each.method == 'POST' else ''}".strip()
        for each in transport.wire
    ]


async def there(c: Intercom, *, archived: bool = False) -> str:
    """Make Ada with another name; return her id."""
    contact = await c.contacts.create(ContactChanges(external_id="a", email="ada@example.com", name="before"))
    if archived:
        await c.contacts.archive(contact.id)
    return contact.id


def people(transport: Counted) -> int:
    return len(transport.simulator.world.people)


@in_virtual_time
async def test_somebody_new_is_created() -> None:
    transport = simulated()
    done = await client(transport).contacts.upsert(ADA)
    assert (done.created, done.contact.name, asked(transport)) == (True, "Ada", ["POST contacts"])


@in_virtual_time
async def test_somebody_who_exists_is_updated() -> None:
    transport = simulated()
    c = client(transport)
    contact_id = await there(c)
    done = await c.contacts.upsert(ADA)
    assert (done.created, done.contact.id, done.contact.name) == (False, contact_id, "Ada")
    assert asked(transport)[1:] == ["POST contacts", "PUT"]
    assert transport.wire[2].body == transport.wire[1].body


@pytest.mark.parametrize(
    ("policy", "calls", "created"),
    [
        ("unarchive", ["POST contacts", "POST unarchive", "PUT"], False),
        ("recreate", ["POST contacts", "DELETE", "POST contacts"], True),
    ],
)
def test_an_archived_one_is_handled_as_told(policy: Any, calls: list[str], created: bool) -> None:
    async def main() -> None:
        transport = simulated()
        c = client(transport)
        contact_id = await there(c, archived=True)
        done = await c.contacts.upsert(ADA, archived=policy)
        assert asked(transport)[2:] == calls
        assert (done.created, done.contact.name, done.contact.id == contact_id) == (created, "Ada", not created)
        assert people(transport) == 1
        assert (await c.contacts.retrieve(done.contact.id)).name == "Ada"

    run(main())


@in_virtual_time
async def test_an_archived_one_is_an_error_unless_told_otherwise() -> None:
    transport = simulated()
    c = client(transport)
    contact_id = await there(c, archived=True)
    with pytest.raises(ContactConflictError) as caught:
        await c.contacts.upsert(ADA)
    assert (caught.value.contact_id, caught.value.archived) == (contact_id, True)
    assert asked(transport)[2:] == ["POST contacts"]


@in_virtual_time
async def test_an_unknown_policy_is_refused_before_anything_is_sent() -> None:
    transport = simulated()
    with pytest.raises(ValueError, match="archived must be 'fail', 'unarchive' or 'recreate', not 'ignore'"):
        await client(transport).contacts.upsert(ADA, archived="ignore")
    assert transport.requests == []


@in_virtual_time
async def test_a_conflict_that_names_nobody_is_raised() -> None:
    conflict = json_response(409, {"errors": [{"code": "conflict", "message": "somebody has it"}]})
    transport = scripted(lambda _: conflict)
    with pytest.raises(ConflictError):
        await client(transport).contacts.upsert(ADA)
    assert len(transport.requests) == 1


@pytest.mark.parametrize(("policy", "archived"), [("fail", False), ("recreate", True), ("unarchive", True)])
def test_one_who_is_deleted_meanwhile_is_created_after_all(policy: Any, archived: bool) -> None:
    async def main() -> None:
        transport = simulated()
        c = client(transport)
        contact_id = await there(c, archived=archived)

        def delete(sent: Any) -> None:
            if contact_id in sent.url and transport.simulator.world.people.get(contact_id):
                transport.simulator.handle(request("DELETE", f"/contacts/{contact_id}"))

        transport.before = delete
        done = await c.contacts.upsert(ADA, archived=policy)
        assert (done.created, people(transport)) == (True, 1)
        assert asked(transport).count("POST contacts") == 3

    run(main())


@pytest.mark.parametrize("policy", ["recreate", "unarchive"])
def test_a_server_that_keeps_naming_one_who_is_gone_is_not_asked_for_ever(policy: Any) -> None:
    async def main() -> None:
        message = "An archived contact matching those details already exists with id=abc"
        answers = {"/contacts": json_response(409, {"errors": [{"code": "conflict", "message": message}]})}
        transport = scripted(lambda wire: answers.get(wire.path, json_response(404, {})))
        with pytest.raises(ContactConflictError):
            await client(transport).contacts.upsert(ADA, archived=policy)
        assert len(transport.requests) == 3

    run(main())


@in_virtual_time
async def test_two_archived_ones_in_the_way_are_both_removed() -> None:
    """One has the external id, another the e-mail."""
    transport = simulated()
    c = client(transport)
    for changes in (ContactChanges(external_id="a"), ContactChanges(email="ada@example.com")):
        await c.contacts.archive((await c.contacts.create(changes)).id)
    done = await c.contacts.upsert(ADA, archived="recreate")
    assert (done.created, people(transport)) == (True, 1)


@in_virtual_time
async def test_an_identity_of_two_is_an_error() -> None:
    """The one with the external id cannot take the e-mail of another."""
    c = client(simulated())
    await c.contacts.create(ContactChanges(external_id="a"))
    await c.contacts.create(ContactChanges(email="ada@example.com"))
    with pytest.raises(ContactConflictError):
        await c.contacts.upsert(ADA)


LOST = [
    Fault(kind="drop", operation="contacts.create", times=1, handled=True),
    Fault(kind="status", status=500, operation="contacts.create", times=1, handled=True),
    Fault(kind="truncate", operation="contacts.create", times=1),
]


@pytest.mark.parametrize("fault", LOST, ids=["no answer", "500", "truncated"])
def test_the_one_whom_a_lost_try_made_counts_as_created(fault: Fault) -> None:
    """The second try meets what the first left behind."""

    async def main() -> None:
        transport = simulated(latency=1.0, faults=[fault])
        done = await client(transport).contacts.upsert(ADA)
        assert (done.created, people(transport)) == (True, 1)
        assert asked(transport) == ["POST contacts", "POST contacts", "PUT"]

    run(main())


@pytest.mark.parametrize("fault", LOST, ids=["no answer", "500", "truncated"])
def test_one_who_was_there_before_counts_as_updated_whatever_is_lost(fault: Fault) -> None:
    """Whoever is older than the lost try was not made by it."""

    async def main() -> None:
        transport = simulated(latency=1.0)
        c = client(transport)
        await there(c)
        await asyncio.sleep(30)
        transport.simulator.faults.replace([fault])
        assert (await c.contacts.upsert(ADA)).created is False

    run(main())


@pytest.mark.parametrize(
    ("lost", "created"),
    [(ConnectionLostError("gone"), True), (ConnectionFailedError("refused"), False), (json_response(429, {}), False)],
)
def test_only_a_try_that_left_can_have_created(lost: Any, created: bool) -> None:
    """Without a date in the answers, that alone decides."""

    async def main() -> None:
        message = "A contact matching those details already exists with id=abc"
        conflict = json_response(409, {"errors": [{"code": "conflict", "message": message}]})
        answers = iter([lost, conflict, json_response(200, {"type": "contact", "id": "abc"})])

        def answer(_: object) -> Any:
            value = next(answers)
            if isinstance(value, Exception):
                raise value
            return value

        done = await client(scripted(answer)).contacts.upsert(ADA)
        assert done.created is created

    run(main())


@in_virtual_time
async def test_a_lead_without_identity_is_sent_once() -> None:
    """Nothing could tell whether it was created: the caller has to look."""
    transport = simulated(faults=[Fault(kind="drop", operation="contacts.create", handled=True)])
    with pytest.raises(OutcomeUnknownError) as caught:
        await client(transport).contacts.upsert(ContactChanges(role="lead", name="Somebody"))
    assert caught.value.request.operation.name == "contacts.create"
    assert (len(transport.requests), people(transport)) == (1, 1)


@in_virtual_time
async def test_a_lead_without_identity_is_always_new() -> None:
    transport = simulated()
    c = client(transport)
    lead = ContactChanges(role="lead", email="same@example.com")
    assert [(await c.contacts.upsert(lead)).created for _ in range(2)] == [True, True]
    assert people(transport) == 2


@in_virtual_time
async def test_upserts_of_one_identity_at_once_make_one_contact() -> None:
    transport = simulated(latency=1.0)
    c = client(transport)
    done = await asyncio.gather(*(c.contacts.upsert(ADA) for _ in range(20)))
    assert sorted(each.created for each in done) == [False] * 19 + [True]
    assert len({each.contact.id for each in done}) == people(transport) == 1


@in_virtual_time
async def test_errors_that_are_no_conflict_pass() -> None:
    transport = simulated(faults=[Fault(kind="status", status=500, operation="contacts.update")])
    c = client(transport)
    await there(c)
    with pytest.raises(ServerError):
        await c.contacts.upsert(ADA)


@in_virtual_time
async def test_the_result_shows_no_personal_data() -> None:
    done = await client(simulated()).contacts.upsert(ADA)
    assert isinstance(done, Upserted)
    assert "ada" not in repr(done).lower()


@in_virtual_time
async def test_a_deleted_contact_is_not_found_and_deleting_twice_says_so() -> None:
    c = client(simulated())
    contact_id = await there(c)
    assert (await c.contacts.delete(contact_id)).deleted is True
    with pytest.raises(NotFoundError):
        await c.contacts.retrieve(contact_id)
    with pytest.raises(NotFoundError):
        await c.contacts.delete(contact_id)


@in_virtual_time
async def test_archiving_hides_and_unarchiving_brings_back() -> None:
    c = client(simulated())
    contact_id = await there(c)
    assert (await c.contacts.archive(contact_id)).archived is True
    assert await c.contacts.list().collect() == []
    assert (await c.contacts.unarchive(contact_id)).archived is False
    assert [each.id async for each in c.contacts.list()] == [contact_id]


@in_virtual_time
async def test_a_deletion_whose_answer_was_lost_is_done() -> None:
    transport = simulated()
    c = client(transport)
    contact_id = await there(c)
    transport.simulator.faults.replace([Fault(kind="drop", operation="contacts.delete", times=1, handled=True)])
    status = await c.contacts.delete(contact_id)
    assert (status.id, status.deleted) == (contact_id, True)
