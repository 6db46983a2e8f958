"""Content import sources."""

from .base import Service


class ContentImportSources(Service):
    """Where external pages come from."""

    __slots__ = ()
