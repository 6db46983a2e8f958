"""The table: every operation of the API, one line each; nothing else says when an operation exists."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .operation import DELETE, GET, PATCH, POST, PUT, Operation, Paging, Repeat
from .versions import (
    PREVIEW,
    V1_2,
    V1_3,
    V1_4,
    V2_0,
    V2_1,
    V2_2,
    V2_3,
    V2_4,
    V2_5,
    V2_6,
    V2_7,
    V2_9,
    V2_10,
    V2_11,
    V2_12,
    V2_13,
    V2_14,
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


def when_external(body: Mapping[str, Any]) -> bool:
    """Say whether the object in *body* has the id by which a second one becomes a change of the first."""
    return bool(body.get("external_id"))


def when_numbered(body: Mapping[str, Any]) -> bool:
    """Say whether the part in *body* has the number by which a second one is taken for the first."""
    return body.get("part_number") is not None


def when_without_remark(body: Mapping[str, Any]) -> bool:
    """Say whether the rating in *body* is one that may be given again: a remark is given once, and locks it."""
    return not body.get("remark")


def when_named(body: Mapping[str, Any]) -> bool:
    """Say whether the lead in *body* is one that exists: without an id each call makes another."""
    return bool(body.get("id") or body.get("user_id"))


#: What changes a conversation without writing to its people.
_MANAGED: Final = ranged("/conversations/{conversation_id}/reply", (V2_0, "/conversations/{conversation_id}/parts"))
#: When a schedule does not hold.
_EXCEPTIONS: Final = "/office_hours_schedules/{schedule_id}/office_hours_exceptions"
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


class Articles:
    """Articles of a help center."""

    list: Operation = GET("/articles", since=V2_1, paging=Paging.PAGE, items="data", page_size=(25, None))
    search: Operation = GET(
        "/articles/search", since=V2_10, paging=Paging.PAGE, items="data.articles", page_size=(10, None)
    )
    create: Operation = POST("/articles", since=V2_1)
    retrieve: Operation = GET("/articles/{article_id}", since=V2_1)
    update: Operation = PUT("/articles/{article_id}", since=V2_1)
    delete: Operation = DELETE("/articles/{article_id}", since=V2_1)
    attach_tag: Operation = POST("/articles/{article_id}/tags", since=V2_16, repeat=Repeat.ALWAYS)
    detach_tag: Operation = DELETE("/articles/{article_id}/tags/{tag_id}", since=V2_16)
    list_versions: Operation = GET(
        "/articles/{article_id}/versions", since=V2_16, paging=Paging.PAGE, items="data", page_size=(25, None)
    )
    retrieve_version: Operation = GET("/articles/{article_id}/versions/{version_id}", since=V2_16)
    retrieve_draft: Operation = GET("/articles/{article_id}/draft", since=V2_16)
    update_draft: Operation = PUT("/articles/{article_id}/draft", since=V2_16)
    publish_draft: Operation = POST("/articles/{article_id}/draft/publish", since=V2_16)


class Audiences:
    """Groups of people that content is for."""

    list: Operation = GET("/audiences", since=V2_16, paging=Paging.PAGE_TOP_LEVEL, items="data", page_size=(50, 50))
    create: Operation = POST("/audiences", since=V2_16)
    retrieve: Operation = GET("/audiences/{audience_id}", since=V2_16)
    update: Operation = PUT("/audiences/{audience_id}", since=V2_16)
    delete: Operation = DELETE("/audiences/{audience_id}", since=V2_16)


class AwayStatusReasons:
    """Why teammates may be away."""

    list: Operation = GET("/away_status_reasons", since=V2_14, items="data")


class Brands:
    """The brands under which a workspace writes."""

    list: Operation = GET("/brands", since=V2_15, items="data")
    retrieve: Operation = GET("/brands/{brand_id}", since=V2_15)


class Calls:
    """Phone calls."""

    list: Operation = GET("/calls", since=V2_14, paging=Paging.PAGE, items="data", page_size=(25, 25))
    #: Those of some conversations, with what was said.
    search: Operation = POST("/calls/search", since=V2_14, items="data", repeat=Repeat.ALWAYS)
    retrieve: Operation = GET("/calls/{call_id}", since=V2_14)
    download_recording: Operation = GET("/calls/{call_id}/recording", since=V2_14)
    download_transcript: Operation = GET("/calls/{call_id}/transcript", since=V2_14)


class Collections:
    """What the articles of a help center are ordered in."""

    list: Operation = GET(
        "/help_center/collections", since=V2_1, paging=Paging.PAGE, items="data", page_size=(20, None)
    )
    create: Operation = POST("/help_center/collections", since=V2_1)
    retrieve: Operation = GET("/help_center/collections/{collection_id}", since=V2_1)
    update: Operation = PUT("/help_center/collections/{collection_id}", since=V2_1)
    delete: Operation = DELETE("/help_center/collections/{collection_id}", since=V2_1)


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
    #: Each of these begins a job, or adds to one.
    bulk_create: Operation = POST("/companies/bulk", since=PREVIEW)
    bulk_update: Operation = PUT("/companies/bulk", since=PREVIEW, repeat=Repeat.NEVER)
    bulk_delete: Operation = POST("/companies/bulk/delete", since=PREVIEW)
    retrieve_bulk_job: Operation = GET("/companies/bulk/{job_id}", since=PREVIEW)


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
    list_banners: Operation = GET("/contacts/{contact_id}/banners", since=V2_16, items="data")
    dismiss_banner: Operation = POST(
        "/contacts/{contact_id}/banners/{view_id}/dismiss", since=V2_16, repeat=Repeat.ALWAYS
    )
    #: Each of these begins a job, or adds to one.
    bulk_create: Operation = POST("/contacts/bulk", since=PREVIEW)
    bulk_update: Operation = PUT("/contacts/bulk", since=PREVIEW, repeat=Repeat.NEVER)
    bulk_delete: Operation = POST("/contacts/bulk/delete", since=PREVIEW)
    retrieve_bulk_job: Operation = GET("/contacts/bulk/{job_id}", since=PREVIEW)


class Content:
    """Articles, snippets and other content, whatever its kind."""

    search: Operation = GET("/content/search", since=V2_16, paging=Paging.PAGE, items="data", page_size=(10, 50))
    bulk_action: Operation = POST("/content/bulk_actions", since=V2_16)


class ContentExports:
    """Exports of what was sent, and who received and opened it."""

    create: Operation = POST("/export/content/data", since=V2_5)
    retrieve: Operation = GET("/export/content/data/{job_identifier}", since=V2_5)
    cancel: Operation = POST("/export/cancel/{job_identifier}", since=V2_5, repeat=Repeat.ALWAYS)
    download: Operation = GET("/download/content/data/{job_identifier}", since=V2_5)


class ContentImportSources:
    """Where external pages come from."""

    list: Operation = GET(
        "/ai/content_import_sources", since=V2_12, paging=Paging.PAGE, items="data", page_size=(50, None)
    )
    create: Operation = POST("/ai/content_import_sources", since=V2_12)
    retrieve: Operation = GET("/ai/content_import_sources/{source_id}", since=V2_12)
    update: Operation = PUT("/ai/content_import_sources/{source_id}", since=V2_12)
    delete: Operation = DELETE("/ai/content_import_sources/{source_id}", since=V2_12)


class ContentSnippets:
    """Short texts that Fin answers from."""

    list: Operation = GET(
        "/content_snippets", since=V2_16, paging=Paging.PAGE_TOP_LEVEL, items="data", page_size=(50, 50)
    )
    create: Operation = POST("/content_snippets", since=V2_16)
    retrieve: Operation = GET("/content_snippets/{snippet_id}", since=V2_16)
    update: Operation = PUT("/content_snippets/{snippet_id}", since=V2_16)
    delete: Operation = DELETE("/content_snippets/{snippet_id}", since=V2_16)
    attach_tag: Operation = POST("/content_snippets/{snippet_id}/tags", since=V2_16, repeat=Repeat.ALWAYS)
    detach_tag: Operation = DELETE("/content_snippets/{snippet_id}/tags/{tag_id}", since=V2_16)


class ConversationAttributes:
    """The attributes that conversations have."""

    list: Operation = GET("/conversations/attributes", since=V2_16, items="data")
    create: Operation = POST("/conversations/attributes", since=V2_16)
    retrieve: Operation = GET("/conversations/attributes/{attribute_id}", since=V2_16)
    update: Operation = PUT("/conversations/attributes/{attribute_id}", since=V2_16)
    delete: Operation = DELETE("/conversations/attributes/{attribute_id}", since=V2_16)
    create_option: Operation = POST("/conversations/attributes/{attribute_id}/options", since=V2_16)
    update_option: Operation = PUT("/conversations/attributes/{attribute_id}/options/{option_id}", since=V2_16)
    delete_option: Operation = DELETE("/conversations/attributes/{attribute_id}/options/{option_id}", since=V2_16)


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
        instead="conversations.search",
    )
    retrieve: Operation = GET("/conversations/{conversation_id}", documented_as=("get_conversation",))
    mark_as_read: Operation = PUT("/conversations/{conversation_id}", documented_as=("mark_conversation_as_read",))
    update: Operation = PUT("/conversations/{conversation_id}", since=V2_3, instead="conversations.mark_as_read")
    reply: Operation = POST("/conversations/{conversation_id}/reply", documented_as=("post_reply",))
    #: In the files one of the ids that a reply takes.
    reply_to_last: Operation = POST(
        "/conversations/last/reply", documented_as=("post_reply_to_last_conversation",), published=False
    )
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
    create: Operation = POST("/conversations", since=V2_0)
    search: Operation = POST(
        "/conversations/search",
        since=V2_0,
        paging=Paging.SEARCH,
        items="conversations",
        page_size=(20, 150),
        repeat=Repeat.ALWAYS,
    )
    delete: Operation = DELETE("/conversations/{conversation_id}", since=V2_13)
    list_deleted: Operation = GET(
        "/conversations/deleted", since=V2_16, paging=Paging.PAGE, items="conversations", page_size=(20, 60)
    )
    convert: Operation = POST("/conversations/{conversation_id}/convert", since=V2_10)
    merge: Operation = POST("/conversations/{conversation_id}/merge", since=V2_16)
    list_handling_events: Operation = GET(
        "/conversations/{conversation_id}/handling_events", since=V2_15, items="handling_events"
    )
    list_side_conversations: Operation = GET(
        "/conversations/{conversation_id}/side_conversations",
        since=V2_16,
        paging=Paging.PAGE,
        items="side_conversations",
        page_size=(25, 50),
    )
    redact: Operation = POST("/conversations/redact", since=V2_2)
    update_part: Operation = PUT("/conversations/{conversation_id}/conversation_parts/{part_id}", since=PREVIEW)
    attach_tag: Operation = POST(
        "/conversations/{conversation_id}/tags", since=V2_0, since_known=False, repeat=Repeat.ALWAYS
    )
    detach_tag: Operation = DELETE("/conversations/{conversation_id}/tags/{tag_id}", since=V2_0, since_known=False)


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


class CustomObjectInstances:
    """What a workspace keeps beside people and companies."""

    list: Operation = GET(
        "/custom_object_instances/{object_type}",
        since=V2_16,
        paging=Paging.PAGE,
        items="data",
        page_size=(20, 150),
        instead="custom_object_instances.find",
    )
    find: Operation = GET("/custom_object_instances/{object_type}", since=V2_13)
    create_or_update: Operation = POST("/custom_object_instances/{object_type}", since=V2_13, repeat=when_external)
    retrieve: Operation = GET("/custom_object_instances/{object_type}/{instance_id}", since=V2_13)
    delete: Operation = DELETE("/custom_object_instances/{object_type}/{instance_id}", since=V2_13)
    delete_by_external_id: Operation = DELETE("/custom_object_instances/{object_type}", since=V2_13)


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


class DataConnectors:
    """Calls that Intercom makes to other systems."""

    list: Operation = GET("/data_connectors", since=V2_16, paging=Paging.CURSOR, items="data", page_size=(20, 50))
    create: Operation = POST("/data_connectors", since=V2_16)
    retrieve: Operation = GET("/data_connectors/{connector_id}", since=V2_16)
    update: Operation = PATCH("/data_connectors/{connector_id}", since=V2_16)
    delete: Operation = DELETE("/data_connectors/{connector_id}", since=V2_16)
    list_execution_results: Operation = GET(
        "/data_connectors/{connector_id}/execution_results",
        since=V2_16,
        paging=Paging.CURSOR,
        items="data",
        page_size=(10, 30),
    )
    retrieve_execution_result: Operation = GET(
        "/data_connectors/{connector_id}/execution_results/{result_id}", since=V2_16
    )


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


class Ecommerce:
    """Connectors of shops."""

    upload_catalog: Operation = POST(
        "/ecommerce/connectors/{connector_id}/catalog", since=PREVIEW, repeat=when_numbered
    )


class Emails:
    """The addresses from which a workspace writes."""

    list: Operation = GET("/emails", since=V2_15, items="data")
    retrieve: Operation = GET("/emails/{email_id}", since=V2_15)


class ExternalPages:
    """Pages outside Intercom that Fin answers from."""

    list: Operation = GET("/ai/external_pages", since=V2_12, paging=Paging.PAGE, items="data", page_size=(50, None))
    create: Operation = POST("/ai/external_pages", since=V2_12, repeat=when_external)
    retrieve: Operation = GET("/ai/external_pages/{page_id}", since=V2_12)
    update: Operation = PUT("/ai/external_pages/{page_id}", since=V2_12)
    delete: Operation = DELETE("/ai/external_pages/{page_id}", since=V2_12)


class Fin:
    """Fin, the AI agent, through one's own interface."""

    start: Operation = POST("/fin/start", since=V2_14)
    reply: Operation = POST("/fin/reply", since=V2_14)
    submit_csat: Operation = POST("/fin/csat", since=V2_14, repeat=when_without_remark)
    ask: Operation = POST("/fin/ask", since=PREVIEW)
    list_capabilities: Operation = POST("/fin/capabilities", since=PREVIEW, items="capabilities", repeat=Repeat.ALWAYS)
    escalate: Operation = POST("/fin/escalate", since=PREVIEW)
    run_procedure: Operation = POST("/fin/procedures/{procedure_id}/run", since=PREVIEW)


