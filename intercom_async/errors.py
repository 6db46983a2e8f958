"""Every exception of the package; one dict of status to class and one of code to class."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from .http import Headers
from .versions import Version

if TYPE_CHECKING:
    from .operation import Request

#: How much of an answer's body an error keeps.
BODY_LIMIT: Final = 4096
#: How many characters of the server's reasons an error's text shows.
SUMMARY_LIMIT: Final = 1000


@attrs.frozen
class Attempt:
    """One try of a call: what came of it, and when."""

    #: The status of the answer, None when there was none.
    status: int | None
    #: The name of the error's class, None for a good answer.
    error: str | None
    #: Seconds from the start of the call to the start of this try, and how long the try took.
    started: float
    seconds: float
    request_id: str | None = None


class IntercomError(Exception):
    """Base of everything that this package raises on its own account; pickles, copies and compares."""

    def __reduce__(self) -> "tuple[Callable[..., IntercomError], tuple[object, ...]]":
        return _restore, (type(self), self.args, dict(vars(self)))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.args == getattr(other, "args", ()) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), self.args))


def _restore(cls: type[IntercomError], args: tuple[object, ...], state: Mapping[str, object]) -> IntercomError:
    error = cls.__new__(cls, *args)
    super(IntercomError, error).__init__(*args)  # what the built-in base keeps beside args
    error.__dict__.update(state)
    return error


class ClientClosedError(IntercomError):
    """The client was used after ``aclose()``."""


class MissingExtraError(IntercomError, ImportError):
    """A feature was used whose optional packages are not installed; the message names the extra."""


class UnsupportedOperationError(IntercomError):
    """The chosen API version does not have the operation; nothing was sent."""

    def __init__(
        self,
        operation: str,
        version: Version,
        *,
        since: Version | None,
        until: Version | None,
        instead: str | None = None,
    ) -> None:
        self.operation = operation
        self.version = version
        self.since = since
        self.until = until
        #: What to call instead, None when nothing replaces it.
        self.instead = instead
        span = " ".join(f"{word} {bound}" for word, bound in (("from", since), ("until", until)) if bound)
        hint = f"; use {instead}" if instead else ""
        super().__init__(f"{operation} exists {span}, not in {version}{hint}")


class DecodeError(IntercomError):
    """An answer's body could not be read as what it should be; the server did answer."""

    def __init__(self, problem: str, *, path: str = "$", status: int | None = None, body: bytes = b"") -> None:
        self.problem = problem
        #: Where in the body, as a JSON path.
        self.path = path
        self.status = status
        #: The beginning of the body; may hold personal data.
        self.body: bytes = body[:BODY_LIMIT]
        answer = f" in the answer with status {status}" if status is not None else ""
        super().__init__(f"{problem} at {path}{answer}")


class DeadlineExceededError(IntercomError, TimeoutError):
    """The call's deadline would pass before it could be done; nothing is under way any more."""

    def __init__(self, problem: str, *, retry_at: datetime | None = None, attempts: Sequence[Attempt] = ()) -> None:
        #: When trying again makes sense (aware, UTC), None when unknown.
        self.retry_at = retry_at
        self.attempts: tuple[Attempt, ...] = tuple(attempts)
        super().__init__(problem)


class PaginationError(IntercomError):
    """A list cannot be read to its end."""


class PaginationStalledError(PaginationError):
    """The server gave the same next page twice; going on would never end."""


class PageLimitError(PaginationError):
    """A page list ended before everything was listed, as the server does at 10,000; use scroll or search."""


class CheckpointError(PaginationError, ValueError):
    """A checkpoint belongs to another operation, version or query; nothing was sent."""


class ScrollRestartError(PaginationError):
    """A scroll broke and was restarted as often as allowed; nothing more will be read."""


class ScrollSpoolError(PaginationError):
    """The pages of a scroll that wait for their reader found no room; those that did were given before."""


class RedirectRefusedError(IntercomError):
    """A file is said to be at an address that is not followed: over http, without end, or at none."""


class ExportFailedError(IntercomError):
    """An export ended without a file; one over nothing is no error."""

    def __init__(self, problem: str, *, status: str | None = None, job_identifier: str | None = None) -> None:
        #: As the server says it, such as ``failed`` or ``canceled``.
        self.status = status
        self.job_identifier = job_identifier
        super().__init__(problem)


