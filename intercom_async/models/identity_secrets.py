"""The secrets that sign who a visitor of the Messenger is."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class IdentitySecret(Model):
    """What is told of a secret after it was created."""

    type: Literal["identity_verification_secret"] = "identity_verification_secret"
    id: Id
    name: str | None = None
    #: For which kinds of the Messenger it is good.
    supports_android: bool | None = None
    supports_ios: bool | None = None
    supports_web: bool | None = None
    created_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewIdentitySecret(IdentitySecret):
    """A secret as it is created."""

    #: The key itself, told this once; no repr shows it.
    secret: str | None = None
