"""Every answer of the simulator against the schema of its operation in the published file of its version."""

import csv
import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs
import pytest
from support.json_schema import Mismatch, Schemas
from support.simulator_calls import Api, Result

from intercom_async.operations import BY_NAME
from intercom_async.versions import Version

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


#: One call of every operation that the files have.
CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "admins.me": lambda s: s.get("/me"),
    "admins.list": lambda s: s.get("/admins?display_avatar=true"),
    "admins.retrieve": lambda s: s.get("/admins/991267460"),
    "admins.set_away": lambda s: s.put(
        "/admins/991267460/away",
        {"away_mode_enabled": True, "away_mode_reassign": True, "away_status_reason_id": 12345},
    ),
    "admins.list_activity_logs": lambda s: s.get("/admins/activity_logs?created_at_after=1"),
    "admins.search_activity_logs": lambda s: s.post("/admins/activity_logs/search", {"created_at_after": 1}),
    "admins.list_activity_log_event_types": lambda s: s.get("/admins/activity_log_event_types"),
    "companies.list_all": lambda s: s.post("/companies/list"),
    "companies.list": lambda s: s.get("/companies?tag_id=1"),
    "companies.search": lambda s: s.post(
        "/companies/search", {"query": {"field": "name", "operator": "=", "value": "Acme"}}
    ),
    "companies.scroll": lambda s: s.get("/companies/scroll"),
    "companies.retrieve": lambda s: s.get(f"/companies/{s.company}"),
    "companies.create_or_update": lambda s: s.post("/companies", {"company_id": "c2", "name": "B"}),
    "companies.update": lambda s: s.put(f"/companies/{s.company}", {"name": "B"}),
    "companies.delete": lambda s: s.delete(f"/companies/{s.company}"),
    "companies.list_contacts": lambda s: s.get(f"/companies/{s.company}/contacts"),
    "companies.list_segments": lambda s: s.get(f"/companies/{s.company}/segments"),
    "companies.list_notes": lambda s: s.get(f"/companies/{s.company}/notes"),
    "companies.create_note": lambda s: s.post(f"/companies/{s.company}/notes", {"body": "x"}),
    "contacts.list": lambda s: s.get("/contacts?per_page=1"),
    "contacts.search": lambda s: s.post(
        "/contacts/search", {"query": {"field": "tag_id", "operator": "=", "value": "1"}}
    ),
    "contacts.create": lambda s: s.post("/contacts", {"email": "n@b.c"}),
    "contacts.retrieve": lambda s: s.get(f"/contacts/{s.user}?include_merge_history=true"),
    "contacts.find": lambda s: s.get("/contacts/find_by_external_id/u1"),
    "contacts.update": lambda s: s.put(f"/contacts/{s.user}", {"name": "B"}),
    "contacts.delete": lambda s: s.delete(f"/contacts/{s.user}"),
    "contacts.archive": lambda s: s.post(f"/contacts/{s.user}/archive"),
    "contacts.unarchive": lambda s: s.post(f"/contacts/{s.user}/unarchive"),
    "contacts.block": lambda s: s.post(f"/contacts/{s.user}/block"),
    "contacts.merge": lambda s: s.post("/contacts/merge", {"from": s.lead, "into": s.user}),
    "contacts.preview_merge": lambda s: s.post("/contacts/merge/preview", {"from": s.lead, "into": s.user}),
    "contacts.list_merge_history": lambda s: s.get(f"/contacts/{s.user}/merge_history?per_page=1"),
    "contacts.list_activities": lambda s: s.get("/contacts/activities?per_page=4"),
    "contacts.list_companies": lambda s: s.get(f"/contacts/{s.user}/companies"),
    "contacts.attach_company": lambda s: s.post(f"/contacts/{s.lead}/companies", {"id": s.company}),
    "contacts.detach_company": lambda s: s.delete(f"/contacts/{s.user}/companies/{s.company}"),
    "contacts.list_tags": lambda s: s.get(f"/contacts/{s.user}/tags"),
    "contacts.attach_tag": lambda s: s.post(f"/contacts/{s.lead}/tags", {"id": 1}),
    "contacts.detach_tag": lambda s: s.delete(f"/contacts/{s.user}/tags/1"),
    "contacts.list_segments": lambda s: s.get(f"/contacts/{s.user}/segments"),
    "contacts.list_subscriptions": lambda s: s.get(f"/contacts/{s.user}/subscriptions"),
    "contacts.attach_subscription": lambda s: s.post(
        f"/contacts/{s.lead}/subscriptions", {"id": 2, "consent_type": "opt_in"}
    ),
    "contacts.detach_subscription": lambda s: s.delete(f"/contacts/{s.user}/subscriptions/1"),
    "contacts.list_notes": lambda s: s.get(f"/contacts/{s.user}/notes"),
    "contacts.create_note": lambda s: s.post(f"/contacts/{s.user}/notes", {"body": "x"}),
    "conversations.list": lambda s: s.get("/conversations?per_page=1"),
    "conversations.retrieve": lambda s: s.get(f"/conversations/{s.conversation}"),
    "conversations.mark_as_read": lambda s: s.put(f"/conversations/{s.conversation}", {"read": True}),
    "conversations.update": lambda s: s.put(
        f"/conversations/{s.conversation}", {"read": True, "custom_attributes": {"issue_type": "Billing", "urgent": 1}}
    ),
    "conversations.reply": lambda s: s.post(
        f"/conversations/{s.conversation}/reply",
        {"type": "user", "message_type": "comment", "intercom_user_id": s.lead, "body": "x"},
    ),
    "conversations.assign": lambda s: s.manage("assignment", assignee_id=int(CIARAN)),
    "conversations.close": lambda s: s.manage("close", body="Bye"),
    "conversations.open": lambda s: s.manage("open"),
    "conversations.snooze": lambda s: s.manage("snoozed", snoozed_until=1_800_000_000),
    "conversations.run_assignment_rules": lambda s: s.post(f"/conversations/{s.conversation}/run_assignment_rules"),
    "conversations.attach_contact": lambda s: s.post(
        f"/conversations/{s.conversation}/customers", {"admin_id": CIARAN, "customer": {"intercom_user_id": s.user}}
    ),
    "conversations.detach_contact": lambda s: s.api.call(
        "DELETE", f"/conversations/{s.conversation}/customers/{s.user}", {"admin_id": CIARAN}, version=s.version
    ),
    "data_attributes.list": lambda s: s.get("/data_attributes"),
    "data_attributes.create": lambda s: s.post(
        "/data_attributes", {"name": "x", "model": "contact", "data_type": "string", "description": "x"}
    ),
    "data_attributes.update": lambda s: s.put("/data_attributes/2", {"description": "x"}),
    "data_events.create": lambda s: s.post("/events", {**EVENT, "email": "a@b.c"}),
    "data_events.summarize": lambda s: s.get(f"/events?type=user&intercom_user_id={s.user}&summary=true"),
    "data_events.create_summaries": lambda s: s.post(
        "/events/summaries",
        {"user_id": "u1", "event_summaries": {"event_name": "x", "count": 1, "first": 1, "last": 1}},
    ),
    "messages.create": lambda s: s.post(
        "/messages",
        {
            "from": {"type": "admin", "id": int(CIARAN)},
            "to": {"type": "user", "id": s.user},
            "message_type": "email",
            "subject": "Hey",
            "body": "x",
            "template": "plain",
        },
    ),
    "notes.retrieve": lambda s: s.get(f"/notes/{s.note}"),
    "segments.list": lambda s: s.get("/segments?include_count=true"),
    "segments.retrieve": lambda s: s.get(f"/segments/{s.api.get('/segments').body['segments'][0]['id']}"),
    "tags.list": lambda s: s.get("/tags"),
    "tags.retrieve": lambda s: s.get("/tags/1"),
    "tags.create_or_update": lambda s: s.post("/tags", {"name": "vip", "users": [{"id": s.user}]}),
    "tags.delete": lambda s: s.delete("/tags/1"),
    "teams.list": lambda s: s.get("/teams"),
    "teams.retrieve": lambda s: s.get("/teams/814865"),
    "visitors.find": lambda s: s.get(f"/visitors?user_id={s.visitor_user_id}"),
    "visitors.update": lambda s: s.put("/visitors", {"id": s.visitor, "name": "Wi"}),
    "visitors.convert": lambda s: s.post(
        "/visitors/convert", {"visitor": {"id": s.visitor}, "user": {"email": "v@b.c"}, "type": "user"}
    ),
}


