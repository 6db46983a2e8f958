"""Exports of the datasets behind reports: five at a time, each in a tar archive."""

from typing import Final

from ...versions import PREVIEW, V2_16
from ..call import Call, Problem, Reply, is_list, missing, not_found
from ..exports import DATASETS, Dataset, ReportingExport, Row, dataset_rows, export_body, tgz_of
from ..routes import Routes
from ..world import World

routes: Final = Routes()

_PATH: Final = "/download/reporting_data"
_MOST: Final = 5


@routes("reporting_exports.list_datasets")
def list_datasets(_: World, call: Call) -> Reply:
    """Answer all datasets with their attributes."""
    return Reply({"type": "list", "data": [_dataset_body(name, each, call) for name, each in DATASETS.items()]})


def _dataset_body(dataset_id: str, dataset: Dataset, call: Call) -> dict[str, object]:
    attributes = [{"id": key, "name": name} for key, name in dataset.attributes.items()]
    if call.version >= V2_16:
        attributes = [{**each, "qualified_id": f"{dataset_id}.{each['id']}"} for each in attributes]
    return {
        "id": dataset_id,
        "name": dataset.name,
        "description": dataset.description,
        "default_time_attribute_id": dataset.time,
        "attributes": attributes,
    }


@routes("reporting_exports.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Begin an export."""
    dataset_id = call.body.get("dataset_id")
    if dataset_id is None:
        raise _bad("'dataset_id' is a required parameter")
    if not isinstance(dataset_id, str) or dataset_id not in DATASETS:
        raise _bad(f"{dataset_id} is not a valid dataset_id")
    columns = _columns(call, dataset_id)
    first, last = _time(call, "start_time"), _time(call, "end_time")
    exports = world.shelf(ReportingExport)
    if sum(each.is_pending(call.now) for each in exports) >= _MOST:
        raise Problem(429, "rate_limit_exceeded", "Exceeded rate limit of 5 pending reporting dataset export jobs")
    found = dataset_rows(world, dataset_id, first, last, answered_only=call.version < V2_16)
    rows: list[Row] = [{name: row[column] for name, column in columns.items()} for row in found]
    tables = {f"{dataset_id}.csv": rows}
    job = f"job{exports.next_id()}"
    export = exports.add(ReportingExport(job, call.second, tables, "complete", columns=tuple(columns)))
    return Reply(export_body(export, call, _PATH))


def _columns(call: Call, dataset_id: str) -> dict[str, str]:
    """Return which attributes are wanted, by the names that they were asked for with."""
    asked = call.body.get("attribute_ids")
    if asked is None:
        raise _bad("'attribute_ids' is a required parameter")
    if not is_list(asked):
        raise _bad(f"'attribute_ids' {asked} must be of type Array")
    if not asked:
        raise _bad("attribute_ids must contain at least one attribute_id")
    plain, qualified = call.version < PREVIEW, call.version >= V2_16
    known = {
        str(each): DATASETS[dataset_id].known(dataset_id, str(each), plain=plain, qualified=qualified) for each in asked
    }
    if wrong := [name for name, column in known.items() if column is None]:
        raise _bad(f"attribute_ids invalid for {dataset_id} dataset: {', '.join(wrong)}")
    return {name: column for name, column in known.items() if column is not None}


def _time(call: Call, name: str) -> int:
    value = call.body.get(name)
    if value is None:
        raise _bad(f"'{name}' is a required parameter")
    if isinstance(value, bool) or not isinstance(value, int):
        raise _bad(f"'{name}' must be of type Integer")
    return value


def _bad(message: str) -> Problem:
    return Problem(400, "bad_request", message)


@routes("reporting_exports.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer how far an export is."""
    return Reply(export_body(_of_path(world, call, "app_id", "client_id"), call, _PATH))


@routes("reporting_exports.download", answers="application/octet-stream")
def download(world: World, call: Call) -> Reply:
    """Answer the file of an export that is complete."""
    export = _of_path(world, call, "app_id")
    if not export.has_file(call.now):
        raise _none(export.id)
    return Reply(tgz_of(export), content_type="application/octet-stream")


def _of_path(world: World, call: Call, *needed: str) -> ReportingExport:
    for name in needed:
        if not call.query.get(name):
            raise missing(name)
    job = call.params["job_identifier"]
    export = world.shelf(ReportingExport).get(job)
    if export is None or call.query["app_id"] != world.app_id:
        raise _none(job)
    return export


def _none(job: str) -> Problem:
    return not_found(f"Export job not found for identifier: {job}")
