"""Addresses from which the workspace writes."""

from .. import operations as ops
from ..models.emails import EmailSetting
from ..pagination import Paginator
from .base import Service


class Emails(Service):
    """Read the addresses from which the workspace writes."""

    __slots__ = ()

    def list(self) -> Paginator[EmailSetting]:
        """Iterate over all addresses."""
        return self._iterate(ops.Emails.list(), EmailSetting)

    async def retrieve(self, email_id: str | int) -> EmailSetting:
        """Fetch one address with its settings."""
        return await self._fetch(ops.Emails.retrieve(email_id=email_id), EmailSetting)
