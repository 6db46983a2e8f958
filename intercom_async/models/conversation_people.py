"""Who stands in a conversation: short references to people and teammates, told apart by their ``type``."""

from typing import Literal, TypeAlias

import attrs

from .common import Id, Model, Reference


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UserReference(Model):
    """A user in a conversation."""

    type: Literal["user"] = "user"
    id: Id


@attrs.frozen(kw_only=True, repr=False, eq=False)
class LeadReference(Model):
    """A lead in a conversation."""

    type: Literal["lead"] = "lead"
    id: Id


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContactReference(Model):
    """A contact in a conversation from 2.6 on; in some older answers of 1.x a lead."""

    type: Literal["contact"] = "contact"
    id: Id
    #: The id that you gave.
    external_id: Id | None = None
    #: In tickets of 2.9, instead of the type.
    role: str | None = None


#: Somebody who writes to the workspace; a `Reference` where the type is another, or null.
ConversationPerson: TypeAlias = UserReference | LeadReference | ContactReference | Reference


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AdminReference(Model):
    """A teammate in a conversation."""

    type: Literal["admin"] = "admin"
    id: Id
    #: In some answers of 2.0 and 2.1.
    name: str | None = None
    email: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TeamReference(Model):
    """A team in a conversation."""

    type: Literal["team"] = "team"
    id: Id
    name: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NobodyReference(Model):
    """What stands where a conversation is assigned to nobody."""

    type: Literal["nobody_admin"] = "nobody_admin"
    id: Id | None = None


#: To whom a conversation is assigned; a `Reference` where the type is another.
Assignee: TypeAlias = AdminReference | TeamReference | NobodyReference | Reference


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Author(Model):
    """Who wrote something: an admin, a team, a bot, or a user, lead or contact, as `type` says."""

    type: str | None = None
    id: Id | None = None
    #: From 1.3 on.
    name: str | None = None
    email: str | None = None
    #: Whether the AI agent wrote it, and whether that is an answer; from 2.14 on.
    from_ai_agent: bool | None = None
    is_ai_answer: bool | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationContacts(Model):
    """The contacts in a conversation."""

    type: str | None = None
    contacts: tuple[ConversationPerson, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationTeammates(Model):
    """The teammates in a conversation."""

    type: str | None = None
    #: What answers hold; `teammates` is the name that the OpenAPI files have for it.
    admins: tuple[Assignee, ...] | None = None
    teammates: tuple[Assignee, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationCustomers(Model):
    """Who is in a conversation after somebody was added or removed."""

    customers: tuple[ConversationPerson, ...] | None = None
