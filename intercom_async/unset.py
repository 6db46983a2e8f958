"""The value of an argument that was not given, where ``None`` means "clear this"."""

import enum
from typing import Final, Literal


class Unset(enum.Enum):
    """The type of `UNSET`; an enum with one member, so that type checkers narrow it with ``is``."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
