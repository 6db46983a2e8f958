"""What Intercom says about a conversation: times and numbers, ratings, agents, monitors and scorecards."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from .common import Id, Model
from .conversation_people import Assignee, ConversationPerson


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationRating(Model):
    """What somebody thought of a conversation; in 1.x without values until there is a rating."""

    #: 1 to 5.
    rating: int | None = None
    remark: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: Who rated: `customer` in 1.x, `contact` from 2.0 on.
    customer: ConversationPerson | None = None
    contact: ConversationPerson | None = None
    #: Who was rated.
    teammate: Assignee | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SlaApplied(Model):
    """The service level that holds for a conversation."""

    type: str | None = None
    sla_name: str | None = None
    #: ``hit``, ``missed``, ``cancelled`` or ``active``.
    sla_status: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ResponseTime(Model):
    """How many seconds a team took for its first answer."""

    team_id: Id | None = None
    team_name: str | None = None
    response_time: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationStatistics(Model):
    """Times of a conversation, those that are no instants in seconds."""

    type: str | None = None
    time_to_assignment: int | None = None
    time_to_admin_reply: int | None = None
    time_to_first_close: int | None = None
    time_to_last_close: int | None = None
    median_time_to_reply: int | None = None
    first_contact_reply_at: datetime | None = None
    first_assignment_at: datetime | None = None
    first_admin_reply_at: datetime | None = None
    first_close_at: datetime | None = None
    last_assignment_at: datetime | None = None
    last_assignment_admin_reply_at: datetime | None = None
    last_contact_reply_at: datetime | None = None
    last_admin_reply_at: datetime | None = None
    last_close_at: datetime | None = None
    last_closed_by_id: Id | None = None
    count_reopens: int | None = None
    count_assignments: int | None = None
    #: May be more than the parts that an answer holds.
    count_conversation_parts: int | None = None
    assigned_team_first_response_time: tuple[ResponseTime, ...] | None = None
    assigned_team_first_response_time_in_office_hours: tuple[ResponseTime, ...] | None = None
    handling_time: int | None = None
    adjusted_handling_time: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentSource(Model):
    """Something that the AI agent answered from."""

    content_type: str | None = None
    url: str | None = None
    title: str | None = None
    locale: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentSources(Model):
    """What the AI agent answered from."""

    type: str | None = None
    total_count: int | None = None
    content_sources: tuple[ContentSource, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AiAgent(Model):
    """What the AI agent did in a conversation; from 2.11 on."""

    source_type: str | None = None
    source_title: str | None = None
    last_answer_type: str | None = None
    #: Until 2.14 ``abandoned`` and ``routed_to_team`` were what ``negative_feedback`` and ``escalated`` are later.
    resolution_state: str | None = None
    rating: int | None = None
    rating_remark: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    content_sources: ContentSources | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SalesAgent(Model):
    """What the sales agent did in a conversation; from 2.16 on."""

    outcome: str | None = None
    routing_outcome: str | None = None
    collected_data: Mapping[str, object] | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class MonitorEvaluation(Model):
    """What a monitor found in a conversation; from 2.16 on, where asked for."""

    monitor_id: Id | None = None
    monitor_name: str | None = None
    monitor_type: str | None = None
    result: str | None = None
    explanation: str | None = None
    evaluated_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ReviewedTeammate(Model):
    """Whose work a scorecard is about."""

    type: str | None = None
    admin_id: Id | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class EvaluatorResult(Model):
    """What an evaluator came to, and why."""

    value: str | None = None
    source: str | None = None
    reasoning: str | None = None
    reason_ids: tuple[Id, ...] | None = None
    other_text: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Evaluator(Model):
    """One question of a scorecard."""

    evaluator_id: Id | None = None
    result: EvaluatorResult | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Scorecard(Model):
    """How a conversation was judged; from 2.16 on, where asked for."""

    scorecard_id: Id | None = None
    scorecard_version_id: Id | None = None
    name: str | None = None
    scorecard_type: str | None = None
    passed: bool | None = None
    score: float | None = None
    ai_score: float | None = None
    evaluated_at: datetime | None = None
    reviewed_teammate: ReviewedTeammate | None = None
    evaluators: tuple[Evaluator, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Topic(Model):
    """A topic that a workspace follows."""

    type: str | None = None
    id: Id | None = None
    name: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Topics(Model):
    """The topics of a conversation; from 2.3 on, often without anything in it."""

    type: str | None = None
    topics: tuple[Topic, ...] | None = None
    total_count: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AiTopic(Model):
    """A topic that was found in a conversation."""

    type: str | None = None
    topic_name: str | None = None
    subtopics: tuple[Topic, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AiTopics(Model):
    """The topics that were found in a conversation; Preview."""

    type: str | None = None
    topics: tuple[AiTopic, ...] | None = None
