"""The secrets that sign who a visitor of the Messenger is."""

from .. import operations as ops
from ..models.identity_secrets import IdentitySecret, NewIdentitySecret
from ..pagination import Paginator
from ..unset import UNSET, Unset
from .base import Service, given


class IdentitySecrets(Service):
    """List, create and delete the secrets that sign who a visitor of the Messenger is.

    To replace one, create another, give it to all that sign, and delete the first when they use it.
    """

    __slots__ = ()

    def list(self) -> Paginator[IdentitySecret]:
        """Iterate over the secrets, without the keys themselves."""
        return self._iterate(ops.IdentitySecrets.list(), IdentitySecret)

    async def create(
        self,
        *,
        name: str,
        supports_android: bool | Unset = UNSET,
        supports_ios: bool | Unset = UNSET,
        supports_web: bool | Unset = UNSET,
    ) -> NewIdentitySecret:
        """Create a secret for at least one kind of the Messenger; keep its key, which no other call tells."""
        platforms = given(supports_android=supports_android, supports_ios=supports_ios, supports_web=supports_web)
        if not any(value is True for value in platforms.values()):
            msg = "identity_secrets.create: give at least one of supports_android, supports_ios and supports_web"
            raise ValueError(msg)
        return await self._fetch(ops.IdentitySecrets.create(json={"name": name, **platforms}), NewIdentitySecret)

    async def delete(self, secret_id: str | int) -> None:
        """Delete a secret: what it signed is refused from then on."""
        await self._fetch(ops.IdentitySecrets.delete(secret_id=secret_id), object)
