"""The table of operations against itself, the services and the simulator."""

import copy
import importlib
import inspect
import pickle
from typing import Final

from intercom_async.operation import Paging, Ranged
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


def test_names_are_unique() -> None:
    """Also across classes: the name is the key of logs, the CLI and the simulator."""
    assert len(BY_NAME) == len(ROWS)


def test_the_verbs_are_known() -> None:
    assert [row.name for row in ROWS if row.name.split(".")[1].split("_")[0] not in VERBS] == []


def test_the_versions_are_in_order() -> None:
    """And a row that ended says what to call instead."""
    for row in ROWS:
        assert row.since is None or row.until is None or row.since <= row.until, row
        assert row.until is None or row.instead, row


def test_paging_makes_sense() -> None:
    """A list that pages has items, a default page size within its maximum, and a path from the root."""
    for row in ROWS:
        size = row.page_size
        sizes = [size.first, *(each for _, each in size.steps)] if isinstance(size, Ranged) else [size]
        assert row.items or row.paging is Paging.NONE, row
        for default, maximum in sizes:
            assert default is None or maximum is None or 1 <= default <= maximum, row
        assert row.items or sizes == [(None, None)], row


def test_paths_are_absolute_and_their_parameters_stay_the_same() -> None:
    for row in ROWS:
        paths = [row.path.first, *(path for _, path in row.path.steps)] if isinstance(row.path, Ranged) else [row.path]
        for path in paths:
            assert path.startswith("/"), row
            assert not path.endswith("/"), row
            assert {part[1:-1] for part in path.split("/") if part.startswith("{")} == row.parameters, row


def test_a_row_shows_and_copies_as_itself() -> None:
    """Its repr names it, and a pickle of it is the row again, not a second one."""
    for row in ROWS:
        assert repr(row).startswith(f"<Operation {row.name}: {row.method} ")
        assert pickle.loads(pickle.dumps(row)) is row
        assert copy.deepcopy(row) is row


def test_a_service_has_a_method_for_each() -> None:
    """``contacts.create`` is ``Contacts.create`` of ``intercom_async.services.contacts``, with a docstring."""
    for row in ROWS:
        service, method = row.name.split(".")
        module = importlib.import_module(f"intercom_async.services.{service}")
        cls = getattr(module, service.title().replace("_", ""))
        found = inspect.getattr_static(cls, method, None)
        assert inspect.isfunction(found), f"{cls.__name__} has no method {method}"
        assert found.__doc__, row


def test_the_simulator_answers_each_and_nothing_else() -> None:
    simulator = importlib.import_module("intercom_async.simulator").Simulator()
    assert set(simulator.operations) == set(BY_NAME)
