"""Help centers."""

from .base import Service


class HelpCenters(Service):
    """Where articles are shown."""

    __slots__ = ()
