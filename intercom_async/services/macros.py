"""Macros."""

from .base import Service


class Macros(Service):
    """Replies that teammates saved."""

    __slots__ = ()
