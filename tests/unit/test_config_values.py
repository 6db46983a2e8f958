"""The clock of this machine and the value of what was not given."""

import copy
import pickle
import time

from intercom_async import UNSET
from intercom_async.clock import SYSTEM_CLOCK


async def test_the_systems_clock_is_the_systems() -> None:
    assert abs(SYSTEM_CLOCK.now() - time.time()) < 5
    before = time.monotonic()
    await SYSTEM_CLOCK.sleep(0)
    assert before <= SYSTEM_CLOCK.monotonic() <= time.monotonic()


def test_unset_is_one_false_value() -> None:
    """Whatever is done to it, ``is`` tells it from everything else."""
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert copy.deepcopy(UNSET) is UNSET
