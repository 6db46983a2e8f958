"""The 44 documented answers of API 1.x, each through the method that gets it: nothing is lost or out of reach."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, cast

import attrs
import pytest
from support.documented import ADMIN
from support.spec_files import leftovers, same
from support.wire_calls import Wire

from intercom_async import Intercom, to_dict
from intercom_async.errors import ApiError, NotFoundError, PermissionDeniedError, VersionInvalidError
from intercom_async.models.activity_logs import ActivityLog
from intercom_async.models.admins import Admin, Team
from intercom_async.models.companies import Company, CompanyChanges, DeletedCompany
from intercom_async.models.conversation_people import ConversationCustomers
from intercom_async.models.conversations import Conversation
from intercom_async.models.counts import AdminConversations, CompanyUsers, NamedCount, WorkspaceCounts
from intercom_async.models.data_attributes import DataAttribute
from intercom_async.models.data_events import DataEvent, EventSummary
from intercom_async.models.leads import Lead
from intercom_async.models.messages import AdminMessage, Correspondent, Message, UserMessage
from intercom_async.models.notes import Note
from intercom_async.models.replies import AdminReply, Customer
from intercom_async.models.segments import Segment
from intercom_async.models.tags import SavedTag, Tag
from intercom_async.models.users import User, UserChanges, UserDeletionRequest
from intercom_async.operations import all_operations
from intercom_async.pagination import Page, Paginator, items_of
from intercom_async.transports.memory import json_response
from intercom_async.versions import Version


@attrs.frozen
class Case:
    """What gets an answer: the version that it is documented for, the call, and what its objects become."""

    version: str
    call: Callable[[Intercom], Any]
    becomes: tuple[type[Any], ...]
    #: Under what the objects of a list stand.
    items: str | None = None


USER: Final = Correspondent(type="user", id="1")
CASES: Final[Mapping[str, Case]] = {
    "docs_activity_logs": Case(
        "1.2", lambda c: c.admins.list_activity_logs(created_at_after=1), (ActivityLog,), "activity_logs"
    ),
    "docs_admin": Case("1.0", lambda c: c.admins.retrieve(493881), (Admin,)),
    "docs_admin_away_response": Case(
        "1.0", lambda c: c.admins.set_away(814860, away_mode_enabled=True, away_mode_reassign=False), (Admin,)
    ),
    "docs_admin_list_v1_0_with_team": Case("1.0", lambda c: c.admins.list(), (Admin, Admin, Team), "admins"),
    "docs_company_deleted_stub": Case("1.4", lambda c: c.companies.delete("1"), (DeletedCompany,)),
    "docs_company_list_plan_string": Case("1.0", lambda c: c.companies.list(), (Company,), "companies"),
    "docs_company_users": Case("1.0", lambda c: c.companies.list_users("1"), (User,), "users"),
    "docs_company_v1_created": Case(
        "1.0", lambda c: c.companies.create_or_update(CompanyChanges(company_id="6")), (Company,)
    ),
    "docs_conversation_group_snoozed_v1_0": Case(
        "1.0",
        lambda c: c.conversations.reply("1", AdminReply(admin_id=ADMIN, message_type="open")),
        (Conversation,),
    ),
    "docs_conversation_list_v1_0": Case("1.0", lambda c: c.conversations.list(), (Conversation,), "conversations"),
    "docs_conversation_list_v1_1": Case("1.1", lambda c: c.conversations.list(), (Conversation,), "conversations"),
    "docs_conversation_v1_2_model": Case("1.2", lambda c: c.conversations.retrieve("1"), (Conversation,)),
    "docs_count_app": Case("1.0", lambda c: c.counts.retrieve(), (WorkspaceCounts,)),
    "docs_count_company_tag_paged": Case(
        "1.0", lambda c: c.counts.list_companies_by_tag(), (NamedCount,) * 5, "company.tag"
    ),
    "docs_count_company_user": Case(
        "1.0", lambda c: c.counts.list_users_by_company(), (CompanyUsers, CompanyUsers), "company.user"
    ),
    "docs_count_conversation_admin": Case(
        "1.0",
        lambda c: c.counts.list_conversations_by_admin(),
        (AdminConversations, AdminConversations),
        "conversation.admin",
    ),
    "docs_count_user_segment": Case(
        "1.0", lambda c: c.counts.list_users_by_segment(), (NamedCount,) * 5, "user.segment"
    ),
    "docs_count_user_tag": Case("1.0", lambda c: c.counts.list_users_by_tag(), (NamedCount,), "user.tag"),
    "docs_customers_of_conversation": Case(
        "1.0",
        lambda c: c.conversations.attach_contact("1", Customer(user_id="25"), admin_id=ADMIN),
        (ConversationCustomers,),
    ),
    "docs_data_attributes_customer_v1_0": Case(
        "1.0",
        lambda c: c.data_attributes.list_for_customers(include_archived=True),
        (DataAttribute,) * 3,
        "data_attributes",
    ),
    "docs_data_attributes_v1_4": Case(
        "1.4", lambda c: c.data_attributes.list(), (DataAttribute,) * 3, "data_attributes"
    ),
    "docs_event_list": Case("1.0", lambda c: c.data_events.list(user_id=314159), (DataEvent, DataEvent), "events"),
    "docs_event_summary": Case("1.0", lambda c: c.data_events.summarize(user_id=314159), (EventSummary,)),
    "docs_lead_v1_4_model": Case("1.4", lambda c: c.leads.retrieve("1"), (Lead,)),
    "docs_leads_by_email": Case("1.1", lambda c: c.leads.list(email="obrien@truth.org"), (Lead,), "contacts"),
    "docs_message_admin": Case(
        "1.0",
        lambda c: c.messages.create(
            AdminMessage(admin_id=ADMIN, to=USER, message_type="email", subject="Hey", body="Ponies", template="plain")
        ),
        (Message,),
    ),
    "docs_message_user": Case("1.0", lambda c: c.messages.create(UserMessage(sender=USER, body="Hey")), (Message,)),
    "docs_note_list": Case("1.0", lambda c: c.notes.list(user_id=25), (Note, Note), "notes"),
    "docs_note_view": Case("1.0", lambda c: c.notes.retrieve(2), (Note,)),
    "docs_segment_list_counts": Case(
        "1.0", lambda c: c.segments.list(include_count=True), (Segment, Segment), "segments"
    ),
    "docs_tag": Case("1.0", lambda c: c.tags.create_or_update(name="Independent"), (SavedTag,)),
    "docs_tag_list_int_ids": Case("1.0", lambda c: c.tags.list(), (Tag, Tag, Tag), "tags"),
    "docs_team_list": Case("1.0", lambda c: c.teams.list(), (Team, Team), "teams"),
    "docs_user_delete_request": Case("1.4", lambda c: c.users.request_deletion("1"), (UserDeletionRequest,)),
    "docs_user_v1_0_created": Case("1.0", lambda c: c.users.create_or_update(UserChanges(user_id="25")), (User,)),
    "docs_user_v1_4_model": Case("1.4", lambda c: c.users.retrieve("1"), (User,)),
    "docs_users_by_email_none_v1_1": Case("1.1", lambda c: c.users.list(email="x@test.com"), (), "users"),
    # Its page leaves the type out, so that the lead among them is none by its class.
    "docs_users_by_email_v1_1": Case("1.1", lambda c: c.users.list(email="test@test.com"), (User,) * 3, "users"),
    "docs_users_page1": Case("1.0", lambda c: c.users.list(), (User,), "users"),
    "docs_users_scroll": Case("1.0", lambda c: c.users.scroll(), (User,), "users"),
}
#: Those that are errors, and the class of each.
ERRORS: Final[Mapping[str, tuple[str, Callable[[Intercom], Any], type[ApiError]]]] = {
    "docs_error_400_version_invalid": ("1.4", lambda c: c.users.list(), VersionInvalidError),
    "docs_error_403_action_forbidden": (
        "1.4",
        lambda c: c.admins.set_away(1, away_mode_enabled=True, away_mode_reassign=True),
        PermissionDeniedError,
    ),
    "docs_error_403_api_plan_restricted": (
        "1.4",
        lambda c: c.admins.list_activity_logs(created_at_after=1),
        PermissionDeniedError,
    ),
    "docs_error_404_created_at_after": (
        "1.4",
        lambda c: c.admins.list_activity_logs(created_at_after=1),
        NotFoundError,
    ),
}
#: Keys that no field can have: names of tags and segments, which are the data.
NAMES: Final = (NamedCount, CompanyUsers)


def manifest(api_facts: Path) -> dict[str, dict[str, Any]]:
    """Return what is known of each documented answer, by its name."""
    content = json.loads((api_facts / "fixtures" / "v1" / "manifest.json").read_text(encoding="utf-8"))
    return {fact["file"].removesuffix(".json"): fact for fact in content["fixtures"]}


def answer(api_facts: Path, name: str) -> Any:
    """Return a documented body."""
    return json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text(encoding="utf-8"))


def test_every_documented_answer_has_its_call(api_facts: Path, record_property: Callable[[str, object], None]) -> None:
    known = manifest(api_facts)
    assert len(known) == 44
    assert sorted([*CASES, *ERRORS]) == sorted(known)
    record_property("documented answers of 1.x decoded through their methods", len(known))


@pytest.mark.parametrize("name", CASES)
async def test_it_decodes_through_its_method_and_encodes_back(api_facts: Path, name: str) -> None:
    """Every key has a field, every value fits it, what is around a list is in its answer."""
    case, body = CASES[name], answer(api_facts, name)
    wire = Wire(body, version=case.version)
    result = case.call(wire.client)
    models: tuple[Any, ...]
    if isinstance(result, Paginator):
        page = cast("Page[Any]", await result)
        models, bodies = page.items, items_of(body, case.items)
        assert json.loads(page.response.body) == body
        assert page.total_count == body.get("total_count")
    else:
        models, bodies = (await result,), [body]
    assert tuple(map(type, models)) == case.becomes
    assert same([to_dict(each) for each in models], bodies)
    assert [key for each in models if type(each) not in NAMES for key in leftovers(each)] == []
    assert wire.client.drift.report() == []
    _check_asked(wire, manifest(api_facts)[name]["operation"], Version(case.version))


def _check_asked(wire: Wire, operation: str, version: Version) -> None:
    """Compare what was asked with the operation that the answer is documented for."""
    asked = wire.asked[0]
    if operation == "POST /user_delete_requests":
        assert (asked.method, asked.path) == ("POST", "/user_delete_requests")
        return
    documented = re.split(r"\W", operation, maxsplit=1)[0]
    (row,) = (row for row in all_operations() if documented in row.documented_as)
    pattern = re.sub(r"\{\w+\}", "[^/]+", row.path_at(version))
    assert asked.method == row.method
    assert re.fullmatch(pattern, asked.path)


@pytest.mark.parametrize("name", ERRORS)
async def test_an_error_is_raised_with_all_that_it_says(api_facts: Path, name: str) -> None:
    version, call, error = ERRORS[name]
    status, body = manifest(api_facts)[name]["http_status"], answer(api_facts, name)
    wire = Wire(json_response(status, body), version=version)
    with pytest.raises(error) as caught:
        await wire.run(call)
    told = caught.value
    assert (told.status, told.request_id) == (status, body["request_id"])
    assert [{"code": each.code, "message": each.message} for each in told.errors] == body["errors"]
    assert json.loads(told.body) == body
