"""Subscription types."""

from .. import operations as ops
from ..models.subscriptions import SubscriptionType
from ..pagination import Paginator
from .base import Service


class SubscriptionTypes(Service):
    """Read what people can agree to receive; `contacts` has what each of them chose."""

    __slots__ = ()

    def list(self) -> Paginator[SubscriptionType]:
        """Iterate over all subscription types."""
        return self._iterate(ops.SubscriptionTypes.list(), SubscriptionType)
