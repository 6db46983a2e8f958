"""Internal articles."""

from .base import Service


class InternalArticles(Service):
    """Articles for teammates."""

    __slots__ = ()