@functools.cache
def answers(version: Version) -> Mapping[str, Result]:
    """Make every call that exists in *version*: those that read in one workspace, each of the others in its own."""
    shared = Scene(version.text)
    rows = {name: BY_NAME[name] for name in CALLS if BY_NAME[name].available_in(version)}
    return {name: CALLS[name](shared if row.method == "GET" else Scene(version.text)) for name, row in rows.items()}


#: Rows of the table that the files know under the name of another row, or whose answer the schema does not describe.
ELSEWHERE: Final = {
    "companies.find": "GET /companies has the schema of a list; one company is answered for company_id and name",
    "data_attributes.list_for_companies": "from 2.0 on data_attributes.list with a model",
    "data_events.list": "GET /events has the schema of the summary; the list is event.list",
}

#: Schema, path and kind of problem in these files: where no recorded example contradicts the schema, but this does.
WAIVERS: Final[Mapping[tuple[str, str, str], tuple[tuple[str, ...], str]]] = {
    ("data_event_summary_item", "description", "null but not nullable"): (FILES, "the documented 1.x body has null"),
    ("starting_after_paging", "page", "undeclared"): (FILES, "the live API answers {page, starting_after}"),
    ("starting_after_paging", "per_page", "required but absent"): (("2.11",), "as above; only 2.11 requires it"),
    ("conversation", "custom_attributes", "undeclared"): (
        ("2.7", "2.8", "2.9", "2.10", "2.12"),
        "they came with 2.3, and the neighbouring files have them",
    ),
    ("conversation_list_item", "custom_attributes", "undeclared"): (("2.13",), "as above"),
    ("conversation_teammates", "admins", "undeclared"): (FILES, "what Intercom's own clients read"),
    ("conversation_teammates", "teammates", "required but absent"): (("2.11",), "as above; only 2.11 requires it"),
    ("admin", "avatar", "string but schema object"): (("2.11",), "text in every other file"),
}


