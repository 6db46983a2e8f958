"""Brands."""

from .. import operations as ops
from ..models.brands import Brand
from ..pagination import Paginator
from .base import Service


class Brands(Service):
    """Read the brands under which the workspace writes."""

    __slots__ = ()

    def list(self) -> Paginator[Brand]:
        """Iterate over all brands, the default one among them."""
        return self._iterate(ops.Brands.list(), Brand)

    async def retrieve(self, brand_id: str | int) -> Brand:
        """Fetch one brand."""
        return await self._fetch(ops.Brands.retrieve(brand_id=brand_id), Brand)
