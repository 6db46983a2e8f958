"""What each search takes by field and version, and what is too long for one search."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias, cast

from .query import Condition, Group, Operator, Query, Value, check_query
from .versions import PREVIEW, V2_16, Version

#: How many values a single ``is_in`` on an identity has in one search; more are asked for in several, joined.
#: Intercom names no limit: these fill one page, and stay far below what a body may hold.
MOST_VALUES: Final = 150
#: Fields that tell one object from all others, or, as leads' e-mail addresses, from nearly all.
IDENTITIES: Final = frozenset({"id", "email", "external_id", "company_id"})

Kinds: TypeAlias = Mapping[str, str]
Operators: TypeAlias = Mapping[str, str]


def _by_field(**fields: str) -> Kinds:
    """Return the kind of every field, from the fields of every kind."""
    return {field: kind for kind, names in fields.items() for field in names.split()}


_CONTACTS: Final = _by_field(
    string="""
        id role name avatar email email_domain phone formatted_phone external_id language_override browser
        browser_language os location.country location.region location.city ios_app_version ios_device ios_app_device
        ios_os_version ios_app_name ios_sdk_version android_app_version android_device android_app_name
        android_os_version android_sdk_version andoid_sdk_version segment_id
    """,
    boolean="unsubscribed_from_emails marked_email_as_spam has_hard_bounced",
    integer="owner_id",
    date="""
        created_at signed_up_at updated_at last_seen_at last_contacted_at last_replied_at last_email_opened_at
        last_email_clicked_at ios_last_seen_at android_last_seen_at
    """,
    tag="tag_id",
)
_CONVERSATIONS: Final = _by_field(
    string="""
        id source.type source.id source.delivered_as source.subject source.body source.author.id source.author.type
        source.author.name source.author.email source.url contact_ids teammate_ids channel_initiated state tag_ids
        priority statistics.last_closed_by_id conversation_rating.remark conversation_rating.contact_id
        conversation_rating.admin_id conversation_rating.admin_d ai_agent.resolution_state ai_agent.last_answer_type
        ai_agent.rating_remark ai_agent.source_type ai_agent.source_title
    """,
    boolean="open read ai_agent_participated",
    integer="""
        admin_assignee_id team_assignee_id statistics.time_to_assignment statistics.time_to_admin_reply
        statistics.time_to_first_close statistics.time_to_last_close statistics.median_time_to_reply
        statistics.count_reopens statistics.count_assignments statistics.count_conversation_parts
        conversation_rating.score ai_agent.rating
    """,
    date="""
        created_at updated_at waiting_since snoozed_until statistics.first_contact_reply_at
        statistics.first_assignment_at statistics.first_admin_reply_at statistics.first_close_at
        statistics.last_assignment_at statistics.last_assignment_admin_reply_at statistics.last_contact_reply_at
        statistics.last_admin_reply_at statistics.last_close_at conversation_rating.requested_at
        conversation_rating.replied_at
    """,
)
_TICKETS: Final = _by_field(
    string="""
        id title description category ticket_type_id contact_ids teammate_ids admin_assignee_id team_assignee_id state
    """,
    boolean="open",
    date="updated_at snoozed_until",
    bounded="created_at",
)
_COMPANIES: Final = _by_field(
    string="company_id name",
    integer="monthly_spend session_count user_count",
    date="created_at updated_at remote_created_at last_request_at",
    tag="tag_id",
)

_ANY: Final = "= != IN NIN"
_TEXT: Final = f"{_ANY} ~ !~ ^ $"
_ORDERED: Final = f"{_ANY} > <"
_BOUNDED: Final = f"{_ORDERED} >= <="
_OF_CONTACTS: Final = {"string": _TEXT, "boolean": _ANY, "integer": _BOUNDED, "date": "= > <", "tag": "= !="}
_OF_OTHERS: Final = {"string": _TEXT, "boolean": _ANY, "integer": _ORDERED, "date": _ORDERED, "bounded": _BOUNDED}
_OF_COMPANIES: Final = {"string": _TEXT, "integer": _ORDERED, "date": "= != > <", "tag": "= !="}


def _contacts(version: Version) -> tuple[Kinds, Operators]:
    """Return the rules of contacts: days until 2.16 and seconds in Preview; owners are text in 2.16 alone."""
    if version >= PREVIEW:
        return _CONTACTS, {**_OF_CONTACTS, "date": "= != > < >= <="}
    return ({**_CONTACTS, "owner_id": "string"} if version >= V2_16 else _CONTACTS), _OF_CONTACTS


def _rules(operation: str, version: Version) -> tuple[Kinds, Operators]:
    """Return the kind of every field that *operation* describes, and the operators of every kind."""
    if operation == "contacts.search":
        return _contacts(version)
    if operation == "conversations.search":
        return _CONVERSATIONS, _OF_OTHERS
    if operation == "tickets.search":
        assigned = {"admin_assignee_id": "integer", "team_assignee_id": "integer"} if version >= PREVIEW else {}
        return {**_TICKETS, **assigned}, _OF_OTHERS
    return _COMPANIES, _OF_COMPANIES


def operators(operation: str, field: str, version: Version) -> Sequence[str]:
    """Return the operators that *field* takes, none for one that is not described: it may take any."""
    kinds, by_kind = _rules(operation, version)
    return by_kind[kinds[field]].split() if field in kinds else ()


def check_search(query: Query, operation: str, version: Version) -> None:
    """Refuse a query that Intercom would refuse in *version*: its shape, and the operators in its filters.

    Plain mappings are taken as they are but for their shape, and so are fields that are not described.
    """
    check_query(query)
    for condition in _conditions(query):
        _check_operator(condition, operation, version)


def _conditions(query: object) -> Iterator[Condition]:
    if isinstance(query, Condition):
        yield query
    parts: object = query.filters if isinstance(query, Group) else None
    if isinstance(query, Mapping):
        parts = cast("Mapping[str, object]", query).get("value")
    for part in cast("Sequence[object]", parts) if isinstance(parts, list | tuple) else ():
        yield from _conditions(part)


def _check_operator(condition: Condition, operation: str, version: Version) -> None:
    field, operator = condition.field, condition.operator.value
    if operator in {"IN", "NIN"} and not isinstance(condition.value, tuple):
        msg = f"{operation}: {operator} on {field} takes several values: use is_in() or not_in()"
        raise TypeError(msg)
    taken = operators(operation, field, version)
    if not taken or operator in taken:
        return
    msg = f"{operation}: {field} takes {' '.join(taken)} in {version}, not {operator}"
    if operator in operators(operation, field, PREVIEW):
        msg += ", which it takes in Preview"
    raise ValueError(msg)


def parts(query: Query) -> Sequence[Query]:
    """Return *query* as the searches to make: several for one ``is_in`` of more than `MOST_VALUES` identities."""
    if not isinstance(query, Condition) or query.operator is not Operator.IN or query.field not in IDENTITIES:
        return (query,)
    values = tuple(dict.fromkeys(cast("tuple[Value, ...]", query.value)))
    if len(values) <= MOST_VALUES:
        return (query,)
    pieces = (values[start : start + MOST_VALUES] for start in range(0, len(values), MOST_VALUES))
    return [Condition(query.field, query.operator, piece) for piece in pieces]
