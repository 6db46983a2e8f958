"""Running imports in tests, and summing up what they gave."""

from collections import Counter

from intercom_async.bulk.contact_import import ContactImport
from intercom_async.bulk.results import RowResult

Row = dict[str, object]


def people(count: int) -> list[Row]:
    return [{"external_id": f"p{number}", "name": f"Person {number}"} for number in range(1, count + 1)]


async def finish(run: ContactImport) -> list[RowResult]:
    return sorted([result async for result in run], key=lambda result: result.row)


async def note(seen: list[RowResult], run: ContactImport) -> None:
    async for result in run:
        seen += [result]


def outcomes(results: list[RowResult]) -> Counter[str]:
    return Counter(result.outcome.value for result in results)
