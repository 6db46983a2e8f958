"""Windows, their headers, the 429, and the counts that the demo's figures come from."""

import pytest
from support.simulator_calls import Api, ManualClock

from intercom_async.simulator.quota import Quota, parse_limit


def rate(result) -> tuple[int, ...]:  # noqa: ANN001 - a Result
    return tuple(int(result.headers[f"X-RateLimit-{name}"]) for name in ("Limit", "Remaining", "Reset"))


def test_windows_are_aligned_to_the_epoch_and_described_by_the_headers() -> None:
    """behaviour.md 2: windows of ten seconds; Limit is the window's."""
    api = Api(ManualClock(1_000_003.5), limit=3)
    assert rate(api.get("/me")) == (3, 2, 1_000_010)
    assert rate(api.get("/me")) == (3, 1, 1_000_010)
    api.clock.time = 1_000_009.99
    assert rate(api.get("/me")) == (3, 0, 1_000_010)
    api.clock.time = 1_000_010.0
    assert rate(api.get("/me")) == (3, 2, 1_000_020)


def test_over_the_quota_is_429() -> None:
    """behaviour.md 2: code, message and headers of the 429, and no Retry-After."""
    api = Api(limit=1)
    api.get("/me")
    result = api.get("/me")
    assert result.problem == (429, "rate_limit_exceeded")
    assert result.message == "Exceeded rate limit of 1 in 10_seconds"
    assert rate(result) == (1, 0, 1_700_000_010)
    assert "Retry-After" not in result.headers


@pytest.mark.parametrize(("path", "status"), [("/contacts/x", 404), ("/nowhere", 404), ("/users", 400)])
def test_every_authenticated_answer_counts_and_has_the_headers(path: str, status: int) -> None:
    """behaviour.md 2: the headers come with all statuses."""
    result = Api(limit=10).get(path)
    assert result.status == status
    assert rate(result)[:2] == (10, 9)


def test_the_default_is_the_private_apps_quota(api: Api) -> None:
    """behaviour.md 2: 10,000 a minute are 1667 in each of six windows."""
    assert rate(api.get("/me"))[:2] == (1667, 1666)


def test_no_limit_has_no_headers() -> None:
    api = Api(limit=None)
    assert "X-RateLimit-Limit" not in api.get("/me").headers
    assert api.simulator.report().windows[0].limit is None


def test_reset_of_a_window_that_ends_within_a_second_is_rounded_up() -> None:
    """Whoever waits until the reset is in the next window."""
    assert rate(Api(ManualClock(100.1), limit=5, window=0.3).get("/me"))[2] == 101
    assert rate(Api(ManualClock(100.1), limit=5, window=2.5).get("/me"))[2] == 103


def test_the_report_counts_what_happened_in_each_window() -> None:
    """Let through, refused and writing calls are counted by window; reads by POST are no writes."""
    api = Api(ManualClock(1_000_000.0), limit=3)
    api.contact(email="a@b.c")
    api.post("/contacts", {"email": "a@b.c"})
    api.post("/contacts/search", {"query": {"field": "name", "operator": "=", "value": "x"}})
    api.post("/contacts", {"email": "late@b.c"})
    api.clock.time = 1_000_021.0
    api.contact(email="b@b.c")
    report = api.simulator.report()
    assert [(w.start, w.limit, w.answered, w.rejected_429, w.writes) for w in report.windows] == [
        (1_000_000.0, 3, 3, 1, 2),
        (1_000_020.0, 3, 1, 0, 1),
    ]
    assert report.statuses == {"200": 3, "409": 1, "429": 1}
    assert (report.people, report.first_write, report.last_write, report.log_length) == (2, 1_000_000.0, 1_000_021.0, 5)


@pytest.mark.parametrize(("text", "read"), [("1667/10s", (1667, 10.0)), ("5/0.5", (5, 0.5)), ("none", (None, 10.0))])
def test_limits_are_read_from_text(text: str, read: tuple[int | None, float]) -> None:
    assert parse_limit(text) == read


@pytest.mark.parametrize("text", ["", "5", "x/10s", "5/x"])
def test_a_limit_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="calls and seconds"):
        parse_limit(text)


@pytest.mark.parametrize(("limit", "seconds"), [(0, 10.0), (5, 0.0), (-1, 1.0)])
def test_an_impossible_quota_is_refused(limit: int, seconds: float) -> None:
    with pytest.raises(ValueError, match="at least one call"):
        Quota(limit, seconds)
