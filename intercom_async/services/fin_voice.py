"""Fin voice."""

from .base import Service


class FinVoice(Service):
    """Phone calls that Fin answers."""

    __slots__ = ()
