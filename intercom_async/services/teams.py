"""Teams."""

from collections.abc import Sequence

from .. import operations as ops
from ..limits import MOST_MEMBERS, check_count
from ..models.admins import AdminPriorityChanges, Team, TeamMetric
from ..pagination import Paginator
from ..unset import UNSET, Unset
from .base import Service, given, with_numbers


class Teams(Service):
    """Read the groups that teammates work in, and change who belongs to them."""

    __slots__ = ()

    def list(self) -> Paginator[Team]:
        """Iterate over the teams of the workspace; until 1.3 `admins.list` has them too."""
        return self._iterate(ops.Teams.list(), Team)

    async def retrieve(self, team_id: str | int) -> Team:
        """Fetch one team."""
        return await self._fetch(ops.Teams.retrieve(team_id=team_id), Team)

    async def update(
        self,
        team_id: str | int,
        *,
        admin_ids: Sequence[str | int],
        admin_priority_level: AdminPriorityChanges | Unset | None = UNSET,
    ) -> Team:
        """Let exactly these teammates belong to a team, 1 to 1,000: whoever is not among them leaves it.

        While another request changes it, this is tried again; a `ConflictError` that tells of a part that was applied
        wants the team to be read first.
        """
        if not admin_ids:
            msg = "teams.update: admin_ids must name at least one teammate: a team cannot be empty"
            raise ValueError(msg)
        check_count("teams.update: admin_ids", len(admin_ids), MOST_MEMBERS, "a team has no more")
        level: object = admin_priority_level
        if isinstance(admin_priority_level, AdminPriorityChanges):
            levels = self._ready(admin_priority_level)
            level = with_numbers(levels, "primary_admin_ids", "secondary_admin_ids")
        body = with_numbers(given(admin_ids=admin_ids, admin_priority_level=level), "admin_ids")
        return await self._fetch(ops.Teams.update(team_id=team_id, json=body), Team)

    def list_metrics(self, team_id: str | int, *, idle_threshold: int | Unset = UNSET) -> Paginator[TeamMetric]:
        """Tell how many conversations each teammate of a team has now.

        Idle are those that wait for an answer for *idle_threshold* seconds, half an hour when it is left out.
        """
        request = ops.Teams.list_metrics(team_id=team_id, query=given(idle_threshold=idle_threshold))
        return self._iterate(request, TeamMetric)
