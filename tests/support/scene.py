"""A workspace in which everything is attached to everything, for calls that read or change it in one version."""

from typing import Final

import attrs

from .simulator_calls import Api, Result

#: The published files, one for each version but 2.15.
FILES: Final = ("2.7", "2.8", "2.9", "2.10", "2.11", "2.12", "2.13", "2.14", "2.16", "preview")
CIARAN: Final = "991267459"
EVENT: Final = {"event_name": "looked", "created_at": 1_700_000_000, "metadata": {"price": 5}}


@attrs.define
class Scene:
    """A workspace in which everything is attached to everything, and calls to it in one version."""

    version: str
    api: Api = attrs.Factory(Api)
    user: str = ""
    lead: str = ""
    company: str = ""
    note: str = ""
    visitor: str = ""
    conversation: str = ""

    def __attrs_post_init__(self) -> None:
        """Fill it."""
        self.api.attribute("plan")
        owner = {"owner_id": "991267459", "last_seen_at": 1_699_999_000, "custom_attributes": {"plan": "pro"}}
        self.user = self.api.contact(email="a@b.c", external_id="u1", name="Ann", phone="+1", **owner)["id"]
        self.lead = self.api.contact(role="lead", email="a@b.c", name="Lee")["id"]
        company = {
            "company_id": "c1",
            "name": "Acme",
            "plan": "Pro",
            "size": 5,
            "website": "https://x.y",
            "industry": "x",
        }
        self.company = self.post("/companies", {**company, "last_request_at": 1_699_999_000}).body["id"]
        self.post(f"/contacts/{self.user}/companies", {"id": self.company})
        self.post("/tags", {"name": "VIP", "users": [{"id": self.user}]})
        self.post("/tags", {"name": "VIP", "companies": [{"id": self.company}]})
        self.note = self.post(f"/contacts/{self.user}/notes", {"body": "x"}).body["id"]
        self.api.post(f"/companies/{self.company}/notes", {"body": "x"})
        self.post(f"/contacts/{self.user}/subscriptions", {"id": "1", "consent_type": "opt_out"})
        self.post("/events", {**EVENT, "id": self.user})
        self.put("/admins/991267459/away", {"away_mode_enabled": True, "away_mode_reassign": False})
        self.visitor = self.api.simulator.add_visitor(name="Vi")
        for gone in (self.api.contact(role="lead", email="a@b.c")["id"] for _ in range(2)):
            self.post("/contacts/merge", {"from": gone, "into": self.user})
        self.post("/tags", {"name": "VIP", "users": [{"id": self.lead}]})
        self.post(f"/contacts/{self.lead}/notes", {"body": "x"})
        self.conversation = self.api.simulator.add_conversation(self.lead, "Hi", url="https://x.y")
        self.post(f"/conversations/{self.conversation}/customers", {"admin_id": CIARAN, "customer": {"email": "a@b.c"}})
        self.reply({"message_type": "comment", "body": "Yes?"})
        self.reply({"message_type": "note", "body": "x"})
        self.put(f"/conversations/{self.conversation}", {"custom_attributes": {"issue_type": "Billing"}})
        self.api.simulator.rate_conversation(self.conversation, 5, "Quick")
        self.api.simulator.tag_conversation(self.conversation, "VIP")
        self.api.simulator.add_conversation(self.user, "Hi")
        self.api.attribute("size", "options", options=[{"value": "S"}, {"value": "L"}])

    def reply(self, body: dict[str, object]) -> Result:
        given = {"type": "admin", "admin_id": CIARAN, **body}
        return self.post(f"/conversations/{self.conversation}/reply", given)

    def manage(self, kind: str, **body: object) -> Result:
        given = {"type": "admin", "admin_id": int(CIARAN), "message_type": kind, **body}
        return self.post(f"/conversations/{self.conversation}/parts", given)

    def get(self, path: str) -> Result:
        return self.api.get(path, version=self.version)

    def post(self, path: str, body: object = None) -> Result:
        return self.api.post(path, body, version=self.version)

    def put(self, path: str, body: object = None) -> Result:
        return self.api.put(path, body, version=self.version)

    def delete(self, path: str) -> Result:
        return self.api.delete(path, version=self.version)

    @property
    def visitor_user_id(self) -> str:
        return self.api.simulator.world.visitors.find(visitor_id=self.visitor).user_id
