"""Away status reasons."""

from .base import Service


class AwayStatusReasons(Service):
    """Why teammates may be away."""

    __slots__ = ()
