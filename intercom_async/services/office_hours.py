"""Office hours."""

from .base import Service


class OfficeHours(Service):
    """When a workspace answers."""

    __slots__ = ()
