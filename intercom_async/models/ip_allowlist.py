"""From where teammates may work."""

from typing import Literal

import attrs

from .common import Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AllowedAddresses(Model):
    """The addresses from which a workspace can be reached."""

    type: Literal["ip_allowlist"] = "ip_allowlist"
    #: Whether only they may.
    enabled: bool | None = None
    #: Such as ``10.0.0.1`` and ``192.168.1.0/24``.
    ip_allowlist: tuple[str, ...] | None = None
