"""``kill -9`` in the middle of an export, and the same command again."""

import json
import random
from pathlib import Path

import pytest
from support.bulk_files import TOKEN, command, wait_until
from support.exporting import Workspace
from support.served import served

from intercom_async.__main__ import main
from intercom_async.clock import SYSTEM_CLOCK
from intercom_async.simulator import Fault, FaultKind, Simulator

PEOPLE, KILLS = 2400, 3


@pytest.mark.parametrize("name", ["people.csv", "people.jsonl.gz"])
def test_export_killed_three_times_equals_the_one_that_was_not(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, at most one page asked for again for each kill."""
    workspace = Workspace(simulator=Simulator(token=TOKEN, limit=100_000, window=1.0, clock=SYSTEM_CLOCK))
    workspace.attribute("plan")
    workspace.contacts(PEOPLE, custom_attributes={"plan": "a,b\n"})
    simulator, file = workspace.simulator, tmp_path / name
    part = file.with_name(name + ".part")

    def pages() -> int:
        return sum(entry.path == "/contacts" and entry.method == "GET" for entry in simulator.log())

    monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", TOKEN)
    with served(simulator) as url:
        monkeypatch.setenv("INTERCOM_BASE_URL", url)
        assert main(["export", "contacts", "-o", str(tmp_path / f"whole-{name}")]) == 0
        simulator.faults.replace([Fault(kind=FaultKind.DELAY, seconds=0.02)])
        whole = pages()
        for _kill in range(KILLS):
            size = (part.stat().st_size if part.exists() else 0) + random.randint(
                1, (tmp_path / f"whole-{name}").stat().st_size // 5
            )
            process = command("export", "contacts", "-o", file, url=url)
            assert wait_until(lambda: process.poll() is not None or (part.exists() and part.stat().st_size >= size))  # noqa: B023 - awaited here
            assert process.poll() is None
            process.kill()
            process.communicate()
            assert not file.exists()
        process = command("export", "contacts", "-o", file, "--json", url=url)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert file.read_bytes() == (tmp_path / f"whole-{name}").read_bytes()
    summary = json.loads(output)
    assert summary["rows"] == PEOPLE
    assert 0 < summary["resumed"] < PEOPLE
    assert pages() <= 2 * whole + KILLS
    assert not part.exists()
