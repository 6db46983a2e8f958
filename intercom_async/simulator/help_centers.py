"""Help centers, the collections in them, and what redirects to these: their state."""

from collections.abc import Collection as CollectionOf
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

import attrs

from .call import Call, invalid, not_found
from .fields import Fields
from .ordered import By
from .shelf import Kept
from .world import World

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Where help centers without a domain of their own are.
_SITE = "http://help-center.test"


@attrs.define(eq=False, kw_only=True)
class HelpCenter(Kept):
    """A site with collections and articles."""

    identifier: str
    name: str
    created_at: int
    default: bool = False
    domain: str | None = None
    #: The first of them is the default one; with several, articles have several too.
    locales: tuple[str, ...] = ("en",)

    @classmethod
    def initial(cls, world: World) -> "Iterable[HelpCenter]":
        """Return the one of every workspace."""
        name = "Intercom Help Center"
        return [cls(id="1", identifier=world.app_id, name=name, created_at=world.created_at, default=True)]

    @property
    def url(self) -> str:
        """Where it is."""
        return f"https://{self.domain}" if self.domain else f"{_SITE}/{self.identifier}"


@attrs.define(eq=False, kw_only=True)
class Collection(Kept):
    """What articles are ordered in; one in another one was called a section until 2.9."""

    sorted_by: ClassVar[tuple[By, ...]] = (By("updated_at", numbered=True),)

    name: str
    description: str = ""
    parent_id: str | None = None
    help_center_id: str
    order: int
    created_at: int
    updated_at: int
    #: What it is called in other languages, with name and description each.
    names: dict[str, dict[str, str]] = attrs.Factory(dict[str, dict[str, str]])

    def value(self, name: str) -> object:
        """Return what it is sorted by."""
        return getattr(self, name)


@attrs.define(eq=False, kw_only=True)
class Redirect(Kept):
    """A URL that leads to an article or a collection."""

    help_center_id: str
    from_url: str
    locale: str
    target_type: str
    target_id: str
    created_at: int


def default_center(world: World) -> HelpCenter:
    """Return the help center that is meant where none is named."""
    return next(center for center in world.shelf(HelpCenter) if center.default)


def locales(world: World) -> tuple[str, ...]:
    """Return the languages of the workspace, the default one first."""
    first = default_center(world).locales
    return tuple(dict.fromkeys((*first, *(each for center in world.shelf(HelpCenter) for each in center.locales))))


def lineage(world: World, collection: Collection) -> Iterator[Collection]:
    """Yield a collection, the one that it is in, and so on to the first that is in none."""
    current: Collection | None = collection
    while current is not None:
        yield current
        current = world.shelf(Collection).get(current.parent_id or "")


def groups(world: World, *, nested: bool | None = None) -> CollectionOf[Collection]:
    """Return all collections, those in another one alone or those in none, the last changed first."""
    latest = world.shelf(Collection).latest("updated_at")
    return latest if nested is None else [each for each in latest if nested is (each.parent_id is not None)]


def group(world: World, collection_id: str | None, *, nested: bool | None = None) -> Collection:
    """Return one of `groups`; 404 when there is none."""
    found = world.shelf(Collection).get(collection_id or "")
    if found is None or nested not in {None, found.parent_id is not None}:
        raise not_found()
    return found


def read_names(world: World, call: Call) -> dict[str, dict[str, str]]:
    """Read what the body of *call* says in the languages of the workspace."""
    said = Fields(call.body, 400).part("translated_content") or Fields({})
    parts = {locale: part for locale in locales(world) if (part := said.part(locale)) is not None}
    return {locale: read_name(part) for locale, part in parts.items()}


def read_name(fields: Fields) -> dict[str, str]:
    """Read what a collection is to be called in one language."""
    return {name: text for name in ("name", "description") if (text := fields.text(name)) is not None}


def write_group(
    world: World, collection: Collection, given: Mapping[str, str], names: Mapping[str, dict[str, str]], *, now: int
) -> None:
    """Change what a collection is called, by itself and in languages, of which the default one is the same."""
    default = locales(world)[0]
    for name, value in {**given, **names.get(default, {})}.items():
        setattr(collection, name, value)
    for locale in names.keys() - {default}:
        collection.names[locale] = {**collection.names.get(locale, {}), **names[locale]}
    with world.shelf(Collection).changing(collection):
        collection.updated_at = now


def move_group(world: World, collection: Collection, parent: Collection | None) -> None:
    """Put a collection into another one or into none; it cannot be inside of itself."""
    if parent is not None and collection in lineage(world, parent):
        raise invalid("A collection cannot be its own parent", "parent_id")
    collection.parent_id = None if parent is None else parent.id
    if parent is not None:
        collection.help_center_id = parent.help_center_id


def center_of(world: World, center_id: str, message: str = "Resource Not Found") -> HelpCenter:
    """Return a help center; 404 when there is none."""
    center = world.shelf(HelpCenter).get(center_id)
    if center is None:
        raise not_found(message)
    return center
