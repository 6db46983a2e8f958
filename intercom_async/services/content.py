"""Content."""

from .base import Service


class Content(Service):
    """Articles, snippets and other content, whatever its kind."""

    __slots__ = ()
