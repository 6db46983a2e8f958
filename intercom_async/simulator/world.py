"""The simulated workspace: everybody and everything in it, and what stays between calls."""

import random
from collections import OrderedDict
from datetime import UTC, tzinfo
from typing import Any, Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs

from .attributes import Attributes
from .companies import Companies, Company
from .conversations import Conversations
from .events import Events
from .happenings import Happening, Happenings, none_yet
from .history import Activities, Merges
from .jobs import Jobs
from .notes import Notes
from .people import Changes, People, Person
from .scrolls import Scrolls
from .segments import Segments
from .shelf import Kept, Shelf
from .subscriptions import Subscriptions
from .tags import Applied, Tag, Tags
from .team import ActivityLogs, Admin, Team
from .visitors import Visitors
from .webhook_subscriptions import WebhookSubscriptions

#: The id of what speaks for the workspace by itself.
BOT_ID: Final = "991267461"
#: Searches whose results are kept for their next pages, as long as nobody changes.
_KEPT_SEARCHES: Final = 16
_NO_EMAILS: Final = "unsubscribed_from_emails"


K = TypeVar("K", bound=Kept)

#: What of a random number stays in a UUID, and what makes it one of version 4.
_VERSION_4: Final = UUID("00000000-0000-4000-8000-000000000000").int
_NO_VERSION: Final = UUID("ffffffff-ffff-0fff-3fff-ffffffffffff").int


class Ids:
    """Makes ids that look like Intercom's; the same seed gives the same ids."""

    __slots__ = ("_count", "_machine", "_random")

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - ids of a simulator, no secrets
        self._machine = self._random.getrandbits(40)
        self._count = self._random.getrandbits(16)

    def object_id(self, now: float) -> str:
        """Return a new id of 24 hexadecimal digits; later ones sort after earlier ones."""
        self._count += 1
        return f"{int(now) & 0xFFFFFFFF:08x}{self._machine:010x}{self._count & 0xFFFFFF:06x}"

    def uuid(self) -> str:
        """Return a random UUID."""
        bits = self._random.getrandbits(128) & _NO_VERSION | _VERSION_4
        text = f"{bits:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _zone(name: str) -> tzinfo:
    return UTC if name == "UTC" else ZoneInfo(name)


def _admins() -> tuple[Admin, ...]:
    return (
        Admin("991267459", "Ciaran Lee", "ciaran@example.com"),
        Admin("991267460", "Ada Byrne", "ada@example.com"),
    )


