"""The page at ``/_simulator`` over HTTP: its files, and the JSON that they read."""

import re
from html.parser import HTMLParser

import aiohttp
import pytest
from support.simulator_calls import Api

from intercom_async.simulator import Fault, Simulator
from intercom_async.simulator.overview import SHOWN_CALLS, SHOWN_ROWS, SWITCHES
from intercom_async.simulator.server import serve

#: The clock's time in the tests is the beginning of a window.
NOW = 1_700_000_000.0


class Tags(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page_of(api: Api, path: str = "/_simulator") -> str:
    response = api.answer("GET", path, token=None).response
    assert response is not None
    return response.body.decode()


async def test_the_files_come_over_http_without_a_token_and_from_here_alone() -> None:
    """A browser gets each with its type; the policy keeps it from running anything else, and from being framed."""
    simulator = Simulator(token="secret-token")
    kinds = {
        "/_simulator": "text/html; charset=utf-8",
        "/_simulator/": "text/html; charset=utf-8",
        "/_simulator/page.css": "text/css; charset=utf-8",
        "/_simulator/page.js": "text/javascript; charset=utf-8",
    }
    async with serve(simulator) as url, aiohttp.ClientSession(url) as client:
        for path, kind in kinds.items():
            async with client.get(path) as answer:
                assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
                policy = answer.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'none'; script-src 'self';")
                assert "unsafe" not in policy
                assert "frame-ancestors 'none'" in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "secret-token" not in await answer.text()
        async with client.post("/_simulator") as answer:
            assert answer.status == 405
    assert simulator.report().log_length == 0


def test_the_page_refers_to_nothing_but_its_own_files(api: Api) -> None:
    """No other host, no script or style within the page, and every file that it names is there."""
    tags = Tags(page_of(api)).found
    named = [value for _, given in tags for name, value in given.items() if name in {"src", "href"}]
    assert {"/_simulator/page.css", "/_simulator/page.js"} <= set(named)
    for path in named:
        assert path == "data:," or api.answer("GET", str(path), token=None).response.status == 200  # type: ignore[union-attr]  # an answer, unless a fault is on
    assert all(given.get("src") for tag, given in tags if tag == "script")
    assert not [name for _, given in tags for name in given if name.startswith("on") or name == "style"]
    assert not re.search(r"https?://", page_of(api) + page_of(api, "/_simulator/page.js"))


def test_the_script_writes_text_alone() -> None:
    """Nothing that is shown can be read as HTML or run: no way to do that is used."""
    script = page_of(Api(), "/_simulator/page.js")
    assert "textContent" in script
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|srcdoc", script)


def test_every_column_is_in_the_json(api: Api) -> None:
    """The cells and columns that the page names are what the overview has, so that none stays empty."""
    person = api.contact(email="a@b.c", name="Ada")
    api.user(user_id="1")
    api.get("/users/scroll", version="1.4")
    api.simulator.add_conversation(person["id"], "Hello")
    api.post("/tickets", {"ticket_type_id": "1", "contacts": [{"id": person["id"]}]})
    found = api.get("/_simulator/overview", token=None).body
    rows = {"calls": found["calls"][0], **{name: table["rows"][0] for name, table in found["tables"].items()}}
    tags = iter(Tags(page_of(api)).found)
    section = ""
    for tag, given in tags:
        section = str(given["id"]) if tag == "section" else section
        shown = given.get("data-name") or given.get("data-field")
        if shown is not None:
            assert shown in (rows.get(section) or found[section]), (section, shown)


def test_calls_tell_their_status_version_and_wait(api: Api) -> None:
    """A wait is what a fault held the answer up for and, after a 429, what is left of the window."""
    api.simulator.faults.replace(
        [
            Fault(kind="delay", seconds=2.5, path="/me"),
            Fault(kind="slow_body", seconds=1, path="/me"),
            Fault(kind="rate_limited", path="/tags"),
            Fault(kind="drop", path="/admins"),
        ]
    )
    for path, version in (("/me", "1.4"), ("/tags", "2.16"), ("/admins", "2.7"), ("/nowhere", "2.16")):
        api.answer("GET", path, version=version)
        api.clock.time += 1
    calls = api.get("/_simulator/overview").body["calls"]
    assert [(c["number"], c["path"], c["version"], c["status"], c["wait"]) for c in calls] == [
        (1, "/me", "1.4", 200, 3.5),
        (2, "/tags", "2.16", 429, 9),
        (3, "/admins", "2.7", None, 0),
        (4, "/nowhere", "2.16", 404, 0),
    ]
    assert calls[0]["operation"] == "admins.me"
    newer = api.get("/_simulator/overview?after=3").body
    assert [call["number"] for call in newer["calls"]] == [4]
    assert newer["last_call"] == 4
    assert api.get("/_simulator/overview?after=x").status == 400


def test_calls_are_told_anew_after_a_reset_and_never_too_many(api: Api) -> None:
    for _ in range(SHOWN_CALLS + 5):
        api.get("/me")
    numbers = [call["number"] for call in api.get("/_simulator/overview").body["calls"]]
    assert (len(numbers), numbers[0], numbers[-1]) == (SHOWN_CALLS, 6, SHOWN_CALLS + 5)
    api.simulator.reset()
    api.get("/me")
    assert [c["number"] for c in api.get(f"/_simulator/overview?after={SHOWN_CALLS + 5}").body["calls"]] == [1]


def test_looking_uses_up_nothing(api: Api) -> None:
    """The quota of the window is told without a call taken from it, also before anybody called and with others."""
    untouched = {"limit": 1667, "seconds": 10, "left": 1667, "ends_in": 10, "answered": 0, "unanswered": 0}
    assert api.get("/_simulator/overview").body["quota"] == {**untouched, "rejected_429": 0, "writes": 0}
    assert api.simulator.report().windows == ()
    api.contact(email="a@b.c")
    api.simulator.faults.replace([Fault(kind="foreign_calls", calls=100)])
    api.clock.time += 5
    for _ in range(2):
        quota = api.get("/_simulator/overview").body["quota"]
        assert (quota["left"], quota["ends_in"], quota["answered"], quota["writes"]) == (1667 - 1 - 50, 5, 1, 1)
    api.clock.time += 5
    assert api.get("/_simulator/overview").body["quota"]["answered"] == 0
    assert Api(limit=None).get("/_simulator/overview").body["quota"]["left"] is None


def test_the_open_scroll_is_told_until_it_expires(api: Api) -> None:
    first, last = (api.user(user_id=str(number)) for number in range(2))
    assert api.get("/_simulator/overview").body["scroll"] is None
    token = api.get("/users/scroll", version="1.4").body["scroll_param"]
    api.clock.time += 20
    shown = api.get("/_simulator/overview").body["scroll"]
    assert shown == {"resource": "users", "token": token, "behind": max(first["id"], last["id"]), "ends_in": 40}
    api.clock.time += 40
    assert api.get("/_simulator/overview").body["scroll"] is None


def test_a_scroll_that_gave_nothing_yet_is_behind_nothing(api: Api) -> None:
    api.simulator.world.scrolls.enter("users", "", now=NOW, new_token="token")
    assert api.get("/_simulator/overview").body["scroll"]["behind"] is None


def test_tables_have_the_newest_with_their_total(api: Api) -> None:
    for number in range(SHOWN_ROWS + 2):
        api.contact(email=f"{number}@b.c")
        api.clock.time += 1
    table = api.get("/_simulator/overview").body["tables"]["contacts"]
    assert table["total"] == SHOWN_ROWS + 2
    assert [row["email"] for row in table["rows"]] == [f"{n}@b.c" for n in range(SHOWN_ROWS + 1, 1, -1)]


def test_conversations_and_tickets_say_who_and_what(api: Api) -> None:
    ada = api.contact(email="ada@b.c", name="Ada")["id"]
    bob = api.contact(email="bob@b.c")["id"]
    api.simulator.add_conversation(ada, "Where is <it>?")
    with_subject = api.simulator.add_conversation(bob, "Hello", subject="Invoice", channel="email")
    api.clock.time += 1
    sent = {"message_type": "assignment", "type": "admin", "admin_id": "991267459", "assignee_id": "991267460"}
    assert api.post(f"/conversations/{with_subject}/parts", sent).status == 200
    for person, attributes in ((ada, {"_default_title_": "Broken"}), (bob, {})):
        ticket = {"ticket_type_id": "1", "contacts": [{"id": person}], "ticket_attributes": attributes}
        assert api.post("/tickets", ticket).status == 200
    tables = api.get("/_simulator/overview").body["tables"]
    seen = [(c["title"], c["customers"], c["assignee"], c["state"]) for c in tables["conversations"]["rows"]]
    assert seen == [
        ("Invoice", "bob@b.c", "admin 991267460", "open"),
        ("Where is <it>?", "Ada", "nobody_admin", "open"),
    ]
    shown = [(t["title"], t["contacts"], t["type"], t["state"]) for t in tables["tickets"]["rows"]]
    assert shown == [
        (None, "bob@b.c", "Bug Report", "Submitted"),
        ("Broken", "Ada", "Bug Report", "Submitted"),
    ]


@pytest.mark.parametrize("label", SWITCHES)
def test_a_switch_is_on_when_its_fault_is_put(api: Api, label: str) -> None:
    """What the page puts back is what it was given; a fault that is no switch stands beside."""
    other = {"kind": "delay", "path": "/x", "seconds": 1}
    before = api.get("/_simulator/overview").body["switches"]
    [fault] = [each["fault"] for each in before if each["label"] == label]
    assert not any(each["on"] for each in before)
    assert api.put("/_simulator/faults", [fault, other], token=None).status == 200
    after = api.get("/_simulator/overview").body
    assert [each["label"] for each in after["switches"] if each["on"]] == [label]
    assert after["other_faults"] == [other]
