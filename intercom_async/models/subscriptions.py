"""Subscription types: what contacts may opt in to or out of."""

from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Translation(Model):
    """The texts of a subscription type in one language."""

    name: str | None = None
    description: str | None = None
    locale: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SubscriptionType(Model):
    """A kind of message that contacts may opt in to or out of."""

    type: Literal["subscription"] = "subscription"
    id: Id
    #: ``live``, ``draft`` or ``archived``.
    state: str | None = None
    #: ``opt_in`` or ``opt_out``.
    consent_type: str | None = None
    default_translation: Translation | None = None
    translations: tuple[Translation, ...] | None = None
    #: ``email`` and ``sms_message``, which of them.
    content_types: tuple[str, ...] | None = None