@attrs.define
class World:
    """One workspace and all of its state."""

    ids: Ids
    timezone: str = "UTC"
    #: Seconds for which searches do not find somebody new.
    index_lag: float = 0.0
    app_id: str = "simulatr"
    #: Where it is hosted: US, EU or AU.
    region: str = "US"
    #: Scopes and features that the app that calls does without.
    lacks: frozenset[str] = frozenset()
    #: Unix time at which the workspace was made.
    created_at: int = 1_700_000_000
    zone: tzinfo = attrs.Factory(lambda world: _zone(world.timezone), takes_self=True)
    people: People = attrs.Factory(People)
    companies: Companies = attrs.Factory(Companies)
    tags: Tags = attrs.Factory(Tags)
    segments: Segments = attrs.Factory(lambda world: Segments(world.tags, world.created_at), takes_self=True)
    notes: Notes = attrs.Factory(Notes)
    events: Events = attrs.Factory(Events)
    subscriptions: Subscriptions = attrs.Factory(Subscriptions)
    visitors: Visitors = attrs.Factory(Visitors)
    conversations: Conversations = attrs.Factory(Conversations)
    merges: Merges = attrs.Factory(Merges)
    activities: Activities = attrs.Factory(Activities)
    attributes: Attributes = attrs.Factory(Attributes)
    jobs: Jobs = attrs.Factory(Jobs)
    webhook_subscriptions: WebhookSubscriptions = attrs.Factory(WebhookSubscriptions)
    scrolls: Scrolls = attrs.Factory(Scrolls)
    #: The first of them is who the token belongs to.
    admins: tuple[Admin, ...] = attrs.Factory(_admins)
    teams: tuple[Team, ...] = (Team("814865", "Support", ("991267459", "991267460")),)
    activity_logs: ActivityLogs = attrs.Factory(lambda world: ActivityLogs(world.ids.uuid), takes_self=True)
    #: Ids of away status reasons that were deleted, and whether going away needs a reason.
    deleted_away_reasons: frozenset[int] = frozenset()
    away_reason_mandatory: bool = False
    #: Ids of people who were blocked, and how many deletions of users were asked for.
    blocked: set[str] = attrs.Factory(set[str])
    deletion_requests: int = 0
    #: The matches of recent searches with the revision of the objects that they hold for.
    searches: OrderedDict[object, tuple[object, list[Any]]] = attrs.Factory(
        OrderedDict[object, tuple[object, list[Any]]]
    )

    #: What content exports are packed as: ``zip``, or ``gzip`` of their first file.
    content_archive: str = "zip"
    #: What happened since somebody looked.
    happened: Happenings = attrs.Factory(none_yet)
    #: Kinds that nothing else in the workspace knows.
    _shelves: dict[type[Kept], Shelf[Any]] = attrs.Factory(dict[type[Kept], Shelf[Any]])

    def shelf(self, kind: type[K]) -> Shelf[K]:
        """Return where the objects of this kind are kept."""
        if kind not in self._shelves:
            self._shelves[kind] = Shelf(kind.initial(self), sorted_by=kind.sorted_by)
        return self._shelves[kind]

    def tell(self, kind: str, subject: object, other: object = None) -> None:
        """Note what happened, for webhooks; the kinds are those of `notices`."""
        self.happened.append(Happening(kind, subject, other))

    @property
    def revision(self) -> tuple[int, ...]:
        """What changes with everybody and everything that is searched, so that what was found is kept until then."""
        return self.people.revision, self.companies.revision, self.conversations.revision

    def admin(self, admin_id: str) -> Admin | None:
        """Return the teammate with this id."""
        return next((admin for admin in self.admins if admin.id == admin_id), None)

    def team(self, team_id: str) -> Team | None:
        """Return the team with this id."""
        return next((team for team in self.teams if team.id == team_id), None)

    def add_person(self, person: Person) -> None:
        """Add somebody new."""
        self.people.add(person)
        self._happened("contact.created", person, person.created_at)
        self.tell("person.created", person)

    def change_person(self, person: Person, changes: Changes, now: int) -> None:
        """Apply *changes* to somebody."""
        role, email, silent = person.role, person.email, bool(person.fields.get(_NO_EMAILS))
        self.people.change(person, changes, now)
        if person.role != role:
            self._happened("contact.role_updated", person, now)
        self.tell("person.updated", person, (role, email))
        if _NO_EMAILS in changes.fields and bool(person.fields.get(_NO_EMAILS)) is not silent:
            self.tell("person.emails", person, silent)

    def archive_person(self, person: Person, *, archived: bool) -> None:
        """Hide somebody or show them again; doing so twice changes nothing."""
        if person.archived is archived:
            return
        self.people.archive(person, archived=archived)
        (self.companies.hide if archived else self.companies.show)(person.id)
        self.tell("person.archived", person)

    def delete_person(self, person: Person, now: int) -> None:
        """Forget somebody and everything about them."""
        self._remove(person)
        self._happened("contact.deleted", person, now)
        self.tell("person.deleted", person)

    def merge_people(self, source: Person, target: Person, changes: Changes, now: int) -> None:
        """Let *target* take over *changes* and all that is attached to *source*, who is gone then."""
        merged = (source.id, target.id)
        for company in self.companies.of_person(source.id):
            self.companies.attach(target.id, company)
        for store in self._stores:
            store.move(*merged)
        self._remove(source)
        self.people.change(target, changes, now)
        self.merges.add(source.id, source.role, source.external_id or source.lead_id, target.id, now)
        self.activities.note(
            "contact.merged", now, target.id, external_id=target.external_id, role=target.role, merged=merged
        )
        self.tell("person.merged", target, source.id)

    def attach(self, person: Person, company: Company) -> None:
        """Make somebody a member of a company; a member stays one."""
        if self.companies.attach(person.id, company):
            self.tell("company.attached", person, company)

    def detach(self, person: Person, company: Company) -> bool:
        """End a membership; false when there was none."""
        was_member = self.companies.detach(person.id, company)
        if was_member:
            self.tell("company.detached", person, company)
        return was_member

    def put_tag(self, object_id: str, tag: Tag, *, at: int, by: str) -> Applied:
        """Put *tag* on something; one that is there keeps its time."""
        if not self.tags.has(object_id, tag.id):
            self.tell("tag.changed", object_id, (tag, at, True))
        return self.tags.apply(object_id, tag, at=at, by=by)

    def take_tag(self, object_id: str, tag: Tag, *, at: int) -> Applied | None:
        """Take *tag* off; None when it was not there."""
        applied = self.tags.remove(object_id, tag)
        if applied is not None:
            self.tell("tag.changed", object_id, (tag, at, False))
        return applied

    def delete_company(self, company: Company) -> None:
        """Forget a company and everything about it; its people stay."""
        self.companies.delete(company)
        self.tags.forget(company.id)
        self.notes.forget(company.id)
        self.tell("company.deleted", company)

    def keep_search(self, key: object, matches: list[Any]) -> None:
        """Keep *matches* for the next pages of the search that *key* stands for."""
        self.searches[key] = (self.revision, matches)
        self.searches.move_to_end(key)
        while len(self.searches) > _KEPT_SEARCHES:
            self.searches.popitem(last=False)

    def kept_search(self, key: object) -> list[Any] | None:
        """Return the matches kept under *key* if they still hold."""
        revision, matches = self.searches.get(key, (None, []))
        return matches if revision == self.revision else None

    @property
    def _stores(self) -> tuple[Tags, Notes, Events, Subscriptions, Conversations]:
        """What belongs to people and goes with them."""
        return self.tags, self.notes, self.events, self.subscriptions, self.conversations

    def _remove(self, person: Person) -> None:
        if not person.archived:
            self.companies.hide(person.id)
        self.people.delete(person)
        for store in (self.companies, *self._stores):
            store.forget(person.id)
        self.blocked.discard(person.id)

    def _happened(self, kind: str, person: Person, now: int) -> None:
        self.activities.note(kind, now, person.id, external_id=person.external_id, role=person.role)
