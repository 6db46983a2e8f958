"""``kill -9`` in the middle of an import, and the same command again."""

import json
import random
import sqlite3
from collections import Counter
from pathlib import Path

from support.bulk_files import TOKEN, command, people_csv, wait_until
from support.served import served

from intercom_async.simulator import Fault, FaultKind, Simulator

ROWS, REPEATED, BAD, CONCURRENCY, KILLS = 400, 60, 5, 10, 3


def test_import_killed_three_times_loses_nothing_and_repeats_little(tmp_path: Path) -> None:
    """Every row is written, at most *concurrency* of them again for each kill, and the journal tells the truth."""
    file = tmp_path / "people.csv"
    people_csv(file, ROWS, repeated=REPEATED, bad=BAD)
    # Carried out at once, answered later: a kill falls between the two for every call under way.
    simulator = Simulator(token=TOKEN, limit=100_000, window=1.0, faults=[Fault(kind=FaultKind.DELAY, seconds=0.02)])
    arguments = ("import", "contacts", file, "--json", "--concurrency", str(CONCURRENCY))
    with served(simulator) as url:
        for kill in range(KILLS):
            moment = len(list(simulator.writes())) + random.randint(1, ROWS // (KILLS + 1))
            process = command(*arguments, url=url)
            reached = wait_until(lambda: process.poll() is not None or len(list(simulator.writes())) >= moment)  # noqa: B023 - awaited here
            assert reached
            assert process.poll() is None, f"kill {kill}: ended before {moment} writes"
            process.kill()
            process.communicate()
        process = command(*arguments, url=url)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 6

    writes = [entry.json_body() for entry in simulator.writes()]
    rows = Counter(body["name"] for body in writes if isinstance(body, dict))
    assert rows.keys() == {f"row {number}" for number in range(1, ROWS + 1)}
    assert len(writes) <= ROWS + KILLS * CONCURRENCY

    people = {person.external_id: person.fields["name"] for person in simulator.world.people.in_order("id")}
    last = {f"p{number}": f"row {number + 1}" for number in range(ROWS - REPEATED)}
    last |= {f"p{number}": f"row {number + 1 + ROWS - REPEATED}" for number in range(REPEATED)}
    assert people == last

    summary = json.loads(output)
    assert {name: summary[name] for name in ("created", "updated", "rejected")} == {
        "created": ROWS - REPEATED,
        "updated": REPEATED,
        "rejected": BAD,
    }
    assert 0 < summary["resumed"] < ROWS
    connection = sqlite3.connect(file.with_name("people.csv.journal"))
    counts = dict(connection.execute("SELECT outcome, count(*) FROM rows GROUP BY outcome"))
    connection.close()
    assert counts == {"created": len(simulator.world.people), "updated": REPEATED, "rejected": BAD}
