"""Jobs: writes that are carried out some time later: many at once in API 1.x, the making of a ticket from 2.14 on."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Literal

import attrs

from .common import Id, Model


class JobState(StrEnum):
    """How far a job, or one task of it, has come; an open set when read."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    #: Of a bulk job in Preview: some items failed.
    COMPLETED_WITH_ERRORS = "completed_with_errors"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class JobTask(Model):
    """The items that one call gave to a job."""

    id: Id | None = None
    item_count: int | None = None
    #: See `JobState`.
    state: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class JobLinks(Model):
    """Where the job, and the items that failed, can be read."""

    self_: str | None = attrs.field(default=None, metadata={"key": "self"})
    error: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Job(Model):
    """Many writes at once."""

    type: Literal["job"] = "job"
    id: Id
    app_id: Id | None = None
    name: str | None = None
    #: See `JobState`; completed says nothing of single items: `jobs.list_errors` has those that failed.
    state: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    completed_at: datetime | None = None
    #: Until when items can be added to it.
    closing_at: datetime | None = None
    links: JobLinks | None = None
    #: Not in the answer to what was submitted.
    tasks: tuple[JobTask, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class JobItemError(Model):
    """Why an item of a job failed."""

    code: str | None = None
    message: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class JobItem(Model):
    """An item of a job that failed."""

    type: Literal["job_item"] = "job_item"
    id: Id | None = None
    #: ``post`` or ``delete``.
    method: str | None = None
    #: ``user``, ``event`` or ``contact``, which is a lead.
    data_type: str | None = None
    #: What was submitted.
    data: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    error: JobItemError | None = None
    updated_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class JobStatus(Model):
    """How far the making of an object is."""

    type: Literal["job"] = "job"
    id: Id
    #: ``pending``, ``success`` or ``failed``.
    status: str | None = None
    #: Where to ask again; not there when it succeeded.
    url: str | None = None
    #: What is made, such as ``ticket``, and where it is once it was.
    resource_type: str | None = None
    resource_id: Id | None = None
    resource_url: str | None = None
