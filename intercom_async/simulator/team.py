"""The teammates of the simulated workspace, their teams, and the log of what they did."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import attrs


@attrs.define
class Admin:
    """A teammate."""

    id: str
    name: str
    email: str
    away: bool = False
    reassign: bool = False
    away_reason: int | None = None
    #: Whether there is a seat of the inbox, which going away needs.
    inbox_seat: bool = True


@attrs.frozen
class Team:
    """Some teammates."""

    id: str
    name: str
    admin_ids: tuple[str, ...]
    #: How many conversations each of them has at most, where their number is balanced; how they are given out.
    assignment_limit: int | None = None
    distribution_method: str = "round_robin"
    #: Who is asked first, and second; None until it is told.
    primary: tuple[str, ...] | None = None
    secondary: tuple[str, ...] | None = None


@attrs.frozen
class ActivityLog:
    """One thing that a teammate did."""

    id: str
    by: Admin
    created_at: int
    activity_type: str
    description: str
    metadata: Mapping[str, object]


class ActivityLogs:
    """The log, in order of time."""

    __slots__ = ("_entries", "_new_id")

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._entries: list[ActivityLog] = []

    def add(
        self, by: Admin, activity_type: str, description: str, *, metadata: Mapping[str, object], now: int
    ) -> ActivityLog:
        """Note what a teammate did."""
        entry = ActivityLog(self._new_id(), by, now, activity_type, description, metadata)
        self._entries.append(entry)
        return entry

    def between(self, after: int, before: int | None, types: Iterable[str] | None = None) -> Iterator[ActivityLog]:
        """Yield what happened from *after* to *before*, newest first, of the *types* alone when some are given."""
        wanted = None if types is None else frozenset(types)
        for entry in reversed(self._entries):
            in_time = entry.created_at >= after and (before is None or entry.created_at <= before)
            if in_time and (wanted is None or entry.activity_type in wanted):
                yield entry


#: The event types of 2.16; Preview has `PREVIEW_EVENT_TYPE` as well.
EVENT_TYPES: Final = (
    "admin_conversation_assignment_limit_change", "admin_ticket_assignment_limit_change", "admin_avatar_change",
    "admin_away_mode_change", "admin_deletion", "admin_deprovisioned", "admin_impersonation_end",
    "admin_impersonation_start", "admin_invite_change", "admin_invite_creation", "admin_invite_deletion",
    "admin_login_failure", "admin_login_success", "admin_logout", "admin_occupancy_setting_change",
    "admin_occupancy_state_change", "admin_password_reset_request", "admin_password_reset_success",
    "admin_permission_change", "admin_provisioned", "admin_two_factor_auth_change",
    "admin_unauthorized_sign_in_method", "app_admin_join", "app_authentication_method_change", "app_data_deletion",
    "app_data_export", "app_google_sso_domain_change", "app_identity_verification_change", "app_name_change",
    "app_outbound_address_change", "app_package_installation", "app_package_token_regeneration",
    "app_package_uninstallation", "app_team_creation", "app_team_deletion", "app_team_membership_modification",
    "app_timezone_change", "app_webhook_creation", "app_webhook_deletion", "articles_in_messenger_enabled_change",
    "bulk_delete", "bulk_export", "campaign_deletion", "campaign_state_change", "conversation_part_deletion",
    "conversation_pdf_export", "conversation_topic_change", "conversation_topic_creation",
    "conversation_topic_deletion", "help_center_settings_change", "inbound_conversations_change",
    "inbox_access_change", "message_deletion", "message_state_change", "messenger_look_and_feel_change",
    "messenger_search_required_change", "messenger_spaces_change", "office_hours_change", "role_change",
    "role_creation", "role_deletion", "ruleset_activation_title_preview", "ruleset_creation", "ruleset_deletion",
    "search_browse_enabled_change", "search_browse_required_change", "seat_change", "seat_revoke",
    "security_settings_change", "temporary_expectation_change", "upfront_email_collection_change",
    "welcome_message_change", "hide_csat_from_agents_setting_change",
)  # fmt: skip
PREVIEW_EVENT_TYPE: Final = "inbox_bulk_action"
