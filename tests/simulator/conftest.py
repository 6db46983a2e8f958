"""A fresh simulator for each test."""

import pytest
from support.simulator_calls import Api


@pytest.fixture
def api() -> Api:
    return Api()
