"""What an importing program needs to name."""

import copy
import pickle
from pathlib import Path

import pytest

import intercom_async.bulk as package
from intercom_async.bulk import BulkError, JournalError, JournalMismatchError, MissingAttributesError, SourceError
from intercom_async.errors import IntercomError

ERRORS = [
    SourceError("no header"),
    MissingAttributesError("no such attributes", names=["Plan", "Seats"]),
    JournalError("disk full"),
    JournalMismatchError(Path("people.csv.journal"), differs=["archived was fail, is now unarchive"]),
]


def test_every_public_name_is_there() -> None:
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    assert package.__all__ == sorted(package.__all__)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_pickle_copy_and_compare(error: BulkError) -> None:
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert twin == error
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)
    assert isinstance(error, IntercomError)


def test_errors_of_the_input_are_value_errors() -> None:
    assert issubclass(SourceError, ValueError)
    assert not issubclass(JournalError, ValueError)
