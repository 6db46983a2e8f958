"""Tickets."""

from .base import Service


class Tickets(Service):
    """Requests that are tracked."""

    __slots__ = ()
