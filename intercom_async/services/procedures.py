"""Procedures."""

from .base import Service


class Procedures(Service):
    """What Fin does step by step."""

    __slots__ = ()
