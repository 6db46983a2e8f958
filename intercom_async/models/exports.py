"""Exports: jobs that gather data into a file, and the datasets that reports are made of."""

from enum import StrEnum

import attrs

from .common import Id, Model


class ExportStatus(StrEnum):
    """How far an export is; an open set when read."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    #: What a reporting export is at its end, and the documentation calls it.
    COMPLETE = "complete"
    FAILED = "failed"
    #: There was nothing to export.
    NO_DATA = "no_data"
    CANCELED = "canceled"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DataExport(Model):
    """One export."""

    job_identifier: Id | None = None
    #: See `ExportStatus`.
    status: str | None = None
    #: Empty until there is a file.
    download_url: str | None = None
    #: Unix seconds as text, empty until there is a file, which is there for two days.
    download_expires_at: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DatasetAttribute(Model):
    """One column of a dataset."""

    id: Id | None = None
    #: Its id with what it belongs to before it, such as ``conversation.Brand``; from 2.16 on.
    qualified_id: str | None = None
    name: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Dataset(Model):
    """One dataset behind the reports."""

    id: Id | None = None
    name: str | None = None
    description: str | None = None
    #: The attribute that the times of an export are about, unless it has another.
    default_time_attribute_id: str | None = None
    attributes: tuple[DatasetAttribute, ...] | None = None
