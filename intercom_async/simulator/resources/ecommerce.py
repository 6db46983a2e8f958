"""Connectors of shops: catalogs, whole or in parts, that a sync takes over."""

import json
from collections.abc import Iterable
from typing import Final, Self

import attrs

from ..call import Call, Problem, Reply, is_list, is_object, not_found, whole
from ..multipart import FormPart, form_of
from ..routes import Routes
from ..shelf import Kept
from ..world import World

routes: Final = Routes()

#: Bytes of one file, and seconds that a sync takes.
LARGEST: Final = 99_000_000
SYNC_TAKES: Final = 5


@attrs.define
class Connector(Kept):
    """One connector and what is being sent to it."""

    #: The products of the last sync that ended or goes on.
    products: list[object] = attrs.Factory(list[object])
    #: Unix time until which a sync goes on.
    syncing_until: float = 0.0
    #: The session that takes parts, None without one.
    job_id: str | None = None
    parts: list[list[object]] = attrs.Factory(list[list[object]])

    @classmethod
    def initial(cls, world: World) -> Iterable[Self]:
        """Return the one connector that a workspace has."""
        del world
        return (cls("42939"),)

    def sync(self, products: list[object], now: float) -> None:
        """Take over a whole catalog."""
        self.products, self.syncing_until = products, now + SYNC_TAKES
        self.job_id, self.parts = None, []


@routes("ecommerce.upload_catalog", writes=True, form=True)
def upload_catalog(world: World, call: Call) -> Reply:
    """Take a catalog or a part of one, or begin the sync of the parts."""
    connector = world.shelf(Connector).get(call.params["connector_id"])
    if connector is None:
        raise not_found("No connector found with the provided id.", "import_source_not_found")
    form = form_of(call)
    job = form["import_job_id"].text if "import_job_id" in form else None
    finalize = form["finalize"].text if "finalize" in form else None
    if finalize == "true":
        return _finalize(connector, call, job)
    products = _products(form.get("catalog"))
    if connector.syncing_until > call.now:
        raise _conflict("A catalog upload is already in progress. Please wait for it to complete.")
    if finalize is None and job is None:
        if "part_number" in form:
            raise _unprocessable(
                "import_job_id_required", "Include import_job_id to continue an existing upload session."
            )
        return _begun(connector, call, f"job_{world.ids.object_id(call.now)[:8]}", products)
    if job is not None:
        return _part(connector, job, form.get("part_number"), products)
    if connector.job_id is not None:
        raise _conflict("A multipart upload is already in progress. Use import_job_id to continue.")
    connector.job_id, connector.parts = f"job_{world.ids.object_id(call.now)}", [products]
    return Reply({"import_job_id": connector.job_id, "next_part_number": 2})


def _finalize(connector: Connector, call: Call, job: str | None) -> Reply:
    if job is None:
        raise _unprocessable("import_job_id_required", "Include import_job_id to continue an existing upload session.")
    _check_session(connector, job)
    return _begun(connector, call, job, [product for part in connector.parts for product in part])


def _begun(connector: Connector, call: Call, job: str, products: list[object]) -> Reply:
    connector.sync(products, call.now)
    body = {"import_job_id": job, "status": "processing", "message": "Catalog received. Sync has started."}
    return Reply(body, 202)


def _part(connector: Connector, job: str, number: FormPart | None, products: list[object]) -> Reply:
    _check_session(connector, job)
    expected = len(connector.parts) + 1
    given = expected if number is None else whole(number.text)
    if given is None or given < 1:
        raise _unprocessable("invalid_part_number", "part_number must be a positive integer")
    if given > expected:
        raise _unprocessable("invalid_part_number", f"Expected part {expected}, got {given}")
    connector.parts[given - 1 : given] = [products]
    return Reply({"import_job_id": job, "next_part_number": len(connector.parts) + 1})


def _check_session(connector: Connector, job: str) -> None:
    if connector.job_id != job:
        message = "No active upload session found for the provided import_job_id."
        raise not_found(message, "upload_session_not_found")


def _products(catalog: FormPart | None) -> list[object]:
    if catalog is None:
        raise Problem(400, "parameter_not_found", "catalog file is required")
    if catalog.filename is None:
        raise Problem(400, "parameter_not_found", "catalog must be an uploaded file")
    if len(catalog.content) > LARGEST:
        raise _unprocessable("payload_too_large", "catalog file exceeds 99MB limit")
    try:
        products: object = json.loads(catalog.content)
    except (ValueError, RecursionError):
        products = None
    if not is_list(products):
        raise _unprocessable("invalid_catalog_format", "catalog must be a JSON array")
    if not all(is_object(each) for each in products):
        raise _unprocessable("invalid_catalog_format", "each item in the catalog array must be a JSON object")
    return products


def _conflict(message: str) -> Problem:
    return Problem(409, "sync_in_progress", message)


def _unprocessable(code: str, message: str) -> Problem:
    return Problem(422, code, message)
