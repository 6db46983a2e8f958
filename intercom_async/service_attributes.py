"""The services of a client, one line each."""

from typing import TYPE_CHECKING

from .core import Core
from .lazy_service import LazyService

if TYPE_CHECKING:
    from .bulk.service import Bulk
    from .services.admins import Admins
    from .services.articles import Articles
    from .services.audiences import Audiences
    from .services.away_status_reasons import AwayStatusReasons
    from .services.brands import Brands
    from .services.calls import Calls
    from .services.collections import Collections
    from .services.companies import Companies
    from .services.contacts import Contacts
    from .services.content import Content
    from .services.content_exports import ContentExports
    from .services.content_import_sources import ContentImportSources
    from .services.content_snippets import ContentSnippets
    from .services.conversation_attributes import ConversationAttributes
    from .services.conversations import Conversations
    from .services.counts import Counts
    from .services.custom_object_instances import CustomObjectInstances
    from .services.data_attributes import DataAttributes
    from .services.data_connectors import DataConnectors
    from .services.data_events import DataEvents
    from .services.ecommerce import Ecommerce
    from .services.emails import Emails
    from .services.external_pages import ExternalPages
    from .services.fin import Fin
    from .services.fin_voice import FinVoice
    from .services.folders import Folders
    from .services.help_centers import HelpCenters
    from .services.identity_secrets import IdentitySecrets
    from .services.internal_articles import InternalArticles
    from .services.ip_allowlist import IpAllowlist
    from .services.jobs import Jobs
    from .services.leads import Leads
    from .services.macros import Macros
    from .services.messages import Messages
    from .services.news_items import NewsItems
    from .services.newsfeeds import Newsfeeds
    from .services.notes import Notes
    from .services.office_hours import OfficeHours
    from .services.phone_redirects import PhoneRedirects
    from .services.procedures import Procedures
    from .services.reporting_exports import ReportingExports
    from .services.sections import Sections
    from .services.segments import Segments
    from .services.subscription_types import SubscriptionTypes
    from .services.subscriptions import Subscriptions
    from .services.tags import Tags
    from .services.teams import Teams
    from .services.ticket_states import TicketStates
    from .services.ticket_types import TicketTypes
    from .services.tickets import Tickets
    from .services.users import Users
    from .services.visitors import Visitors
    from .services.workflows import Workflows


class Services:
    """Everything that a client can call, by resource."""

    core: Core  #: What makes the client's calls; services use it.

    admins: "LazyService[Admins]" = LazyService("services.admins:Admins")
    articles: "LazyService[Articles]" = LazyService("services.articles:Articles")
    audiences: "LazyService[Audiences]" = LazyService("services.audiences:Audiences")
    away_status_reasons: "LazyService[AwayStatusReasons]" = LazyService(
        "services.away_status_reasons:AwayStatusReasons"
    )
    brands: "LazyService[Brands]" = LazyService("services.brands:Brands")
    calls: "LazyService[Calls]" = LazyService("services.calls:Calls")
    collections: "LazyService[Collections]" = LazyService("services.collections:Collections")
    companies: "LazyService[Companies]" = LazyService("services.companies:Companies")
    contacts: "LazyService[Contacts]" = LazyService("services.contacts:Contacts")
    content: "LazyService[Content]" = LazyService("services.content:Content")
    content_exports: "LazyService[ContentExports]" = LazyService("services.content_exports:ContentExports")
    content_import_sources: "LazyService[ContentImportSources]" = LazyService(
        "services.content_import_sources:ContentImportSources"
    )
    content_snippets: "LazyService[ContentSnippets]" = LazyService("services.content_snippets:ContentSnippets")
    conversation_attributes: "LazyService[ConversationAttributes]" = LazyService(
        "services.conversation_attributes:ConversationAttributes"
    )
    conversations: "LazyService[Conversations]" = LazyService("services.conversations:Conversations")
    counts: "LazyService[Counts]" = LazyService("services.counts:Counts")
    custom_object_instances: "LazyService[CustomObjectInstances]" = LazyService(
        "services.custom_object_instances:CustomObjectInstances"
    )
    data_attributes: "LazyService[DataAttributes]" = LazyService("services.data_attributes:DataAttributes")
    data_connectors: "LazyService[DataConnectors]" = LazyService("services.data_connectors:DataConnectors")
    data_events: "LazyService[DataEvents]" = LazyService("services.data_events:DataEvents")
    ecommerce: "LazyService[Ecommerce]" = LazyService("services.ecommerce:Ecommerce")
    emails: "LazyService[Emails]" = LazyService("services.emails:Emails")
    external_pages: "LazyService[ExternalPages]" = LazyService("services.external_pages:ExternalPages")
    fin: "LazyService[Fin]" = LazyService("services.fin:Fin")
    fin_voice: "LazyService[FinVoice]" = LazyService("services.fin_voice:FinVoice")
    folders: "LazyService[Folders]" = LazyService("services.folders:Folders")
    help_centers: "LazyService[HelpCenters]" = LazyService("services.help_centers:HelpCenters")
    identity_secrets: "LazyService[IdentitySecrets]" = LazyService("services.identity_secrets:IdentitySecrets")
    internal_articles: "LazyService[InternalArticles]" = LazyService("services.internal_articles:InternalArticles")
    ip_allowlist: "LazyService[IpAllowlist]" = LazyService("services.ip_allowlist:IpAllowlist")
    jobs: "LazyService[Jobs]" = LazyService("services.jobs:Jobs")
    leads: "LazyService[Leads]" = LazyService("services.leads:Leads")
    macros: "LazyService[Macros]" = LazyService("services.macros:Macros")
    messages: "LazyService[Messages]" = LazyService("services.messages:Messages")
    news_items: "LazyService[NewsItems]" = LazyService("services.news_items:NewsItems")
    newsfeeds: "LazyService[Newsfeeds]" = LazyService("services.newsfeeds:Newsfeeds")
    notes: "LazyService[Notes]" = LazyService("services.notes:Notes")
    office_hours: "LazyService[OfficeHours]" = LazyService("services.office_hours:OfficeHours")
    phone_redirects: "LazyService[PhoneRedirects]" = LazyService("services.phone_redirects:PhoneRedirects")
    procedures: "LazyService[Procedures]" = LazyService("services.procedures:Procedures")
    reporting_exports: "LazyService[ReportingExports]" = LazyService("services.reporting_exports:ReportingExports")
    sections: "LazyService[Sections]" = LazyService("services.sections:Sections")
    segments: "LazyService[Segments]" = LazyService("services.segments:Segments")
    subscription_types: "LazyService[SubscriptionTypes]" = LazyService("services.subscription_types:SubscriptionTypes")
    subscriptions: "LazyService[Subscriptions]" = LazyService("services.subscriptions:Subscriptions")
    tags: "LazyService[Tags]" = LazyService("services.tags:Tags")
    teams: "LazyService[Teams]" = LazyService("services.teams:Teams")
    ticket_states: "LazyService[TicketStates]" = LazyService("services.ticket_states:TicketStates")
    ticket_types: "LazyService[TicketTypes]" = LazyService("services.ticket_types:TicketTypes")
    tickets: "LazyService[Tickets]" = LazyService("services.tickets:Tickets")
    users: "LazyService[Users]" = LazyService("services.users:Users")
    visitors: "LazyService[Visitors]" = LazyService("services.visitors:Visitors")
    workflows: "LazyService[Workflows]" = LazyService("services.workflows:Workflows")
    bulk: "LazyService[Bulk]" = LazyService("bulk.service:Bulk", whole=True)
