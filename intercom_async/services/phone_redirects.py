"""Phone redirects."""

from .base import Service


class PhoneRedirects(Service):
    """Callers who are asked to write instead."""

    __slots__ = ()
