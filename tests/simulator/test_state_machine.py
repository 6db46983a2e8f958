"""Whatever is written in whatever order, lists, scrolls, searches and single reads agree with a plain model."""

from typing import Any, Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.simulator_calls import Api

NAMES: Final = st.sampled_from("abcdef")


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


TestWorkspace = Workspace.TestCase
TestWorkspace.settings = settings(max_examples=30, stateful_step_count=20)
