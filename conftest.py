"""Python blocks of README.md and docs/ run as tests; each document is one program."""

from collections.abc import Iterator

import pytest
from support.markdown import parsers, set_up, tear_down
from support.served import served
from sybil import Sybil
from sybil.integration.pytest import SybilItem

from intercom_async.simulator import Simulator, exports

pytest_collect_file = Sybil(
    parsers=parsers(),
    patterns=["README.md", "docs/*.md"],
    setup=set_up,
    teardown=tear_down,
    fixtures=["documentation_environment"],
).pytest()


@pytest.fixture(scope="module")
def documentation_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """What the blocks of one document see: a workspace of its own that the environment points at, and an empty folder.

    A block may look into the workspace under this fixture's name.
    """
    simulator = Simulator(token="documentation-token")  # noqa: S106 - the simulator's
    with served(simulator) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERCOM_ACCESS_TOKEN", "documentation-token")
        patch.setenv("INTERCOM_BASE_URL", url)
        patch.setattr(exports, "BEGUN_AFTER", 0)
        patch.setattr(exports, "DONE_AFTER", 0)  # at once: a reader's clock is not waited for
        patch.chdir(tmp_path_factory.mktemp("documentation"))
        yield simulator


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a document's blocks together and in the order of the page, whatever shuffles the tests."""
    blocks = [item for item in items if isinstance(item, SybilItem)]
    blocks.sort(key=lambda block: (str(block.path), block.example.start))
    items[:] = [*(item for item in items if not isinstance(item, SybilItem)), *blocks]
