"""Content exports."""

from .base import Service


class ContentExports(Service):
    """Exports of what was sent, and who received and opened it."""

    __slots__ = ()