class TransportError(IntercomError):
    """No complete answer arrived."""

    #: Whether the request may have reached the server.
    sent: ClassVar[bool] = True

    def __init__(self, problem: str, *, attempts: Sequence[Attempt] = ()) -> None:
        #: Every try of the call, this one last.
        self.attempts: tuple[Attempt, ...] = tuple(attempts)
        super().__init__(problem)


class ConnectionFailedError(TransportError):
    """No connection could be made; the request did not leave."""

    sent = False


class ConnectTimeoutError(ConnectionFailedError, TimeoutError):
    """A connection was not made, or did not become free in the pool, in time; the request did not leave."""


class ReadTimeoutError(TransportError, TimeoutError):
    """The server was silent for too long."""


class ConnectionLostError(TransportError):
    """The connection broke before the answer was complete."""


class ResponseTooLargeError(TransportError):
    """The answer's body is larger than ``max_response_bytes``."""


class FileUnavailableError(TransportError):
    """The place outside the API where a file is kept did not give it; its address may have run out."""


class OutcomeUnknownError(TransportError):
    """A request that must not be sent twice left and got no answer: it may have been carried out."""

    def __init__(self, problem: str, *, request: "Request", attempts: Sequence[Attempt] = ()) -> None:
        #: What was sent, to look up whether it was carried out.
        self.request = request
        super().__init__(problem, attempts=attempts)


def _shown(text: str | None) -> str:
    return repr(text and without_emails(text))


@attrs.frozen
class ErrorDetail:
    """One entry of an answer's ``errors``."""

    #: The server's own words may repeat what was sent: e-mail addresses in them are not shown.
    code: str | None = attrs.field(default=None, repr=_shown)
    message: str | None = attrs.field(default=None, repr=_shown)
    field: str | None = attrs.field(default=None, repr=_shown)


class ApiError(IntercomError):
    """Intercom answered with an error; the classes below it say which."""

    def __init__(
        self,
        status: int,
        *,
        errors: Sequence[ErrorDetail] = (),
        operation: str | None = None,
        request_id: str | None = None,
        headers: Headers | None = None,
        body: bytes = b"",
    ) -> None:
        self.status = status
        #: Every entry of the body's ``errors``, the first of them also as `code`, `message` and `field`.
        self.errors: tuple[ErrorDetail, ...] = tuple(errors)
        #: The operation's name, such as ``contacts.create``.
        self.operation = operation
        self.request_id = request_id
        self.headers: Headers = headers or Headers()
        #: The beginning of the body; may hold personal data.
        self.body: bytes = body[:BODY_LIMIT]
        #: Every try of the call, this one last.
        self.attempts: tuple[Attempt, ...] = ()
        #: Whether a request that must not be sent twice may have been carried out all the same.
        self.outcome_unknown = False
        super().__init__(self._summary())

    def _summary(self) -> str:
        what = f"{self.operation}: " if self.operation else ""
        reason = "; ".join(filter(None, map(_described, self.errors))) or "no reason given"
        reason = reason if len(reason) <= SUMMARY_LIMIT else f"{reason[:SUMMARY_LIMIT]}..."
        request_id = f" (request {self.request_id})" if self.request_id else ""
        return f"{what}{self.status} {reason}{request_id}"

    @property
    def code(self) -> str | None:
        """The first error's code, such as ``not_found``; an open set."""
        return self.errors[0].code if self.errors else None

    @property
    def message(self) -> str | None:
        """The first error's message; its wording is not stable."""
        return self.errors[0].message if self.errors else None

    @property
    def field(self) -> str | None:
        """The field that the first error is about."""
        return self.errors[0].field if self.errors else None


_WORD: Final = re.compile(r"[^\s<>\"'=,;()]+")


def without_emails(text: str) -> str:
    """Return *text*, which may be long, with every word that holds an e-mail address replaced."""
    return _WORD.sub(lambda word: "[e-mail]" if "@" in word[0] or "%40" in word[0] else word[0], text)


def _described(error: ErrorDetail) -> str:
    """Say one error in a line that may be logged: the server's text repeats what was sent, so e-mails are taken out."""
    parts = (error.code, error.message, f"field {error.field}" if error.field else None)
    return without_emails(": ".join(filter(None, parts)))


class BadRequestError(ApiError):
    """400."""


class VersionInvalidError(BadRequestError):
    """400 ``intercom_version_invalid``: unknown version, or the version lacks this resource."""


