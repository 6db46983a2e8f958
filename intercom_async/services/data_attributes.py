"""Data attributes of contacts and companies."""

from collections.abc import Sequence
from typing import Literal

from .. import operations as ops
from ..models.data_attributes import DataAttribute
from ..pagination import Paginator
from ..unset import UNSET, Unset
from ..versions import V1_4
from .base import Service, given


class DataAttributes(Service):
    """List, create and change the attributes that contacts and companies have."""

    __slots__ = ()

    def list(
        self,
        *,
        model: Literal["contact", "company", "customer"] | Unset = UNSET,
        include_archived: bool | Unset = UNSET,
    ) -> Paginator[DataAttribute]:
        """Iterate over the attributes, from 1.4 on, of one model when it is given; 1.4 calls contacts ``customer``."""
        request = ops.DataAttributes.list(query=given(model=model, include_archived=include_archived))
        return self._iterate(request, DataAttribute)

    def list_for_customers(self, *, include_archived: bool | Unset = UNSET) -> Paginator[DataAttribute]:
        """Iterate over the attributes of users and leads, in 1.x."""
        query = given(include_archived=include_archived, model=self._model("customer"))
        return self._iterate(ops.DataAttributes.list_for_customers(query=query), DataAttribute)

    def list_for_companies(self, *, include_archived: bool | Unset = UNSET) -> Paginator[DataAttribute]:
        """Iterate over the attributes of companies, in every version."""
        query = given(include_archived=include_archived, model=self._model("company"))
        return self._iterate(ops.DataAttributes.list_for_companies(query=query), DataAttribute)

    async def create(
        self,
        *,
        name: str,
        model: Literal["contact", "company"],
        data_type: str,
        description: str | Unset | None = UNSET,
        options: Sequence[str] | Unset = UNSET,
        messenger_writable: bool | Unset = UNSET,
    ) -> DataAttribute:
        """Create a custom attribute of type ``string``, ``integer``, ``float``, ``boolean``, ``date`` or ``datetime``.

        *options* are the values that one of type ``options`` may have.
        """
        choices = options if options is UNSET else [{"value": option} for option in options]
        body = given(
            name=name,
            model=model,
            data_type=data_type,
            description=description,
            options=choices,
            messenger_writable=messenger_writable,
        )
        return await self._fetch(ops.DataAttributes.create(json=body), DataAttribute)

    async def update(
        self,
        attribute_id: str | int,
        *,
        archived: bool | Unset = UNSET,
        description: str | Unset | None = UNSET,
        options: Sequence[str] | Unset = UNSET,
        messenger_writable: bool | Unset = UNSET,
    ) -> DataAttribute:
        """Change a custom attribute; archiving it hides it, its name stays taken."""
        choices = options if options is UNSET else [{"value": option} for option in options]
        body = given(archived=archived, description=description, options=choices, messenger_writable=messenger_writable)
        return await self._fetch(ops.DataAttributes.update(attribute_id=attribute_id, json=body), DataAttribute)

    def _model(self, name: str) -> str | Unset:
        """Return what to ask for beside the path, which says it by itself until 1.3."""
        return name if self._core.config.version >= V1_4 else UNSET
