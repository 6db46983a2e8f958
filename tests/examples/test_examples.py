"""The programs in examples/ do what they say, against the simulator."""

import asyncio
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from support.served import served

from intercom_async import Intercom
from intercom_async.models.contacts import ContactChanges
from intercom_async.simulator import Simulator

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(name="workspace")
def _workspace(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with served(Simulator(token="examples")) as url:
        monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", "examples")
        monkeypatch.setenv("INTERCOM_BASE_URL", url)
        yield url


def _load(name: str) -> dict[str, Any]:
    return runpy.run_path(str(EXAMPLES / name))


def test_every_example_is_tested() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {"read_contacts.py", "web_handler.py"}


@pytest.mark.usefixtures("workspace")
def test_read_contacts_prints_one_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody who signed up long ago is not printed."""

    async def fill() -> None:
        import time

        async with Intercom() as client:
            await client.contacts.create(ContactChanges(external_id="new", signed_up_at=int(time.time())))
            await client.contacts.create(ContactChanges(external_id="old", signed_up_at=1_500_000_000))

    asyncio.run(fill())
    asyncio.run(_load("read_contacts.py")["main"]())
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert lines[0].endswith(" user")


@pytest.mark.usefixtures("workspace")
async def test_web_handler_records_a_sign_up_once() -> None:
    """The second sign-up of one person updates the first."""
    app = _load("web_handler.py")["application"]()
    async with TestClient(TestServer(app)) as browser:
        person = {"id": "7", "email": "seven@example.com", "name": "Seven"}
        answers = [await (await browser.post("/sign-up", json=person)).json() for _ in range(2)]
    assert [answer["created"] for answer in answers] == [True, False]
    assert answers[0]["contact"] == answers[1]["contact"]


async def test_web_handler_says_when_intercom_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad token is an answer to the visitor's browser, not a crash."""
    with served(Simulator(token="another")) as url:
        monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", "wrong")
        monkeypatch.setenv("INTERCOM_BASE_URL", url)
        app = _load("web_handler.py")["application"]()
        async with TestClient(TestServer(app)) as browser:
            answer = await browser.post("/sign-up", json={"id": "7", "email": "seven@example.com", "name": "Seven"})
            assert answer.status == 502
            assert await answer.json() == {"error": "AuthenticationError"}