class FinVoice:
    """Phone calls that Fin answers."""

    register: Operation = POST("/fin_voice/register", since=V2_15)
    retrieve: Operation = GET("/fin_voice/collect/{call_id}", since=V2_15)
    #: The body is the list itself.
    list_by_conversation: Operation = GET("/fin_voice/conversation/{conversation_id}", since=V2_15, items="data")
    find_by_external_id: Operation = GET("/fin_voice/external_id/{external_id}", since=V2_15)
    find_by_phone_number: Operation = GET("/fin_voice/phone_number/{phone_number}", since=V2_15)


class Folders:
    """What content is kept in."""

    list: Operation = GET("/folders", since=PREVIEW, paging=Paging.PAGE, items="data", page_size=(50, 150))
    create: Operation = POST("/folders", since=PREVIEW)
    retrieve: Operation = GET("/folders/{folder_id}", since=PREVIEW)
    update: Operation = PUT("/folders/{folder_id}", since=PREVIEW)
    delete: Operation = DELETE("/folders/{folder_id}", since=PREVIEW)


class HelpCenters:
    """Where articles are shown."""

    list: Operation = GET("/help_center/help_centers", since=V2_1, since_known=False, items="data")
    retrieve: Operation = GET("/help_center/help_centers/{help_center_id}", since=V2_1, since_known=False)
    list_redirects: Operation = GET(
        "/help_center/help_centers/{help_center_id}/redirects",
        since=V2_16,
        paging=Paging.PAGE,
        items="data",
        page_size=(50, 250),
    )
    create_redirect: Operation = POST("/help_center/help_centers/{help_center_id}/redirects", since=V2_16)
    retrieve_redirect: Operation = GET(
        "/help_center/help_centers/{help_center_id}/redirects/{redirect_id}", since=V2_16
    )
    delete_redirect: Operation = DELETE(
        "/help_center/help_centers/{help_center_id}/redirects/{redirect_id}", since=V2_16
    )


