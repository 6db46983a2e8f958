"""The one open scroll of a workspace, over whatever resource it goes."""

import attrs

from .call import Problem
from .ordered import Key

#: Seconds without use after which a scroll expires.
IDLE_LIMIT = 60.0


@attrs.define
class Scroll:
    """An open scroll: its token, what it reads and how far it is."""

    token: str
    resource: str
    used_at: float
    position: Key | None = None


class Scrolls:
    """Opens, finds and ends the workspace's scroll; there is never more than one."""

    __slots__ = ("_open",)

    def __init__(self) -> None:
        self._open: Scroll | None = None

    def enter(self, resource: str, token: str, *, now: float, new_token: str) -> Scroll:
        """Return the scroll called *token*, or a new one over *resource* when *token* is empty."""
        current = self._open = self.current(now)
        if not token:
            if current is not None:
                raise Problem(400, "scroll_exists", "scroll already exists for this workspace")
            current = self._open = Scroll(new_token, resource, now)
        elif current is None or current.token != token or current.resource != resource:
            raise Problem(404, "not_found", "scroll parameter not found")
        current.used_at = now
        return current

    def current(self, now: float) -> Scroll | None:
        """Return the scroll that is open at *now*."""
        return None if self._open is None or now - self._open.used_at >= IDLE_LIMIT else self._open

    def end(self) -> None:
        """Close whatever is open."""
        self._open = None
