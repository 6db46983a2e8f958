"""Counts where answers differ from the models, without keeping any value of them."""

from collections import Counter
from collections.abc import Callable
from threading import Lock
from typing import Final

import attrs


@attrs.frozen
class DriftRecord:
    """One way in which answers differ from a model."""

    #: The model's class and the field's name.
    model: str
    field: str
    #: The declared type and the JSON type received, as text.
    expected: str
    got: str


class Drift:
    """What did not fit since the client was made; small, since it holds one number per way to differ."""

    __slots__ = ("_counts", "_lock", "observer")

    def __init__(self) -> None:
        self._counts: Counter[DriftRecord] = Counter()
        self._lock = Lock()
        #: Called with each record; set by the client for its hooks.
        self.observer: Callable[[DriftRecord], None] | None = None

    def record(self, model: type, field: str, expected: str, value: object) -> None:
        """Count that *field* of *model* held *value* instead of what it declares."""
        record = DriftRecord(model.__name__, field, expected, json_type(value))
        with self._lock:
            self._counts[record] += 1
        if self.observer is not None:
            self.observer(record)

    def report(self) -> list[tuple[DriftRecord, int]]:
        """Return every way to differ with how often it was seen, most frequent first."""
        with self._lock:
            return self._counts.most_common()


_JSON_TYPES: Final[dict[type, str]] = {
    dict: "object",
    list: "array",
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}


def json_type(value: object) -> str:
    """Return what JSON calls the type of *value*."""
    return _JSON_TYPES.get(type(value), type(value).__name__)
