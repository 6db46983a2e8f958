"""What happened in the workspace, kept until somebody makes notifications of it."""

from collections import deque
from typing import Any, Final, TypeAlias

import attrs

#: Happenings that are kept while nobody looks; older ones fall out.
REMEMBERED: Final = 10_000


@attrs.frozen
class Happening:
    """One thing that happened."""

    #: Such as ``person.created``; the keys of the table in `notices`.
    kind: str
    #: What it happened to, and what else took part.
    subject: Any
    other: Any = None


Happenings: TypeAlias = deque[Happening]


def none_yet() -> Happenings:
    """Return where happenings are kept."""
    return deque(maxlen=REMEMBERED)
