"""What answers the operations, a module for each resource; a new one is added to `MODULES`."""

from typing import Final

from ..routes import Routes
from . import (
    activity_logs,
    admins,
    companies,
    company_lists,
    contact_links,
    contacts,
    conversations,
    counts,
    data_attributes,
    data_events,
    jobs,
    leads,
    merges,
    messages,
    notes,
    participants,
    replies,
    segments,
    tags,
    teams,
    users,
    visitors,
    webhook_subscriptions,
)

MODULES: Final[tuple[Routes, ...]] = tuple(
    module.routes
    for module in (
        activity_logs,
        admins,
        companies,
        company_lists,
        contact_links,
        contacts,
        conversations,
        counts,
        data_attributes,
        data_events,
        jobs,
        leads,
        merges,
        messages,
        notes,
        participants,
        replies,
        segments,
        tags,
        teams,
        users,
        visitors,
        webhook_subscriptions,
    )
)
