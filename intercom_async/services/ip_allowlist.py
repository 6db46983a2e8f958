"""Ip allowlist."""

from .base import Service


class IpAllowlist(Service):
    """From where teammates may work."""

    __slots__ = ()