class ScrollExistsError(BadRequestError):
    """400 or 423 ``scroll_exists``: the workspace's one scroll is open elsewhere, until a minute after its last use."""


class AuthenticationError(ApiError):
    """401: the token is missing, wrong, revoked or blocked."""


class PaymentRequiredError(ApiError):
    """402: not in the workspace's plan."""


class PermissionDeniedError(ApiError):
    """403, or 401 ``token_unauthorized``: the token is good but lacks the scope or the plan."""


class NotFoundError(ApiError):
    """404."""


class MethodNotAllowedError(ApiError):
    """405."""


class NotAcceptableError(ApiError):
    """406."""


class RequestTimeoutError(ApiError):
    """408."""


class ConflictError(ApiError):
    """409."""


class ContactConflictError(ConflictError):
    """409: a contact with that external id or e-mail exists."""

    @property
    def contact_id(self) -> str | None:
        """The id of the contact that exists."""
        found = _CONTACT_ID.search(self.message or "")
        return found[1] if found else None

    @property
    def archived(self) -> bool:
        """Whether the contact that exists is archived."""
        return "archived contact" in (self.message or "").lower()


class SeveralUsersError(ConflictError):
    """409: several users have that e-mail; name one by user id."""


class UniqueUserConstraintError(SeveralUsersError):
    """409 ``unique_user_constraint``: several users have that e-mail; name one by user id."""


class NotRestorableError(ConflictError):
    """409 ``not_restorable``: the user was archived or blocked, and no write brings them back."""


class JobClosedError(ConflictError):
    """``job_closed``: the job takes no more items; under which status is not documented."""


class GoneError(ApiError):
    """410."""


class ContactMergedError(GoneError):
    """410 ``contact_merged``: the contact was merged into another."""

    @property
    def merged_into(self) -> str | None:
        """The id of the contact that it was merged into, as the answer's ``Link`` has it."""
        found = _CONTACT_LINK.search(self.headers.get("link") or "")
        return found[1] if found else None


class UnsupportedMediaTypeError(ApiError):
    """415."""


class UnprocessableEntityError(ApiError):
    """422."""


class LockedError(ApiError):
    """423."""


class RateLimitError(ApiError):
    """429: too many calls in this window, or too many pending jobs."""

    #: When the next window begins (aware, UTC, this machine's clock), None when unknown or for jobs.
    retry_at: datetime | None = None
    #: The window's quota and what was left of it, None when the answer did not say.
    limit: int | None = None
    remaining: int | None = None

    @property
    def scope(self) -> str:
        """``"window"`` for the quota of calls, ``"jobs"`` for pending export jobs."""
        return "jobs" if "job" in (self.message or "").lower() else "window"


class ServerError(ApiError):
    """5xx; with `outcome_unknown` the request may have been carried out."""


_CONTACT_ID: Final = re.compile(r"\bid=(\w+)")
_CONTACT_LINK: Final = re.compile(r"<[^<>]*/contacts/([^/?#<>]+)>")

STATUS_CLASSES: Final[Mapping[int, type[ApiError]]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: PaymentRequiredError,
    403: PermissionDeniedError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    406: NotAcceptableError,
    408: RequestTimeoutError,
    409: ConflictError,
    410: GoneError,
    415: UnsupportedMediaTypeError,
    422: UnprocessableEntityError,
    423: LockedError,
    429: RateLimitError,
}

CODE_CLASSES: Final[Mapping[str, type[ApiError]]] = {
    "contact_merged": ContactMergedError,
    "intercom_version_invalid": VersionInvalidError,
    "job_closed": JobClosedError,
    "not_restorable": NotRestorableError,
    "scroll_exists": ScrollExistsError,
    "token_unauthorized": PermissionDeniedError,
    "unique_user_constraint": UniqueUserConstraintError,
}


def error_class(status: int, errors: Sequence[ErrorDetail]) -> type[ApiError]:
    """Return the class for an answer: by a well-known code first, by status second."""
    first = errors[0] if errors else ErrorDetail()
    if (by_code := CODE_CLASSES.get(first.code or "")) is not None:
        return by_code
    message = first.message or ""
    if status == 409 and "contact" in message.lower() and _CONTACT_ID.search(message):
        return ContactConflictError
    if status == 409 and "multiple existing users" in message.lower():
        return SeveralUsersError
    if status >= 500:
        return ServerError
    return STATUS_CLASSES.get(status, ApiError)
