"""A client whose server is a list of answers, and what it was asked: the exact requests of service methods."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlsplit

import attrs
import pytest

from intercom_async import Intercom
from intercom_async.errors import UnsupportedOperationError
from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.pagination import Paginator
from intercom_async.transports.memory import MemoryTransport, json_response

#: Calls a method of a client; what it returns is awaited, or collected when it is a list.
Call: TypeAlias = Callable[[Intercom], Any]


@attrs.frozen
class Asked:
    """One request as it went out."""

    method: str
    path: str
    query: Mapping[str, str] = attrs.field(factory=dict)
    body: object = None


class Wire:
    """A client of one API version that is given *answers* in turn; one that is None has no content."""

    def __init__(self, *answers: object, version: str = "2.16") -> None:
        self.asked: list[Asked] = []
        self._version = version
        self._answers = list(answers)
        transport = MemoryTransport(self._answer)
        self.client = Intercom(
            "t",
            version=version,
            transport=transport,
            rate_limit=None,
            retry=None,
            drift="all",
            base_url="https://x.test",
        )

    def _answer(self, request: HttpRequest) -> HttpResponse:
        url = urlsplit(request.url)
        assert (url.scheme, url.netloc) == ("https", "x.test")
        assert request.headers.get("intercom-version") == self._version
        body = json.loads(request.body) if isinstance(request.body, bytes) else None
        self.asked.append(Asked(request.method, url.path, dict(parse_qsl(url.query)), body))
        answer = self._answers.pop(0)
        if isinstance(answer, HttpResponse):
            return answer
        return HttpResponse(200, Headers()) if answer is None else json_response(200, answer)

    async def run(self, call: Call) -> Any:
        """Make *call* and return its value, a list when it is a list; every answer must have been asked for."""
        value = call(self.client)
        value = await (value.collect() if isinstance(value, Paginator) else value)
        assert not self._answers
        assert self.client.drift.report() == []
        return value


@attrs.frozen
class Case:
    """A call, what it must ask, what is answered and what of that must be found in the value."""

    name: str
    call: Call
    asked: Asked
    answer: object
    #: By dotted path, such as ``plan.name``; for a list of its only item.
    found: Mapping[str, object]
    kind: type
    versions: Sequence[str] = ("2.16",)


def each(*cases: Case) -> pytest.MarkDecorator:
    """Run a test with every case in every one of its versions."""
    return pytest.mark.parametrize(
        ("case", "version"),
        [pytest.param(case, version, id=f"{case.name}-{version}") for case in cases for version in case.versions],
    )


async def check(case: Case, version: str) -> None:
    """Make the case's call and compare request and value."""
    wire = Wire(case.answer, version=version)
    value = await wire.run(case.call)
    assert wire.asked == [case.asked]
    if isinstance(value, list):
        (value,) = value
    assert type(value) is case.kind
    assert {path: reduce(getattr, path.split("."), value) for path in case.found} == case.found
    assert not value.extra
    assert not value.unfit


def links(path: str, key: str, *pages: Sequence[object], **query: object) -> list[dict[str, object]]:
    """Return the bodies of a list that links its pages by URL, one host further on."""
    total = sum(map(len, pages))

    def body(number: int, items: Sequence[object]) -> dict[str, object]:
        asked = "&".join(f"{name}={value}" for name, value in {**query, "page": number + 1}.items())
        following = f"https://api.intercom.io{path}?{asked}" if number < len(pages) else None
        numbers = {"page": number, "per_page": len(pages[0]), "total_pages": len(pages)}
        return {key: list(items), "total_count": total, "pages": {"type": "pages", "next": following, **numbers}}

    return [body(number, items) for number, items in enumerate(pages, 1)]


def cursors(*pages: Sequence[object]) -> list[dict[str, object]]:
    """Return the bodies of a list that goes on by ``starting_after``: ``c1``, ``c2`` and so on."""
    bodies: list[dict[str, object]] = []
    for number, items in enumerate(pages, 1):
        paging: dict[str, object] = {"type": "pages", "page": number, "total_pages": len(pages)}
        if number < len(pages):
            paging["next"] = {"page": number + 1, "starting_after": f"c{number}"}
        bodies.append({"type": "list", "data": list(items), "total_count": sum(map(len, pages)), "pages": paging})
    return bodies


async def refused(call: Call, version: str) -> UnsupportedOperationError:
    """Make a call that *version* lacks and return the refusal; nothing may be sent."""
    wire = Wire(version=version)
    with pytest.raises(UnsupportedOperationError) as caught:
        await wire.run(call)
    assert wire.asked == []
    return caught.value
