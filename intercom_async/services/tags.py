"""Tags."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from .. import operations as ops
from ..limits import MOST_TAGGED, check_count
from ..models.tags import SavedTag, Tag
from ..pagination import Paginator
from ..unset import UNSET, Unset
from .base import Service, given, one_of

#: Each a mapping with one identifier; ``untag: True`` takes the tag off.
Targets: TypeAlias = Sequence[Mapping[str, object]]


class Tags(Service):
    """Read, create, rename, apply and delete tags."""

    __slots__ = ()

    def list(self) -> Paginator[Tag]:
        """Iterate over the tags of the workspace."""
        return self._iterate(ops.Tags.list(), Tag)

    async def retrieve(self, tag_id: str | int) -> Tag:
        """Fetch one tag."""
        return await self._fetch(ops.Tags.retrieve(tag_id=tag_id), Tag)

    async def create_or_update(
        self,
        *,
        name: str,
        tag_id: str | int | Unset = UNSET,
        users: Targets | Unset = UNSET,
        companies: Targets | Unset = UNSET,
    ) -> SavedTag:
        """Create the tag of that name unless there is one; then put it on *users* or *companies*, at most 50.

        *tag_id* renames that tag instead. A user is given by ``id``, ``user_id`` or ``email`` (a lead or contact by
        ``id``), a company by ``id`` or ``company_id``; with ``untag: True`` the tag is taken off.
        """
        if sum(value is not UNSET for value in (tag_id, users, companies)) > 1:
            msg = "tags.create_or_update: tag_id (to rename), users and companies (to tag) exclude each other"
            raise ValueError(msg)
        _check_targets("users", users, ("id", "user_id", "email"))
        _check_targets("companies", companies, ("id", "company_id"))
        body = given(name=name, id=tag_id, users=users, companies=companies)
        return await self._fetch(ops.Tags.create_or_update(json=body), SavedTag)

    async def delete(self, tag_id: str | int) -> None:
        """Delete a tag; from 2.5 on one that something depends on is a `BadRequestError`."""
        await self._fetch(ops.Tags.delete(tag_id=tag_id), object)


def _check_targets(name: str, targets: Sequence[object] | Unset, identifiers: Sequence[str]) -> None:
    """Refuse what could not say which objects to tag."""
    if isinstance(targets, Unset):
        return
    check_count(f"tags.create_or_update: {name}", len(targets), MOST_TAGGED)
    for index, target in enumerate(targets):
        where = f"tags.create_or_update: {name}[{index}]"
        if not isinstance(target, Mapping):
            msg = f"{where} must be a mapping such as {{'id': '1'}}, not {type(target).__name__}"
            raise TypeError(msg)
        fields = cast("Mapping[str, object]", target)
        one_of(where, **{key: fields.get(key, UNSET) for key in identifiers})
