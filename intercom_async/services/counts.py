"""Counts."""

from .. import operations as ops
from ..models.counts import AdminConversations, CompanyUsers, ConversationCounts, NamedCount, WorkspaceCounts
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service


class Counts(Service):
    """Read how many people, companies and conversations there are; not documented after 2.6."""

    __slots__ = ()

    async def retrieve(self) -> WorkspaceCounts:
        """Fetch how many people, companies, tags and segments the workspace has."""
        return await self._fetch(ops.Counts.retrieve(), WorkspaceCounts)

    async def retrieve_conversations(self) -> ConversationCounts:
        """Fetch how many conversations are open, closed, assigned and unassigned."""
        return await self._fetch(ops.Counts.retrieve_conversations(query={"type": "conversation"}), ConversationCounts)

    def list_conversations_by_admin(self) -> Paginator[AdminConversations]:
        """Iterate over the teammates, with how many open and closed conversations each has."""
        request = ops.Counts.list_conversations_by_admin(query={"type": "conversation", "count": "admin"})
        return self._iterate(request, AdminConversations)

    def list_users_by_segment(self) -> Paginator[NamedCount]:
        """Iterate over the segments, with how many users each has."""
        request = ops.Counts.list_users_by_segment(query={"type": "user", "count": "segment"})
        return self._iterate(request, NamedCount)

    def list_users_by_tag(self) -> Paginator[NamedCount]:
        """Iterate over the tags, with how many users each is on."""
        return self._iterate(ops.Counts.list_users_by_tag(query={"type": "user", "count": "tag"}), NamedCount)

    def list_users_by_company(self) -> Paginator[CompanyUsers]:
        """Iterate over the companies, with how many users each has."""
        request = ops.Counts.list_users_by_company(query={"type": "company", "count": "user"})
        return self._iterate(request, CompanyUsers)

    def list_companies_by_segment(self) -> Paginator[NamedCount]:
        """Iterate over the segments, with how many companies each has."""
        request = ops.Counts.list_companies_by_segment(query={"type": "company", "count": "segment"})
        return self._iterate(request, NamedCount)

    def list_companies_by_tag(
        self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[NamedCount]:
        """Iterate over the tags, with how many companies each is on."""
        request = ops.Counts.list_companies_by_tag(query={"type": "company", "count": "tag"})
        return self._iterate(request, NamedCount, per_page=per_page, resume=resume)
