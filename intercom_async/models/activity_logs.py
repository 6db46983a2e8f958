"""Activity logs: what teammates did in the workspace."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ActivityAdmin(Model):
    """The teammate who did something."""

    type: Literal["admin"] = "admin"
    id: Id
    email: str | None = None
    ip: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ActivityTeam(Model):
    """The team whose settings were changed."""

    id: Id
    name: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ActivityMetadata(Model):
    """What there is to say of an activity; which fields there are goes by its type."""

    sign_in_method: str | None = None
    external_id: Id | None = None
    away_mode: bool | None = None
    away_status_reason: str | None = None
    reassign_conversations: bool | None = None
    source: str | None = None
    auto_changed: str | None = None
    update_by: Id | None = None
    update_by_name: str | None = None
    previous_state: str | None = None
    new_state: str | None = None
    threshold_minutes: int | None = None
    last_activity_at: datetime | None = None
    auto: bool | None = None
    setting_type: str | None = None
    #: By setting, each with ``before`` and ``after``.
    changes: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    conversation_assignment_limit: int | None = None
    ticket_assignment_limit: int | None = None
    team: ActivityTeam | None = None
    team_assignment_limit: int | None = None
    enabled: bool | None = None
    mode: str | None = None
    consent_id: Id | None = None
    #: As ISO 8601, unlike all other instants.
    expired_at: str | None = None
    #: What was changed, with its ``id`` and ``title``.
    message: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    #: The value before and after, text or an object.
    before: object | None = attrs.field(default=None, hash=False)
    after: object | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ActivityLog(Model):
    """Something that a teammate did."""

    id: Id
    performed_by: ActivityAdmin | None = None
    metadata: ActivityMetadata | None = None
    created_at: datetime | None = None
    #: Such as ``app_name_change``; `list_activity_log_event_types` of `client.admins` gives all of them.
    activity_type: str | None = None
    activity_description: str | None = None
