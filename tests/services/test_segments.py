"""Segments: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime

from support.wire_calls import Asked, Case, check, each

from intercom_async.models.segments import Segment

ANY = ("1.0", "1.4", "2.0", "2.7", "2.16", "Preview")
ACTIVE = {
    "type": "segment",
    "id": "56cc69cd8618d37b4500000c",
    "name": "Active",
    "created_at": 1456237005,
    "updated_at": 1487064099,
    "person_type": "user",
}
FIELDS = {"id": ACTIVE["id"], "name": "Active", "created_at": datetime(2016, 2, 23, 14, 16, 45, tzinfo=UTC)}


@each(
    Case("list", lambda c: c.segments.list(), Asked("GET", "/segments"),
         {"type": "segment.list", "segments": [ACTIVE]}, {**FIELDS, "count": None}, Segment, ANY),
    Case("list with counts", lambda c: c.segments.list(include_count=True),
         Asked("GET", "/segments", {"include_count": "true"}),
         {"type": "segment.list", "segments": [{**ACTIVE, "count": 3}], "pages": {}}, {**FIELDS, "count": 3}, Segment,
         ANY),
    Case("list those of companies", lambda c: c.segments.list(of="company"),
         Asked("GET", "/segments", {"type": "company"}), {"type": "segment.list", "segments": [ACTIVE]}, FIELDS,
         Segment, ("1.0", "1.4")),
    Case("retrieve", lambda c: c.segments.retrieve("s1"), Asked("GET", "/segments/s1"), ACTIVE, FIELDS, Segment, ANY),
    Case("retrieve with its count", lambda c: c.segments.retrieve("s1", include_count=True),
         Asked("GET", "/segments/s1", {"include_count": "true"}), {**ACTIVE, "count": 3}, {"count": 3}, Segment,
         ("1.0", "1.4")),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)
