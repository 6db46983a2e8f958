"""Subscription types."""

from .base import Service


class SubscriptionTypes(Service):
    """What people can agree to receive."""

    __slots__ = ()
