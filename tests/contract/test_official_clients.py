"""Intercom's own clients, which nobody here wrote, drive the simulator through its parts: every call succeeds."""

import json
import os
import subprocess
import venv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from support.served import served

from intercom_async.simulator import Simulator
from intercom_async.versions import V1_4, V2_14, Version

HERE: Final = Path(__file__).parent
ENVIRONMENTS: Final = HERE.parents[1] / "build" / "official"
TOKEN: Final = "official-token"

#: The versions of python-intercom, with the version of the API that each was written for and does not send.
CLIENTS: Final[Mapping[str, Version]] = {"5.0.1": V2_14, "3.1.0": V1_4}

_SEARCH = "its pager asks for the first page again and again: `starting_after` is not passed on"
_MOCKED = "no page of the API has it, and the client's tests of the live API leave it out"
#: What fails because the client is broken: the call, how its error begins, and the reason.
BROKEN: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "5.0.1": {
        **{
            f"{name}.search: paging": ("RecursionError: does not end", _SEARCH)
            for name in ("contacts", "conversations", "tickets")
        },
        "contacts.search: everybody once": ("AssertionError", _SEARCH),
        "conversations.search: each once": ("AssertionError", _SEARCH),
        "tickets.search: each once": ("AssertionError", _SEARCH),
        "contacts.list_attached_companies: each once": (
            "AssertionError",
            "it reads `companies`, as its schema says; recorded bodies have `data`, so it sees an empty list",
        ),
    },
    "3.1.0": {
        "leads.save": ("UnexpectedError", f"PUT /contacts/{{id}} in 1.x instead of POST /contacts: {_MOCKED}"),
        "tags.save": ("ResourceNotFound", f"PUT /tags/{{id}} instead of POST /tags: {_MOCKED}"),
        "conversations.mark_read": ("ResourceNotFound", f"PUT /conversations/{{id}}/reply: {_MOCKED}"),
        "subscriptions.all": ("KeyError: 'subscriptions'", "it reads `subscriptions`; the list stands under `items`"),
    },
}  # fmt: skip

#: What each scenario must have called, that nothing falls out of it unseen.
OPERATIONS: Final[Mapping[str, frozenset[str]]] = {
    "5.0.1": frozenset({
        "contacts.create", "contacts.search", "contacts.list", "companies.scroll", "companies.list_all",
        "conversations.create", "conversations.list", "conversations.search", "conversations.convert",
        "tickets.create", "tickets.search", "articles.create", "articles.search", "tickets.attach_tag",
        "contacts.create_note", "data_events.create", "data_events.list",
    }),
    "3.1.0": frozenset({
        "users.create_or_update", "users.list", "users.scroll", "leads.create_or_update", "companies.create_or_update",
        "tags.create_or_update", "notes.create", "notes.list", "conversations.reply", "jobs.retrieve",
    }),
}  # fmt: skip


def _python(version: str) -> Path:
    return ENVIRONMENTS / version / "bin" / "python"


def _made(version: str) -> Path:
    """Return the interpreter of the environment that has the client, making it first."""
    python = _python(version)
    if (ENVIRONMENTS / version / "complete").exists():
        return python
    venv.create(ENVIRONMENTS / version, clear=True, with_pip=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--timeout", "10"]
    done = subprocess.run([*pip, f"python-intercom=={version}"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"python-intercom {version} could not be installed, PyPI is out of reach: {done.stderr[-300:]}")
    (ENVIRONMENTS / version / "complete").touch()
    return python


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest) -> str:
    """Name a version of the client; skipped where it would have to be installed and that was not asked for."""
    asked = {os.environ.get("INTERCOM_OFFICIAL"), os.environ.get("INTERCOM_API_FACTS_REQUIRED")}
    if "1" not in asked and not (ENVIRONMENTS / request.param / "complete").exists():
        pytest.skip("Intercom's own clients are not installed: `make contract` installs them")
    return request.param


@pytest.mark.timeout(300)
def test_every_call_of_the_official_client_succeeds(
    client: str, record_property: Callable[[str, object], None]
) -> None:
    """Contacts, companies, conversations, tickets, articles, tags, notes, events, search, paging and scroll."""
    python = _made(client)
    simulator = Simulator(token=TOKEN, app_version=CLIENTS[client], limit=100_000)
    driver = HERE / "official" / f"driver_{client.replace('.', '_')}.py"
    with served(simulator) as url:
        done = subprocess.run(
            [python, driver, url, TOKEN],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={"PATH": os.environ["PATH"], "NO_PROXY": "*"},
        )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[-1:] == [{"end": True}], done.stderr[-2000:]
    calls = lines[:-1]
    failed = {each["call"]: each["error"] for each in calls if each["error"] is not None}
    expected = {name: begins for name, (begins, _) in BROKEN[client].items()}
    assert failed.keys() == expected.keys(), failed
    assert all(error.startswith(expected[name]) for name, error in failed.items()), failed
    called = {entry.operation for entry in simulator.log()}
    assert called >= OPERATIONS[client], OPERATIONS[client] - called
    record_property(f"calls of python-intercom {client} that the simulator answered", len(calls) - len(failed))
