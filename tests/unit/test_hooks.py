"""Calling an observer's hooks."""

import logging

import pytest

from intercom_async.hooks import Hooks, RetryRecord, notify

RECORD = RetryRecord(operation="things.create", method="POST", attempt=1, error="ServerError", status=500, wait=0.5)


def test_a_hook_gets_the_record() -> None:
    seen: list[RetryRecord] = []
    notify(seen.append, RECORD)
    notify(None, RECORD)
    assert seen == [RECORD]


def test_a_hook_that_raises_ends_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: object) -> None:
        msg = "mine"
        raise RuntimeError(msg)

    notify(broken, RECORD)
    (logged,) = caplog.records
    assert (logged.name, logged.levelno) == ("intercom_async.http", logging.ERROR)
    assert logged.exc_info is not None


def test_records_and_hooks_are_immutable() -> None:
    with pytest.raises(AttributeError):
        RECORD.wait = 1.0  # type: ignore[misc]  # the point
    with pytest.raises(AttributeError):
        Hooks().retry = print  # type: ignore[misc]  # the point
