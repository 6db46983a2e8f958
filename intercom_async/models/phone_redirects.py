"""Callers who are asked to write instead."""

from typing import Literal

import attrs

from .common import Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class PhoneRedirect(Model):
    """An SMS that asks a caller to write instead."""

    type: Literal["phone_call_redirect"] = "phone_call_redirect"
    #: Where the SMS leads to.
    url: str | None = None
    phone: str | None = None
