"""Companies beyond the 10,000 that a page list gives."""

import json

import pytest
from support.virtual_time import VirtualClock, run

from intercom_async import Intercom, PageLimitError
from intercom_async.http import Headers, HttpRequest
from intercom_async.simulator import Simulator, SimulatorTransport

TOKEN = "many-companies"
HEADERS = Headers(
    {
        "Authorization": f"Bearer {TOKEN}",
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Intercom-Version": "1.4",
    }.items()
)


async def _list_and_scroll() -> tuple[str, int]:
    clock = VirtualClock()
    simulator = Simulator(token=TOKEN, limit=None, clock=clock)
    for first in range(0, 10_001, 500):  # lists leave out companies without people
        numbers = range(first, min(first + 500, 10_001))
        person = {"user_id": str(first), "companies": [{"company_id": str(each)} for each in numbers]}
        request = HttpRequest("POST", "https://api.intercom.io/users", HEADERS, json.dumps(person).encode())
        assert simulator.handle(request).status == 200
    async with Intercom(TOKEN, transport=SimulatorTransport(simulator), rate_limit=None, clock=clock) as client:
        with pytest.raises(PageLimitError) as caught:
            await client.companies.list_all().collect()
        scrolled = {company.id async for company in client.companies.scroll()}
    return str(caught.value), len(scrolled)


def test_a_list_that_stops_at_ten_thousand_is_an_error_that_names_scroll() -> None:
    """The server ends it with an empty page and 200; the scroll has them all."""
    told, scrolled = run(_list_and_scroll())
    assert "10,000" in told
    assert "scroll()" in told
    assert scrolled == 10_001
