"""Jobs in bodies."""

from ..call import Call
from ..jobs import Item, Job, Task
from ..world import World


def job_body(world: World, call: Call, job: Job, *, tasks: bool) -> dict[str, object]:
    """Return a job, with its *tasks* unless it answers what was submitted."""
    completed = job.completed_at if job.state(call.now) == "completed" else None
    link = f"{call.base_url}/jobs/{job.id}"
    return {
        "app_id": world.app_id,
        "id": job.id,
        "created_at": job.created_at,
        "updated_at": job.updated_at(call.now),
        "completed_at": completed,
        "name": "api_bulk_job",
        "closing_at": job.closing_at,
        "state": job.state(call.now),
        "links": {"error": f"{link}/error", "self": link},
        **({"tasks": [_task_body(task, call.now) for task in job.tasks]} if tasks else {}),
    }


def _task_body(task: Task, now: float) -> dict[str, object]:
    state = task.state(now)
    return {
        "id": task.id,
        "item_count": len(task.items),
        "created_at": task.created_at,
        "started_at": None if state == "pending" else task.started_at,
        "completed_at": task.completed_at if state == "completed" else None,
        "state": state,
    }


def item_body(task: Task, item: Item) -> dict[str, object]:
    """Return an item that failed."""
    problem = item.problem
    error = None if problem is None else {"code": problem.code, "message": problem.message}
    return {
        "type": "job_item",
        "id": item.id,
        "method": item.method,
        "data_type": item.data_type,
        "updated_at": task.completed_at,
        "error": error,
        "data": item.data,
    }


def bulk_job_body(call: Call, job: Job) -> dict[str, object]:
    """Return a job of Preview with its tasks."""
    tasks = [_bulk_task_body(task, call.now) for task in job.tasks]
    completed = job.state(call.now) == "completed"
    return {
        "id": job.id,
        "type": f"{job.data_type}.bulk.job",
        "state": _ended(job.state(call.now), failed=any(task.failed for task in job.tasks)),
        "created_at": job.created_at,
        "updated_at": job.updated_at(call.now),
        "completed_at": job.completed_at if completed else None,
        "tasks": tasks,
        "url": f"{call.base_url}/{job.data_type}/bulk/{job.id}",
    }


def _bulk_task_body(task: Task, now: float) -> dict[str, object]:
    return {**_task_body(task, now), "state": _ended(task.state(now), failed=task.failed)}


def _ended(state: str, *, failed: bool) -> str:
    return "completed_with_errors" if failed and state == "completed" else state