class IdentitySecrets:
    """The secrets that sign who a visitor of the Messenger is."""

    list: Operation = GET("/secure_mode_secrets", since=PREVIEW, items="data")
    create: Operation = POST("/secure_mode_secrets", since=PREVIEW)
    delete: Operation = DELETE("/secure_mode_secrets/{secret_id}", since=PREVIEW)


class InternalArticles:
    """Articles for teammates."""

    list: Operation = GET("/internal_articles", since=V2_13, paging=Paging.PAGE, items="data", page_size=(25, None))
    search: Operation = GET(
        "/internal_articles/search",
        since=V2_13,
        paging=Paging.PAGE,
        items="data.internal_articles",
        page_size=(10, None),
    )
    create: Operation = POST("/internal_articles", since=V2_13)
    retrieve: Operation = GET("/internal_articles/{article_id}", since=V2_13)
    update: Operation = PUT("/internal_articles/{article_id}", since=V2_13)
    delete: Operation = DELETE("/internal_articles/{article_id}", since=V2_13)
    attach_tag: Operation = POST("/internal_articles/{article_id}/tags", since=V2_16, repeat=Repeat.ALWAYS)
    detach_tag: Operation = DELETE("/internal_articles/{article_id}/tags/{tag_id}", since=V2_16)


class IpAllowlist:
    """From where teammates may work."""

    retrieve: Operation = GET("/ip_allowlist", since=V2_14, until=V2_16, instead="the settings of the workspace")
    update: Operation = PUT("/ip_allowlist", since=V2_14, until=V2_16, instead="the settings of the workspace")


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
    #: Of a ticket that is made some time later.
    retrieve_status: Operation = GET("/jobs/status/{job_id}", since=V2_14)


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


