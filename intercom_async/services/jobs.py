"""Jobs: what is carried out some time later."""

from collections.abc import Mapping, Sequence
from typing import Final

from .. import operations as ops
from ..models.common import Changes
from ..models.data_events import NewEvent
from ..models.jobs import Job, JobItem, JobStatus
from ..models.leads import LeadChanges
from ..models.users import Identifiers, UserChanges
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service
from .bulk_items import check_kind, job_body


class Jobs(Service):
    """Submit many writes at once in API 1.0 to 1.4, at most 100 a call, and see what became of them.

    They are carried out some time later, in no certain order; each counts as a call of the quota. Until a job closes, a
    quarter of an hour after it began, further calls may add to it by *job_id*; then that is a `JobClosedError`. From
    2.14 on the making of a ticket is a job, and `retrieve_status` tells how far it is.
    """

    __slots__ = ()

    async def submit_users(
        self,
        *,
        post: Sequence[UserChanges] = (),
        delete: Sequence[Identifiers] = (),
        job_id: str | Unset = UNSET,
    ) -> Job:
        """Write the users of *post*, as `users.create_or_update` does, and archive those of *delete*."""
        body = _body("jobs.submit_users", UserChanges, post, delete, job_id)
        return await self._fetch(ops.Jobs.submit_users(json=body), Job)

    async def submit_leads(
        self,
        *,
        post: Sequence[LeadChanges] = (),
        delete: Sequence[Identifiers] = (),
        job_id: str | Unset = UNSET,
    ) -> Job:
        """Write the leads of *post*, as `leads.create_or_update` does, and delete those of *delete*."""
        body = _body("jobs.submit_leads", LeadChanges, post, delete, job_id)
        return await self._fetch(ops.Jobs.submit_leads(json=body), Job)

    async def submit_events(self, *, post: Sequence[NewEvent], job_id: str | Unset = UNSET) -> Job:
        """Tell what people did, as `data_events.create` does; events cannot be deleted."""
        body = _body("jobs.submit_events", NewEvent, post, (), job_id)
        return await self._fetch(ops.Jobs.submit_events(json=body), Job)

    async def retrieve(self, job_id: str) -> Job:
        """Fetch one job, with how far its tasks have come."""
        return await self._fetch(ops.Jobs.retrieve(job_id=job_id), Job)

    def list_errors(self, job_id: str, *, resume: Checkpoint | None = None) -> Paginator[JobItem]:
        """Iterate over the items of a job that failed, each with the reason."""
        return self._iterate(ops.Jobs.list_errors(job_id=job_id), JobItem, resume=resume)

    async def retrieve_status(self, job_id: str | int) -> JobStatus:
        """Tell how far the making of a ticket is that `tickets.enqueue` began."""
        return await self._fetch(ops.Jobs.retrieve_status(job_id=job_id), JobStatus)


def _body(
    where: str, kind: type[Changes], post: Sequence[Changes], delete: Sequence[Changes], job_id: str | Unset
) -> dict[str, object]:
    """Return what submits these items, those of *post* of one *kind*, to that job if one is given."""
    check_kind(where, "post", post, kind)
    check_kind(where, "delete", delete, Identifiers)
    items = [_item("post", kind, each) for each in post] + [_item("delete", kind, each) for each in delete]
    return job_body(where, "items", items, job_id)


def _item(method: str, kind: type[Changes], data: Changes) -> dict[str, object]:
    return {"method": method, "data_type": _DATA_TYPES[kind], "data": data}


_DATA_TYPES: Final[Mapping[type[Changes], str]] = {UserChanges: "user", LeadChanges: "contact", NewEvent: "event"}
