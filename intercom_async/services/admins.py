"""Teammates."""

from collections.abc import Sequence
from datetime import datetime

from .. import operations as ops
from ..models.activity_logs import ActivityLog
from ..models.admins import Admin, CurrentAdmin, Team
from ..models.common import either
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, given


class Admins(Service):
    """Read the teammates of the workspace, set them away, and read what they did."""

    __slots__ = ()

    async def me(self) -> CurrentAdmin:
        """Fetch the admin whose token is used, with the workspace: a cheap way to check a token."""
        return await self._fetch(ops.Admins.me(), CurrentAdmin)

    def list(self, *, display_avatar: bool | Unset = UNSET) -> Paginator[Admin | Team]:
        """Iterate over the teammates; until 1.3 teams stand among them. Avatars come when asked for."""
        return self._iterate(ops.Admins.list(query=given(display_avatar=display_avatar)), either(Admin, Team))

    async def retrieve(self, admin_id: str | int) -> Admin:
        """Fetch one teammate."""
        return await self._fetch(ops.Admins.retrieve(admin_id=admin_id), Admin)

    async def set_away(
        self,
        admin_id: str | int,
        *,
        away_mode_enabled: bool,
        away_mode_reassign: bool,
        away_status_reason_id: int | Unset = UNSET,
    ) -> Admin:
        """Set a teammate away or back; *away_mode_reassign* sends new replies to the default inbox.

        From 2.14 on a reason may be given, and must be where the workspace asks for one.
        """
        body = given(
            away_mode_enabled=away_mode_enabled,
            away_mode_reassign=away_mode_reassign,
            away_status_reason_id=away_status_reason_id,
        )
        return await self._fetch(ops.Admins.set_away(admin_id=admin_id, json=body), Admin)

    def list_activity_logs(
        self,
        *,
        created_at_after: datetime | int,
        created_at_before: datetime | int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[ActivityLog]:
        """Iterate over what all teammates did since an instant, or between two."""
        query = given(created_at_after=created_at_after, created_at_before=created_at_before)
        return self._iterate(ops.Admins.list_activity_logs(query=query), ActivityLog, per_page=per_page, resume=resume)

    def search_activity_logs(
        self,
        *,
        created_at_after: datetime | int,
        created_at_before: datetime | int | Unset = UNSET,
        event_types: Sequence[str] | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[ActivityLog]:
        """Iterate over what all teammates did since an instant, or between two, by kind where *event_types* is given.

        `list_activity_log_event_types` gives the kinds that there are.
        """
        body = given(created_at_after=created_at_after, created_at_before=created_at_before, event_types=event_types)
        request = ops.Admins.search_activity_logs(json=body)
        return self._iterate(request, ActivityLog, per_page=per_page, resume=resume)

    def list_activity_log_event_types(self) -> Paginator[str]:
        """Iterate over the kinds of activities that are logged."""
        return self._iterate(ops.Admins.list_activity_log_event_types(), str)
