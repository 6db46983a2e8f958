"""What is told of content, teammates, phone calls, connectors, procedures, jobs and calls of the API."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..versions import PREVIEW
from .bodies.tickets import job_status
from .call import Call, Reply, as_object
from .data_connectors import Execution
from .notice_view import Body, Notice, Rule, Rules, View, iso_z
from .phone_calls import PhoneCall, call_body
from .resources import articles, audiences, content_import_sources, content_snippets
from .resources.activity_logs import log_body
from .resources.procedures import Step
from .routes import Handler
from .team import ActivityLog, Admin

#: How long an execution of a connector takes here.
_EXECUTION_MS: Final = 150
#: Messages that come with a question of a procedure.
_RECENT: Final = 5


def _job(view: View, job: Any, _: object) -> Iterator[Notice]:
    yield "job.completed", job_status(view.call, job)


def _article(topic: str) -> Rule:
    def rule(view: View, article: Any, _: object) -> Iterator[Notice]:
        yield topic, view.read(articles.retrieve, "article_id", article.id)

    return rule


#: What calls about content do: how one is read, and what its id is called in paths.
_CONTENT: Final[Mapping[str, tuple[str, Handler, str]]] = {
    "articles": ("article", articles.retrieve, "article_id"),
    "audiences": ("audience", audiences.retrieve, "audience_id"),
    "content_import_sources": ("content_import_source", content_import_sources.retrieve, "source_id"),
    "content_snippets": ("content_snippet", content_snippets.retrieve, "snippet_id"),
}
_DONE: Final = {"create": "created", "update": "updated", "publish_draft": "updated", "delete": "deleted"}
#: Content that is told to be deleted wherever that is done.
_TOLD: Final = frozenset({"article", "content_snippet"})


def _called(view: View, call: Call, reply: Reply) -> Iterator[Notice]:
    """Yield what follows from the call alone."""
    service, _, verb = str(call.operation).partition(".")
    if service in _CONTENT and verb in _DONE:
        kind, handler, parameter = _CONTENT[service]
        object_id = call.params.get(parameter) or str(as_object(reply.body, "The answer")["id"])
        if verb == "delete":
            if kind in _TOLD:
                return
            yield f"{kind}.deleted", {"type": kind, "id": object_id, "deleted": True}
        else:
            yield f"{kind}.{_DONE[verb]}", view.read(handler, parameter, object_id)
    elif call.operation == "conversations.delete":
        yield "conversation.deleted", {"type": "conversation", "conversation_id": call.params["conversation_id"]}


def _content_deleted(_view: View, kind: str, content_id: str) -> Iterator[Notice]:
    if kind in _TOLD:
        yield f"{kind}.deleted", {"type": kind, "id": content_id, "deleted": True}


def _request(view: View, call: Call, status: int) -> Iterator[Notice]:
    """Yield that a call of the API was answered with success."""
    if status >= 400:
        return
    world, admin = view.world, view.world.admins[0]
    agent = call.request.headers.get("User-Agent", "")
    yield (
        "api.request.completed",
        {
            "type": "api.request.completed",
            "request_id": call.request_id,
            "timestamp": call.second,
            "request": {"method": call.method, "path": call.path, "ip_address": "127.0.0.1", "user_agent": agent},
            "authentication": {
                "method": "oauth",
                "token_id": f"token_of_{world.app_id}",
                "oauth_client_id": f"client_of_{world.app_id}",
                "app_package_code": f"{world.app_id}-test",
            },
            "response": {"status": status},
            "admin": {"id": admin.id, "email": admin.email},
        },
    )


def _logged(_view: View, entry: ActivityLog, _: object) -> Iterator[Notice]:
    yield "admin.activity_log_event.created", {"type": "admin_activity_log_event", **log_body(entry)}


def _away(view: View, admin: Admin, _: object) -> Iterator[Notice]:
    yield "admin.away_mode_updated", view.admin(admin)


def _membership(topic: str) -> Rule:
    """Return what tells of content that came to an audience, or left it."""

    def rule(_view: View, audience_id: str, content: tuple[str, str]) -> Iterator[Notice]:
        kind, content_id = content
        member = {"type": kind, "id": content_id}
        yield topic, {"type": "audience_membership", "audience_id": audience_id, "content": member}

    return rule


def _phoned(view: View, phone_call: PhoneCall, _: object) -> Iterator[Notice]:
    """Yield all that a phone call that is over caused."""
    body = call_body(phone_call, view.call, times=view.call.version >= PREVIEW)
    unknown = ("answered_at", "ended_at", "ended_reason", "recording_url", "transcription_url")
    later = {name: None for name in (*unknown, "duration", "talk_time", "queue_time") if name in body}
    yield "call.started", {**body, **later, "state": "initiated", "updated_at": phone_call.started_at}
    yield "call.ended", body
    if phone_call.recording is not None:
        yield "call.recording_available", body
    if phone_call.transcript:
        yield "call.transcription_available", body


def _executed(view: View, execution: Execution, _: object) -> Iterator[Notice]:
    shown = execution.connector.published or execution.connector.draft
    yield (
        "data_connector.execution.completed",
        {
            "type": "data_connector.execution",
            "id": execution.id,
            "app_id": view.world.app_id,
            "action_id": execution.connector.id,
            "action_name": shown.get("name"),
            "success": execution.error_type is None,
            "http_status": execution.status or 0,
            "error_type": execution.error_type,
            "execution_time_ms": _EXECUTION_MS,
            "completed_at": iso_z(execution.at),
            "source_type": "workflow",
            "source_id": None,
            "conversation_id": None,
            "user_id": None,
            "admin_id": None,
        },
    )


def _asked(view: View, step: Step, _: object) -> Iterator[Notice]:
    """Yield the question that a procedure puts to a teammate."""
    conversation = view.world.conversations.get(step.conversation_id)
    if conversation is None:
        return
    messages = [part for part in conversation.parts if part.kind != "note"][-_RECENT:]
    wanted = [_attribute(identifier) for identifier in step.identifiers]
    yield (
        "procedure.hitl_notification.created",
        {
            "type": "procedure.hitl_notification",
            "app_id": view.world.app_id,
            "conversation_id": conversation.id,
            "step_id": step.id,
            "procedure_name": "Simulated procedure",
            "hitl_question": "What shall the procedure go on with?",
            "attributes_to_collect": wanted,
            "callback_url": f"{view.call.base_url}/procedures/{conversation.id}/collect_agent_input",
            "expires_at": step.ends_at,
            "priority": "not_priority" if conversation.priority == "none" else "priority",
            "assign_to": _assignee(view, conversation.admin_id, conversation.team_id),
            "conversation_url": view.inbox_url(conversation.id),
            "recent_messages": [view.part(part) for part in messages],
        },
    )


def _attribute(identifier: str) -> Body:
    return {
        "type": "data_attribute",
        "identifier": identifier,
        "name": identifier,
        "label": identifier,
        "data_type": "string",
    }


def _assignee(view: View, admin_id: str | None, team_id: str | None) -> Body | None:
    admin, team = view.world.admin(admin_id or ""), view.world.team(team_id or "")
    if team is not None:
        return {"type": "team", "id": team.id, "name": team.name}
    return None if admin is None else {"type": "admin", "id": admin.id, "name": admin.name}


#: A part of the table of `notices`.
OTHERS: Final[Rules] = {
    "call.done": _called,
    "content.deleted": _content_deleted,
    "request.completed": _request,
    "activity.logged": _logged,
    "admin.away": _away,
    "audience.joined": _membership("audience.member_added"),
    "audience.left": _membership("audience.member_removed"),
    "phone_call.over": _phoned,
    "connector.executed": _executed,
    "procedure.waits": _asked,
    "job.completed": _job,
    "article.published": _article("article.published"),
    "article.unpublished": _article("article.unpublished"),
}
