"""What Fin and teammates answer from: articles for teammates, snippets, external pages, where they are, for whom."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar, Final, TypeVar

import attrs

from .call import Call, Problem, is_list, not_found
from .fields import Fields
from .shelf import Kept, Shelf
from .world import World
from .writing import as_id

_LOCALE: Final = re.compile(r"[a-z]{2}(-[A-Za-z]{2,4})?")


@attrs.define(eq=False, kw_only=True)
class Audience(Kept):
    """A group of people, by what they have in common."""

    name: str
    predicates: list[object]
    role_predicates: list[object]
    created_at: int
    updated_at: int


@attrs.define(eq=False, kw_only=True)
class Folder(Kept):
    """What articles for teammates are kept in."""

    name: str
    description: str | None = None
    emoji: str | None = None
    parent_id: str | None = None
    created_at: int
    updated_at: int


@attrs.define(eq=False, kw_only=True)
class ImportSource(Kept):
    """Where external pages come from."""

    url: str
    status: str = "active"
    audience_ids: list[str] = attrs.Factory(list[str])
    created_at: int
    updated_at: int


@attrs.define(eq=False, kw_only=True)
class Piece(Kept):
    """Content of any kind."""

    title: str | None = None
    locale: str = "en"
    audience_ids: list[str] = attrs.Factory(list[str])
    #: Whether Fin, Copilot and the sales agent may use it.
    chatbot: bool = False
    copilot: bool = False
    sales: bool = False
    created_at: int
    updated_at: int
    #: The teammates who made it and changed it last.
    created_by: str
    updated_by: str

    #: As content is called where it is one of several kinds.
    kind: ClassVar[str] = ""

    @property
    def tagged_as(self) -> str:
        """What tags know it by: ids are of one kind only."""
        return f"{self.kind}:{self.id}"


@attrs.define(eq=False, kw_only=True)
class InternalArticle(Piece):
    """An article for teammates."""

    kind: ClassVar[str] = "internal_article"
    owner_id: str
    author_id: str
    #: As HTML and as Markdown.
    body: str | None = None
    markdown: str | None = None
    folder_id: str | None = None


@attrs.define(eq=False, kw_only=True)
class Snippet(Piece):
    """A short text."""

    kind: ClassVar[str] = "content_snippet"
    blocks: list[dict[str, object]] = attrs.Factory(list[dict[str, object]])
    #: As it was written; None for one that came as blocks.
    written: str | None = None

    @property
    def markdown(self) -> str:
        """The whole of it; blocks stand under the title."""
        paragraphs = (str(block.get("text", "")) for block in self.blocks)
        return self.written or "\n\n".join((f"# {self.title}", *paragraphs)) + "\n"


@attrs.define(eq=False, kw_only=True)
class ExternalPage(Piece):
    """A page outside."""

    kind: ClassVar[str] = "external_content"
    html: str
    url: str | None = None
    source_id: str
    external_id: str


def pieces(world: World) -> Iterator[InternalArticle | Snippet | ExternalPage]:
    """Yield all content."""
    yield from world.shelf(InternalArticle)
    yield from world.shelf(Snippet)
    yield from world.shelf(ExternalPage)


def known_audiences(world: World, value: object) -> list[str]:
    """Return the ids of audiences, one or a list of them; 404 when one does not exist."""
    given = [] if value is None else value if is_list(value) else [value]
    ids = [as_id(each, "audience_ids") or "" for each in given]
    unknown = [each for each in ids if world.shelf(Audience).get(each) is None]
    if unknown:
        message = f"audience_ids contains unknown audience IDs: {', '.join(unknown)}"
        raise Problem(404, "parameter_invalid", message)
    return ids


def read_piece(world: World, body: Mapping[str, object], *, chatbot: str = "ai_chatbot_availability") -> dict[str, Any]:
    """Read what *body* sets of the things that all content has."""
    fields = Fields(body, 400)
    changes: dict[str, Any] = {}
    title = fields.text("title")
    if title is not None:
        changes["title"] = title
    if "audience_ids" in body:
        changes["audience_ids"] = known_audiences(world, body["audience_ids"])
    names = {chatbot: "chatbot", "ai_copilot_availability": "copilot", "ai_sales_agent_availability": "sales"}
    for name, stored in names.items():
        flag = fields.flag(name)
        if flag is not None:
            changes[stored] = flag
    locale = fields.text("locale")
    if locale is not None:
        if not _LOCALE.fullmatch(locale):
            raise Problem(422, "validation_error", "The language is not currently supported for Fin")
        changes["locale"] = locale
    return changes


def made(world: World, call: Call) -> dict[str, Any]:
    """Return what new content says of when and by whom it was made."""
    admin = world.admins[0].id
    return {"created_at": call.second, "updated_at": call.second, "created_by": admin, "updated_by": admin}


P = TypeVar("P", bound=Piece)


def add(world: World, piece: P) -> P:
    """Keep new content."""
    tell_audiences(world, piece.kind, piece.id, (), piece.audience_ids)
    return world.shelf(type(piece)).add(piece)


def tell_audiences(world: World, kind: str, content_id: str, before: Collection[str], after: Collection[str]) -> None:
    """Tell which audiences content came to, and which it left."""
    for audience_id in [each for each in after if each not in before]:
        world.tell("audience.joined", audience_id, (kind, content_id))
    for audience_id in [each for each in before if each not in after]:
        world.tell("audience.left", audience_id, (kind, content_id))


def change(world: World, call: Call, piece: Piece, changes: Mapping[str, Any]) -> None:
    """Change content."""
    tell_audiences(world, piece.kind, piece.id, piece.audience_ids, changes.get("audience_ids", piece.audience_ids))
    for name, value in {**changes, "updated_at": call.second, "updated_by": world.admins[0].id}.items():
        setattr(piece, name, value)


def availability(piece: Piece) -> dict[str, object]:
    """Return what a body says of who may use content."""
    return {
        "ai_chatbot_availability": piece.chatbot,
        "ai_copilot_availability": piece.copilot,
        "ai_sales_agent_availability": piece.sales,
        "audience_ids": [int(each) for each in piece.audience_ids],
    }


def forget(world: World, piece: Piece) -> None:
    """Delete content."""
    shelf: Shelf[Any] = world.shelf(type(piece))
    shelf.discard(piece.id)
    world.tags.forget(piece.tagged_as)
    world.tell("content.deleted", piece.kind, piece.id)


def folders_below(world: World, folder_id: str) -> set[str]:
    """Return the id of a folder and those of all folders in it, however deep."""
    found = {folder_id}
    while new := {each.id for each in world.shelf(Folder) if each.parent_id in found} - found:
        found |= new
    return found


def folder_of(world: World, value: object, name: str) -> str | None:
    """Read the id of a folder, None for none; one that does not exist is refused."""
    folder_id = as_id(value, name)
    if folder_id is not None and world.shelf(Folder).get(folder_id) is None:
        raise Problem(400, "parameter_invalid", "Folder not found", name)
    return folder_id


def source_of(world: World, source_id: str | None) -> ImportSource:
    """Return a source of external pages; 404 when there is none."""
    source = world.shelf(ImportSource).get(source_id or "")
    if source is None:
        raise not_found()
    return source
