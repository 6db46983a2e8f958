"""What resetting comes back to: a seed, a file, or what there was when somebody said so; and what it clears."""

import json
from pathlib import Path

from support.simulator_calls import Api, ManualClock
from support.webhook_inbox import SECRET, URL, person

from intercom_async.simulator import Fault, FaultKind, Simulator
from intercom_async.simulator.seeds import fill
from intercom_async.simulator.server import begin_with
from intercom_async.simulator.state import write_file


def test_resetting_comes_back_to_the_seed() -> None:
    """``--seed demo``: the workspace is filled again, as it was made then, and nothing of what came later is there."""
    api = Api(ManualClock(1_760_000_000.0))
    fill(api.simulator)
    before = api.simulator.save_state()
    ada = person(api)
    api.delete(f"/contacts/{api.get('/contacts/find_by_external_id/1001').body['id']}")
    api.simulator.webhooks.subscribe(URL, SECRET)
    api.simulator.faults.replace([Fault(kind=FaultKind.DELAY, seconds=1)])
    api.clock.time += 86_400
    assert api.put("/_simulator/state", {"reset": True}, token=None).body["people"] == 24
    assert api.simulator.save_state() == before
    assert api.get(f"/contacts/{ada}").status == 404
    assert (api.simulator.webhooks.endpoints, api.simulator.faults.faults) == ([], ())
    assert [entry.path for entry in api.simulator.log()] == [f"/contacts/{ada}"]
    api.simulator.reset()
    assert api.simulator.save_state() == before


def test_resetting_comes_back_to_the_file(tmp_path: Path) -> None:
    """``--state``: to what was loaded; a file that is not there yet begins with nothing, or with the seed."""
    path = tmp_path / "workspace.json"
    api = Api()
    begin_with(api.simulator, path)
    api.simulator.reset()
    assert api.simulator.report().people == 0
    person(api)
    write_file(api.simulator.world, path)
    again = Api()
    begin_with(again.simulator, path)
    person(again, external_id="u2", email="b@x.test")
    assert again.simulator.report().people == 2
    again.simulator.reset()
    assert again.found(("external_id", "~", "u")) == {"u1"}


def test_a_test_can_say_where_the_start_is() -> None:
    """For a fixture that many tests share; loading a state is no start, and faults given at first come back."""
    fault = Fault(kind=FaultKind.DELAY, seconds=1)
    api = Api(faults=[fault])
    endpoint = api.simulator.webhooks.subscribe(URL, SECRET)
    api.simulator.start_here()
    empty = json.loads(json.dumps(api.simulator.save_state()))
    person(api)
    api.simulator.start_here()
    api.simulator.load_state(empty)
    api.simulator.faults.replace(())
    for _ in range(2):
        api.simulator.reset()
        assert api.simulator.report().people == 1
        assert api.simulator.webhooks.endpoints == [endpoint]
        assert api.simulator.faults.faults == (fault,)
        person(api, external_id="u2", email="b@x.test")


def test_without_a_start_resetting_empties() -> None:
    simulator = Simulator()
    simulator.webhooks.subscribe(URL, SECRET)
    simulator.reset()
    assert (simulator.webhooks.endpoints, simulator.report().people) == ([], 0)
