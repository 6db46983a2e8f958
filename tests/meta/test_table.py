"""The table of operations against itself, the services and the simulator."""

import copy
import importlib
import inspect
import pickle
from typing import Final

import pytest

from intercom_async.operation import Operation, Paging, Ranged
from intercom_async.operations import BY_NAME, all_operations

#: What an operation may be called by its first word; a new verb is a decision.
VERBS: Final = {
    *{"archive", "create", "delete", "find", "list", "retrieve", "scroll", "search", "unarchive", "update"},
    *{"attach", "block", "convert", "detach", "filter", "merge", "preview", "request", "set", "summarize"},
    *{"assign", "close", "mark", "open", "reply", "run", "snooze"},  # what is done to a conversation
    *{"ping", "submit"},  # what webhooks and jobs are for
    *{"change", "enqueue", "link", "redact", "unlink"},  # to a ticket, or what was said
    *{"dismiss", "publish", "upload"},  # to content
    *{"ask", "collect", "escalate", "register", "start"},  # of Fin
    *{"cancel", "download", "export"},  # files
    "bulk",  # many at once, some time later, as Intercom calls it
    "me",  # the API's own name for the teammate whose token it is
}

ROWS: Final = list(all_operations())
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


def test_names_are_unique() -> None:
    """Also across classes: the name is the key of logs, the CLI and the simulator."""
    assert len(BY_NAME) == len(ROWS)


@each_row
def test_the_verb_is_known(row: Operation) -> None:
    assert row.name.split(".")[1].split("_")[0] in VERBS


@each_row
def test_the_versions_are_in_order(row: Operation) -> None:
    """And a row that ended says what to call instead."""
    if row.since is not None and row.until is not None:
        assert row.since <= row.until
    assert (row.until is None) or row.instead


@each_row
def test_paging_makes_sense(row: Operation) -> None:
    """A list that pages has items, a default page size within its maximum, and a path from the root."""
    size = row.page_size
    sizes = [size.first, *(each for _, each in size.steps)] if isinstance(size, Ranged) else [size]
    if row.paging is not Paging.NONE:
        assert row.items
    for default, maximum in sizes:
        if default is not None and maximum is not None:
            assert 1 <= default <= maximum
    if row.items is None:
        assert sizes == [(None, None)]


@each_row
def test_the_path_is_absolute_and_its_parameters_stay_the_same(row: Operation) -> None:
    paths = [row.path.first, *(path for _, path in row.path.steps)] if isinstance(row.path, Ranged) else [row.path]
    for path in paths:
        assert path.startswith("/")
        assert not path.endswith("/")
        assert {part[1:-1] for part in path.split("/") if part.startswith("{")} == row.parameters


@each_row
def test_a_row_shows_and_copies_as_itself(row: Operation) -> None:
    """Its repr names it, and a pickle of it is the row again, not a second one."""
    assert repr(row).startswith(f"<Operation {row.name}: {row.method} ")
    assert pickle.loads(pickle.dumps(row)) is row
    assert copy.deepcopy(row) is row


@each_row
def test_a_service_has_a_method_for_it(row: Operation) -> None:
    """``contacts.create`` is ``Contacts.create`` of ``intercom_async.services.contacts``, with a docstring."""
    service, method = row.name.split(".")
    module = importlib.import_module(f"intercom_async.services.{service}")
    cls = getattr(module, service.title().replace("_", ""))
    found = inspect.getattr_static(cls, method, None)
    assert inspect.isfunction(found), f"{cls.__name__} has no method {method}"
    assert found.__doc__


@each_row
def test_the_simulator_answers_it(row: Operation) -> None:
    simulator = importlib.import_module("intercom_async.simulator").Simulator()
    assert row.name in simulator.operations


def test_the_simulator_answers_nothing_else() -> None:
    """It has no operation that the table lacks."""
    simulator = importlib.import_module("intercom_async.simulator").Simulator()
    assert set(simulator.operations) <= set(BY_NAME)
