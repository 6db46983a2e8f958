"""External pages."""

from .base import Service


class ExternalPages(Service):
    """Pages outside Intercom that Fin answers from."""

    __slots__ = ()
