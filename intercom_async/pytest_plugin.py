"""Fixtures for pytest: a simulated workspace and a client of it, loaded when a test asks for one."""

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from .client import Intercom
    from .simulator import Simulator

#: Unix time at which every test begins: 15 June 2025, 15:06:40 UTC.
_BEGIN: Final = 1_750_000_000.0
_TOKEN: Final = "test-token"  # noqa: S105 - no secret: what the simulator lets in


@pytest.fixture
def intercom_simulator() -> "Simulator":
    """Return an empty workspace for one test, with a clock that stands still but for sleeping and advancing.

    Override it in your ``conftest.py`` for a workspace with something in it, another quota or another token.
    """
    from .simulator import Simulator, VirtualClock

    return Simulator(token=_TOKEN, clock=VirtualClock(now=_BEGIN))


@pytest.fixture
def intercom_client(intercom_simulator: "Simulator") -> "Intercom":
    """Return a client of `intercom_simulator`, in the process and by its clock: no socket, and no waiting."""
    from uuid import uuid4

    from .client import Intercom
    from .simulator import SimulatorTransport

    # A quota of its own: other tests' calls are no calls of this workspace.
    return Intercom(
        intercom_simulator.token,
        transport=SimulatorTransport(intercom_simulator),
        clock=intercom_simulator.clock,
        rate_limit_key=uuid4().hex,
    )
