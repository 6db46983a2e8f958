"""A short run of Schemathesis against the simulator, and that it would see what is wrong."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from contract import schemathesis_run

DOCUMENT = {
    "paths": {
        "/things": {
            "get": {
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/thing"}}}},
                    "404": {},
                }
            }
        }
    },
    "components": {"schemas": {"thing": {"type": "object", "properties": {"size": {"type": "integer"}}}}},
}


def seen(body: object = None, status: int = 200, kind: str = "application/json") -> list[str]:
    """Return what is wrong with an answer."""
    text = "" if body is None else json.dumps(body)
    of = {"method": "GET", "path": "/things", "status": status, "type": kind, "body": text, "sent": "it"}
    return [problem.text for problem in schemathesis_run.wrong({**of, "length": len(text)}, DOCUMENT)]


def test_what_is_wrong_with_an_answer_is_seen() -> None:
    """A 5xx, a success that the file lacks, another type, a member that it lacks, no JSON."""
    assert seen({"size": 1}) == seen() == seen(status=404) == seen({}, 422) == []
    assert seen({"size": 1}, 500) == ["GET /things 500: it"]
    assert seen({"size": 1}, 202) == ["GET /things 202: the file has no such success"]
    assert seen({"size": "1"}) == ["GET /things 200: thing size string but schema integer"]
    assert seen({"colour": 1}) == ["GET /things 200: thing colour undeclared (integer)"]
    assert seen("x", kind="text/plain") == ["GET /things 200: 'text/plain' instead of JSON"]


def test_an_operation_that_never_succeeds_is_named() -> None:
    found = schemathesis_run.Found(
        {"GET /a": Counter({404: 2}), "GET /b": Counter({404: 2, 302: 1}), "GET /c": Counter()}
    )
    assert found.unsuccessful() == ["GET /a", "GET /c"]


@pytest.mark.timeout(300)
def test_no_answer_contradicts_the_files(api_facts: Path, record_property: Callable[[str, Any], None]) -> None:
    """The same calls each time: one example of each operation that succeeds, and some that are made up."""
    if "1" not in {os.environ.get("SCHEMATHESIS"), os.environ.get("INTERCOM_API_FACTS_REQUIRED")}:
        pytest.skip("Schemathesis takes half a minute: SCHEMATHESIS=1 and `make contract` run it")
    try:
        results = schemathesis_run.run(api_facts, examples=3)
    except schemathesis_run.UnavailableError as reason:
        pytest.skip(str(reason))
    well = [schemathesis_run.report(file, found, sys.stdout, each=False) for file, found in results.items()]
    assert all(well)
    for file, found in results.items():
        record_property(f"answers at {file} to what Schemathesis made up", found.total.total())
