"""Counts where answers differ from the models, without keeping any value of them."""

from collections import Counter
from collections.abc import Callable

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

    __slots__ = ("_counts", "observer")

    def __init__(self) -> None:
        self._counts: Counter[DriftRecord] = Counter()
        #: Called with each record; set by the client for its hooks.
        self.observer: Callable[[DriftRecord], None] | None = None

    def record(self, model: type, field: str, expected: object, value: object) -> None:
        """Count that *field* of *model* held *value* instead of what it declares."""
        name = expected.__name__ if isinstance(expected, type) else str(expected)
        record = DriftRecord(model.__name__, field, name, _JSON_TYPES.get(type(value), type(value).__name__))
        self._counts[record] += 1
        if self.observer is not None:
            self.observer(record)

    def report(self) -> list[tuple[DriftRecord, int]]:
        """Return every way to differ with how often it was seen, most frequent first."""
        return self._counts.most_common()


_JSON_TYPES: dict[type, str] = {
    dict: "object",
    list: "array",
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}
