"""Lists by page beyond the 10,000 that they give: an error that names scroll, which gives all."""

from collections.abc import Callable
from typing import Any

import pytest
from support.paging_clients import client, external_ids, read_into
from support.scrolled import SCROLLED
from support.virtual_time import run

from intercom_async import Intercom, PageLimitError
from intercom_async.pagination import Paginator


@pytest.mark.no_cover  # four times ten thousand objects: the other tests of lists measure it
@pytest.mark.parametrize(
    ("resource", "listed"),
    [
        ("users", lambda c: c.users.list()),
        ("companies", lambda c: c.companies.list()),
        ("companies at 2.16", lambda c: c.companies.list()),
        ("companies at 2.16", lambda c: c.companies.list_all()),
    ],
)
def test_a_list_that_stops_at_ten_thousand_is_an_error_that_names_scroll(
    resource: str, listed: Callable[[Intercom], Paginator[Any]]
) -> None:
    """1.x refuses the page behind it, 2.16 answers an empty one with 200; what came before was given."""
    scrolled, objects = SCROLLED[resource], 10_001

    async def main() -> None:
        intercom = client(scrolled.simulated(objects), version=scrolled.version)
        given = list[Any]()
        with pytest.raises(PageLimitError, match=rf"{scrolled.service}\.list.* 10,000; use scroll\(\)"):
            await read_into(given, listed(intercom))
        assert len(given) >= 9_960
        assert {scrolled.name(each) async for each in scrolled.scroll(intercom)} >= set(external_ids(objects))

    run(main())
