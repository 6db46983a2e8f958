"""Callers who are asked to write instead."""

from collections.abc import Mapping

from .. import operations as ops
from ..models.phone_redirects import PhoneRedirect
from ..unset import UNSET, Unset
from .base import Service, given


class PhoneRedirects(Service):
    """Lead callers to the Messenger."""

    __slots__ = ()

    async def create(
        self, *, phone: str, custom_attributes: Mapping[str, object] | Unset | None = UNSET
    ) -> PhoneRedirect:
        """Send an SMS with a link to the Messenger to a number such as ``+353832345678``.

        The attributes are written to whoever has that number. One that gets no SMS is a `BadRequestError`.
        """
        body = given(phone=phone, custom_attributes=custom_attributes)
        return await self._fetch(ops.PhoneRedirects.create(json=body), PhoneRedirect)
