"""Reasons why teammates are away."""

from .. import operations as ops
from ..models.away_status_reasons import AwayStatusReason
from ..pagination import Paginator
from .base import Service


class AwayStatusReasons(Service):
    """Read why teammates may be away."""

    __slots__ = ()

    def list(self) -> Paginator[AwayStatusReason]:
        """Iterate over all reasons, deleted ones too."""
        return self._iterate(ops.AwayStatusReasons.list(), AwayStatusReason)
