"""Segments."""

from typing import Literal

from .. import operations as ops
from ..models.segments import Segment
from ..pagination import Paginator
from ..unset import UNSET, Unset
from .base import Service, given


class Segments(Service):
    """Read the segments of the workspace."""

    __slots__ = ()

    def list(
        self, *, include_count: bool | Unset = UNSET, of: Literal["company"] | Unset = UNSET
    ) -> Paginator[Segment]:
        """Iterate over the segments of people; *of* ``"company"`` gives those of companies, in 1.x only."""
        return self._iterate(ops.Segments.list(query=given(include_count=include_count, type=of)), Segment)

    async def retrieve(self, segment_id: str | int, *, include_count: bool | Unset = UNSET) -> Segment:
        """Fetch one segment; *include_count* is known in 1.x only, where it counts people."""
        request = ops.Segments.retrieve(segment_id=segment_id, query=given(include_count=include_count))
        return await self._fetch(request, Segment)
