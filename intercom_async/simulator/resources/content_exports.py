"""Exports of what was sent: one at a time, in an archive that is there for two days."""

from typing import Final

from ..call import Call, Problem, Reply, invalid, missing, not_found
from ..exports import ContentExport, content_tables, export_body, gzip_of, zip_of
from ..routes import Routes
from ..world import World

routes: Final = Routes()

_PATH: Final = "/download/content/data"


@routes("content_exports.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Begin an export."""
    first, last = _instant(call, "created_at_after"), _instant(call, "created_at_before")
    if last < first:
        raise invalid("created_at_before must not be before created_at_after", "created_at_before")
    exports = world.shelf(ContentExport)
    if any(each.is_pending(call.now) for each in exports):
        raise Problem(429, "rate_limit_exceeded", "Exceeded rate limit of 1 pending message data export jobs")
    tables = content_tables(world, first, last, call.second)
    export = exports.add(ContentExport(world.ids.uuid().replace("-", "")[:16], call.second, tables))
    return Reply(export_body(export, call, _PATH))


@routes("content_exports.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer how far an export is."""
    return Reply(export_body(_of_path(world, call), call, _PATH))


@routes("content_exports.cancel", writes=True)
def cancel(world: World, call: Call) -> Reply:
    """Cancel an export unless it is over."""
    export = _of_path(world, call)
    if export.is_pending(call.now):
        export.canceled = True
    return Reply(export_body(export, call, _PATH))


@routes("content_exports.download", answers="application/octet-stream")
def download(world: World, call: Call) -> Reply:
    """Answer the file of an export that is complete."""
    export = _of_path(world, call)
    if not export.has_file(call.now):
        raise not_found("The requested resource does not exist.")
    content = zip_of(export) if world.content_archive == "zip" else gzip_of(export)
    return Reply(content, content_type="application/octet-stream")


def _of_path(world: World, call: Call) -> ContentExport:
    export = world.shelf(ContentExport).get(call.params["job_identifier"])
    if export is None:
        raise not_found("The requested resource does not exist.")
    return export


def _instant(call: Call, name: str) -> int:
    value = call.body.get(name)
    if value is None:
        raise missing(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(f"{name} must be a UNIX timestamp in seconds", name)
    return value
