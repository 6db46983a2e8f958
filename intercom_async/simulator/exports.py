"""Exports of the simulated workspace: jobs that take time, and the archives that they end in."""

import csv
import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, TypeAlias

import attrs

from .call import Call
from .conversations import Conversation
from .phone_calls import PhoneCall
from .shelf import Kept
from .world import World

#: Seconds from its creation on after which an export is begun, and done, and for which its file is there.
BEGUN_AFTER: Final = 1
DONE_AFTER: Final = 3
LASTS: Final = 2 * 24 * 3600

#: Column to cell, for each row.
Row: TypeAlias = Mapping[str, object]


@attrs.define
class Export(Kept):
    """One export; what is in it was gathered when it was asked for."""

    created_at: int
    #: Rows by the name of their file; one without rows has no file.
    tables: Mapping[str, Sequence[Row]]
    #: What it is called at its end.
    ends_as: str = "completed"
    canceled: bool = False
    #: Whether it fails in the end.
    fails: bool = False
    #: The columns of rows where there may be none.
    columns: tuple[str, ...] = ()

    @property
    def done_at(self) -> int:
        """When its file is there."""
        return self.created_at + DONE_AFTER

    def status(self, now: float) -> str:
        """Say how far it is."""
        if self.canceled:
            return "canceled"
        if now < self.created_at + BEGUN_AFTER:
            return "pending"
        if now < self.done_at:
            return "in_progress"
        if self.fails:
            return "failed"
        return self.ends_as if self.tables else "no_data"

    def is_pending(self, now: float) -> bool:
        """Say whether it counts against how many there may be."""
        return self.status(now) in {"pending", "in_progress"}

    def has_file(self, now: float) -> bool:
        """Say whether its file can be read."""
        return self.status(now) == self.ends_as and now < self.done_at + LASTS


@attrs.define
class ContentExport(Export):
    """An export of what was sent."""


@attrs.define
class ReportingExport(Export):
    """An export of a dataset."""


def let_fail(world: World, job_identifier: str) -> None:
    """Let an export that is not over fail in the end."""
    found = world.shelf(ContentExport).get(job_identifier) or world.shelf(ReportingExport).get(job_identifier)
    if found is None:
        msg = f"there is no export {job_identifier!r}: give what began one"
        raise ValueError(msg)
    found.fails = True


def export_body(export: Export, call: Call, path: str) -> dict[str, object]:
    """Return an export as the API shows it; *path* is where its file is."""
    there = export.has_file(call.now)
    return {
        "job_identifier": export.id,
        "status": export.status(call.now),
        "download_url": f"{call.base_url}{path}/{export.id}" if there else "",
        "download_expires_at": str(export.done_at + LASTS) if there else "",
    }


def zip_of(export: Export) -> bytes:
    """Return the files of an export as a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in export.tables.items():
            moment = datetime.fromtimestamp(max(export.done_at, 315_532_800), UTC)  # zip knows nothing before 1980
            archive.writestr(zipfile.ZipInfo(name, moment.timetuple()[:6]), _csv(export, rows))
    return buffer.getvalue()


def gzip_of(export: Export) -> bytes:
    """Return the first file of an export, compressed."""
    return gzip.compress(_csv(export, next(iter(export.tables.values()))), mtime=0)


def tgz_of(export: Export) -> bytes:
    """Return the files of an export as a compressed tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, rows in export.tables.items():
            entry, content = tarfile.TarInfo(name), _csv(export, rows)
            entry.size, entry.mtime = len(content), export.done_at
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(buffer.getvalue(), mtime=0)


def _csv(export: Export, rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, export.columns or list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def content_tables(world: World, first: int, last: int, now: int) -> dict[str, Sequence[Row]]:
    """Gather who received, and who answered, what teammates sent between two seconds, both included."""
    sent = [each for each in _conversations(world, first, last) if each.source.author.kind == "admin"]
    receipts = [_receipt(world, each, person) for each in sent for person in each.customers]
    answered = [each for each in sent if each.first_reply is not None]
    replies = [_receipt(world, each, person) for each in answered for person in each.customers[:1]]
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%d_%H%M%S")
    return {f"{name}_{stamp}.csv": rows for name, rows in (("receipts", receipts), ("replies", replies)) if rows}


def _conversations(world: World, first: int, last: int) -> list[Conversation]:
    return [each for each in world.conversations.in_order("created_at") if first <= each.created_at <= last]


def _receipt(world: World, conversation: Conversation, person_id: str) -> Row:
    person = world.people.get(person_id)
    return {
        "user_id": person_id,
        "user_external_id": "" if person is None else person.external_id or "",
        "email": "" if person is None else person.email or "",
        "content_id": conversation.source.id,
        "content_type": conversation.source.channel,
        "content_title": conversation.source.subject,
        "received_at": conversation.created_at,
    }


@attrs.frozen
class Dataset:
    """What a reporting export can be about: attributes by their ids, with their names."""

    name: str
    description: str
    time: str
    attributes: Mapping[str, str]

    def known(self, dataset_id: str, attribute: str, *, plain: bool, qualified: bool) -> str | None:
        """Return the id that *attribute* stands for, as itself or with the dataset's before it."""
        short = attribute.removeprefix(f"{dataset_id}.")
        allowed = plain if short == attribute else qualified
        return short if allowed and short in self.attributes else None


DATASETS: Final[Mapping[str, Dataset]] = {
    "conversation": Dataset(
        "Conversation",
        "Conversation-level details: status, channel, assignee.",
        "conversation_started_at",
        {
            "conversation_id": "Conversation ID",
            "conversation_started_at": "Conversation started at",
            "conversation_state": "Conversation state",
            "channel": "Channel",
        },
    ),
    "call": Dataset(
        "Call",
        "Call-level details: direction, duration.",
        "call_started_at",
        {"call_id": "Call ID", "call_started_at": "Call started at", "direction": "Direction"},
    ),
}


def dataset_rows(world: World, dataset_id: str, first: int, last: int, *, answered_only: bool) -> Iterable[Row]:
    """Yield the objects of a dataset between two seconds, with all attributes."""
    if dataset_id == "call":
        for call in world.shelf(PhoneCall):
            if first <= call.started_at <= last:
                yield {"call_id": call.id, "call_started_at": call.started_at, "direction": call.direction}
        return
    for each in _conversations(world, first, last):
        if not each.outbound and (each.first_reply is not None or not answered_only):
            yield {
                "conversation_id": each.id,
                "conversation_started_at": each.created_at,
                "conversation_state": each.state,
                "channel": each.source.channel,
            }