@pytest.fixture(scope="module")
def contradictions(api_facts: Path) -> Callable[[str], set[tuple[str, str, str]]]:
    """Look up where recorded examples contradict the schemas of a version."""
    with (api_facts / "example_vs_schema.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    def look_up(version: str) -> set[tuple[str, str, str]]:
        header = version.capitalize() if version == "preview" else version
        return {
            ("contact" if row["schema"].startswith("inline:") else row["schema"], row["property"], kind)
            for row in rows
            if header in row["versions"].split()
            for kind in [row["mismatch"].partition(" (")[0]]
        }

    return look_up


def template(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)


@pytest.mark.parametrize("file", FILES)
def test_answers_have_the_shape_of_their_schemas(
    *,
    file: str,
    api_facts: Path,
    contradictions: Callable[[str], set[tuple[str, str, str]]],
    record_property: Callable[[str, object], None],
) -> None:
    """OpenAPI files: types, nulls, enumerations, required and undeclared keys; recorded examples win over them."""
    document = json.loads((api_facts / "spec" / f"{file}.json").read_text())
    published = {(m.upper(), template(p)): row for p, item in document["paths"].items() for m, row in item.items()}
    schemas = Schemas(document)
    version = Version(file)
    recorded = contradictions(file)
    waivers = {place for place, (files, _) in WAIVERS.items() if file in files}
    found: list[tuple[str, Mismatch]] = []
    checked = 0
    for name, result in answers(version).items():
        row = BY_NAME[name]
        responses = published[row.method, template(row.path_at(version))]["responses"]
        assert str(result.status) in responses, (name, result.status, result.body)
        assert result.status in {200, 202}, (name, result.body)
        content = responses[str(result.status)].get("content")
        checked += 1
        if content is None:
            assert result.body is None
            continue
        schema = content["application/json"]["schema"]
        found += [(name, each) for each in schemas.mismatches(result.body, schema, name)]
    places = {(each.schema, each.path, each.kind) for _, each in found}
    wrong = [f"{name}: {each}" for name, each in found if (each.schema, each.path, each.kind) not in recorded | waivers]
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert waivers <= places, "a waiver that nothing needs"
    record_property(f"answers of the simulator checked against the schemas of {version}", checked)


def places(value: object, path: str = "") -> Iterator[str]:
    """Yield the place of every key; the items of a list are one place, what is in a free map is none."""
    if isinstance(value, dict):
        for name, member in value.items():
            below = f"{path}.{name}"
            yield below
            if name not in {"custom_attributes", "metadata"}:
                yield from places(member, below)
    elif isinstance(value, list):
        for item in value:
            yield from places(item, f"{path}[]")


#: Where recorded examples have keys that the simulator's answers lack, and below, with the reason.
LACKING: Final[Mapping[tuple[str, str], str]] = {
    ("companies.list_notes", ".data[].author"): "the example mixes whole and short authors; all others are short",
    ("contacts.list_activities", ".data[].failure_reason"): "nothing failed",
    ("contacts.preview_merge", ".reasons"): "the merge is allowed",
    ("contacts.preview_merge", ".summary.reassignments.tickets"): "there are no tickets",
    ("contacts.preview_merge", ".summary.reassignments.phone_calls"): "there are no calls",
    **{
        (f"conversations.{name}", f"{path}.{key}"): "nobody looks after the quality of answers"
        for name, path in (("list", ".conversations[]"), ("retrieve", ""))
        for key in ("monitor_evaluations", "scorecards")
    },
    **{
        ("conversations.retrieve", f".conversation_parts.conversation_parts[].{place}"): reason
        for place, reason in (
            ("event_details.action", "there are no custom actions"),
            ("event_details.call_id", "there are no calls"),
            ("tags[]", "parts are not tagged"),
            ("translations", "nothing is translated"),
        )
    },
    **{
        ("conversations.retrieve", f".source.{key}"): "no e-mail came from outside"
        for key in ("email_message_metadata", "recipients", "reply_to")
    },
    ("messages.create", ".conversation_id"): "a teammate's message is no conversation yet; those of customers are",
    ("data_events.summarize", ".pages"): "the example mixes list and summary",
    ("tags.create_or_update", ".companies[]"): "users are tagged, not companies",
}


@pytest.mark.parametrize("file", FILES)
def test_answers_have_every_recorded_key(
    *, file: str, api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    """OpenAPI files: every key of the recorded examples of success stands in the simulator's answer."""
    document = json.loads((api_facts / "spec" / f"{file}.json").read_text())
    published = {(m.upper(), template(p)): row for p, item in document["paths"].items() for m, row in item.items()}
    version = Version(file)
    lacking: set[tuple[str, str]] = set()
    compared = 0
    for name, result in answers(version).items():
        row = BY_NAME[name]
        content = published[row.method, template(row.path_at(version))]["responses"][str(result.status)].get("content")
        for example in content["application/json"].get("examples", {}).values() if content else ():
            compared += 1
            absent = set(places(example["value"])) - set(places(result.body))
            allowed = tuple(place for operation, place in LACKING if operation == name)
            lacking |= {(name, place) for place in absent if not place.startswith(allowed)}
    assert sorted(lacking) == []
    record_property(f"recorded examples of {version} compared with the simulator's answers", compared)


def test_every_published_row_is_called(api_facts: Path) -> None:
    """Every row of the table that an OpenAPI file has is in `CALLS` or says why not; nothing else is."""
    published: set[tuple[str, str]] = set()
    for file in FILES:
        document = json.loads((api_facts / "spec" / f"{file}.json").read_text())
        published |= {(m.upper(), template(p)) for p, item in document["paths"].items() for m in item}
    newest = Version("Preview")
    rows = {
        name
        for name, row in BY_NAME.items()
        if (row.method, template(row.path_at(newest))) in published
        and (row.until is None or row.until > Version("2.6"))
    }
    assert rows == CALLS.keys() | ELSEWHERE.keys()
