"""Collections."""

from .base import Service


class Collections(Service):
    """What the articles of a help center are ordered in."""

    __slots__ = ()
