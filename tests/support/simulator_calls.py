"""Short calls to a simulator, without a client in between."""

import json
from typing import Any

import attrs

from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.simulator import Answer, Simulator

BASE = "https://api.intercom.test"


class ManualClock:
    """A clock that stands still until it is set; sleeping moves it."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.time = now
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@attrs.frozen
class Result:
    """An answer with its JSON decoded."""

    status: int
    body: Any
    headers: Headers

    @property
    def code(self) -> str:
        """The code of the first error."""
        return self.body["errors"][0]["code"]

    @property
    def message(self) -> str:
        """The message of the first error."""
        return self.body["errors"][0]["message"]

    @property
    def problem(self) -> tuple[int, str]:
        """Status and code of an error."""
        return self.status, self.code


def request(
    method: str,
    path: str,
    body: object = None,
    *,
    version: str | None = "2.16",
    token: str | None = "test-token",
    **headers: str,
) -> HttpRequest:
    """Build a request as a client would; `headers` are named with underscores."""
    pairs = {name.replace("_", "-"): value for name, value in headers.items()}
    if token is not None:
        pairs.setdefault("Authorization", f"Bearer {token}")
    if version is not None:
        pairs["Intercom-Version"] = version
    content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    return HttpRequest(method, BASE + path, Headers(pairs.items()), content)


def decoded(response: HttpResponse) -> Result:
    """Decode the JSON of an answer."""
    return Result(response.status, json.loads(response.body) if response.body else None, response.headers)


class Api:
    """A simulator with a clock that stands still, and calls to it."""

    def __init__(self, clock: ManualClock | None = None, **settings: Any) -> None:
        self.clock = clock or ManualClock()
        self.simulator = Simulator(clock=self.clock, **settings)

    def call(self, method: str, path: str, body: object = None, **options: Any) -> Result:
        return decoded(self.simulator.handle(request(method, path, body, **options)))

    def answer(self, method: str, path: str, body: object = None, **options: Any) -> Answer:
        return self.simulator.answer(request(method, path, body, **options))

    def get(self, path: str, **options: Any) -> Result:
        return self.call("GET", path, **options)

    def post(self, path: str, body: object = None, **options: Any) -> Result:
        return self.call("POST", path, body, **options)

    def put(self, path: str, body: object = None, **options: Any) -> Result:
        return self.call("PUT", path, body, **options)

    def delete(self, path: str, **options: Any) -> Result:
        return self.call("DELETE", path, **options)

    def contact(self, **fields: object) -> dict[str, Any]:
        """Create a contact and return its body."""
        result = self.post("/contacts", fields)
        assert result.status == 200, result.body
        return result.body

    def user(self, **fields: object) -> dict[str, Any]:
        """Create or update a user at 1.4 and return its body."""
        result = self.post("/users", fields, version="1.4")
        assert result.status == 200, result.body
        return result.body

    def lead(self, **fields: object) -> dict[str, Any]:
        """Create or update a lead at 1.4 and return its body."""
        result = self.post("/contacts", fields, version="1.4")
        assert result.status == 200, result.body
        return result.body

    def company(self, company_id: str, *members: str, **fields: object) -> dict[str, Any]:
        """Create or update a company, attach contacts to it, and return its body from before that."""
        result = self.post("/companies", {"company_id": company_id, **fields})
        assert result.status == 200, result.body
        for person_id in members:
            assert self.post(f"/contacts/{person_id}/companies", {"id": result.body["id"]}).status == 200
        return result.body

    def attribute(self, name: str, data_type: str = "string", **fields: object) -> dict[str, Any]:
        """Create a custom attribute of contacts and return its body."""
        body = {"name": name, "model": "contact", "data_type": data_type, **fields}
        result = self.post("/data_attributes", body)
        assert result.status == 200, result.body
        return result.body

    def found(self, *filters: Any, version: str = "2.16") -> set[str]:
        """Search with all of *filters*, given as triples, and return the external ids of the matches."""
        members = [dict(zip(("field", "operator", "value"), each, strict=True)) for each in filters]
        query = members[0] if len(members) == 1 else {"operator": "AND", "value": members}
        result = self.post("/contacts/search", {"query": query, "pagination": {"per_page": 150}}, version=version)
        assert result.status == 200, result.body
        return {person["external_id"] for person in result.body["data"]}
