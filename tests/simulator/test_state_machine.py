"""Whatever is written in whatever order, lists, scrolls, searches and single reads agree with a plain model."""

import os
from collections import Counter
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.simulator_calls import Api

NAMES: Final = st.sampled_from("abcdef")
#: How many sequences of calls each machine tries; SIMULATOR_SEQUENCES=10000 is for once in a while.
SEQUENCES: Final = int(os.environ.get("SIMULATOR_SEQUENCES", "0"))


class Workspace(RuleBasedStateMachine):
    """Writes people in both versions and keeps a model of them: id to external id, e-mail, name, archived."""

    def __init__(self) -> None:
        super().__init__()
        self.api = Api(limit=None)
        self.people: dict[str, dict[str, Any]] = {}

    def _holder(self, external_id: str | None, email: str | None, besides: str = "") -> bool:
        return any(
            person_id != besides
            and ((external_id and p["external_id"] == external_id) or (email and p["email"] == email))
            for person_id, p in self.people.items()
        )

    @rule(
        external_id=st.none() | NAMES,
        email=st.none() | NAMES.map("{}@b.c".format),
        name=st.none() | NAMES,
        wait=st.integers(0, 2),
    )
    def create(self, external_id: str | None, email: str | None, name: str | None, wait: int) -> None:
        self.api.clock.time += wait
        result = self.api.post("/contacts", {"external_id": external_id, "email": email, "name": name})
        if not (external_id or email):
            assert result.status == 400
        elif self._holder(external_id, email):
            assert result.status == 409
            assert result.message.rpartition("=")[2] in self.people
        else:
            assert result.status == 200
            self.people[result.body["id"]] = {
                "external_id": external_id,
                "email": email,
                "name": name,
                "archived": False,
            }

    @precondition(lambda self: self.people)
    @rule(data=st.data(), email=st.none() | NAMES.map("{}@b.c".format), name=st.none() | NAMES, wait=st.integers(0, 2))
    def update(self, data: st.DataObject, email: str | None, name: str | None, wait: int) -> None:
        self.api.clock.time += wait
        person_id = data.draw(st.sampled_from(sorted(self.people)))
        person = self.people[person_id]
        result = self.api.put(f"/contacts/{person_id}", {"email": email, "name": name})
        if person["archived"]:
            assert result.status == 404
        elif not (person["external_id"] or email):
            assert result.status == 400
        elif self._holder(None, email, besides=person_id):
            assert result.status == 409
        else:
            assert result.status == 200
            person.update(email=email, name=name)

    @precondition(lambda self: self.people)
    @rule(data=st.data(), archived=st.booleans())
    def archive(self, data: st.DataObject, *, archived: bool) -> None:
        person_id = data.draw(st.sampled_from(sorted(self.people)))
        assert self.api.post(f"/contacts/{person_id}/{'archive' if archived else 'unarchive'}").status == 200
        self.people[person_id]["archived"] = archived

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        person_id = data.draw(st.sampled_from(sorted(self.people)))
        assert self.api.delete(f"/contacts/{person_id}").status == 200
        del self.people[person_id]

    @rule(user_id=NAMES, name=NAMES)
    def upsert(self, user_id: str, name: str) -> None:
        result = self.api.post("/users", {"user_id": user_id, "name": name}, version="1.4")
        known = next((i for i, p in self.people.items() if p["external_id"] == user_id), None)
        if known and self.people[known]["archived"]:
            assert result.status == 409
            return
        assert result.status == 200
        assert known in {None, result.body["id"]}
        email = self.people[known]["email"] if known else None
        self.people[result.body["id"]] = {"external_id": user_id, "email": email, "name": name, "archived": False}

    @precondition(lambda self: self.live)
    @rule(data=st.data(), user_id=st.none() | NAMES)
    def rename(self, data: st.DataObject, user_id: str | None) -> None:
        person_id = data.draw(st.sampled_from(sorted(self.live)))
        result = self.api.post("/users", {"id": person_id, "user_id": user_id}, version="1.4")
        if self._holder(user_id, None, besides=person_id):
            assert result.status == 409
        else:
            assert result.status == 200
            self.people[person_id]["external_id"] = user_id

    @property
    def live(self) -> dict[str, dict[str, Any]]:
        return {person_id: person for person_id, person in self.people.items() if not person["archived"]}

    @invariant()
    def reading_one_by_one_agrees(self) -> None:
        for person_id, person in self.live.items():
            body = self.api.get(f"/contacts/{person_id}").body
            assert {name: body[name] for name in ("external_id", "email", "name")} == {
                name: person[name] for name in ("external_id", "email", "name")
            }

    @invariant()
    def the_list_has_everybody_once(self) -> None:
        seen: list[str] = []
        path = "/contacts?per_page=2"
        while path:
            body = self.api.get(path).body
            seen += [person["id"] for person in body["data"]]
            assert body["total_count"] == len(self.live)
            following = body["pages"].get("next")
            path = f"/contacts?per_page=2&starting_after={following['starting_after']}" if following else ""
        assert len(seen) == len(set(seen))
        assert set(seen) == set(self.live)

    @invariant()
    def the_scroll_has_everybody_once(self) -> None:
        first = self.api.get("/users/scroll", version="1.4")
        if not self.live:
            assert first.status == 404
            return
        assert {user["id"] for user in first.body["users"]} == set(self.live)
        path = f"/users/scroll?scroll_param={first.body['scroll_param']}"
        assert self.api.get(path, version="1.4").body["users"] == []

    @invariant()
    def searching_agrees(self) -> None:
        for name in "ab":
            email = f"{name}@b.c"
            assert self.api.found(("email", "=", email)) == {
                p["external_id"] for p in self.live.values() if p["email"] == email
            }
            assert self.api.found(("name", "=", name), ("role", "=", "user")) == {
                p["external_id"] for p in self.live.values() if p["name"] == name
            }

    @invariant()
    def the_report_counts_everybody(self) -> None:
        assert self.api.simulator.report().people == len(self.people)


