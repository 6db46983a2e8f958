"""Identity secrets."""

from .base import Service


class IdentitySecrets(Service):
    """The secrets that sign who a visitor of the Messenger is."""

    __slots__ = ()
