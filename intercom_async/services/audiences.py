"""Audiences."""

from .base import Service


class Audiences(Service):
    """Groups of people that content is for."""

    __slots__ = ()
