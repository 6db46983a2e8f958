"""Newsfeeds."""

from .base import Service


class Newsfeeds(Service):
    """Where news are shown."""

    __slots__ = ()
