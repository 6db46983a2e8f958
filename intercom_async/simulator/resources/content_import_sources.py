"""Sources of external pages."""

from typing import Any, Final

from ...versions import V2_16
from ..call import Call, Reply, invalid
from ..fields import Fields
from ..knowledge import ExternalPage, ImportSource, forget, known_audiences, source_of, tell_audiences
from ..listing import listed
from ..routes import Routes
from ..world import World

routes: Final = Routes()


@routes("content_import_sources.list")
def list_sources(world: World, call: Call) -> Reply:
    """Answer a page of them."""
    return listed(call, list(world.shelf(ImportSource)), lambda each: _body(call, each), default=50)


@routes("content_import_sources.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make one, whose pages are written by the API."""
    changes = _changes(world, call)
    shelf = world.shelf(ImportSource)
    source = ImportSource(id=shelf.next_id(), created_at=call.second, updated_at=call.second, **changes)
    return Reply(_body(call, shelf.add(source)))


@routes("content_import_sources.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one."""
    return Reply(_body(call, source_of(world, call.params["source_id"])))


@routes("content_import_sources.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one, and for whom its pages are when that is asked for."""
    source = source_of(world, call.params["source_id"])
    for name, value in {**_changes(world, call), "updated_at": call.second}.items():
        setattr(source, name, value)
    if call.body.get("apply_audience_to_existing_content") is True and call.version >= V2_16:
        for page in _pages(world, source):
            tell_audiences(world, page.kind, page.id, page.audience_ids, source.audience_ids)
            page.audience_ids = list(source.audience_ids)
    return Reply(_body(call, source))


@routes("content_import_sources.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one with all of its pages."""
    source = source_of(world, call.params["source_id"])
    for page in _pages(world, source):
        forget(world, page)
    world.shelf(ImportSource).discard(source.id)
    return Reply(None, 204)


def _pages(world: World, source: ImportSource) -> list[ExternalPage]:
    return [page for page in world.shelf(ExternalPage) if page.source_id == source.id]


def _changes(world: World, call: Call) -> dict[str, Any]:
    """Read what the body writes: every source here is one of the API, and stays one."""
    fields = Fields(call.body, 400)
    if fields.needed("sync_behavior") != "api":
        raise invalid("sync_behavior must be api, and cannot be changed", "sync_behavior")
    changes: dict[str, Any] = {"url": fields.needed("url")}
    status = fields.choice("status", ("active", "deactivated"))
    if status is not None:
        changes["status"] = status
    if "audience_ids" in call.body and call.version >= V2_16:
        changes["audience_ids"] = known_audiences(world, call.body["audience_ids"])
    return changes


def _body(call: Call, source: ImportSource) -> dict[str, object]:
    late = {"audience_ids": [int(each) for each in source.audience_ids]} if call.version >= V2_16 else {}
    return {
        "id": int(source.id),
        "type": "content_import_source",
        "last_synced_at": source.created_at,
        "status": source.status,
        "url": source.url,
        "sync_behavior": "api",
        "created_at": source.created_at,
        "updated_at": source.updated_at,
        **late,
    }
