"""Banners that contacts see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class BannerReaction(Model):
    """A reaction that a banner offers."""

    index: int | None = None
    unicode_emoticon: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class BannerAction(Model):
    """What one can do on a banner."""

    #: ``url``, ``reaction``, ``email_collector`` or ``product_tour``; each has fields of its own.
    type: str | None = None
    label: str | None = None
    target: str | None = None
    reaction_set: tuple[BannerReaction, ...] | None = None
    tour_id: Id | None = None
    tour_url: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Banner(Model):
    """A banner that a contact is to see."""

    type: Literal["banner"] = "banner"
    id: Id
    #: The contact's view of it, to dismiss it by.
    view_id: Id | None = None
    title: str | None = None
    #: As HTML.
    body: str | None = None
    #: How and where it is shown.
    style: str | None = None
    position: str | None = None
    show_dismiss_button: bool | None = None
    action: BannerAction | None = None
    #: Reserved by Intercom: null in every version that there is.
    client_targeting: tuple[Mapping[str, Any], ...] | None = attrs.field(default=None, hash=False)
    created_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DismissedBanner(Model):
    """What dismissing a banner answers."""

    type: Literal["banner_dismiss"] = "banner_dismiss"
    view_id: Id | None = None
    dismissed: bool | None = None