class Macros:
    """Replies that teammates saved."""

    list: Operation = GET("/macros", since=V2_16, paging=Paging.CURSOR, items="data", page_size=(50, 150))
    retrieve: Operation = GET("/macros/{macro_id}", since=V2_16)


class Messages:
    """What teammates write to people, and people to teammates, outside a conversation."""

    create: Operation = POST("/messages", documented_as=("post_message",))
    #: What became of each message that a ruleset sent by WhatsApp.
    list_statuses: Operation = GET(
        "/messages/status", since=V2_16, paging=Paging.CURSOR, items="events", page_size=(50, 100)
    )
    retrieve_status: Operation = GET("/messages/whatsapp/status", since=V2_16)


class NewsItems:
    """News for people."""

    list: Operation = GET("/news/news_items", since=V2_7, paging=Paging.PAGE, items="data", page_size=(10, None))
    create: Operation = POST("/news/news_items", since=V2_7)
    retrieve: Operation = GET("/news/news_items/{news_item_id}", since=V2_7)
    update: Operation = PUT("/news/news_items/{news_item_id}", since=V2_7)
    delete: Operation = DELETE("/news/news_items/{news_item_id}", since=V2_7)


class Newsfeeds:
    """Where news are shown."""

    list: Operation = GET("/news/newsfeeds", since=V2_7, paging=Paging.PAGE, items="data", page_size=(10, None))
    retrieve: Operation = GET("/news/newsfeeds/{newsfeed_id}", since=V2_7)
    list_items: Operation = GET(
        "/news/newsfeeds/{newsfeed_id}/items", since=V2_7, paging=Paging.PAGE, items="data", page_size=(20, None)
    )


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


