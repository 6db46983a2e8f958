"""Workflows."""

from .base import Service


class Workflows(Service):
    """What Intercom does by itself."""

    __slots__ = ()
