"""One export from its first page to its last: an iterator of objects as they came, or a file."""

import contextlib
import logging
import weakref
from collections.abc import AsyncGenerator, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeAlias, cast

import attrs

from ..models.common import Model
from ..operation import Paging, Request
from ..pagination import Checkpoint, Page, Paginator, fingerprint, with_page_size
from ..scroll import Scroll
from ..unset import UNSET, Unset
from ..versions import V1_4, V2_0
from .export_files import ExportFile
from .export_layouts import (
    CsvLayout,
    ExportColumn,
    FileKind,
    JsonLinesLayout,
    Layout,
    RawObject,
    attribute_column,
    field_columns,
    file_kind,
)

if TYPE_CHECKING:
    from ..client import Intercom
    from ..models.data_attributes import DataAttribute

_LOGGER: Final = logging.getLogger("intercom_async.bulk")
#: What objects are decoded as: nothing but JSON, so that all of it is kept as it came.
_RAW: Final = cast("type[RawObject]", Mapping[str, object])


@attrs.frozen
class ExportProgress:
    """How far an export is."""

    #: Objects read, with those that an earlier export had written to the same file.
    rows: int = 0
    #: How many of them an earlier export had written.
    resumed: int = 0
    #: How many an earlier export had written that could not be gone on with, so that this one began anew.
    discarded: int = 0
    #: How many there are in all, None where the server does not say, as with scrolls.
    total: int | None = None
    #: Bytes of the file, 0 without one.
    size: int = 0
    #: Whether that was all; false after `Export.stop`.
    complete: bool = False


ExportHook: TypeAlias = Callable[[ExportProgress], None]


@attrs.frozen
class ExportSource:
    """What is exported."""

    #: In the plural: ``contacts``.
    name: str
    #: Whose fields are the columns of a CSV file.
    model: type[Model]
    request: Request
    per_page: int | Unset = UNSET


