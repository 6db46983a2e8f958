"""What an import says of each row and of itself."""

import enum

import attrs


class Outcome(enum.StrEnum):
    """How a row ended; each row ends as exactly one of them."""

    CREATED = "created"
    UPDATED = "updated"
    REJECTED = "rejected"


@attrs.frozen
class RowResult:
    """How one row ended."""

    #: The row's number; the first row after a header is 1.
    row: int
    outcome: Outcome
    #: The contact that was created or updated.
    contact_id: str | None = None
    #: Why the row was rejected: by the check before any write, or by Intercom.
    reason: str | None = None
    #: Intercom's id of the call that refused the row.
    request_id: str | None = None
    #: Whether an earlier run had done this row, so that this one did not.
    resumed: bool = False
    #: The row as it came: the cells of a CSV row, else the object; may hold personal data.
    original: object = attrs.field(default=None, repr=False, eq=False)


@attrs.frozen
class Progress:
    """How far an import is."""

    created: int = 0
    updated: int = 0
    rejected: int = 0
    #: Rows among these that an earlier run had done.
    resumed: int = 0
    #: The number of rows, None when it is not known before the end.
    total: int | None = None

    @property
    def done(self) -> int:
        """Rows that have a result."""
        return self.created + self.updated + self.rejected

    def plus(self, result: RowResult) -> "Progress":
        """Return the progress after one more result."""
        return attrs.evolve(
            self,
            **{result.outcome.value: getattr(self, result.outcome.value) + 1},
            resumed=self.resumed + result.resumed,
        )
