"""Writing one row: create or update by identity, tell a refused row from a broken import, settle what is unknown."""

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from ..errors import (
    ApiError,
    AuthenticationError,
    ConnectionFailedError,
    DecodeError,
    IntercomError,
    PaymentRequiredError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    TransportError,
    VersionInvalidError,
)
from ..services.contacts import ArchivedPolicy
from .journal import Journal
from .ordering import Job
from .results import Outcome, RowResult

if TYPE_CHECKING:
    from ..client import Intercom

#: How often a row is begun whose outcome is unknown; the client's own retries are within each.
_TRIES: Final = 3
#: Contacts that are remembered for each call at once: more than are made while one goes on.
_RECENT: Final = 400
#: Refusals of the whole import: every other row would get the same.
_FATAL: Final = (AuthenticationError, PermissionDeniedError, PaymentRequiredError, VersionInvalidError)
#: The server cannot be reached or does not let us in: the rows are not to blame, so none is rejected.
_UNREACHABLE: Final = (ConnectionFailedError, RateLimitError)
_UNKNOWN: Final = (TransportError, ServerError, DecodeError)


class ContactWriter:
    """Carries one row to the server and says how it ended.

    An error that `write` raises is the whole import's: it leaves the row without a result, to be done again. So does
    an outage, which is as many rows without an answer as run at once and none with one between them.
    """

    __slots__ = ("_archived", "_client", "_concurrency", "_journal", "_recent", "_unanswered")

    def __init__(self, client: "Intercom", journal: Journal, *, archived: ArchivedPolicy, concurrency: int) -> None:
        self._client = client
        self._journal = journal
        self._archived: ArchivedPolicy = archived
        self._concurrency = concurrency
        self._unanswered = 0
        #: The contacts of the last rows, oldest first.
        self._recent: OrderedDict[str, None] = OrderedDict()

    async def write(self, job: Job) -> RowResult:
        """Write the row."""
        left = _TRIES if job.writable.keys else 1  # only with an identity does a next try find what this one did
        while True:
            left -= 1
            try:
                result = await self._try(job)
            except _FATAL:
                raise
            except _UNREACHABLE:
                if not left:
                    raise
            except _UNKNOWN as exc:
                job.uncertain = True
                if not left:
                    return self._unresolved(job, exc)
            except ApiError as exc:
                self._unanswered = 0
                reason = f"Intercom refused it: {exc.status} {exc.code or ''}: {exc.message or 'no reason given'}"
                return _rejected(job, reason, exc.request_id)
            else:
                self._unanswered = 0
                return result

    async def _try(self, job: Job) -> RowResult:
        changes = job.writable.changes
        if not job.writable.keys:
            lead = await self._client.contacts.create(changes)
            return RowResult(job.row.number, Outcome.CREATED, lead.id, original=job.row.original)
        done = await self._client.contacts.upsert(changes, archived=self._archived)
        contact_id = done.contact.id
        if done.created:
            created = contact_id not in self._recent  # else a lost answer made the client take another row's for new
        else:  # a row that may have been written before finds its own contact, unless another row had made it
            created = job.uncertain and not await self._journal.touched(contact_id, besides=job.row.number)
        self._remember(contact_id)
        outcome = Outcome.CREATED if created else Outcome.UPDATED
        return RowResult(job.row.number, outcome, contact_id, original=job.row.original)

    def _remember(self, contact_id: str) -> None:
        self._recent[contact_id] = None
        if len(self._recent) > _RECENT * self._concurrency:
            self._recent.popitem(last=False)

    def _unresolved(self, job: Job, exc: IntercomError) -> RowResult:
        self._unanswered += 1
        if self._unanswered >= self._concurrency:
            raise exc
        reason = f"it is unknown whether it was written: {exc}"
        return _rejected(job, reason, exc.request_id if isinstance(exc, ApiError) else None)


def _rejected(job: Job, reason: str, request_id: str | None) -> RowResult:
    return RowResult(job.row.number, Outcome.REJECTED, reason=reason, request_id=request_id, original=job.row.original)
