"""Users: the people with an account of API 1.x, called contacts from 2.0 on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Literal

import attrs

from ..unset import UNSET, Unset
from .common import Avatar, Changes, FlagChange, Id, IdChange, InstantChange, Model, SocialProfile, TextChange
from .companies import Company
from .segments import Segment
from .tags import Tag


@attrs.frozen(kw_only=True, repr=False, eq=False)
class LocationData(Model):
    """Where somebody was last seen."""

    type: str | None = None
    city_name: str | None = None
    continent_code: str | None = None
    country_code: str | None = None
    country_name: str | None = None
    postal_code: str | None = None
    region_name: str | None = None
    timezone: str | None = None
    #: Until 1.1.
    latitude: float | None = None
    longitude: float | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UserSocialProfiles(Model):
    """The social profiles of a user."""

    type: str | None = None
    social_profiles: tuple[SocialProfile, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UserCompanies(Model):
    """The companies of a user, often with their ids and names alone."""

    type: str | None = None
    companies: tuple[Company, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UserTags(Model):
    """The tags of a user."""

    type: str | None = None
    tags: tuple[Tag, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UserSegments(Model):
    """The segments of a user."""

    type: str | None = None
    segments: tuple[Segment, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class PersonFields(Model):
    """What users, leads and visitors have in common."""

    id: Id
    user_id: Id | None = None
    email: str | None = None
    phone: str | None = None
    name: str | None = None
    #: What the Messenger calls somebody without a name.
    pseudonym: str | None = None
    #: Whether this is no user.
    anonymous: bool | None = None
    app_id: Id | None = None
    avatar: Avatar | None = None
    companies: UserCompanies | None = None
    custom_attributes: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    created_at: datetime | None = None
    updated_at: datetime | None = None
    signed_up_at: datetime | None = None
    #: The older name of `signed_up_at`.
    remote_created_at: datetime | None = None
    session_count: int | None = None
    social_profiles: UserSocialProfiles | None = None
    location_data: LocationData | None = None
    tags: UserTags | None = None
    segments: UserSegments | None = None
    unsubscribed_from_emails: bool | None = None
    marked_email_as_spam: bool | None = None
    has_hard_bounced: bool | None = None
    do_not_track: bool | None = None
    #: The admin who owns the account; from 1.4 on.
    owner_id: Id | None = None
    referrer: str | None = None
    utm_campaign: str | None = None
    utm_content: str | None = None
    utm_medium: str | None = None
    utm_source: str | None = None
    utm_term: str | None = None
    #: Until 1.1; null later.
    last_seen_ip: str | None = None
    user_agent_data: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class User(PersonFields):
    """A person with an account; ``user_id`` is the id that you gave."""

    untyped: ClassVar[bool] = True  # the list by e-mail of 1.1 is documented without types

    type: Literal["user"] = "user"
    last_request_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UserDeletionRequest(Model):
    """What asking for a user's deletion answers."""

    #: Of the request, not of the user.
    id: Id


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Identifiers(Changes):
    """Who is meant, by at least one of these."""

    id: IdChange = UNSET
    user_id: IdChange = UNSET
    email: TextChange = UNSET

    def __attrs_post_init__(self) -> None:
        if not any((self.id, self.user_id, self.email)):
            msg = "Identifiers: give id, user_id or email, at least one of them"
            raise ValueError(msg)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UserChanges(Changes):
    """What to write to a user, found by `id`, else `user_id`, else `email`."""

    id: IdChange = UNSET
    user_id: IdChange = UNSET
    email: TextChange = UNSET
    phone: TextChange = UNSET
    name: TextChange = UNSET
    signed_up_at: InstantChange = UNSET
    last_request_at: InstantChange = UNSET
    custom_attributes: Mapping[str, object] | Unset | None = attrs.field(
        default=UNSET, hash=False, metadata={"limit": "attributes"}
    )
    #: Each by ``company_id``, with what to write to it; ``remove: True`` detaches it.
    companies: Sequence[Mapping[str, object]] | Unset = attrs.field(
        default=UNSET, hash=False, metadata={"limit": "companies"}
    )
    #: None is refused from 1.3 on.
    unsubscribed_from_emails: FlagChange = UNSET
    update_last_request_at: FlagChange = UNSET
    new_session: FlagChange = UNSET
    last_seen_user_agent: TextChange = UNSET
    #: Until 1.1.
    last_seen_ip: TextChange = UNSET
