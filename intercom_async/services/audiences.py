"""Audiences."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from .. import operations as ops
from ..models.audiences import Audience, Predicate
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, given

#: What a person must be to belong to an audience, all of it.
Predicates: TypeAlias = Sequence[Predicate | Mapping[str, object]]


class Audiences(Service):
    """Read, write and delete the groups of people that content is for."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[Audience]:
        """Iterate over all audiences."""
        return self._iterate(ops.Audiences.list(), Audience, per_page=per_page, resume=resume)

    async def create(
        self, *, name: str, predicates: Predicates | Unset = UNSET, role_predicates: Predicates | Unset = UNSET
    ) -> Audience:
        """Create an audience by what is asked of a person and of their role."""
        body = given(name=name, predicates=predicates, role_predicates=role_predicates)
        return await self._fetch(ops.Audiences.create(json=body), Audience)

    async def retrieve(self, audience_id: str | int) -> Audience:
        """Fetch one audience."""
        return await self._fetch(ops.Audiences.retrieve(audience_id=audience_id), Audience)

    async def update(
        self,
        audience_id: str | int,
        *,
        name: str | Unset = UNSET,
        predicates: Predicates | Unset = UNSET,
        role_predicates: Predicates | Unset = UNSET,
    ) -> Audience:
        """Change an audience; predicates replace all that there were."""
        body = given(name=name, predicates=predicates, role_predicates=role_predicates)
        return await self._fetch(ops.Audiences.update(audience_id=audience_id, json=body), Audience)

    async def delete(self, audience_id: str | int) -> None:
        """Delete an audience."""
        await self._fetch(ops.Audiences.delete(audience_id=audience_id), object)
