"""Imports through the real client against the simulator: what is counted is what the workspace holds."""

import asyncio
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import backoff
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intercom_async import Intercom, RetryPolicy
from intercom_async.bulk.results import Outcome, RowResult
from intercom_async.bulk.sources import CsvFile
from intercom_async.errors import AuthenticationError, UnsupportedOperationError, VersionInvalidError
from intercom_async.simulator import Fault, FaultKind, Simulator, SimulatorTransport

Row = dict[str, object]
TOKEN = "test-token"


def client_of(simulator: Simulator, *, token: str = TOKEN, version: str = "2.16", latency: float = 0.0) -> Intercom:
    return Intercom(token, version=version, transport=SimulatorTransport(simulator, latency=latency))


async def outcomes(simulator: Simulator, rows: list[Row], **options: Any) -> dict[int, Outcome]:
    async with client_of(simulator) as client:
        return {result.row: result.outcome async for result in client.bulk.upsert_contacts(rows, **options)}


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(token=TOKEN, limit=100_000, window=1.0)


async def test_file_with_new_attributes(simulator: Simulator, tmp_path: Path) -> None:
    """A CSV file goes in, dates as Unix seconds, numbers as numbers, and the workspace holds every value."""
    path = tmp_path / "people.csv"
    path.write_bytes(
        b"\xef\xbb\xbfUser ID;E-mail;Name;Signed up;Plan;Seats;Renewal date\r\n"
        b'1;A@x.org;"Ann\nOde";2024-12-31;pro;3;2025-06-01\r\n'
        b"2;b@x.org;Ben;;free;;2025-06-02\r\n"
        b"1;;;;team;;\r\n"
        b"3;b@x.org;Other;;free;1;\r\n"
        b"4;nobody;;;;;\r\n"
    )
    async with client_of(simulator) as client:
        run = client.bulk.upsert_contacts(CsvFile(path), create_attributes=True)
        results = sorted([result async for result in run], key=lambda result: result.row)
        contacts = {contact.external_id: contact async for contact in client.contacts.list()}
    assert [result.outcome.value for result in results] == ["created", "created", "updated", "updated", "rejected"]
    ann = contacts["1"]
    assert (ann.email, ann.name, ann.custom_attributes) == (
        "a@x.org",
        "Ann\nOde",
        {"Plan": "team", "Seats": 3, "Renewal date": 1748736000},
    )
    assert results[0].contact_id == ann.id
    assert contacts["3"].name == "Other"  # the same address is the same person: row 4 renamed row 2's


async def test_refusal_of_a_row_carries_the_servers_reason_and_request_id(simulator: Simulator) -> None:
    rows: list[Row] = [{"email": "a@x.org", "owner_id": "17"}, {"email": "b@x.org"}]
    async with client_of(simulator) as client:
        results = [result async for result in client.bulk.upsert_contacts(rows)]
    refused = next(result for result in results if result.row == 1)
    assert refused.reason == (
        "Intercom refused it: 400 parameter_invalid: The owner specified is not a member of the workspace"
    )
    assert refused.request_id in {entry.request_id for entry in simulator.log() if entry.status == 400}


@pytest.mark.parametrize(
    ("token", "version", "error"),
    [
        ("wrong", "2.16", AuthenticationError),
        (TOKEN, "1.4", UnsupportedOperationError),
        (TOKEN, "9.9", VersionInvalidError),
    ],
)
async def test_whatever_holds_for_every_row_is_raised(
    simulator: Simulator, token: str, version: str, error: type[Exception]
) -> None:
    async with client_of(simulator, token=token, version=version) as client:
        results = aiter(client.bulk.upsert_contacts([{"email": "a@x.org"}]))
        with pytest.raises(error):
            await anext(results)
    assert len(simulator.world.people) == 0


@pytest.mark.parametrize(
    ("archived", "outcome", "people"),
    [("fail", "rejected", 0), ("unarchive", "updated", 1), ("recreate", "created", 1)],
)
async def test_archived_contacts(simulator: Simulator, archived: Any, outcome: str, people: int) -> None:
    async with client_of(simulator) as client:
        first = [result async for result in client.bulk.upsert_contacts([{"email": "a@x.org"}])]
        await client.contacts.archive(first[0].contact_id or "")
    found = await outcomes(simulator, [{"email": "a@x.org"}], archived=archived)
    assert found == {1: Outcome(outcome)}
    assert simulator.world.people.count("user") == people


