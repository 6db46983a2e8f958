"""``upsert_contacts`` from end to end, on a client without HTTP."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from support.bulk_fakes import FakeClient, refusal
from support.bulk_runs import Row, finish, note, outcomes, people

from intercom_async.bulk.errors import MissingAttributesError, SourceError
from intercom_async.bulk.results import Outcome, Progress, RowResult
from intercom_async.bulk.runner import LOOK_AHEAD
from intercom_async.bulk.service import Bulk
from intercom_async.bulk.sources import CsvFile, JsonLinesFile
from intercom_async.errors import (
    AuthenticationError,
    ConnectionFailedError,
    ContactConflictError,
    ErrorDetail,
    OutcomeUnknownError,
    PaymentRequiredError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    VersionInvalidError,
)
from intercom_async.models.contacts import ContactChanges
from intercom_async.operations import Contacts


async def test_every_row_ends_as_one_of_three(bulk: Bulk, fake: FakeClient) -> None:
    rows: list[Row | ContactChanges] = [
        {"User ID": "1", "E-mail": "a@x.org"},
        ContactChanges(external_id="2"),
        {"User ID": "1", "Name": "again"},
        {"E-mail": "nobody"},
    ]
    results = await finish(bulk.upsert_contacts(rows))
    assert results == [
        RowResult(1, Outcome.CREATED, "c1"),
        RowResult(2, Outcome.CREATED, "c2"),
        RowResult(3, Outcome.UPDATED, "c1"),
        RowResult(4, Outcome.REJECTED, reason="column 'E-mail': 'nobody' is not an e-mail address"),
    ]
    assert [result.original for result in results] == rows
    assert fake.options == {"lane": "bulk", "deadline": None}
    assert fake.contacts.people["c1"] == {"external_id": "1", "email": "a@x.org", "name": "again"}


async def test_rows_come_from_an_asynchronous_iterable_too(bulk: Bulk) -> None:
    async def feed() -> AsyncIterator[Row]:
        for row in people(5):
            await asyncio.sleep(0)
            yield row

    assert outcomes(await finish(bulk.upsert_contacts(feed()))) == {"created": 5}


async def test_nothing_to_import_is_fine(bulk: Bulk) -> None:
    assert await finish(bulk.upsert_contacts([])) == []


async def test_calls_run_at_once_up_to_the_concurrency(bulk: Bulk, fake: FakeClient) -> None:
    await finish(bulk.upsert_contacts(people(40), concurrency=7))
    assert fake.contacts.most_at_once == 7


async def test_rows_of_one_person_are_applied_in_order_never_at_once(bulk: Bulk, fake: FakeClient) -> None:
    """A row with an id and an e-mail address, one with the id alone, one with the address in capitals alone."""
    rows = [
        {"external_id": "1", "email": "a@x.org", "name": "first"},
        *people(20),
        {"external_id": "1", "name": "second"},
        {"email": "A@X.ORG", "name": "third"},
    ]
    await finish(bulk.upsert_contacts(rows))
    names = [str(write.name) for write in fake.contacts.writes]
    assert [name for name in names if not name.startswith("Person")] == ["first", "second", "third"]
    assert fake.contacts.most_of_one == 1


async def test_person_whose_call_is_slow_holds_up_nobody_else(bulk: Bulk, fake: FakeClient) -> None:
    """Five rows of one person, whose first call hangs, at the head of the file: everybody else is written."""
    released = asyncio.Event()

    async def before(changes: ContactChanges) -> None:
        if changes.external_id == "slow":
            await released.wait()

    fake.contacts.before = before
    rows: list[Row] = [{"external_id": "slow", "name": str(number)} for number in range(5)] + people(30)
    seen: list[int] = []
    async for result in bulk.upsert_contacts(rows, concurrency=2):
        seen.append(result.row)
        if len(seen) == 30:
            released.set()
    assert sorted(seen[:30]) == list(range(6, 36))
    assert seen[30:] == [1, 2, 3, 4, 5]


async def test_memory_is_bounded_by_reading_only_so_far_ahead(bulk: Bulk, fake: FakeClient) -> None:
    """A million rows are offered; while the first result is looked at, only the window of them was taken."""
    taken = 0

    def offer() -> Iterator[Row]:
        nonlocal taken
        for number in range(1_000_000):
            taken += 1
            yield {"external_id": f"p{number}"} if number % 3 else {"external_id": ""}

    async for _ in bulk.upsert_contacts(offer(), concurrency=5, sample=10):
        for _ in range(2000):
            await asyncio.sleep(0)
        break
    assert taken <= LOOK_AHEAD * 5 + 10 + 1
    assert len(fake.contacts.writes) < LOOK_AHEAD * 5


async def test_progress_is_told_after_each_result(bulk: Bulk, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("email\na@x.org\nnobody\na@x.org\n")
    told: list[Progress] = []
    run = bulk.upsert_contacts(CsvFile(path), on_progress=told.append)
    await finish(run)
    assert told[-1] == run.progress == Progress(created=1, updated=1, rejected=1, total=3)
    assert [progress.done for progress in told] == [1, 2, 3]


async def test_progress_hook_that_fails_does_not_end_the_import(bulk: Bulk, caplog: pytest.LogCaptureFixture) -> None:
    def fail(progress: Progress) -> None:
        msg = "no terminal"
        raise OSError(msg)

    assert len(await finish(bulk.upsert_contacts(people(2), on_progress=fail))) == 2
    assert "on_progress failed" in caplog.text


async def test_import_runs_once(bulk: Bulk) -> None:
    run = bulk.upsert_contacts(people(1))
    await finish(run)
    with pytest.raises(RuntimeError, match="has run"):
        await finish(run)


@pytest.mark.parametrize(
    "options", [{"concurrency": 0}, {"sample": 0}, {"archived": "ignore"}, {"empty": "null"}], ids=str
)
async def test_options_are_checked_at_once(bulk: Bulk, options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        bulk.upsert_contacts([], **options)  # type: ignore[arg-type]  # wrong on purpose


async def test_archived_policy_is_passed_on(bulk: Bulk, fake: FakeClient) -> None:
    await finish(bulk.upsert_contacts(people(1), archived="unarchive"))
    assert fake.contacts.archived == ["unarchive"]


async def test_leads_are_created_not_looked_up(bulk: Bulk, fake: FakeClient) -> None:
    results = await finish(bulk.upsert_contacts([{"name": "Ann"}, {"name": "Ann"}], allow_leads=True))
    assert outcomes(results) == {"created": 2}
    assert fake.contacts.archived == []


# Columns and attributes


async def test_missing_attributes_are_listed_before_anything_is_written(
    bulk: Bulk, fake: FakeClient, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("email,Plan,Seats\na@x.org,pro,3\n")
    with pytest.raises(MissingAttributesError) as caught:
        await finish(bulk.upsert_contacts(CsvFile(path)))
    assert caught.value.names == ("Plan", "Seats")
    assert fake.contacts.writes == []


async def test_attributes_are_created_with_the_type_of_their_values(
    bulk: Bulk, fake: FakeClient, tmp_path: Path
) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text('{"email": "a@x.org", "Renewal": "2024-12-31"}\n{"email": "b@x.org", "Seats": 3}\n')
    await finish(bulk.upsert_contacts(JsonLinesFile(path), create_attributes=True))
    assert fake.data_attributes.created == [("Renewal", "date"), ("Seats", "integer")]
    assert fake.contacts.writes[0].custom_attributes == {"Renewal": 1735603200}


async def test_file_without_custom_attributes_does_not_ask_for_them(
    bulk: Bulk, fake: FakeClient, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Work\na@x.org\n")
    results = await finish(bulk.upsert_contacts(CsvFile(path), columns={"Work": "email"}))
    assert outcomes(results) == {"created": 1}
    assert fake.data_attributes.asked == 0


async def test_attribute_beyond_the_sample_is_its_rows_problem(bulk: Bulk, fake: FakeClient) -> None:
    fake.data_attributes.add(Seats="integer")
    rows: list[Row] = [{"email": "a@x.org"}, {"email": "b@x.org", "Seats": 1}, {"email": "c@x.org", "Plan": "pro"}]
    results = await finish(bulk.upsert_contacts(rows, sample=1))
    assert outcomes(results) == {"created": 2, "rejected": 1}
    assert "no custom attribute 'Plan'" in (results[2].reason or "")


async def test_unreadable_file_ends_the_import_before_anything_is_written(
    bulk: Bulk, fake: FakeClient, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b'email,name\na@x.org,A\nb@x.org,"B"x\n')
    with pytest.raises(SourceError, match="row 2"):
        await finish(bulk.upsert_contacts(CsvFile(path)))
    assert fake.contacts.writes == []


# What the server refuses, and what nobody knows


async def test_refused_row_is_rejected_and_the_others_go_on(bulk: Bulk, fake: FakeClient) -> None:
    async def before(changes: ContactChanges) -> None:
        if changes.external_id == "p2":
            raise refusal()
        if changes.external_id == "p3":
            message = "An archived contact matching those details already exists with id=abc"
            raise ContactConflictError(409, errors=[ErrorDetail(code="conflict", message=message)])

    fake.contacts.before = before
    results = await finish(bulk.upsert_contacts(people(4)))
    assert outcomes(results) == {"created": 2, "rejected": 2}
    assert results[1].reason == "Intercom refused it: 400 parameter_invalid: phone is invalid"
    assert results[1].request_id == "req-1"
    assert "An archived contact" in (results[2].reason or "")


FATAL = [
    AuthenticationError(401),
    PermissionDeniedError(403),
    PaymentRequiredError(402),
    VersionInvalidError(400),
    ConnectionFailedError("no route to host"),
    RateLimitError(429),
    ZeroDivisionError("a bug"),
]


@pytest.mark.parametrize("error", FATAL, ids=lambda error: type(error).__name__)
async def test_what_concerns_every_row_ends_the_import_and_loses_nothing(
    bulk: Bulk, fake: FakeClient, journal: Path, error: Exception
) -> None:
    """Rows under way are finished, the others keep for the next run, no row is blamed."""
    released = asyncio.Event()

    async def before(changes: ContactChanges) -> None:
        if changes.external_id == "p2":
            await asyncio.sleep(0.01)
            released.set()
            raise error
        if changes.external_id == "p3":
            await released.wait()
            await asyncio.sleep(0.01)

    fake.contacts.before = before
    seen: list[RowResult] = []
    with pytest.raises(type(error)):
        await note(seen, bulk.upsert_contacts(people(1000), journal=journal, concurrency=3))
    assert 3 in {result.row for result in seen}
    assert 2 not in {result.row for result in seen}
    assert len(fake.contacts.writes) == len(seen) < 1000
    fake.contacts.before = FakeClient().contacts.before
    results = await finish(bulk.upsert_contacts(people(1000), journal=journal))
    assert outcomes(results) == {"created": 1000}
    assert sum(result.resumed for result in results) == len(seen)


def unknown() -> OutcomeUnknownError:
    return OutcomeUnknownError("no answer", request=Contacts.create(json={}))


@pytest.mark.parametrize("error", [unknown(), ServerError(502)], ids=["no answer", "5xx"])
async def test_lost_answer_is_settled_by_identity_and_counts_as_created(
    bulk: Bulk, fake: FakeClient, error: Exception
) -> None:
    """The write was carried out, its answer lost: written again, found, and counted once, as what it was."""
    lost = {"p1": 1, "p2": 2}

    async def after(changes: ContactChanges) -> None:
        key = str(changes.external_id)
        if lost.get(key):
            lost[key] -= 1
            raise error

    fake.contacts.after = after
    rows: list[Row] = [{"external_id": "p2"}, *people(2)]
    results = await finish(bulk.upsert_contacts(rows, concurrency=1))
    assert [result.outcome for result in results] == [Outcome.CREATED, Outcome.CREATED, Outcome.UPDATED]


async def test_contacts_of_long_ago_are_forgotten(bulk: Bulk, fake: FakeClient) -> None:
    """What is remembered of the last rows has a bound too."""
    results = await finish(bulk.upsert_contacts([*people(1000), *people(1)], concurrency=1))
    assert outcomes(results) == {"created": 1000, "updated": 1}


async def test_row_whose_outcome_stays_unknown_is_rejected_as_that(bulk: Bulk, fake: FakeClient) -> None:
    async def after(changes: ContactChanges) -> None:
        if changes.external_id == "p2":
            raise unknown()
        if changes.external_id == "p3":
            raise ServerError(500, request_id="req-5")

    fake.contacts.after = after
    results = await finish(bulk.upsert_contacts(people(4)))
    assert outcomes(results) == {"created": 2, "rejected": 2}
    assert "it is unknown whether it was written" in (results[1].reason or "")
    assert results[2].request_id == "req-5"
    assert Counter(write.external_id for write in fake.contacts.writes)["p2"] == 3


async def test_lead_whose_outcome_is_unknown_is_not_sent_again(bulk: Bulk, fake: FakeClient) -> None:
    async def after(changes: ContactChanges) -> None:
        raise unknown()

    fake.contacts.after = after
    results = await finish(bulk.upsert_contacts([{"name": "Ann"}], allow_leads=True, concurrency=2))
    assert outcomes(results) == {"rejected": 1}
    assert len(fake.contacts.writes) == 1


async def test_outage_ends_the_import_instead_of_rejecting_every_row(bulk: Bulk, fake: FakeClient) -> None:
    async def before(changes: ContactChanges) -> None:
        raise ServerError(503)

    fake.contacts.before = before
    with pytest.raises(ServerError):
        await finish(bulk.upsert_contacts(people(1000), concurrency=5))


async def test_rows_that_cannot_be_iterated_end_the_import_with_their_error(bulk: Bulk, journal: Path) -> None:
    def broken() -> Iterator[Row]:
        yield from people(30)
        msg = "database went away"
        raise LookupError(msg)

    with pytest.raises(LookupError, match="went away"):
        await finish(bulk.upsert_contacts(broken(), journal=journal, sample=5))
    results = await finish(bulk.upsert_contacts(people(40), journal=journal, sample=5))
    assert outcomes(results) == {"created": 40}
