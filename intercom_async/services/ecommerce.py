"""Ecommerce."""

from .base import Service


class Ecommerce(Service):
    """Connectors of shops."""

    __slots__ = ()
