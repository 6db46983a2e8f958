"""Reading the quota out of headers, and the server's clock out of dates."""

import pytest

from intercom_async.http import Headers
from intercom_async.rate_limit.base import Lane
from intercom_async.rate_limit.window import Report, ServerClock, Window, read_report

DATE = "Tue, 14 Nov 2023 22:13:20 GMT"


def test_every_header_is_read() -> None:
    headers = Headers(
        [
            ("x-ratelimit-limit", "1667"),
            ("X-RATELIMIT-REMAINING", "12"),
            ("X-RateLimit-Reset", "1700000010"),
            ("Date", DATE),
            ("Retry-After", "7"),
        ]
    )
    assert read_report(headers, refused=True) == Report(1667, 12, 1_700_000_010, 1_700_000_000.0, 7)
    assert read_report(headers, refused=False).retry_after is None


@pytest.mark.parametrize("value", ["", "-5", "1.5", "soon", "1_000", "٣", "9" * 400, "1e9"])
def test_what_is_no_number_is_absent(value: str) -> None:
    names = ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"]
    assert read_report(Headers([(name, value) for name in names]), refused=True) == Report(None, None, None, None, None)


@pytest.mark.parametrize("value", ["", "yesterday", "Tue, 99 Nov 2023 22:13:20 GMT", "Tue, 14 Nov 99999 22:13:20 GMT"])
def test_what_is_no_date_is_absent(value: str) -> None:
    assert read_report(Headers([("Date", value)]), refused=False).date is None


def test_a_date_without_a_zone_is_utc() -> None:
    assert read_report(Headers([("Date", DATE.replace("GMT", "-0000"))]), refused=False).date == 1_700_000_000.0


def test_of_a_header_that_came_twice_the_first_counts() -> None:
    twice = Headers([("X-RateLimit-Remaining", "5"), ("X-RateLimit-Remaining", "9")])
    assert read_report(twice, refused=False).remaining == 5


def test_the_server_clock_is_never_thought_ahead_of_itself() -> None:
    """Whole seconds give lower bounds; the best of them comes from an answer dated just as a second begins."""
    clock = ServerClock()
    assert clock.lead is None
    for sent in (0.5, 0.7, 1.05):
        server = 1000.0 + sent + 0.01
        clock.learn(float(int(server)), sent, sent + 0.02)
        assert clock.lead is not None
        assert clock.lead <= 1000.0
    assert clock.lead == pytest.approx(999.93)


def test_an_old_bound_is_kept_until_a_new_minute_is_as_sharp() -> None:
    """Clocks drift, so bounds expire; the last ones serve as long as nothing contradicts them."""
    clock = ServerClock()
    clock.learn(1001.0, 1.0, 1.02)
    clock.learn(1062.0, 62.5, 62.52)
    assert clock.lead == pytest.approx(999.98)
    clock.learn(1123.0, 123.9, 123.92)
    assert clock.lead == pytest.approx(999.48)


@pytest.mark.parametrize("jump", [-3600, 3600])
def test_a_clock_that_was_set_is_believed_at_once(jump: int) -> None:
    clock = ServerClock()
    clock.learn(1001.0, 1.0, 1.02)
    clock.learn(1002.0 + jump, 2.0, 2.02)
    assert clock.lead == pytest.approx(999.98 + jump)


def test_what_others_take_is_left_to_them_until_a_look_tells_more() -> None:
    """Another program took 12 a second of the last window; of this one a single call learns what it took, in time."""
    window = Window(lambda: 0.0)

    def answer(at: float, remaining: int, reset: int) -> None:
        names = {"X-RateLimit-Limit": 100, "X-RateLimit-Remaining": remaining, "X-RateLimit-Reset": reset}
        window.sending(at, Lane.BULK)
        headers = Headers([(name, str(value)) for name, value in names.items()])
        window.answered(headers, refused=False, sent_at=at, now=at)

    answer(0.1, 99, 10)
    answer(5.0, 40, 10)
    window.roll(10.1)
    assert window.foreign_rate == pytest.approx(58 / 4.9)
    answer(10.2, 30, 20)
    assert not window.may_send(10.3, Lane.BULK)
    assert window.next_chance(10.3, Lane.BULK) == pytest.approx(10.7)
    assert window.may_send(10.8, Lane.BULK)
    window.sending(10.8, Lane.BULK)
    assert not window.may_send(10.8, Lane.BULK)
    assert window.next_chance(10.8, Lane.BULK) == 20
    window.lost(10.8, sent=False)
    assert not window.may_send(13.0, Lane.BULK)