class OfficeHours:
    """When a workspace answers."""

    list: Operation = GET("/office_hours_schedules", since=V2_16, items="data")
    create: Operation = POST("/office_hours_schedules", since=V2_16)
    retrieve: Operation = GET("/office_hours_schedules/{schedule_id}", since=V2_16)
    update: Operation = PUT("/office_hours_schedules/{schedule_id}", since=V2_16)
    delete: Operation = DELETE("/office_hours_schedules/{schedule_id}", since=V2_16)
    list_exceptions: Operation = GET(_EXCEPTIONS, since=V2_16, items="data")
    create_exception: Operation = POST(_EXCEPTIONS, since=V2_16)
    retrieve_exception: Operation = GET(f"{_EXCEPTIONS}/{{exception_id}}", since=V2_16)
    update_exception: Operation = PUT(f"{_EXCEPTIONS}/{{exception_id}}", since=V2_16)
    delete_exception: Operation = DELETE(f"{_EXCEPTIONS}/{{exception_id}}", since=V2_16)


class PhoneRedirects:
    """Callers who are asked to write instead."""

    create: Operation = POST("/phone_call_redirects", since=V2_5)


class Procedures:
    """What Fin does step by step."""

    collect_agent_input: Operation = POST("/procedures/{conversation_id}/collect_agent_input", since=PREVIEW)


class ReportingExports:
    """Exports of the datasets behind reports."""

    list_datasets: Operation = GET("/export/reporting_data/get_datasets", since=V2_14, items="data")
    create: Operation = POST("/export/reporting_data/enqueue", since=V2_14)
    retrieve: Operation = GET("/export/reporting_data/{job_identifier}", since=V2_14)
    download: Operation = GET("/download/reporting_data/{job_identifier}", since=V2_14)


