"""Emails."""

from .base import Service


class Emails(Service):
    """The addresses from which a workspace writes."""

    __slots__ = ()
