"""External pages, of the sources that the API has made."""

from typing import Any, Final

from ...versions import PREVIEW
from ..call import Call, Reply, not_found
from ..fields import Fields
from ..knowledge import ExternalPage, add, change, forget, made, read_piece, source_of
from ..listing import listed
from ..routes import Routes
from ..world import World

routes: Final = Routes()


@routes("external_pages.list")
def list_pages(world: World, call: Call) -> Reply:
    """Answer a page of them, the latest first."""
    return listed(call, list(world.shelf(ExternalPage))[::-1], _body, default=50)


@routes("external_pages.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make one, which Fin and Copilot may use unless told, or change the one of that id in that source."""
    fields = Fields(call.body, 400)
    fields.needed("external_id")
    changes = read_piece(world, _known(call), chatbot="ai_agent_availability") | _changes(world, call)
    shelf = world.shelf(ExternalPage)
    same = (
        each for each in shelf if (each.source_id, each.external_id) == (changes["source_id"], changes["external_id"])
    )
    page = next(same, None)
    if page is None:
        switches = {"chatbot": True, "copilot": True, "sales": True}
        audiences = {"audience_ids": list(source_of(world, changes["source_id"]).audience_ids)}
        new: dict[str, Any] = {**made(world, call), **switches, **audiences, **changes}
        return Reply(_body(add(world, ExternalPage(id=shelf.next_id(), **new))))
    change(world, call, page, changes)
    return Reply(_body(page))


@routes("external_pages.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one."""
    return Reply(_body(_of_path(world, call)))


@routes("external_pages.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one; before Preview one switch is for all that may use it."""
    page = _of_path(world, call)
    Fields(call.body, 400).needed("url")
    known = {key: value for key, value in call.body.items() if call.version >= PREVIEW or not key.startswith("ai_")}
    changes = read_piece(world, known, chatbot="ai_agent_availability") | _changes(world, call)
    usable = Fields(call.body, 400).flag("fin_availability")
    both = {} if usable is None else {"chatbot": usable, "copilot": usable}
    change(world, call, page, both | changes)
    return Reply(_body(page))


@routes("external_pages.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one; what is answered has no text any more."""
    page = _of_path(world, call)
    forget(world, page)
    return Reply({**_body(page), "html": ""})


def _of_path(world: World, call: Call) -> ExternalPage:
    page = world.shelf(ExternalPage).get(call.params["page_id"])
    if page is None:
        raise not_found()
    return page


def _known(call: Call) -> dict[str, object]:
    """Return the body without what came later."""
    later = () if call.version >= PREVIEW else ("ai_sales_agent_availability",)
    return {key: value for key, value in call.body.items() if key not in later}


def _changes(world: World, call: Call) -> dict[str, Any]:
    """Read what the body writes of the text: title, text, language and source each time."""
    fields = Fields(call.body, 400)
    fields.needed("title")
    if fields.choice("locale", ("en",)) is None:
        raise fields.missing("locale")
    changes: dict[str, Any] = {"html": fields.text("html"), "source_id": fields.identifier("source_id")}
    for name in ("html", "source_id"):
        if changes[name] is None:
            raise fields.missing(name)
    source_of(world, changes["source_id"])
    if "url" in call.body:
        changes["url"] = fields.text("url")
    external_id = fields.identifier("external_id")
    return changes if external_id is None else {**changes, "external_id": external_id}


def _body(page: ExternalPage) -> dict[str, object]:
    return {
        "id": page.id,
        "type": "external_page",
        "title": page.title,
        "html": page.html,
        **({} if page.url is None else {"url": page.url}),
        "ai_agent_availability": page.chatbot,
        "ai_copilot_availability": page.copilot,
        "ai_sales_agent_availability": page.sales,
        "fin_availability": page.chatbot and page.copilot,
        "locale": page.locale,
        "source_id": int(page.source_id),
        "external_id": page.external_id,
        "created_at": page.created_at,
        "updated_at": page.updated_at,
        "last_ingested_at": page.updated_at,
    }