class Sections:
    """What collections were ordered in; from 2.10 on these are collections with a parent."""

    list: Operation = GET(
        "/help_center/sections",
        since=V2_1,
        until=V2_9,
        paging=Paging.PAGE,
        items="data",
        page_size=(20, None),
        instead="collections.list",
    )
    create: Operation = POST("/help_center/sections", since=V2_1, until=V2_9, instead="collections.create")
    retrieve: Operation = GET(
        "/help_center/sections/{section_id}", since=V2_1, until=V2_9, instead="collections.retrieve"
    )
    update: Operation = PUT("/help_center/sections/{section_id}", since=V2_1, until=V2_9, instead="collections.update")
    delete: Operation = DELETE(
        "/help_center/sections/{section_id}", since=V2_1, until=V2_9, instead="collections.delete"
    )


class Segments:
    """Groups of people or companies by rule."""

    list: Operation = GET("/segments", items="segments", documented_as=("list_segments",))
    retrieve: Operation = GET("/segments/{segment_id}", documented_as=("get_segment",))


class SubscriptionTypes:
    """What people can agree to receive."""

    list: Operation = GET("/subscription_types", since=V2_0, since_known=False, items="data")


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
    update: Operation = PUT("/teams/{team_id}", since=PREVIEW)
    list_metrics: Operation = GET("/teams/{team_id}/metrics", since=V2_16, items="data")


class TicketStates:
    """How far a ticket can be."""

    list: Operation = GET("/ticket_states", since=V2_12, items="data")


class TicketTypes:
    """Kinds of tickets."""

    list: Operation = GET("/ticket_types", since=V2_9, items="data")
    create: Operation = POST("/ticket_types", since=V2_9)
    retrieve: Operation = GET("/ticket_types/{ticket_type_id}", since=V2_9)
    update: Operation = PUT("/ticket_types/{ticket_type_id}", since=V2_9)
    create_attribute: Operation = POST("/ticket_types/{ticket_type_id}/attributes", since=V2_9)
    update_attribute: Operation = PUT("/ticket_types/{ticket_type_id}/attributes/{attribute_id}", since=V2_9)


class Tickets:
    """Requests that are tracked."""

    search: Operation = POST(
        "/tickets/search", since=V2_10, paging=Paging.SEARCH, items="tickets", page_size=(20, 150), repeat=Repeat.ALWAYS
    )
    create: Operation = POST("/tickets", since=V2_9)
    #: Made some time later; `jobs.retrieve_status` tells when.
    enqueue: Operation = POST("/tickets/enqueue", since=V2_14)
    retrieve: Operation = GET("/tickets/{ticket_id}", since=V2_9)
    update: Operation = PUT("/tickets/{ticket_id}", since=V2_9)
    delete: Operation = DELETE("/tickets/{ticket_id}", since=V2_13)
    reply: Operation = POST("/tickets/{ticket_id}/reply", since=V2_9)
    change_type: Operation = POST("/tickets/{ticket_id}/change_type", since=V2_16)
    link_conversation: Operation = POST("/tickets/{ticket_id}/linked_conversations", since=V2_16)
    unlink_conversation: Operation = DELETE("/tickets/{ticket_id}/linked_conversations/{conversation_id}", since=V2_16)
    attach_tag: Operation = POST("/tickets/{ticket_id}/tags", since=V2_10, repeat=Repeat.ALWAYS)
    detach_tag: Operation = DELETE("/tickets/{ticket_id}/tags/{tag_id}", since=V2_10)


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


class Workflows:
    """What Intercom does by itself."""

    export: Operation = GET("/export/workflows/{workflow_id}", since=V2_15)


SERVICES: Final = (
    Admins,
    Articles,
    Audiences,
    AwayStatusReasons,
    Brands,
    Calls,
    Collections,
    Companies,
    Contacts,
    Content,
    ContentExports,
    ContentImportSources,
    ContentSnippets,
    ConversationAttributes,
    Conversations,
    Counts,
    CustomObjectInstances,
    DataAttributes,
    DataConnectors,
    DataEvents,
    Ecommerce,
    Emails,
    ExternalPages,
    Fin,
    FinVoice,
    Folders,
    HelpCenters,
    IdentitySecrets,
    InternalArticles,
    IpAllowlist,
    Jobs,
    Leads,
    Macros,
    Messages,
    NewsItems,
    Newsfeeds,
    Notes,
    OfficeHours,
    PhoneRedirects,
    Procedures,
    ReportingExports,
    Sections,
    Segments,
    SubscriptionTypes,
    Subscriptions,
    Tags,
    Teams,
    TicketStates,
    TicketTypes,
    Tickets,
    Users,
    Visitors,
    Workflows,
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