def numbered(api: Api, path: str, method: str = "GET") -> list[dict[str, Any]]:
    """Read a list of pages by number, two items a page, as long as there is a next one; check its counts."""
    found: list[dict[str, Any]] = []
    page = 1
    while True:
        body = api.call(method, f"{path}?per_page=2&page={page}").body
        found += body["data"]
        if not body["pages"].get("next"):
            assert body["total_count"] == len(found)
            assert body["pages"]["total_pages"] == -(-len(found) // 2)
            return found
        page += 1


def cursored(api: Api, path: str, key: str, query: dict[str, object] | None = None) -> list[dict[str, Any]]:
    """Search, or without a query list, to the end, two items a page, and check the counts."""
    found: list[dict[str, Any]] = []
    following = None
    while True:
        paging = {"per_page": 2, **({"starting_after": following} if following else {})}
        if query is None:
            body = api.get(f"{path}?{urlencode(paging)}").body
        else:
            body = api.post(path, {"query": query, "pagination": paging}).body
        found += body[key]
        if not (following := (body["pages"].get("next") or {}).get("starting_after")):
            assert body["total_count"] == len(found)
            return found


def once(found: list[dict[str, Any]]) -> set[str]:
    """Return the ids, each of which must be there once."""
    counted = Counter(each["id"] for each in found)
    assert not counted or max(counted.values()) == 1
    return set(counted)


class Attachments(RuleBasedStateMachine):
    """Makes and deletes tickets, tags, notes, articles and companies, attaches them, and keeps a model of all."""

    def __init__(self) -> None:
        super().__init__()
        self.api = Api(limit=None)
        self.ticket_type = self.api.post("/ticket_types", {"name": "Bug"}).body["id"]
        #: What there is, by its path: ids, with the name or title of what has one.
        self.there: dict[str, dict[str, str]] = {
            path: {} for path in ("contacts", "tickets", "tags", "articles", "companies")
        }
        #: Who has what: pairs of a person and a tag, a company; of a ticket and a tag; notes by person.
        self.tagged: set[tuple[str, str]] = set()
        self.members: set[tuple[str, str]] = set()
        self.tagged_tickets: set[tuple[str, str]] = set()
        self.notes: dict[str, str] = {}

    def _made(self, path: str, body: dict[str, object], name: str = "") -> None:
        result = self.api.post(f"/{path}", body)
        assert result.status == 200, result.body
        self.there[path][result.body["id"]] = name

    def _one(self, data: st.DataObject, path: str) -> str:
        return data.draw(st.sampled_from(sorted(self.there[path])))

    def _wait(self, data: st.DataObject) -> None:
        self.api.clock.time += data.draw(st.integers(0, 2))

    @rule(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self._wait(data)
        self._made("contacts", {"role": "lead", "name": "x"})

    @rule(data=st.data(), title=NAMES)
    def write_article(self, data: st.DataObject, title: str) -> None:
        self._wait(data)
        self._made("articles", {"title": title, "author_id": 991267459}, title)

    @rule(name=NAMES)
    def make_tag(self, name: str) -> None:
        """A tag is found by its name, so that a second one is the first."""
        self._made("tags", {"name": name}, name)

    @rule(data=st.data(), company_id=NAMES, name=NAMES)
    def make_company(self, data: st.DataObject, company_id: str, name: str) -> None:
        """A company is found by its company_id, and renamed then."""
        self._wait(data)
        self._made("companies", {"company_id": company_id, "name": name}, name)

    @precondition(lambda self: self.there["contacts"])
    @rule(data=st.data())
    def open_ticket(self, data: st.DataObject) -> None:
        self._wait(data)
        who = [{"id": self._one(data, "contacts")}]
        self._made("tickets", {"ticket_type_id": self.ticket_type, "contacts": who})

    @precondition(lambda self: self.there["contacts"])
    @rule(data=st.data())
    def write_note(self, data: st.DataObject) -> None:
        self._wait(data)
        person = self._one(data, "contacts")
        result = self.api.post(f"/contacts/{person}/notes", {"body": "x"})
        assert result.status == 200
        assert result.body["id"] not in self.notes
        self.notes[result.body["id"]] = person

    def _attach(
        self, data: st.DataObject, to: str, path: str, pairs: set[tuple[str, str]], undone: Callable[[int, bool], bool]
    ) -> None:
        """Attach a thing or take it off; taking off what is not attached is refused, or does nothing."""
        one, other = self._one(data, to), self._one(data, path)
        self._wait(data)
        if data.draw(st.booleans()):
            given = {"id": other, "admin_id": "991267459"}
            assert self.api.post(f"/{to}/{one}/{path}", given).status == 200
            pairs.add((one, other))
            return
        result = self.api.call("DELETE", f"/{to}/{one}/{path}/{other}", {"admin_id": "991267459"})
        assert undone(result.status, (one, other) in pairs), (result.status, result.body)
        pairs.discard((one, other))

    @precondition(lambda self: self.there["contacts"] and self.there["tags"])
    @rule(data=st.data())
    def tag_somebody(self, data: st.DataObject) -> None:
        self._attach(data, "contacts", "tags", self.tagged, lambda status, had: status == (200 if had else 404))

    @precondition(lambda self: self.there["tickets"] and self.there["tags"])
    @rule(data=st.data())
    def tag_ticket(self, data: st.DataObject) -> None:
        pairs = self.tagged_tickets
        self._attach(data, "tickets", "tags", pairs, lambda status, had: status == (200 if had else 404))

    @precondition(lambda self: self.there["contacts"] and self.there["companies"])
    @rule(data=st.data())
    def join_company(self, data: st.DataObject) -> None:
        self._attach(data, "contacts", "companies", self.members, lambda status, had: status == (200 if had else 404))

    @rule(data=st.data(), path=st.sampled_from(["contacts", "tickets", "tags", "articles", "companies"]))
    def delete(self, data: st.DataObject, path: str) -> None:
        """What is gone is answered 404, and so is deleting it again; nothing stays attached to it."""
        if not self.there[path]:
            return
        gone = self._one(data, path)
        assert self.api.delete(f"/{path}/{gone}").status == 200
        assert self.api.delete(f"/{path}/{gone}").status == 404
        assert self.api.get(f"/{path}/{gone}").status == 404
        del self.there[path][gone]
        for pairs in (self.tagged, self.members, self.tagged_tickets):
            pairs -= {pair for pair in pairs if gone in pair and path in self._sides(pairs, pair, gone)}
        if path == "contacts":
            self.notes = {note: person for note, person in self.notes.items() if person != gone}

    def _sides(self, pairs: set[tuple[str, str]], pair: tuple[str, str], gone: str) -> str:
        """Return where *gone* stands in the pair: ids of different kinds may be equal."""
        left = "tickets" if pairs is self.tagged_tickets else "contacts"
        right = "companies" if pairs is self.members else "tags"
        return " ".join(name for name, value in ((left, pair[0]), (right, pair[1])) if value == gone)

    @invariant()
    def reading_one_by_one_agrees(self) -> None:
        named = {"tags": "name", "articles": "title", "companies": "name"}
        for path, there in self.there.items():
            key = named.get(path)
            for each, name in there.items():
                body = self.api.get(f"/{path}/{each}").body
                assert body["id"] == each
                assert key is None or body[key] == name
        assert all(self.api.get(f"/notes/{each}").body["contact"]["id"] == who for each, who in self.notes.items())

    @invariant()
    def lists_have_everything_once(self) -> None:
        assert once(numbered(self.api, "/articles")) == set(self.there["articles"])
        assert once(self.api.get("/tags").body["data"]) == set(self.there["tags"])
        # API docs: list all companies; those without users are left out.
        with_users = {company for _, company in self.members}
        assert once(numbered(self.api, "/companies/list", "POST")) == with_users
        scrolled = self.api.get("/companies/scroll")
        assert (once(scrolled.body["data"]) if scrolled.status == 200 else set()) == with_users
        if scrolled.status == 200:  # or it stays open, and is in the way of the next one
            following = f"/companies/scroll?scroll_param={scrolled.body['scroll_param']}"
            assert self.api.get(following).body["data"] == []

    @invariant()
    def searches_have_everything_once(self) -> None:
        every = {"field": "created_at", "operator": ">", "value": 1}
        assert once(cursored(self.api, "/tickets/search", "tickets", every)) == set(self.there["tickets"])
        assert once(cursored(self.api, "/contacts/search", "data", every)) == set(self.there["contacts"])
        for tag in self.there["tags"]:
            having = {"field": "tag_id", "operator": "=", "value": tag}
            tagged = {person for person, each in self.tagged if each == tag}
            assert once(cursored(self.api, "/contacts/search", "data", having)) == tagged

    @invariant()
    def what_is_attached_agrees_from_both_sides(self) -> None:
        for person in self.there["contacts"]:
            tags = self.api.get(f"/contacts/{person}/tags").body["data"]
            assert once(tags) == {tag for each, tag in self.tagged if each == person}
            companies = numbered(self.api, f"/contacts/{person}/companies")
            assert once(companies) == {company for each, company in self.members if each == person}
            notes = numbered(self.api, f"/contacts/{person}/notes")
            assert once(notes) == {note for note, who in self.notes.items() if who == person}
        for company in self.there["companies"]:
            members = {person for person, each in self.members if each == company}
            assert once(cursored(self.api, f"/companies/{company}/contacts", "data")) == members
            assert self.api.get(f"/companies/{company}").body["user_count"] == len(members)


TestWorkspace = Workspace.TestCase
TestWorkspace.settings = settings(max_examples=SEQUENCES or 30, stateful_step_count=20)
TestAttachments = Attachments.TestCase
TestAttachments.settings = settings(max_examples=SEQUENCES or 10, stateful_step_count=20)
