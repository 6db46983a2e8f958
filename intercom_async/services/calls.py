"""Calls."""

from .base import Service


class Calls(Service):
    """Phone calls."""

    __slots__ = ()
