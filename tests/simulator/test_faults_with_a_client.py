"""What the client makes of every fault: nothing lost, nothing doubled, and which error its user sees."""

from typing import Any, Final

import attrs
import pytest

from intercom_async import Intercom, to_dict
from intercom_async.errors import (
    DecodeError,
    IntercomError,
    OutcomeUnknownError,
    RateLimitError,
    ReadTimeoutError,
    ServerError,
    TransportError,
)
from intercom_async.models.contacts import Contact, ContactChanges
from intercom_async.retry import RetryPolicy, exponential
from intercom_async.simulator import Fault, FaultKind, Simulator, SimulatorTransport
from intercom_async.simulator.server import serve
from intercom_async.simulator.virtual_clock import VirtualClock

START: Final = 1_700_000_000.0
#: Tries again without waiting.
AT_ONCE: Final = RetryPolicy(waits=exponential(0.001, 0.001))
EMAILS: Final = frozenset(f"{number}@b.c" for number in range(45))


@attrs.frozen
class Case:
    """One fault, and what the client makes of it in a call that may be repeated and in one that may not."""

    fault: Fault
    #: Calls that a reading takes until it has its answer, and its error where no try can help.
    reads: int = 2
    read_error: type[IntercomError] | None = None
    #: What a note that may not be written twice ends as; None for a note.
    write_error: type[IntercomError] | None = None
    #: How many calls writing it takes, and how many notes there are then.
    writes: int = 1
    notes: int = 1


def failing(kind: str, **fields: Any) -> Fault:
    return Fault(kind=kind, times=1, path="/contacts/*", **fields)


SERVER: Final = [
    Case(failing("status", status=status, body=body, handled=handled), write_error=ServerError, notes=int(handled))
    for status in (500, 502, 503, 504)
    for body, handled in (("json", False), ("html", True), ("empty", False))
]
LOST: Final = [
    Case(failing("drop"), write_error=OutcomeUnknownError, notes=0),
    Case(failing("drop", handled=True), write_error=OutcomeUnknownError),
    Case(failing("reset"), write_error=OutcomeUnknownError),
    Case(failing("truncate"), write_error=OutcomeUnknownError),
    Case(failing("delay", seconds=120), write_error=OutcomeUnknownError),
    Case(failing("slow_body", seconds=3600), write_error=OutcomeUnknownError),
]
REFUSED: Final = [
    Case(failing("rate_limited"), writes=2),
    Case(failing("rate_limited", retry_after=7), writes=2),
]
SPOILT: Final = [
    Case(failing("malformed"), reads=1, read_error=DecodeError, write_error=DecodeError),
    Case(failing("empty"), reads=1, read_error=DecodeError, write_error=DecodeError),
]
HARMLESS: Final = [
    Case(fault, reads=1)
    for fault in (
        failing("nulls"),
        failing("unknown_fields"),
        failing("unknown_values"),
        failing("delay", seconds=5),
        failing("slow_body", seconds=5),
        failing("no_rate_headers"),
        failing("duplicate_rate_headers"),
        failing("skewed_clock", seconds=-3600),
        failing("skewed_clock", seconds=3600),
        failing("skewed_date", seconds=-3600),
        failing("skewed_date", seconds=3600),
        Fault(kind="foreign_calls", calls=100),
    )
]
CASES: Final = [*SERVER, *LOST, *REFUSED, *SPOILT, *HARMLESS]


def named(value: object) -> str | None:
    if not isinstance(value, Case):
        return None
    fault = value.fault
    words = (
        (fault.kind.value, fault.status, fault.body, fault.handled) if fault.kind == "status" else (fault.kind.value,)
    )
    return "-".join(map(str, (*words, fault.seconds)))


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(clock=VirtualClock(now=START), seed=7)


def client(simulator: Simulator, **settings: Any) -> Intercom:
    return Intercom("test-token", transport=SimulatorTransport(simulator), clock=simulator.clock, **settings)


@pytest.fixture
def intercom(simulator: Simulator) -> Intercom:
    return client(simulator)


async def person(intercom: Intercom) -> Contact:
    return await intercom.contacts.create(ContactChanges(email="ada@example.org", name="Ada"))


def test_every_kind_of_fault_is_met_by_a_client() -> None:
    assert {case.fault.kind for case in CASES} == set(FaultKind)


