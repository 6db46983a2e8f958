"""Jobs of 1.x and of Preview: many writes at once, carried out when their time has come."""

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from .call import Call, Problem, not_found

#: Seconds after which a task is begun and done, and after which a job takes no more items.
STARTS_AFTER: Final = 1
DONE_AFTER: Final = 2
CLOSES_AFTER: Final = 900
#: What the bulk jobs of Preview are about.
BULK: Final = frozenset({"contacts", "companies"})


@attrs.define
class Item:
    """One write of a task."""

    id: str
    method: str
    data_type: str
    data: Mapping[str, object]
    #: Why it failed; None until then, and when it was carried out.
    problem: Problem | None = None


@attrs.define
class Task:
    """The items that one call gave to a job."""

    id: str
    #: The call: its version says how the items are read.
    call: Call
    items: tuple[Item, ...]
    #: Whether the items were carried out, each with success or not.
    carried_out: bool = False

    @property
    def created_at(self) -> int:
        """When it was submitted."""
        return self.call.second

    @property
    def started_at(self) -> int:
        """When it is begun."""
        return self.created_at + STARTS_AFTER

    @property
    def completed_at(self) -> int:
        """When it is done."""
        return self.created_at + DONE_AFTER

    def state(self, now: float) -> str:
        """Say how far it has come."""
        if now < self.started_at:
            return "pending"
        return "running" if now < self.completed_at else "completed"

    @property
    def failed(self) -> bool:
        """Whether an item of it failed."""
        return any(item.problem is not None for item in self.items)


@attrs.define
class Job:
    """Tasks that belong together."""

    id: str
    data_type: str
    tasks: list[Task] = attrs.Factory(list[Task])

    @property
    def created_at(self) -> int:
        """When its first task was submitted."""
        return self.tasks[0].created_at

    @property
    def closing_at(self) -> int:
        """Until when it takes items."""
        return self.created_at + CLOSES_AFTER

    @property
    def completed_at(self) -> int:
        """When its last task is done."""
        return max(task.completed_at for task in self.tasks)

    def updated_at(self, now: float) -> int:
        """Return when it last changed."""
        return max(at for task in self.tasks for at in (task.created_at, task.completed_at) if at <= now)

    def state(self, now: float) -> str:
        """Say how far it has come: running from the start, as recorded."""
        return "running" if now < self.completed_at else "completed"

    def failed(self) -> Iterator[tuple[Task, Item]]:
        """Yield the items that failed."""
        return ((task, item) for task in self.tasks for item in task.items if item.problem is not None)


class Jobs:
    """Every job, and the tasks that wait for their time."""

    __slots__ = ("_jobs", "_waiting")

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._waiting: list[Task] = []

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._jobs)

    def find(self, job_id: str) -> Job | None:
        """Return the job with this id, of whatever kind."""
        return self._jobs.get(job_id)

    def get(self, job_id: str) -> Job:
        """Return the job of 1.x with this id; 404 when there is none."""
        job = self._jobs.get(job_id)
        if job is None or job.data_type in BULK:
            raise not_found("Job Not Found")
        return job

    def open(self, job_id: str | None, data_type: str, *, new_id: str, now: float) -> Job:
        """Return a new job, or the one with *job_id*, if it is open and for things of this type."""
        if job_id is None:
            job = self._jobs[new_id] = Job(new_id, data_type)
            return job
        job = self.get(job_id)
        if now >= job.closing_at or job.data_type != data_type:
            raise Problem(403, "job_closed", f"job {job_id} is closed for new task updates")
        return job

    def submit(self, job: Job, task: Task) -> None:
        """Add a task to an open job."""
        job.tasks.append(task)
        self._waiting.append(task)

    def due(self, now: float) -> Iterator[Task]:
        """Yield the tasks whose time has come, each once, in the order in which they were submitted."""
        while self._waiting and self._waiting[0].completed_at <= now:
            yield self._waiting.pop(0)
