"""Counts: how many people, companies and conversations there are."""

from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Count(Model):
    """How many there are of one kind."""

    count: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class WorkspaceCounts(Model):
    """How many there are of each kind in the workspace; archived tags and segments count too."""

    type: Literal["count.hash"] = "count.hash"
    company: Count | None = None
    user: Count | None = None
    lead: Count | None = None
    tag: Count | None = None
    segment: Count | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationStates(Model):
    """How many conversations are in each state."""

    open: int | None = None
    closed: int | None = None
    assigned: int | None = None
    unassigned: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationCounts(Model):
    """How many conversations there are, by state."""

    type: Literal["count"] = "count"
    conversation: ConversationStates | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AdminConversations(Model):
    """How many conversations a teammate has."""

    id: Id
    name: str | None = None
    open: int | None = None
    closed: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NamedCount(Model):
    """How many there are in one group: `extra` holds the number under the group's name, as it came."""

    @property
    def name(self) -> str | None:
        """The name of the tag, segment or company."""
        return next(iter(self.extra), None)

    @property
    def count(self) -> int | None:
        """How many there are."""
        number = self.extra.get(self.name or "")
        return number if isinstance(number, int) else None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CompanyUsers(NamedCount):
    """How many users a company has."""

    #: The id that you gave.
    remote_company_id: Id | None = None
