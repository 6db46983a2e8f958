"""Fin."""

from .base import Service


class Fin(Service):
    """Fin, the AI agent, through one's own interface."""

    __slots__ = ()
