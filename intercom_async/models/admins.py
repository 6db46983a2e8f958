"""Admins: the teammates of a workspace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Avatar, Changes, Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class App(Model):
    """A workspace."""

    type: Literal["app"] = "app"
    id_code: str | None = None
    name: str | None = None
    created_at: datetime | None = None
    secure: bool | None = None
    identity_verification: bool | None = None
    #: Such as ``America/Los_Angeles``; searches by day follow it.
    timezone: str | None = None
    #: ``US``, ``EU`` or ``AU``.
    region: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TeamPriorityLevel(Model):
    """The ids of the teams that an admin works for first, and second."""

    primary_team_ids: tuple[Id, ...] | None = None
    secondary_team_ids: tuple[Id, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AdminRole(Model):
    """What an admin may do; from 2.16 on."""

    type: Literal["role"] = "role"
    id: Id | None = None
    name: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Admin(Model):
    """A teammate; in lists and parts also a bot."""

    type: Literal["admin"] = "admin"
    id: Id
    name: str | None = None
    email: str | None = None
    job_title: str | None = None
    away_mode_enabled: bool | None = None
    away_mode_reassign: bool | None = None
    #: From 2.14 on.
    away_status_reason_id: Id | None = None
    has_inbox_seat: bool | None = None
    team_ids: tuple[Id, ...] | None = None
    team_priority_level: TeamPriorityLevel | None = None
    #: None for an admin without one.
    role: AdminRole | None = None
    #: An object, or a URL in some places.
    avatar: str | Avatar | None = None
    #: Of the author of a note of 1.x; always empty where it was seen.
    companies: tuple[object, ...] | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CurrentAdmin(Admin):
    """The admin whose token is used, with the workspace."""

    email_verified: bool | None = None
    app: App | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AdminPriorityLevel(Model):
    """Which teammates a team asks first."""

    primary_admin_ids: tuple[Id, ...] | None = None
    secondary_admin_ids: tuple[Id, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Team(Model):
    """A group of teammates."""

    type: Literal["team"] = "team"
    id: Id
    name: str | None = None
    admin_ids: tuple[Id, ...] | None = None
    #: From 2.8 on.
    admin_priority_level: AdminPriorityLevel | None = None
    #: From 2.14 on.
    assignment_limit: int | None = None
    distribution_method: str | None = None
    #: Only in the list of admins, until 1.3.
    email: str | None = None
    away_mode_enabled: bool | None = None
    away_mode_reassign: bool | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TeamMetric(Model):
    """How many conversations a teammate has in a team."""

    type: Literal["team_metric"] = "team_metric"
    admin_id: Id | None = None
    open: int | None = None
    #: Open, and waiting for an answer longer than asked for.
    idle: int | None = None
    snoozed: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AdminPriorityChanges(Changes):
    """Which teammates of a team to ask first, and second; those who are not named keep their place."""

    primary_admin_ids: Sequence[str | int] | Unset | None = attrs.field(default=UNSET, hash=False)
    secondary_admin_ids: Sequence[str | int] | Unset | None = attrs.field(default=UNSET, hash=False)
