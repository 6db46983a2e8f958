"""Python blocks of README.md and docs/ run as tests; each document is one program."""

import pytest
from support.markdown import parsers, set_up, tear_down
from sybil import Sybil
from sybil.integration.pytest import SybilItem

pytest_collect_file = Sybil(
    parsers=parsers(),
    patterns=["README.md", "docs/*.md"],
    setup=set_up,
    teardown=tear_down,
    fixtures=["documentation_environment"],
).pytest()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a document's blocks together, on one worker and in the order of the page, whatever shuffles the tests."""
    blocks = [item for item in items if isinstance(item, SybilItem)]
    blocks.sort(key=lambda block: (str(block.path), block.example.start))
    for block in blocks:
        block.add_marker(pytest.mark.xdist_group(block.path.name))
    items[:] = [*(item for item in items if not isinstance(item, SybilItem)), *blocks]
