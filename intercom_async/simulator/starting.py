"""What a simulator begins with, and comes back to when it is reset."""

from collections.abc import Callable
from typing import Final

from . import state
from .faults import Fault
from .world import Ids, World


class Start:
    """A new workspace with its faults, or one that was saved."""

    __slots__ = ("_index_lag", "_lacks", "_region", "_seed", "_timezone", "faults", "saved")

    def __init__(
        self,
        seed: int | str,
        timezone: str,
        index_lag: float,
        region: str,
        faults: tuple[Fault, ...] = (),
        *,
        lacks: frozenset[str] = frozenset(),
    ) -> None:
        self.faults: Final = faults
        #: Gives what `state.save` returned of the workspace to come back to; None for a new one.
        self.saved: Callable[[], object] | None = None
        self._seed: Final = seed
        self._timezone: Final = timezone
        self._index_lag: Final = index_lag
        self._region: Final = region
        self._lacks: Final = lacks

    def anew(self) -> World:
        """Return a new workspace, the same each time."""
        return World(Ids(self._seed), self._timezone, self._index_lag, region=self._region, lacks=self._lacks)

    def world(self) -> World:
        """Return the workspace to come back to."""
        world = self.anew()
        if self.saved is not None:
            state.load(world, self.saved())
        return world
