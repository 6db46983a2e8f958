"""Whatever happens to conversations in whatever order, every version shows what a plain model says."""

from typing import Any, Final

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.simulator_calls import Api

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"
TEAMMATES: Final = st.sampled_from([CIARAN, ADA])
ASSIGNEES: Final = st.sampled_from([CIARAN, ADA, SUPPORT, "0"])


@attrs.define
class Model:
    """What one conversation should be."""

    customers: list[str]
    updated_at: int
    waiting_since: int | None
    read: bool
    open: bool = True
    snoozed_until: int | None = None
    admin: str | None = None
    team: str | None = None
    parts: int = 0

    @property
    def state(self) -> str:
        if self.snoozed_until is not None:
            return "snoozed"
        return "open" if self.open else "closed"

    @property
    def assignee(self) -> tuple[str, str | None]:
        if self.admin:
            return "admin", self.admin
        return ("team", self.team) if self.team else ("nobody_admin", None)

    def happened(self, now: int, parts: int = 1) -> None:
        self.updated_at = now
        self.parts += parts

    def wake(self, now: int) -> None:
        if self.snoozed_until is not None and self.snoozed_until <= now:
            self.happened(self.snoozed_until)
            self.snoozed_until = None


class Inbox(RuleBasedStateMachine):
    """Talks as two customers and two teammates, and lets time pass."""

    def __init__(self) -> None:
        super().__init__()
        self.api = Api(limit=None)
        self.people = [self.api.contact(email=f"{name}@b.c")["id"] for name in "ab"]
        self.models: dict[str, Model] = {}

    @property
    def now(self) -> int:
        return int(self.api.clock.time)

    def _pick(self, data: st.DataObject) -> tuple[str, Model]:
        number = data.draw(st.sampled_from(sorted(self.models)))
        return number, self.models[number]

    def _reply(self, number: str, kind: str, **body: object) -> Any:
        given = {"type": "admin", "message_type": kind, "admin_id": CIARAN, **body}
        result = self.api.post(f"/conversations/{number}/reply", given, version="1.4")
        assert result.status == 200, result.body
        return result.body

    @rule(seconds=st.integers(1, 100))
    def wait(self, seconds: int) -> None:
        self.api.clock.time += seconds
        for model in self.models.values():
            model.wake(self.now)

    @rule(at=st.integers(0, 1))
    def begin(self, at: int) -> None:
        body = {"from": {"type": "user", "id": self.people[at]}, "body": "Hi"}
        number = self.api.post("/messages", body).body["conversation_id"]
        self.models[number] = Model([self.people[at]], self.now, self.now, read=True)

    @precondition(lambda self: self.models)
    @rule(data=st.data(), at=st.integers(0, 1))
    def customer_says(self, data: st.DataObject, at: int) -> None:
        number, model = self._pick(data)
        body = {"type": "user", "message_type": "comment", "intercom_user_id": self.people[at], "body": "x"}
        result = self.api.post(f"/conversations/{number}/reply", body, version="1.4")
        if self.people[at] not in model.customers:
            assert result.problem == (404, "not_found")
            return
        assert result.status == 200
        model.open, model.snoozed_until = True, None
        model.waiting_since = model.waiting_since or self.now
        model.happened(self.now)

    @precondition(lambda self: self.models)
    @rule(data=st.data(), admin=TEAMMATES)
    def teammate_says(self, data: st.DataObject, admin: str) -> None:
        number, model = self._pick(data)
        self._reply(number, "comment", admin_id=admin, body="x")
        model.open, model.snoozed_until, model.waiting_since, model.read = True, None, None, False
        model.admin = model.admin or admin
        model.happened(self.now)

    @precondition(lambda self: self.models)
    @rule(data=st.data())
    def teammate_notes(self, data: st.DataObject) -> None:
        number, model = self._pick(data)
        self._reply(number, "note", body="x")
        model.happened(self.now)

    @precondition(lambda self: self.models)
    @rule(data=st.data(), assignee=ASSIGNEES)
    def assign(self, data: st.DataObject, assignee: str) -> None:
        number, model = self._pick(data)
        self._reply(number, "assignment", assignee_id=assignee)
        model.open, model.snoozed_until = True, None
        if assignee == "0":
            model.admin = model.team = None
        elif assignee == SUPPORT:
            model.team = assignee
        else:
            model.admin = assignee
        model.happened(self.now)

    @precondition(lambda self: self.models)
    @rule(data=st.data(), words=st.booleans())
    def close(self, data: st.DataObject, *, words: bool) -> None:
        number, model = self._pick(data)
        self._reply(number, "close", **({"body": "Bye"} if words else {}))
        model.open, model.snoozed_until = False, None
        if words:
            model.waiting_since, model.read = None, False
        model.happened(self.now)

    @precondition(lambda self: self.models)
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        number, model = self._pick(data)
        self._reply(number, "open")
        model.open, model.snoozed_until = True, None
        model.happened(self.now)

    @precondition(lambda self: self.models)
    @rule(data=st.data(), seconds=st.integers(1, 100))
    def snooze(self, data: st.DataObject, seconds: int) -> None:
        number, model = self._pick(data)
        self._reply(number, "snoozed", snoozed_until=self.now + seconds)
        model.open, model.snoozed_until = True, self.now + seconds
        model.happened(self.now)

    @precondition(lambda self: self.models)
    @rule(data=st.data())
    def mark_as_read(self, data: st.DataObject) -> None:
        number, model = self._pick(data)
        assert self.api.put(f"/conversations/{number}", {"read": True}, version="1.4").status == 200
        model.read = True
        model.happened(self.now, parts=0)

    @precondition(lambda self: self.models)
    @rule(data=st.data(), at=st.integers(0, 1))
    def join(self, data: st.DataObject, at: int) -> None:
        number, model = self._pick(data)
        body = {"admin_id": CIARAN, "customer": {"intercom_user_id": self.people[at]}}
        assert self.api.post(f"/conversations/{number}/customers", body, version="1.4").status == 200
        if self.people[at] not in model.customers:
            model.customers.append(self.people[at])
            model.happened(self.now)

    @precondition(lambda self: self.models)
    @rule(data=st.data(), at=st.integers(0, 1))
    def leave(self, data: st.DataObject, at: int) -> None:
        number, model = self._pick(data)
        path = f"/conversations/{number}/customers/{self.people[at]}"
        result = self.api.call("DELETE", path, {"admin_id": CIARAN}, version="1.4")
        if self.people[at] not in model.customers:
            assert result.problem == (404, "not_found")
        elif len(model.customers) == 1:
            assert result.problem == (422, "parameter_invalid")
        else:
            assert result.status == 200
            model.customers.remove(self.people[at])
            model.happened(self.now)

    @invariant()
    def both_generations_show_the_model(self) -> None:
        for number, model in self.models.items():
            old = self.api.get(f"/conversations/{number}", version="1.4").body
            new = self.api.get(f"/conversations/{number}").body
            for body in (old, new):
                for name in ("updated_at", "waiting_since", "read", "open", "snoozed_until", "state"):
                    assert body[name] == getattr(model, name), name
                assert body["conversation_parts"]["total_count"] == model.parts
            assert (old["assignee"]["type"], old["assignee"]["id"]) == model.assignee
            assert (new["admin_assignee_id"], new["team_assignee_id"]) == (int(model.admin or 0), int(model.team or 0))
            assert [each["id"] for each in old["customers"]] == model.customers
            assert [each["id"] for each in new["contacts"]["contacts"]] == model.customers

    @invariant()
    def pages_have_everything_once_the_last_changed_first(self) -> None:
        expected = sorted(self.models, key=lambda each: (self.models[each].updated_at, each), reverse=True)
        for version in ("1.4", "2.16"):
            seen: list[str] = []
            path = "/conversations?per_page=2"
            while path:
                body = self.api.get(path, version=version).body
                seen += [each["id"] for each in body["conversations"]]
                following = body["pages"].get("next")
                if isinstance(following, dict):
                    following = f"/conversations?per_page=2&starting_after={following['starting_after']}"
                path = (following or "").removeprefix("https://api.intercom.test")
            assert seen == expected

    @invariant()
    def counts_and_filters_agree(self) -> None:
        opened = {number for number, model in self.models.items() if model.open}
        mine = {number for number, model in self.models.items() if model.assignee == ("admin", ADA)}
        unassigned = sum(self.models[number].assignee[1] is None for number in opened)
        counts = self.api.get("/counts?type=conversation", version="1.4").body["conversation"]
        assert counts == {
            "open": len(opened), "closed": len(self.models) - len(opened),
            "assigned": len(opened) - unassigned, "unassigned": unassigned,
        }  # fmt: skip
        listed = self.api.get(f"/conversations?type=admin&admin_id={ADA}&open=true", version="1.4").body
        assert {each["id"] for each in listed["conversations"]} == opened & mine


TestInbox = Inbox.TestCase
TestInbox.settings = settings(max_examples=30, stateful_step_count=20)
