"""A workspace with one of everything, and a call of each of the 57 operations in the document of API 1.x."""

import os
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

import attrs
import pytest

from intercom_async import Intercom
from intercom_async.models.companies import CompanyChanges
from intercom_async.models.leads import LeadChanges
from intercom_async.models.messages import AdminMessage, Correspondent
from intercom_async.models.replies import AdminReply, ContactReply, Customer
from intercom_async.models.users import Identifiers, UserChanges
from intercom_async.models.visitors import VisitorChanges
from intercom_async.pagination import Paginator
from support.paging_clients import Counted, client, simulated
from support.simulator_calls import decoded, request

DOCUMENT: Final = "documents/connector_1.x_operations.txt"
ADMIN: Final = "991267459"


def documented_names(api_facts: Path) -> list[str]:
    """Return the names of the operations in the document, in its order."""
    document = api_facts.parent / DOCUMENT
    if not document.is_file():
        (pytest.fail if os.environ.get("INTERCOM_API_FACTS_REQUIRED") == "1" else pytest.skip)(f"no {DOCUMENT}")
    return re.findall(r"^## (\w+)$", document.read_text(encoding="utf-8"), flags=re.MULTILINE)


@attrs.define
class Scene:
    """A workspace in which everything is attached to everything, and a client of one version of it."""

    version: str
    transport: Counted = attrs.Factory(lambda: simulated(0))
    user: str = ""
    lead: str = ""
    #: What the server made for the lead, and for the visitor.
    lead_user_id: str = ""
    company: str = ""
    tag: str = ""
    note: str = ""
    segment: str = ""
    visitor: str = ""
    conversation: str = ""
    #: Who takes part in the conversation beside the user.
    guest: str = ""

    def __attrs_post_init__(self) -> None:
        """Fill it, as 1.4 does."""
        companies = [{"company_id": "c1", "name": "Acme"}]
        self.user = self._post("/users", {"user_id": "u1", "email": "u@b.test", "companies": companies})["id"]
        lead = self._post("/contacts", {"email": "l@b.test", "name": "Lee"})
        self.lead, self.lead_user_id = lead["id"], lead["user_id"]
        self.company = self._get("/companies?company_id=c1")["id"]
        self.tag = self._post("/tags", {"name": "VIP", "users": [{"id": self.user}]})["id"]
        self.note = self._post("/notes", {"user": {"id": self.user}, "body": "x"})["id"]
        self.segment = self._get("/segments")["segments"][0]["id"]
        self._post("/events", {"event_name": "looked", "created_at": 1_700_000_000, "id": self.user})
        self.visitor = self.transport.simulator.add_visitor(user_id="v1", name="Vi")
        self._post("/messages", {"from": {"type": "user", "id": self.user}, "body": "Hello"})
        self.conversation = self._get("/conversations")["conversations"][0]["id"]
        self.guest = self._post("/users", {"user_id": "u2", "email": "guest@b.test"})["id"]
        joined = {"admin_id": ADMIN, "customer": {"intercom_user_id": self.guest}}
        self._post(f"/conversations/{self.conversation}/customers", joined)

    def _post(self, path: str, body: object) -> Any:
        answer = decoded(self.transport.simulator.handle(request("POST", path, body, version="1.4")))
        assert answer.status in {200, 202}, answer.body
        return answer.body

    def _get(self, path: str) -> Any:
        return decoded(self.transport.simulator.handle(request("GET", path, version="1.4"))).body

    async def run(self, call: "Call") -> object:
        """Make *call* with the client; a list is read to its end."""
        intercom = client(self.transport, version=self.version, retry=None)
        result = call(intercom, self)
        if isinstance(result, Paginator):
            return await cast("Paginator[object]", result).collect()
        return await cast("Awaitable[object]", result)


Call: TypeAlias = Callable[[Intercom, Scene], object]

