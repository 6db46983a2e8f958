"""The table: every operation of the API, one line each; nothing else says when an operation exists."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .operation import DELETE, GET, POST, PUT, Operation, Paging, Repeat
from .versions import (
    PREVIEW,
    V1_2,
    V1_3,
    V1_4,
    V2_0,
    V2_2,
    V2_3,
    V2_4,
    V2_6,
    V2_11,
    V2_13,
    V2_15,
    V2_16,
    ranged,
)


def when_identified(body: Mapping[str, Any]) -> bool:
    """Say whether the contact in *body* has an identity that makes a second creation a 409 instead of a double."""
    return bool(body.get("external_id") or (body.get("email") and body.get("role", "user") == "user"))


def when_dated(body: Mapping[str, Any]) -> bool:
    """Say whether the event in *body* has the time by which Intercom leaves out doubles."""
    return body.get("created_at") is not None


def when_named(body: Mapping[str, Any]) -> bool:
    """Say whether the lead in *body* is one that exists: without an id each call makes another."""
    return bool(body.get("id") or body.get("user_id"))


#: What changes a conversation without writing to its people.
_MANAGED: Final = ranged("/conversations/{conversation_id}/reply", (V2_0, "/conversations/{conversation_id}/parts"))
#: What tells numbers where there are no counts.
_COUNTED: Final = "the total_count of the pages of a list or search"


class Admins:
    """Teammates."""

    me: Operation = GET("/me", documented_as=("get_current_admin_and_app",))
    list: Operation = GET("/admins", items="admins", documented_as=("list_admins",))
    retrieve: Operation = GET("/admins/{admin_id}", documented_as=("get_admin",))
    set_away: Operation = PUT("/admins/{admin_id}/away", documented_as=("set_admin_away",))
    list_activity_logs: Operation = GET(
        "/admins/activity_logs",
        since=V1_2,
        paging=Paging.PAGE,
        items="activity_logs",
        page_size=(20, None),
        documented_as=("list_activity_logs_for_admin",),
    )
    search_activity_logs: Operation = POST(
        "/admins/activity_logs/search",
        since=V2_16,
        paging=Paging.PAGE_BODY,
        items="activity_logs",
        page_size=(20, 250),
        repeat=Repeat.ALWAYS,
    )
    list_activity_log_event_types: Operation = GET("/admins/activity_log_event_types", since=V2_16, items="event_types")


class Companies:
    """Organisations that people belong to."""

    list: Operation = GET(
        "/companies",
        paging=Paging.PAGE,
        items=ranged("companies", (V2_0, "data")),
        page_size=ranged((50, 60), (V2_0, (15, 60))),
        documented_as=("list_companies",),
    )
    #: The way that 2.x documents for the list without a filter.
    list_all: Operation = POST(
        "/companies/list",
        since=V2_0,
        paging=Paging.PAGE,
        items="data",
        page_size=(15, 60),
        repeat=Repeat.ALWAYS,
        instead="companies.list",
    )
    search: Operation = POST(
        "/companies/search",
        since=PREVIEW,
        paging=Paging.SEARCH,
        items="data",
        page_size=(15, None),
        repeat=Repeat.ALWAYS,
        instead="companies.list",
    )
    scroll: Operation = GET(
        "/companies/scroll",
        paging=Paging.SCROLL,
        items=ranged("companies", (V2_0, "data")),
        page_size=(100, 100),
        repeat=Repeat.NEVER,
        documented_as=("scroll_companies",),
    )
    find: Operation = GET("/companies")
    retrieve: Operation = GET("/companies/{company_id}", documented_as=("get_company",))
    create_or_update: Operation = POST(
        "/companies", repeat=Repeat.ALWAYS, documented_as=("create_company", "update_company")
    )
    update: Operation = PUT("/companies/{company_id}", since=V2_4, instead="companies.create_or_update")
    delete: Operation = DELETE(
        "/companies/{company_id}", since=V1_3, since_known=False, documented_as=("delete_company_by_id",)
    )
    delete_by_company_id: Operation = DELETE(
        "/companies",
        since=V1_3,
        since_known=False,
        until=V1_4,
        until_known=False,
        instead="companies.find, then companies.delete",
        documented_as=("delete_company",),
        experimental=True,
    )
    list_contacts: Operation = GET(
        "/companies/{company_id}/contacts",
        since=V2_0,
        paging=Paging.CURSOR,
        items="data",
        page_size=(50, None),
        instead="companies.list_users",
    )
    list_users: Operation = GET(
        "/companies/{company_id}/users",
        until=V1_4,
        paging=Paging.PAGE,
        items="users",
        page_size=(50, 60),
        instead="companies.list_contacts",
        documented_as=("list_users_for_company",),
    )
    list_users_by_company_id: Operation = GET(
        "/companies",
        until=V1_4,
        paging=Paging.PAGE,
        items="users",
        page_size=(50, 60),
        instead="companies.find, then companies.list_contacts",
    )
    list_segments: Operation = GET("/companies/{company_id}/segments", since=V2_2, items="data")
    list_notes: Operation = GET(
        "/companies/{company_id}/notes", since=V2_15, paging=Paging.PAGE, items="data", page_size=(50, None)
    )
    create_note: Operation = POST("/companies/{company_id}/notes", since=V2_16)


class Contacts:
    """People from 2.0 on: users and leads."""

    list: Operation = GET("/contacts", since=V2_0, paging=Paging.CURSOR, items="data", page_size=(10, 150))
    search: Operation = POST(
        "/contacts/search", since=V2_0, paging=Paging.SEARCH, items="data", page_size=(50, 150), repeat=Repeat.ALWAYS
    )
    create: Operation = POST("/contacts", since=V2_0, repeat=when_identified)
    retrieve: Operation = GET("/contacts/{contact_id}", since=V2_0)
    find: Operation = GET("/contacts/find_by_external_id/{external_id}", since=V2_13, instead="contacts.search")
    update: Operation = PUT("/contacts/{contact_id}", since=V2_0)
    delete: Operation = DELETE("/contacts/{contact_id}", since=V2_0)
    archive: Operation = POST("/contacts/{contact_id}/archive", since=V2_0, repeat=Repeat.ALWAYS)
    unarchive: Operation = POST("/contacts/{contact_id}/unarchive", since=V2_0, repeat=Repeat.ALWAYS)
    block: Operation = POST("/contacts/{contact_id}/block", since=V2_13, repeat=Repeat.ALWAYS)
    merge: Operation = POST("/contacts/merge", since=V2_0)
    preview_merge: Operation = POST("/contacts/merge/preview", since=PREVIEW, repeat=Repeat.ALWAYS)
    list_merge_history: Operation = GET(
        "/contacts/{contact_id}/merge_history",
        since=V2_16,
        paging=Paging.NEXT_CURSOR,
        items="data",
        page_size=(50, 150),
    )
    list_activities: Operation = GET(
        "/contacts/activities", since=PREVIEW, paging=Paging.CURSOR, items="data", page_size=(50, 150)
    )
    list_companies: Operation = GET(
        "/contacts/{contact_id}/companies", since=V2_0, paging=Paging.PAGE, items="data", page_size=(50, 60)
    )
    attach_company: Operation = POST("/contacts/{contact_id}/companies", since=V2_0, repeat=Repeat.ALWAYS)
    detach_company: Operation = DELETE("/contacts/{contact_id}/companies/{company_id}", since=V2_0)
    list_tags: Operation = GET("/contacts/{contact_id}/tags", since=V2_0, items="data")
    attach_tag: Operation = POST("/contacts/{contact_id}/tags", since=V2_0, repeat=Repeat.ALWAYS)
    detach_tag: Operation = DELETE("/contacts/{contact_id}/tags/{tag_id}", since=V2_0)
    list_segments: Operation = GET("/contacts/{contact_id}/segments", since=V2_2, items="data")
    list_subscriptions: Operation = GET(
        "/contacts/{contact_id}/subscriptions", since=V2_0, since_known=False, items="data"
    )
    attach_subscription: Operation = POST(
        "/contacts/{contact_id}/subscriptions", since=V2_0, since_known=False, repeat=Repeat.ALWAYS
    )
    detach_subscription: Operation = DELETE(
        "/contacts/{contact_id}/subscriptions/{subscription_id}", since=V2_0, since_known=False
    )
    list_notes: Operation = GET(
        "/contacts/{contact_id}/notes", since=V2_0, paging=Paging.PAGE, items="data", page_size=(50, None)
    )
    create_note: Operation = POST("/contacts/{contact_id}/notes", since=V2_0, instead="notes.create")


class Conversations:
    """What people and teammates write to each other."""

    list: Operation = GET(
        "/conversations",
        paging=ranged(Paging.PAGE, (V2_6, Paging.CURSOR)),
        items="conversations",
        page_size=ranged((20, None), (V2_6, (20, 150))),
        documented_as=("list_conversations",),
    )
    #: Those of one teammate, of nobody or of one user or lead.
    filter: Operation = GET(
        "/conversations",
        until=V1_4,
        paging=Paging.PAGE,
        items="conversations",
        page_size=(20, None),
        instead='client.request("POST", "/conversations/search", ...)',
    )
    retrieve: Operation = GET("/conversations/{conversation_id}", documented_as=("get_conversation",))
    mark_as_read: Operation = PUT("/conversations/{conversation_id}", documented_as=("mark_conversation_as_read",))
    update: Operation = PUT("/conversations/{conversation_id}", since=V2_3, instead="conversations.mark_as_read")
    reply: Operation = POST("/conversations/{conversation_id}/reply", documented_as=("post_reply",))
    reply_to_last: Operation = POST("/conversations/last/reply", documented_as=("post_reply_to_last_conversation",))
    #: In 1.x a reply of another kind.
    assign: Operation = POST(_MANAGED)
    close: Operation = POST(_MANAGED)
    open: Operation = POST(_MANAGED)
    snooze: Operation = POST(_MANAGED)
    run_assignment_rules: Operation = POST(
        "/conversations/{conversation_id}/run_assignment_rules",
        since_known=False,
        until=V2_11,
        instead="conversations.assign",
    )
    attach_contact: Operation = POST(
        "/conversations/{conversation_id}/customers", documented_as=("add_customer_to_conversation",)
    )
    detach_contact: Operation = DELETE(
        "/conversations/{conversation_id}/customers/{contact_id}", documented_as=("delete_customer_to_conversation",)
    )


class Counts:
    """How many people, companies and conversations there are."""

    #: Of the whole workspace.
    retrieve: Operation = GET("/counts", until=V2_6, until_known=False, instead=_COUNTED, documented_as=("get_count",))
    #: By state.
    retrieve_conversations: Operation = GET("/counts", until=V2_6, until_known=False, instead=_COUNTED)
    list_conversations_by_admin: Operation = GET(
        "/counts",
        until=V2_6,
        until_known=False,
        items="conversation.admin",
        instead=_COUNTED,
    )
    list_users_by_segment: Operation = GET(
        "/counts", until=V2_6, until_known=False, items="user.segment", instead=_COUNTED
    )
    list_users_by_tag: Operation = GET("/counts", until=V2_6, until_known=False, items="user.tag", instead=_COUNTED)
    list_users_by_company: Operation = GET(
        "/counts", until=V2_6, until_known=False, items="company.user", instead=_COUNTED
    )
    list_companies_by_segment: Operation = GET(
        "/counts",
        until=V2_6,
        until_known=False,
        items="company.segment",
        instead=_COUNTED,
    )
    list_companies_by_tag: Operation = GET(
        "/counts",
        until=V2_6,
        until_known=False,
        paging=Paging.PAGE,
        items="company.tag",
        instead=_COUNTED,
    )


class DataAttributes:
    """The attributes that contacts and companies have."""

    list: Operation = GET(
        "/data_attributes",
        since=V1_4,
        items=ranged("data_attributes", (V2_0, "data")),
        instead="data_attributes.list_for_customers or data_attributes.list_for_companies",
    )
    list_for_customers: Operation = GET(
        ranged("/data_attributes/customer", (V1_4, "/data_attributes")),
        until=V1_4,
        items="data_attributes",
        instead="data_attributes.list",
        documented_as=("list_data_attributes_for_customers",),
    )
    list_for_companies: Operation = GET(
        ranged("/data_attributes/company", (V1_4, "/data_attributes")),
        items=ranged("data_attributes", (V2_0, "data")),
        documented_as=("list_data_attributes_for_companies",),
    )
    create: Operation = POST("/data_attributes", since=V2_0)
    update: Operation = PUT("/data_attributes/{attribute_id}", since=V2_0)


class DataEvents:
    """What people did."""

    create: Operation = POST("/events", repeat=when_dated, documented_as=("create_event",))
    list: Operation = GET(
        "/events",
        paging=Paging.NEXT_URL,
        items="events",
        page_size=(50, None),
        documented_as=("list_events_for_user",),
    )
    summarize: Operation = GET("/events")
    create_summaries: Operation = POST("/events/summaries", since=V2_0, since_known=False)


class Jobs:
    """Many writes at once, carried out some time later, in 1.x."""

    submit_users: Operation = POST("/bulk/users", until=V1_4, until_known=False, instead="bulk.upsert_contacts")
    #: Leads are called contacts there.
    submit_leads: Operation = POST("/bulk/contacts", until=V1_4, until_known=False, instead="bulk.upsert_contacts")
    submit_events: Operation = POST("/bulk/events", until=V1_4, until_known=False, instead="data_events.create")
    retrieve: Operation = GET("/jobs/{job_id}", until=V1_4, until_known=False, instead="bulk.upsert_contacts")
    list_errors: Operation = GET(
        "/jobs/{job_id}/error",
        until=V1_4,
        until_known=False,
        paging=Paging.NEXT_URL,
        items="items",
        instead="bulk.upsert_contacts",
    )


class Leads:
    """People without an account, in 1.x; called contacts there."""

    create_or_update: Operation = POST(
        "/contacts",
        until=V1_4,
        repeat=when_named,
        instead="contacts.create or contacts.update",
        documented_as=("create_lead", "update_lead"),
    )
    retrieve: Operation = GET(
        "/contacts/{lead_id}", until=V1_4, instead="contacts.retrieve", documented_as=("get_lead",)
    )
    find: Operation = GET("/contacts", until=V1_4, instead="contacts.search")
    list: Operation = GET(
        "/contacts",
        until=V1_4,
        paging=Paging.PAGE,
        items="contacts",
        page_size=(50, 60),
        instead="contacts.list or contacts.search",
        documented_as=("list_leads",),
    )
    scroll: Operation = GET(
        "/contacts/scroll",
        until=V1_4,
        paging=Paging.SCROLL,
        items="contacts",
        page_size=(100, 100),
        repeat=Repeat.NEVER,
        instead="contacts.list",
        documented_as=("scroll_leads",),
    )
    convert: Operation = POST(
        "/contacts/convert", until=V1_4, instead="contacts.merge", documented_as=("convert_lead",)
    )
    delete: Operation = DELETE(
        "/contacts/{lead_id}", until=V1_4, instead="contacts.delete", documented_as=("delete_lead_by_id",)
    )
    delete_by_user_id: Operation = DELETE(
        "/contacts", until=V1_4, instead="contacts.delete", documented_as=("delete_lead",)
    )


class Messages:
    """What teammates write to people, and people to teammates, outside a conversation."""

    create: Operation = POST("/messages", documented_as=("post_message",))


class Notes:
    """What teammates wrote about people and companies."""

    retrieve: Operation = GET("/notes/{note_id}", documented_as=("get_note",))
    list: Operation = GET(
        "/notes",
        until=V1_4,
        paging=Paging.PAGE,
        items="notes",
        page_size=(50, 60),
        instead="contacts.list_notes",
        documented_as=("list_notes_for_user",),
    )
    create: Operation = POST("/notes", until=V1_4, instead="contacts.create_note", documented_as=("create_note",))


class Segments:
    """Groups of people or companies by rule."""

    list: Operation = GET("/segments", items="segments", documented_as=("list_segments",))
    retrieve: Operation = GET("/segments/{segment_id}", documented_as=("get_segment",))


class Subscriptions:
    """Where notifications are sent, in 1.x."""

    list: Operation = GET(
        "/subscriptions",
        until=V1_4,
        until_known=False,
        paging=Paging.NEXT_URL,
        items="items",
        instead="the webhooks of the Developer Hub",
    )
    retrieve: Operation = GET(
        "/subscriptions/{subscription_id}",
        until=V1_4,
        until_known=False,
        instead="the webhooks of the Developer Hub",
    )
    create: Operation = POST(
        "/subscriptions", until=V1_4, until_known=False, instead="the webhooks of the Developer Hub"
    )
    update: Operation = POST(
        "/subscriptions/{subscription_id}",
        until=V1_4,
        until_known=False,
        repeat=Repeat.ALWAYS,
        instead="the webhooks of the Developer Hub",
    )
    delete: Operation = DELETE(
        "/subscriptions/{subscription_id}",
        until=V1_4,
        until_known=False,
        instead="the webhooks of the Developer Hub",
    )
    ping: Operation = POST(
        "/subscriptions/{subscription_id}/ping",
        until=V1_4,
        until_known=False,
        instead="the webhooks of the Developer Hub",
    )


class Tags:
    """Labels on people and companies."""

    list: Operation = GET("/tags", items=ranged("tags", (V2_0, "data")), documented_as=("list_tags",))
    retrieve: Operation = GET("/tags/{tag_id}", since=V2_0, since_known=False)
    create_or_update: Operation = POST("/tags", repeat=Repeat.ALWAYS, documented_as=("create_tag", "update_tag"))
    delete: Operation = DELETE("/tags/{tag_id}", documented_as=("delete_tag",))


class Teams:
    """Groups of teammates."""

    list: Operation = GET("/teams", items="teams", documented_as=("list_teams",))
    retrieve: Operation = GET("/teams/{team_id}", documented_as=("get_team",))


class Users:
    """People with an account, in 1.x."""

    create_or_update: Operation = POST(
        "/users",
        until=V1_4,
        repeat=Repeat.ALWAYS,
        instead="contacts.create, contacts.update or contacts.upsert",
        documented_as=("create_user", "create_update_user"),
    )
    retrieve: Operation = GET("/users/{user_id}", until=V1_4, instead="contacts.retrieve", documented_as=("get_user",))
    find: Operation = GET("/users", until=V1_4, instead="contacts.search", documented_as=("find_user",))
    list: Operation = GET(
        "/users",
        until=V1_4,
        paging=Paging.PAGE,
        items="users",
        page_size=(50, 60),
        instead="contacts.list or contacts.search",
        documented_as=("list_users",),
    )
    scroll: Operation = GET(
        "/users/scroll",
        until=V1_4,
        paging=Paging.SCROLL,
        items="users",
        page_size=(100, 100),
        repeat=Repeat.NEVER,
        instead="contacts.list",
        documented_as=("scroll_users",),
    )
    archive: Operation = DELETE("/users", until=V1_4, instead="contacts.archive", documented_as=("archive_user",))
    archive_by_id: Operation = DELETE("/users/{user_id}", until=V1_4, instead="contacts.archive")
    request_deletion: Operation = POST(
        "/user_delete_requests", until=V1_4, until_known=False, repeat=Repeat.ALWAYS, instead="contacts.delete"
    )


class Visitors:
    """People who looked and left nothing."""

    find: Operation = GET("/visitors")
    retrieve: Operation = GET(
        "/visitors/{visitor_id}", until=V2_6, until_known=False, instead="visitors.find", documented_as=("get_visitor",)
    )
    update: Operation = PUT("/visitors", documented_as=("update_visitor",))
    convert: Operation = POST("/visitors/convert", documented_as=("convert_visitor",))
    delete: Operation = DELETE(
        "/visitors/{visitor_id}",
        until=V2_6,
        until_known=False,
        instead="visitors.convert, then contacts.delete",
        documented_as=("delete_visitor_by_id",),
    )
    delete_by_user_id: Operation = DELETE(
        "/visitors",
        since_known=False,
        until=V2_6,
        until_known=False,
        instead="visitors.convert, then contacts.delete",
        documented_as=("delete_visitor",),
        experimental=True,
    )


SERVICES: Final = (
    Admins,
    Companies,
    Contacts,
    Conversations,
    Counts,
    DataAttributes,
    DataEvents,
    Jobs,
    Leads,
    Messages,
    Notes,
    Segments,
    Subscriptions,
    Tags,
    Teams,
    Users,
    Visitors,
)


def all_operations() -> Iterator[Operation]:
    """Yield every row of the table."""
    for service in SERVICES:
        for value in vars(service).values():
            if isinstance(value, Operation):
                yield value


BY_NAME: Final[Mapping[str, Operation]] = {operation.name: operation for operation in all_operations()}


def find(name: str) -> Operation:
    """Return the operation called *name* (``"contacts.create"``)."""
    return BY_NAME[name]
