"""Teams."""

from .. import operations as ops
from ..models.admins import Team
from ..pagination import Paginator
from .base import Service


class Teams(Service):
    """Read the groups that teammates work in."""

    __slots__ = ()

    def list(self) -> Paginator[Team]:
        """Iterate over the teams of the workspace; until 1.3 `admins.list` has them too."""
        return self._iterate(ops.Teams.list(), Team)

    async def retrieve(self, team_id: str | int) -> Team:
        """Fetch one team."""
        return await self._fetch(ops.Teams.retrieve(team_id=team_id), Team)
