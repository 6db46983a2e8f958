"""Content snippets."""

from .base import Service


class ContentSnippets(Service):
    """Short texts that Fin answers from."""

    __slots__ = ()
