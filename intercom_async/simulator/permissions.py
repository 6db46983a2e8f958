"""What an app may lack - scopes of its token, a subscription, features - and how operations that need it refuse."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Final

import attrs

from .call import Problem


@attrs.frozen
class Need:
    """What some operations need, and how they refuse an app that lacks it."""

    lacking: str
    operations: tuple[str, ...]
    status: int = 403
    code: str = "forbidden"
    message: str = "You do not have the required scope ({}) to access this resource"

    @property
    def problem(self) -> Problem:
        """The refusal, each time a new one."""
        return Problem(self.status, self.code, self.message.format(self.lacking))


#: Without it tickets are hidden where conversations are listed and searched, and nothing is refused.
READ_TICKETS: Final = "read_tickets"
_PLAN: Final = (403, "api_plan_restricted")
_OURS: Final = (403, "forbidden")
_CONTENT: Final = (*_OURS, "Not authorized to manage knowledge base content")
_PAID: Final = (
    *("list", "create", "retrieve", "update", "mark_as_read", "reply", "reply_to_last", "assign", "close", "open"),
    *("snooze", "run_assignment_rules", "attach_contact", "detach_contact", "delete"),
)

#: The scopes are those that the OpenAPI files name, the refusals those of their examples.
_NEEDS: Final = (
    Need(
        "active_subscription", tuple(f"conversations.{name}" for name in _PAID), *_PLAN, "Active subscription needed."
    ),
    Need(
        "active_subscription",
        ("messages.create", "messages.list_statuses", "tickets.delete"),
        *(*_PLAN, "Active subscription needed."),
    ),
    Need(
        "real_time_monitoring",
        ("teams.list_metrics",),
        *(*_PLAN, "Real-time monitoring is not enabled for your workspace."),
    ),
    Need("workflow_export", ("workflows.export",), *_PLAN, "Workflow export is not available for this app"),
    Need(
        "team_updates",
        ("teams.update",),
        *(*_PLAN, "Updating team memberships via the API is not available for this workspace"),
    ),
    Need("team_members", ("teams.update",), *_OURS, "You don't have permission to update the members of this team"),
    Need("manage_teams", ("teams.update",), *_OURS, "You don't have permission to manage teams in this workspace"),
    Need("procedures", ("procedures.*",), *_OURS, "Procedures HITL API is not enabled for your app."),
    Need("conversation_access", ("procedures.*",), *_OURS, "Admin does not have access to this conversation"),
    Need("conversation_access", ("conversations.merge",), *_OURS, "Forbidden request"),
    Need(
        "fin_profile",
        ("fin.run_procedure",),
        *(400, "parameter_invalid"),
        "No Fin profile is configured to handle this conversation. Configure a Fin profile and retry.",
    ),
    Need("catalog", ("ecommerce.*",), 404, "not_found", "The catalog API is not available for this workspace."),
    Need("read_conversations", ("macros.*", "conversations.list_handling_events")),
    Need("read_conversations", ("conversations.list_side_conversations",)),
    Need(
        "write_conversations", ("conversations.merge",), 401, "token_unauthorized", "Not authorized to access resource"
    ),
    Need("write_conversations", ("procedures.*",)),
    Need("write_tickets", ("tickets.link_conversation", "tickets.unlink_conversation")),
    Need("read_articles_scope", ("articles.retrieve_draft", "articles.list_versions", "articles.retrieve_version")),
    Need("read_write_articles_scope", ("articles.update_draft", "articles.publish_draft")),
    Need("read_write_articles_scope", ("articles.*_tag", "internal_articles.*_tag"), *_CONTENT),
    Need("read_write_content_snippets", ("content_snippets.*_tag",), *_CONTENT),
    Need("read_content", ("content.search",)),
    Need("write_content", ("content.bulk_action",)),
    Need("read_help_center_redirects_scope", ("help_centers.list_redirects", "help_centers.retrieve_redirect")),
    Need("read_write_help_center_redirects_scope", ("help_centers.create_redirect", "help_centers.delete_redirect")),
    Need("read_write_office_hours", ("office_hours.*",)),
    Need("read_write_users", ("contacts.*_banner*",)),
    Need("manage_ip_allowlist", ("ip_allowlist.*",)),
)

#: Everything that an app may be said to lack.
NAMES: Final = frozenset({READ_TICKETS, *(need.lacking for need in _NEEDS)})


def refusals(without: Iterable[str], operations: Iterable[str]) -> Mapping[str, Need]:
    """Return how each of the *operations* refuses an app without those of `NAMES` that are given."""
    lacking = frozenset(without)
    if unknown := sorted(lacking - NAMES):
        msg = f"an app cannot be without {', '.join(unknown)}: give some of {', '.join(sorted(NAMES))}"
        raise ValueError(msg)
    needed = [(pattern, need) for need in _NEEDS if need.lacking in lacking for pattern in need.operations]
    if not needed:
        return {}
    return {
        name: next(need for pattern, need in needed if fnmatchcase(name, pattern))
        for name in operations
        if any(fnmatchcase(name, pattern) for pattern, _ in needed)
    }
