"""What notifications about teammates' activities hold."""

from typing import Literal

import attrs

from .activity_logs import ActivityLog


@attrs.frozen(kw_only=True, repr=False, eq=False)
class LoggedActivity(ActivityLog):
    """Something that a teammate did, as a webhook is told."""

    type: Literal["admin_activity_log_event"] = "admin_activity_log_event"
