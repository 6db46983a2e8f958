"""The resources that scroll, and workspaces full of them: tests of scrolls run once for each."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import attrs

from intercom_async import Intercom
from intercom_async.operations import find
from intercom_async.scroll import Scroll
from intercom_async.simulator import Simulator
from intercom_async.versions import Version
from support.paging_clients import Counted, simulated
from support.simulator_calls import request


def _write(simulator: Simulator, path: str, body: object) -> None:
    answer = simulator.handle(request("POST", path, body, version="1.4"))
    assert answer.status == 200, answer.body


def _add_users(simulator: Simulator, names: Sequence[str]) -> None:
    for name in names:
        _write(simulator, "/users", {"user_id": name})


def _add_leads(simulator: Simulator, names: Sequence[str]) -> None:
    for name in names:
        _write(simulator, "/contacts", {"name": name})


def _add_companies(simulator: Simulator, names: Sequence[str]) -> None:
    """Add companies with somebody in each, without whom no list shows them."""
    for first in range(0, len(names), 500):
        companies = [{"company_id": name} for name in names[first : first + 500]]
        _write(simulator, "/users", {"user_id": f"in {names[first]}", "companies": companies})


@attrs.frozen
class Scrolled:
    """A resource that scrolls."""

    service: str
    version: str
    #: Under what the objects of a page stand, their type, and which of their fields holds the name they were added by.
    items: str
    type: str
    own: str
    add: Callable[[Simulator, Sequence[str]], None]

    @property
    def operation(self) -> str:
        """The name of the operation."""
        return f"{self.service}.scroll"

    @property
    def path(self) -> str:
        """The path of the operation."""
        return find(self.operation).path_at(Version(self.version))

    def simulated(self, objects: int, **settings: Any) -> Counted:
        """Return a transport to a workspace with so many objects, named ``u0``, ``u1`` and so on."""
        faults = settings.pop("faults", ())
        transport = simulated(0, **settings)
        self.add(transport.simulator, [f"u{number}" for number in range(objects)])
        transport.simulator.faults.replace(faults)
        return transport

    def scroll(self, client: Intercom, **options: Any) -> Scroll[Any]:
        """Return the scroll of a client of this version."""
        return getattr(client, self.service).scroll(**options)

    def name(self, found: Any) -> str:
        """Return the name that an object was added by."""
        return str(getattr(found, self.own))

    def page(self, *ids: object, token: str | None = "t", **more: object) -> dict[str, object]:
        """Return the body of a page of objects with these ids."""
        objects = [{"type": self.type, "id": str(each)} for each in ids]
        return {self.items: objects, "scroll_param": token, "pages": None, **more}


SCROLLED: Final = {
    "users": Scrolled("users", "1.4", "users", "user", "user_id", _add_users),
    "leads": Scrolled("leads", "1.4", "contacts", "contact", "name", _add_leads),
    "companies": Scrolled("companies", "1.4", "companies", "company", "company_id", _add_companies),
    "companies at 2.16": Scrolled("companies", "2.16", "data", "company", "company_id", _add_companies),
}
