"""Articles."""

from .base import Service


class Articles(Service):
    """Articles of a help center."""

    __slots__ = ()
