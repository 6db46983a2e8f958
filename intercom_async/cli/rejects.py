"""The file of rejected rows: each as it came, with its number, the reason and Intercom's request id."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Self, cast

from ..bulk.columns import REJECT_COLUMNS
from ..bulk.results import RowResult


class RejectsFile:
    """Written beside its final name and put there at the end; without rejects there is no file.

    CSV when *header* is given, else JSON lines. Corrected, it can be imported: the columns it adds are left out then.
    """

    __slots__ = ("_file", "_header", "_part", "count", "path")

    def __init__(self, path: Path, header: Sequence[str] | None) -> None:
        self.path: Path = path
        self._part = path.with_name(path.name + ".part")
        self._header = header
        self._file: IO[str] | None = None
        #: How many rows were written.
        self.count: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *exc_info: object) -> None:
        if self._file is not None:
            self._file.close()
            self._part.replace(self.path)
        elif kind is None:
            self.path.unlink(missing_ok=True)  # an earlier run's, of rows that are no longer rejected

    def write(self, result: RowResult) -> None:
        """Add a rejected row."""
        if self._file is None:
            self._file = self._open()
        self.count += 1
        added = (result.row, result.reason, result.request_id)
        if self._header is not None:
            cells = cast("Sequence[str]", result.original)
            csv.writer(self._file).writerow([*("" if value is None else value for value in added), *cells])
        else:
            row = {"line": result.original} if isinstance(result.original, str) else result.original
            values = cast("Mapping[str, object]", row)
            self._file.write(json.dumps({**dict(zip(REJECT_COLUMNS, added, strict=True)), **values}) + "\n")

    def _open(self) -> IO[str]:
        file = self._part.open("w", encoding="utf-8", newline="")
        if self._header is not None:
            csv.writer(file).writerow([*REJECT_COLUMNS, *self._header])
        return file
