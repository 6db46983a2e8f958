"""What the tests of imports share."""

from pathlib import Path

import pytest
from support.bulk_fakes import FakeClient

from intercom_async.bulk.service import Bulk


@pytest.fixture
def fake() -> FakeClient:
    return FakeClient()


@pytest.fixture
def bulk(fake: FakeClient) -> Bulk:
    return Bulk(fake.client)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "import.journal"