@pytest.mark.parametrize("case", CASES, ids=named)
async def test_reading_gets_its_answer_or_says_why_not(simulator: Simulator, intercom: Intercom, case: Case) -> None:
    """What passes is tried again after a while, what is no answer is an error."""
    ada = await person(intercom)
    simulator.faults.replace([case.fault])
    if case.read_error is None:
        assert (await intercom.contacts.retrieve(ada.id)).id == ada.id
    else:
        with pytest.raises(case.read_error):
            await intercom.contacts.retrieve(ada.id)
    simulator.assert_called("contacts.retrieve", times=case.reads)


@pytest.mark.parametrize("case", CASES, ids=named)
async def test_what_may_not_be_repeated_is_written_once_or_in_doubt(
    simulator: Simulator, intercom: Intercom, case: Case
) -> None:
    """A call that may have been carried out is not sent again, and its error says that nobody knows."""
    ada = await person(intercom)
    simulator.faults.replace([case.fault])
    if case.write_error is None:
        await intercom.contacts.create_note(ada.id, body="Hello")
    else:
        with pytest.raises(case.write_error) as caught:
            await intercom.contacts.create_note(ada.id, body="Hello")
        if isinstance(caught.value, ServerError):
            assert caught.value.outcome_unknown
            assert caught.value.status == case.fault.status
    simulator.assert_called("contacts.create_note", times=case.writes)
    simulator.faults.replace([])
    assert len(await intercom.contacts.list_notes(ada.id).collect()) == case.notes


async def test_a_storm_is_waited_out_or_told_with_its_end(simulator: Simulator, intercom: Intercom) -> None:
    """Seven refusals are waited for window by window, one more is the user's."""
    simulator.faults.replace([Fault(kind="rate_limited", times=7)])
    assert (await intercom.admins.me()).type == "admin"
    assert simulator.clock.now() >= START + 60
    simulator.assert_called("admins.me", times=8)
    simulator.faults.replace([Fault(kind="rate_limited")])
    with pytest.raises(RateLimitError) as caught:
        await intercom.admins.me()
    assert (caught.value.scope, caught.value.remaining) == ("window", 0)
    assert caught.value.retry_at is not None


async def test_an_outage_that_lasts_is_told_with_the_last_status(simulator: Simulator, intercom: Intercom) -> None:
    simulator.faults.replace([Fault(kind="status", status=503, body="html")])
    with pytest.raises(ServerError) as caught:
        await intercom.admins.me()
    assert caught.value.status == 503
    simulator.assert_called("admins.me", times=4)
    simulator.faults.replace([Fault(kind="drop")])
    with pytest.raises(TransportError) as lost:
        await intercom.admins.me()
    assert not isinstance(lost.value, OutcomeUnknownError)


async def test_a_late_answer_ends_with_the_time_to_read(simulator: Simulator, intercom: Intercom) -> None:
    """The timeout is the client's, whether nothing comes or too little of the body."""
    for fault in (Fault(kind="delay", seconds=120), Fault(kind="slow_body", seconds=3600)):
        simulator.faults.replace([fault])
        with pytest.raises(ReadTimeoutError):
            await intercom.with_options(retry=None).admins.me()


async def test_nulls_leave_fields_empty(simulator: Simulator, intercom: Intercom) -> None:
    """A null where something should be is no error: the field is None, also of a list of people."""
    ada = await person(intercom)
    simulator.faults.replace([Fault(kind="nulls", members=("role", "created_at", "custom_attributes"))])
    found = await intercom.contacts.retrieve(ada.id)
    assert (found.id, found.role, found.created_at, found.custom_attributes) == (ada.id, None, None, None)
    assert found.email == "ada@example.org"
    simulator.faults.replace([Fault(kind="nulls", members=("data",))])
    assert await intercom.contacts.list().collect() == []


async def test_what_is_unknown_is_kept_and_goes_back(simulator: Simulator, intercom: Intercom) -> None:
    """New members stand in extra, new values are text as they came."""
    ada = await person(intercom)
    simulator.faults.replace([Fault(kind="unknown_fields")])
    found = await intercom.contacts.retrieve(ada.id)
    (name,) = found.extra
    assert to_dict(found)[name] == found.extra[name]
    assert name.startswith("simulated_")
    simulator.faults.replace([Fault(kind="unknown_values")])
    role = (await intercom.contacts.retrieve(ada.id)).role
    assert role is not None
    assert role.startswith("simulated_")


