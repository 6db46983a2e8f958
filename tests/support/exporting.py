"""A simulated workspace full of people and companies, and exports of it."""

import json
from pathlib import Path
from typing import Any

import attrs

from intercom_async import Intercom
from intercom_async.bulk.exports import Export, ExportProgress
from intercom_async.retry import NO_RETRY
from intercom_async.simulator import Simulator, SimulatorTransport
from support.simulator_calls import ManualClock, request

TOKEN = "test-token"


@attrs.define(eq=False)
class Workspace:
    """A simulator whose clock, the client's too, moves only when somebody sleeps."""

    clock: ManualClock = attrs.Factory(ManualClock)
    simulator: Simulator = attrs.Factory(lambda self: Simulator(clock=self.clock, limit=None), takes_self=True)

    def call(self, method: str, path: str, body: object, version: str = "2.16") -> Any:
        """Send a request and return its answer's body."""
        answer = self.simulator.handle(request(method, path, body, version=version, token=TOKEN))
        assert answer.status < 300, answer.body
        return json.loads(answer.body)

    def contacts(self, count: int, **fields: object) -> None:
        """Add contacts."""
        for number in range(count):
            self.call("POST", "/contacts", {"external_id": f"p{number}", "email": f"p{number}@x.org", **fields})

    def companies(self, count: int, **fields: object) -> None:
        """Add companies, all of one contact."""
        member = self.call("POST", "/contacts", {"email": "member@x.org"})
        for number in range(count):
            company = self.call(
                "POST", "/companies", {"company_id": f"c{number}", "name": f"Company {number}", **fields}
            )
            self.call("POST", f"/contacts/{member['id']}/companies", {"id": company["id"]})

    def attribute(self, name: str, data_type: str = "string", model: str = "contact") -> str:
        """Add a custom attribute and return its id."""
        body = {"name": name, "model": model, "data_type": data_type}
        return self.call("POST", "/data_attributes", body)["id"]

    def client(self, **options: Any) -> Intercom:
        """Return a client."""
        options = {"token": TOKEN, "version": "2.16", "retry": NO_RETRY, "clock": self.clock, **options}
        return Intercom(transport=SimulatorTransport(self.simulator), **options)

    @property
    def requests(self) -> int:
        """How many requests came."""
        return len(list(self.simulator.log()))


async def finish(export: Export, path: Path, *, restart: bool = False) -> ExportProgress:
    """Write a file to its end."""
    progress = await export.write_to(path, restart=restart)
    assert progress.complete
    assert sorted(each.name for each in path.parent.iterdir() if each.name.startswith(path.name)) == [path.name]
    return progress


def stop_after(export: Export, pages: int) -> None:
    """Stop *export* when it has read so many pages."""
    told = 0

    def count(progress: ExportProgress) -> None:
        nonlocal told
        told += progress.rows > progress.resumed
        if told >= pages:
            export.stop()

    export.on_progress = count
