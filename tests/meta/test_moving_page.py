"""docs/moving_to_2x.md shows every call that ended with 1.x, and what replaces it."""

import re
from pathlib import Path

import pytest

from intercom_async.operation import Operation
from intercom_async.operations import BY_NAME, all_operations
from intercom_async.versions import V2_7

PAGE = (Path(__file__).parents[2] / "docs" / "moving_to_2x.md").read_text(encoding="utf-8")
CODE = "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL))
#: Shown by one of their kind: each is the same call with other words in its query.
ALIKE = {name for name in BY_NAME if name.startswith("counts.list_") or name == "counts.retrieve_conversations"}

ENDED = [row for row in all_operations() if row.until is not None and row.until < V2_7 and row.name not in ALIKE]


@pytest.mark.parametrize("row", ENDED, ids=lambda row: row.name)
def test_a_call_that_ended_is_shown_beside_what_replaces_it(row: Operation) -> None:
    """As code that runs, but for what no call replaces."""
    assert f"old.{row.name}(" in CODE
    replacing = [name for name in re.findall(r"\b[a-z_]+\.[a-z_]+\b", row.instead or "") if name in BY_NAME]
    assert all(f"new.{name}(" in CODE for name in replacing)


def test_every_kind_of_call_that_is_shown_once_is_shown() -> None:
    assert any(f"old.{name}(" in CODE for name in ALIKE)
