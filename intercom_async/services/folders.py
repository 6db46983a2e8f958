"""Folders."""

from .base import Service


class Folders(Service):
    """What content is kept in."""

    __slots__ = ()
