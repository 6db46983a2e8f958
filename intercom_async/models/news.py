"""News: what a workspace tells people, and the feeds in which it does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, IdChange, InstantChange, Model, TextChange


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Newsfeed(Model):
    """Where news is shown to some people."""

    type: Literal["newsfeed"] = "newsfeed"
    id: Id
    #: Only teammates see it.
    name: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewsfeedAssignment(Model):
    """A feed that a news item is in, and since when."""

    newsfeed_id: Id | None = None
    published_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewsItem(Model):
    """A piece of news."""

    type: Literal["news-item"] = "news-item"
    id: Id
    workspace_id: Id | None = None
    title: str | None = None
    #: May hold HTML.
    body: str | None = None
    #: A teammate.
    sender_id: Id | None = None
    #: ``draft``, or ``live`` in its feeds.
    state: str | None = None
    newsfeed_assignments: tuple[NewsfeedAssignment, ...] | None = None
    labels: tuple[str, ...] | None = None
    cover_image_url: str | None = None
    #: A list of the emoji that people may react with, in order; those that are None are the usual ones.
    reactions: object | None = attrs.field(default=None, hash=False)
    #: Whether no badge tells of it.
    deliver_silently: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewsfeedAssignmentChanges(Changes):
    """A feed to show a news item in."""

    newsfeed_id: str | int
    #: Now, or a time in the past; of no effect on a draft.
    published_at: InstantChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewsItemChanges(Changes):
    """What to write to a news item; a new one needs a title and a sender."""

    title: TextChange = UNSET
    #: May hold HTML.
    body: TextChange = UNSET
    #: A teammate.
    sender_id: IdChange = UNSET
    #: ``draft`` or ``live``.
    state: TextChange = UNSET
    #: Whether no badge is to tell of it.
    deliver_silently: FlagChange = UNSET
    labels: Sequence[str] | Unset = attrs.field(default=UNSET, hash=False)
    #: Emoji, in order; none where the list is empty.
    reactions: Sequence[str | None] | Unset = attrs.field(default=UNSET, hash=False)
    newsfeed_assignments: Sequence[NewsfeedAssignmentChanges] | Unset = attrs.field(default=UNSET, hash=False)
