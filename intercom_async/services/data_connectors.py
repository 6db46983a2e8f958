"""Data connectors."""

from .base import Service


class DataConnectors(Service):
    """Calls that Intercom makes to other systems."""

    __slots__ = ()
