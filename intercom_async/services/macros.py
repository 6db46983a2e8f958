"""Macros."""

from datetime import datetime

from .. import operations as ops
from ..models.macros import Macro
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, given


class Macros(Service):
    """Read the replies that teammates saved."""

    __slots__ = ()

    def list(
        self,
        *,
        updated_since: datetime | int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Macro]:
        """Iterate over all macros, those that changed after an instant when it is given, the last changed first."""
        request = ops.Macros.list(query=given(updated_since=updated_since))
        return self._iterate(request, Macro, per_page=per_page, resume=resume)

    async def retrieve(self, macro_id: str | int) -> Macro:
        """Fetch one macro; one that the token's teammate may not see is a `NotFoundError`."""
        return await self._fetch(ops.Macros.retrieve(macro_id=macro_id), Macro)
