"""A listing that is interrupted and resumed gives what an uninterrupted one gives, in every shape."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.list_server import SHAPES, ListServer, Shape, ids

from intercom_async.pagination import Checkpoint

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@settings(max_examples=40)
@given(
    size=st.integers(0, 30),
    per_page=st.integers(1, 9),
    stops=st.lists(st.integers(1, 4), max_size=4),
)
async def test_a_resumed_listing_is_the_uninterrupted_one(
    *, shape: Shape, size: int, per_page: int, stops: list[int]
) -> None:
    """Stopped again and again after some pages, with a new client and the checkpoint as JSON each time."""
    server = ListServer(shape, size)
    found: list[str | None] = []
    requests = 0
    checkpoint: Checkpoint | None = None
    for pages_until_stop in [*stops, size + 2]:
        resumed = ListServer(shape, size)
        seen = 0
        async for page in resumed.list(per_page=per_page, resume=checkpoint).pages():
            found += ids(page.items)
            seen += 1
            checkpoint = json.loads(json.dumps(page.checkpoint))
            if seen == pages_until_stop:
                break
        requests += len(resumed.asked)
    assert found == ids(await server.list(per_page=per_page).collect()) == server.ids
    assert requests == len(server.asked)


async def test_listings_go_on_in_a_new_process() -> None:
    """All that they need is their checkpoints, as JSON; also where pages are of another size by default there."""
    pages = {name: await ListServer(shape, 90).list(per_page=7) for name, shape in SHAPES.items()}
    checkpoints = json.dumps({name: page.checkpoint for name, page in pages.items()})
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    command = [sys.executable, "-m", "support.resume_listing", "90"]
    done = await asyncio.to_thread(
        subprocess.run,
        command,
        input=checkpoints,
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=ROOT,
    )
    left = json.loads(done.stdout)
    whole = [str(number) for number in range(90)]
    assert {name: [*ids(page.items), *left[name]] for name, page in pages.items()} == dict.fromkeys(SHAPES, whole)
