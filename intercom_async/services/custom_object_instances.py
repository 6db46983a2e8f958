"""Custom object instances."""

from .base import Service


class CustomObjectInstances(Service):
    """What a workspace keeps beside people and companies."""

    __slots__ = ()
