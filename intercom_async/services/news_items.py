"""News items."""

from .base import Service


class NewsItems(Service):
    """News for people."""

    __slots__ = ()
