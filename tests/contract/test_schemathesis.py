"""A short run of Schemathesis against the simulator; schemathesis_run.py is the long one."""

import os

import pytest
from contract import schemathesis_run


@pytest.mark.timeout(300)
def test_no_answer_contradicts_the_files() -> None:
    """`make contract` alone tries it, and only where the long run has installed Schemathesis."""
    if os.environ.get("INTERCOM_API_FACTS_REQUIRED") != "1" or not (schemathesis_run.ENVIRONMENT / "complete").exists():
        pytest.skip("Schemathesis runs in `make contract` once tests/contract/schemathesis_run.py has installed it")
    assert schemathesis_run.main("20") == 0