#: What may go wrong with any call, often, and partly behind the user's back.
ROUGH: Final = (
    Fault(kind="status", status=503, rate=0.1),
    Fault(kind="status", status=502, body="html", rate=0.1, handled=True),
    Fault(kind="drop", rate=0.05),
    Fault(kind="drop", rate=0.05, handled=True),
    Fault(kind="truncate", rate=0.05),
    Fault(kind="reset", rate=0.05),
    Fault(kind="rate_limited", rate=0.1),
    Fault(kind="delay", seconds=2, rate=0.2),
    Fault(kind="slow_body", seconds=2, rate=0.2),
    Fault(kind="no_rate_headers", rate=0.2),
    Fault(kind="duplicate_rate_headers", rate=0.2),
    Fault(kind="skewed_date", seconds=3, rate=0.2),
    Fault(kind="unknown_fields", rate=0.2),
    Fault(kind="unknown_values", rate=0.2),
)


@pytest.mark.parametrize("seed", range(5))
async def test_reading_all_pages_loses_and_doubles_nobody(seed: int) -> None:
    simulator = Simulator(clock=VirtualClock(now=START), seed=seed, limit=20)
    intercom = client(simulator, retry=RetryPolicy(attempts=20, rate_limited_attempts=20))
    for email in sorted(EMAILS):
        await intercom.contacts.create(ContactChanges(email=email))
    simulator.faults.replace(ROUGH)
    read = [contact.email async for contact in intercom.contacts.list(per_page=4)]
    assert len(read) == len(EMAILS)
    assert set(read) == EMAILS
    assert sum(simulator.faults.struck()) > 10
    if seed == 0:
        assert sorted(await scrolled(simulator)) == sorted(EMAILS)


async def scrolled(simulator: Simulator) -> list[str | None]:
    """Read everybody by scroll in 1.x, where an answer that is lost means to begin again."""
    simulator.faults.replace([attrs.evolve(fault, rate=fault.rate and fault.rate / 3) for fault in ROUGH])
    intercom = client(simulator, version="1.4", retry=RetryPolicy(attempts=20, rate_limited_attempts=20))
    return [lead.email async for lead in intercom.users.scroll()]


@pytest.mark.parametrize("seed", range(3))
async def test_an_import_writes_everybody_once(seed: int) -> None:
    """Writes whose answer is lost are looked up before anything is written again."""
    simulator = Simulator(clock=VirtualClock(now=START), seed=seed)
    simulator.faults.replace(ROUGH)
    intercom = client(simulator)
    rows = [{"email": email, "external_id": email} for email in sorted(EMAILS)]
    outcomes = [result async for result in intercom.bulk.upsert_contacts(rows)]
    assert len(outcomes) == len(rows)
    simulator.faults.replace([])
    read = [contact.email async for contact in intercom.contacts.list()]
    assert sorted(map(str, read)) == sorted(EMAILS)


@pytest.mark.parametrize("kind", ["drop", "reset", "truncate", "malformed", "slow_body"])
async def test_connections_break_on_sockets_as_they_do_in_the_process(kind: str) -> None:
    """The client of sockets sees the same errors and tries again as often."""
    simulator = Simulator(seed=7)
    async with serve(simulator) as url, Intercom("test-token", base_url=url, retry=AT_ONCE) as intercom:
        ada = await person(intercom)
        simulator.faults.replace([Fault(kind=kind, times=1, seconds=0.01, operation="contacts.*")])
        if kind == "malformed":
            with pytest.raises(DecodeError):
                await intercom.contacts.retrieve(ada.id)
        else:
            assert (await intercom.contacts.retrieve(ada.id)).email == "ada@example.org"
        simulator.assert_called("contacts.retrieve", times=1 if kind in {"malformed", "slow_body"} else 2)
        if kind in {"drop", "reset", "truncate"}:
            simulator.faults.replace([Fault(kind=kind, times=1, handled=True, operation="contacts.create_note")])
            with pytest.raises(OutcomeUnknownError):
                await intercom.contacts.create_note(ada.id, body="Hello")
            assert len(await intercom.contacts.list_notes(ada.id).collect()) == 1