QUICK = RetryPolicy(waits=lambda: backoff.constant(0.001))

FAULTS = [
    Fault(kind=FaultKind.DROP, rate=0.3, handled=True),
    Fault(kind=FaultKind.DROP, rate=0.3),
    Fault(kind=FaultKind.STATUS, status=503, rate=0.3),
    Fault(kind=FaultKind.STATUS, status=500, rate=0.5, handled=True, method="PUT"),
    Fault(kind=FaultKind.TRUNCATE, rate=0.3, method="POST"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind}-{fault.status}-{fault.handled}")
async def test_counts_agree_with_the_workspace_whatever_goes_wrong(simulator: Simulator, fault: Fault) -> None:
    """Lost answers, broken bodies and server errors: nobody is lost, nobody doubled, and created means created."""
    simulator.faults.replace([fault])
    rows: list[Row] = [{"external_id": f"p{number % 40}", "name": f"row {number}"} for number in range(50)]
    async with Intercom(TOKEN, transport=SimulatorTransport(simulator), retry=QUICK) as client:
        results = [result async for result in client.bulk.upsert_contacts(rows, concurrency=5)]
    found = Counter(result.outcome.value for result in results)
    assert found == {"created": 40, "updated": 10}, [result.reason for result in results if result.reason]
    assert simulator.world.people.count("user") == 40
    names = {person.fields["name"] for person in simulator.world.people.in_order("id")}
    assert names == {f"row {number}" for number in range(10, 50)}


async def cut(simulator: Simulator, rows: list[Row], journal: Path, concurrency: int, after: int) -> int:
    """Import and stop dead after *after* results, as a kill does: calls that are under way were carried out."""
    seen: list[RowResult] = []
    async with client_of(simulator) as client:
        run = client.bulk.upsert_contacts(rows, journal=journal, concurrency=concurrency)
        async with run:
            async for result in run:
                seen.append(result)
                if len(seen) >= after:
                    break
    return len(seen)


@st.composite
def some_rows(draw: st.DrawFn) -> list[Row]:
    """Rows about six people, each named by id, by address or by both; some rows are bad."""
    kinds = st.sampled_from(["id", "mail", "both", "bad"])
    drawn = draw(st.lists(st.tuples(st.integers(0, 5), kinds), min_size=1, max_size=30))
    rows: list[Row] = []
    for number, (person, kind) in enumerate(drawn):
        row: Row = {"name": f"row {number}"}
        if kind in {"id", "both"}:
            row["external_id"] = f"p{person}"
        if kind in {"mail", "both"}:
            row["email"] = f"p{person}@x.org" if number % 2 else f"P{person}@X.ORG"
        rows.append(row)
    return rows


def state(simulator: Simulator) -> set[tuple[object, ...]]:
    people = simulator.world.people.in_order("id")
    return {(person.external_id, person.email, person.fields.get("name")) for person in people}


@settings(max_examples=60)
@given(some_rows(), st.lists(st.integers(1, 12), max_size=3), st.integers(1, 6))
def test_import_cut_anywhere_and_resumed_equals_one_that_was_not(
    rows: list[Row], cuts: list[int], concurrency: int
) -> None:
    """The same outcome for every row, the same workspace, and at most *concurrency* writes more for each cut."""
    whole, broken = (Simulator(token=TOKEN, limit=100_000, window=1.0) for _ in range(2))
    slow = Fault(kind=FaultKind.DELAY, every=3, seconds=0.0005, path="/contacts*")  # carried out, not yet answered

    async def main(folder: str) -> tuple[dict[int, Outcome], dict[int, Outcome]]:
        expected = await outcomes(whole, rows, concurrency=concurrency)
        broken.faults.replace([slow])
        for after in cuts:
            await cut(broken, rows, Path(folder) / "journal", concurrency, after)
        return expected, await outcomes(broken, rows, journal=Path(folder) / "journal", concurrency=concurrency)

    with tempfile.TemporaryDirectory() as folder:
        expected, found = asyncio.run(main(folder))
    assert found == expected
    assert state(broken) == state(whole)
    assert len(list(broken.writes())) <= len(list(whole.writes())) + len(cuts) * concurrency