CALLS: Final[Mapping[str, Call]] = {
    "add_customer_to_conversation": lambda c, s: c.conversations.attach_contact(
        s.conversation, Customer(intercom_user_id=s.lead), admin_id=ADMIN
    ),
    "archive_user": lambda c, _: c.users.archive(user_id="u1"),
    "convert_lead": lambda c, s: c.leads.convert(Identifiers(id=s.lead), user=Identifiers(user_id="u9")),
    "convert_visitor": lambda c, s: c.visitors.convert(Identifiers(id=s.visitor), to="lead"),
    "create_company": lambda c, _: c.companies.create_or_update(CompanyChanges(company_id="c2", name="New")),
    "create_event": lambda c, _: c.data_events.create(event_name="bought", created_at=1_700_000_000, user_id="u1"),
    "create_lead": lambda c, _: c.leads.create_or_update(LeadChanges(email="new@b.test")),
    "create_note": lambda c, _: c.notes.create(body="y", user_id="u1", admin_id=ADMIN),
    "create_tag": lambda c, _: c.tags.create_or_update(name="new"),
    "create_update_user": lambda c, _: c.users.create_or_update(UserChanges(user_id="u1", name="Ann")),
    "create_user": lambda c, _: c.users.create_or_update(UserChanges(email="new@b.test")),
    "delete_company": lambda c, _: c.companies.delete_by_company_id("c1"),
    "delete_company_by_id": lambda c, s: c.companies.delete(s.company),
    "delete_customer_to_conversation": lambda c, s: c.conversations.detach_contact(
        s.conversation, s.guest, admin_id=ADMIN
    ),
    "delete_lead": lambda c, s: c.leads.delete_by_user_id(s.lead_user_id),
    "delete_lead_by_id": lambda c, s: c.leads.delete(s.lead),
    "delete_tag": lambda c, s: c.tags.delete(s.tag),
    "delete_visitor": lambda c, _: c.visitors.delete_by_user_id("v1"),
    "delete_visitor_by_id": lambda c, s: c.visitors.delete(s.visitor),
    "find_user": lambda c, _: c.users.find(email="u@b.test"),
    "get_admin": lambda c, _: c.admins.retrieve(ADMIN),
    "get_company": lambda c, s: c.companies.retrieve(s.company),
    "get_conversation": lambda c, s: c.conversations.retrieve(s.conversation),
    "get_count": lambda c, _: c.counts.retrieve(),
    "get_current_admin_and_app": lambda c, _: c.admins.me(),
    "get_lead": lambda c, s: c.leads.retrieve(s.lead),
    "get_note": lambda c, s: c.notes.retrieve(s.note),
    "get_segment": lambda c, s: c.segments.retrieve(s.segment),
    "get_team": lambda c, _: c.teams.retrieve(814865),
    "get_user": lambda c, s: c.users.retrieve(s.user),
    "get_visitor": lambda c, s: c.visitors.retrieve(s.visitor),
    "list_activity_logs_for_admin": lambda c, _: c.admins.list_activity_logs(created_at_after=1),
    "list_admins": lambda c, _: c.admins.list(),
    "list_companies": lambda c, _: c.companies.list(),
    "list_conversations": lambda c, _: c.conversations.list(),
    "list_data_attributes_for_companies": lambda c, _: c.data_attributes.list_for_companies(),
    "list_data_attributes_for_customers": lambda c, _: c.data_attributes.list_for_customers(),
    "list_events_for_user": lambda c, _: c.data_events.list(user_id="u1"),
    "list_leads": lambda c, _: c.leads.list(),
    "list_notes_for_user": lambda c, _: c.notes.list(user_id="u1"),
    "list_segments": lambda c, _: c.segments.list(),
    "list_tags": lambda c, _: c.tags.list(),
    "list_teams": lambda c, _: c.teams.list(),
    "list_users": lambda c, _: c.users.list(),
    "list_users_for_company": lambda c, s: c.companies.list_users(s.company),
    "mark_conversation_as_read": lambda c, s: c.conversations.mark_as_read(s.conversation),
    "post_message": lambda c, s: c.messages.create(
        AdminMessage(admin_id=ADMIN, to=Correspondent(type="user", id=s.user), body="Hi")
    ),
    "post_reply": lambda c, s: c.conversations.reply(s.conversation, AdminReply(admin_id=ADMIN, body="Hi")),
    "post_reply_to_last_conversation": lambda c, s: c.conversations.reply_to_last(
        ContactReply(intercom_user_id=s.user, body="Hi")
    ),
    "scroll_companies": lambda c, _: c.companies.scroll(),
    "scroll_leads": lambda c, _: c.leads.scroll(),
    "scroll_users": lambda c, _: c.users.scroll(),
    "set_admin_away": lambda c, _: c.admins.set_away(ADMIN, away_mode_enabled=True, away_mode_reassign=False),
    "update_company": lambda c, _: c.companies.create_or_update(CompanyChanges(company_id="c1", name="Renamed")),
    "update_lead": lambda c, s: c.leads.create_or_update(LeadChanges(id=s.lead, name="Leo")),
    "update_tag": lambda c, s: c.tags.create_or_update(name="VVIP", tag_id=s.tag),
    "update_visitor": lambda c, s: c.visitors.update(VisitorChanges(id=s.visitor, name="Vi")),
}