class Export:
    """One export: iterate over it once for the objects, as dicts with all that came, or let `write_to` make a file.

    `stop` ends it after the page it is at. ``async with`` makes sure of the end where the body of a loop may fail.
    """

    __slots__ = ("_at_end", "_client", "_objects", "_source", "_used", "on_progress", "progress", "stopped")

    def __init__(self, client: "Intercom", source: ExportSource, *, on_progress: ExportHook | None = None) -> None:
        self._client = client
        self._source = source
        self._used = False
        self._at_end = False
        self._objects: weakref.ref[AsyncGenerator[RawObject]] | None = None
        #: Told the progress after each page, and before the first where a file is written.
        self.on_progress: ExportHook | None = on_progress
        #: How far the export is.
        self.progress: ExportProgress = ExportProgress()
        #: Whether `stop` was called.
        self.stopped: bool = False

    def stop(self) -> None:
        """End after the page under way; a file stays a part file, gone on with where its list can be."""
        self.stopped = True

    @property
    def resumable(self) -> bool:
        """Whether a file that was not finished is gone on with, and not begun anew."""
        return self._paging is not Paging.SCROLL

    @property
    def _paging(self) -> Paging:
        return self._source.request.operation.paging_at(self._client.core.config.version)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the iteration at once."""
        objects = self._objects() if self._objects is not None else None
        if objects is not None:
            await objects.aclose()

    def __aiter__(self) -> AsyncGenerator[RawObject]:
        self._begin()
        objects = self._iterate()
        self._objects = weakref.ref(objects)  # no cycle: leaving the loop must close it without the collector
        return objects

    async def write_to(self, path: str | Path, *, restart: bool = False) -> ExportProgress:
        """Write every object to the file *path*, replacing what it holds, and return the final progress.

        The name says the format: ``.jsonl`` for one object a line with everything that came, ``.csv`` for a column
        for each field and custom attribute and one more, ``other``, for what has none; ``.gz`` behind it compresses.

        Until it is complete the file is ``path + ".part"``, and each page is on the disk with a note of it in
        ``path + ".part.json"``. After a stop, an error or a kill the same call goes on from the last page, or begins
        anew where the list is read by scroll. A part file of another export is refused unless *restart* discards it.
        """
        self._begin()
        target = Path(path)
        kind = file_kind(target)
        async with ExportFile(target, kind, self._binding(kind), restart=restart) as file:
            note = file.note
            begun = ExportProgress(rows=note.rows, resumed=note.rows, discarded=file.discarded, size=note.size)
            self._tell(begun)
            if not self.stopped:
                file.use(await self._layout(kind, note.columns if file.resumed else None))
            async with contextlib.aclosing(self._pages(note.checkpoint)) as pages:
                async for page in pages:
                    await file.append(page.items, page.checkpoint)
                    self._tell(
                        attrs.evolve(self.progress, rows=file.note.rows, size=file.note.size, total=page.total_count)
                    )
            if self._at_end:
                await file.finish()
                self._tell(attrs.evolve(self.progress, size=file.note.size, complete=True))
        return self.progress

    def _begin(self) -> None:
        if self._used:
            msg = f"this export has run: call export_{self._source.name} again for another, or to go on with its file"
            raise RuntimeError(msg)
        self._used = True

    async def _iterate(self) -> AsyncGenerator[RawObject]:
        async with contextlib.aclosing(self._pages(None)) as pages:
            async for page in pages:
                self._tell(
                    attrs.evolve(self.progress, rows=self.progress.rows + len(page.items), total=page.total_count)
                )
                for item in page.items:
                    yield item
        if self._at_end:
            self._tell(attrs.evolve(self.progress, complete=True))

    async def _pages(self, resume: Checkpoint | None) -> AsyncGenerator[Page[RawObject]]:
        """Yield the pages until the last or a stop."""
        source = cast("AsyncGenerator[Page[RawObject]]", self._list(resume).pages())
        async with contextlib.aclosing(source) as pages:
            while not self.stopped:
                page = await anext(pages, None)
                self._at_end = page is None or (page.checkpoint is not None and page.checkpoint["next"] is None)
                if page is None:
                    return
                yield page

    def _list(self, resume: Checkpoint | None) -> Paginator[RawObject]:
        core, request = self._client.core, self._source.request
        if not self.resumable:
            return Scroll(core, request, _RAW)
        sized = with_page_size(request, self._paging, self._source.per_page, core.config.version)
        return Paginator(core, sized, _RAW, resume=resume)

    def _binding(self, kind: FileKind) -> dict[str, str]:
        """Return what a file is bound to: whatever changes what stands in it."""
        config, request = self._client.core.config, self._source.request
        return {
            "content": self._source.name,
            "operation": request.operation.name,
            "filter": fingerprint(request, request.path(config.version)),
            "version": config.version.text,
            "server": config.base_url,
            "format": kind.text,
        }

    async def _layout(self, kind: FileKind, columns: tuple[ExportColumn, ...] | None) -> Layout:
        if kind.layout != "csv":
            return JsonLinesLayout()
        if columns is None:
            fields = field_columns(self._source.model)
            columns = (*fields, *[attribute_column(name, of) for name, of in (await self._attributes()).items()])
        return CsvLayout(columns)

    async def _attributes(self) -> dict[str, str | None]:
        """Return the custom attributes that the workspace has for such objects, with their types."""
        found = [attribute async for attribute in self._attribute_list()]
        return {
            each.name: each.data_type for each in found if each.custom and not each.archived and each.name is not None
        }

    def _attribute_list(self) -> "Paginator[DataAttribute]":
        version, service = self._client.core.config.version, self._client.data_attributes
        of_company = self._source.name == "companies"
        if version < V1_4:
            return service.list_for_companies() if of_company else service.list_for_customers()
        return service.list(model="company" if of_company else "contact" if version >= V2_0 else "customer")

    def _tell(self, progress: ExportProgress) -> None:
        self.progress = progress
        if self.on_progress is not None:
            try:
                self.on_progress(progress)
            except Exception:
                _LOGGER.exception("on_progress failed; the export goes on")
