"""Counting what does not fit."""

from intercom_async.drift import Drift, DriftRecord, json_type
from intercom_async.models.contacts import Contact


def test_ways_to_differ_are_counted_most_frequent_first() -> None:
    drift = Drift()
    for value in (1, "a", 2):
        drift.record(Contact, "name", "bool", value)
    assert drift.report() == [
        (DriftRecord("Contact", "name", "bool", "integer"), 2),
        (DriftRecord("Contact", "name", "bool", "string"), 1),
    ]


def test_an_observer_is_told_each_time() -> None:
    drift, seen = Drift(), list[DriftRecord]()
    drift.observer = seen.append
    drift.record(Contact, "name", "str", None)
    drift.record(Contact, "name", "str", None)
    assert seen == [DriftRecord("Contact", "name", "str", "null")] * 2


def test_an_observer_may_ask_for_the_report() -> None:
    """It is called without the lock held."""
    drift, reports = Drift(), list[object]()
    drift.observer = lambda _: reports.append(drift.report())
    drift.record(Contact, "name", "str", 1)
    assert reports == [[(DriftRecord("Contact", "name", "str", "integer"), 1)]]


def test_types_have_the_names_that_json_gives_them() -> None:
    values = ({}, [], "", 1, 1.5, True, None, b"")
    names = ["object", "array", "string", "integer", "number", "boolean", "null", "bytes"]
    assert [json_type(value) for value in values] == names
