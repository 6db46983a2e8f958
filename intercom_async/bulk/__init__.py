"""Bulk import and export: many rows, one quota, nothing lost, resumable; ``client.bulk`` runs them."""

from .contact_import import ContactImport
from .errors import (
    BulkError,
    ColumnError,
    ExportError,
    ExportLockedError,
    ExportMismatchError,
    JournalError,
    JournalLockedError,
    JournalMismatchError,
    MissingAttributesError,
    SourceError,
)
from .exports import Export, ExportProgress
from .results import Outcome, Progress, RowResult
from .sources import CsvFile, FileSource, JsonLinesFile, SourceFacts, SourceRow

__all__ = [
    "BulkError",
    "ColumnError",
    "ContactImport",
    "CsvFile",
    "Export",
    "ExportError",
    "ExportLockedError",
    "ExportMismatchError",
    "ExportProgress",
    "FileSource",
    "JournalError",
    "JournalLockedError",
    "JournalMismatchError",
    "JsonLinesFile",
    "MissingAttributesError",
    "Outcome",
    "Progress",
    "RowResult",
    "SourceError",
    "SourceFacts",
    "SourceRow",
]
