"""Error answers: every status and code has its class, every body some meaning, and none is too large or too odd."""

import json
from typing import Any

import pytest

from intercom_async import errors
from intercom_async.errors import (
    BODY_LIMIT,
    CODE_CLASSES,
    STATUS_CLASSES,
    SUMMARY_LIMIT,
    ApiError,
    ConflictError,
    ContactConflictError,
    ErrorDetail,
    PermissionDeniedError,
    RateLimitError,
    ScrollExistsError,
    ServerError,
)
from intercom_async.http import REDACTED, Headers, HttpResponse
from intercom_async.json_codec import json_codec
from intercom_async.operation import GET
from intercom_async.operations import Contacts
from intercom_async.wire import error_from

JSON = json_codec()


def error(status: int, body: Any = b"", **headers: str) -> ApiError:
    """Return the error for an answer to the creation of a contact."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return error_from(HttpResponse(status, Headers(pairs), data), Contacts.create, JSON)


def listed(*entries: Any, request_id: Any = "r1") -> dict[str, Any]:
    return {"type": "error.list", "request_id": request_id, "errors": list(entries)}


@pytest.mark.parametrize(
    ("status", "kind"), [*STATUS_CLASSES.items(), *((n, ServerError) for n in (500, 502, 503, 504, 599))]
)
def test_each_status_has_its_class(status: int, kind: type[ApiError]) -> None:
    found = error(status)
    assert type(found) is kind
    assert (found.status, found.errors, found.code, found.message, found.field) == (status, (), None, None, None)
    assert str(found) == f"contacts.create: {status} no reason given"


@pytest.mark.parametrize("status", [302, 304, 418, 451, 499])
def test_other_statuses_are_api_errors(status: int) -> None:
    assert type(error(status)) is ApiError


@pytest.mark.parametrize("key", ["code", "type"])
@pytest.mark.parametrize(("code", "kind"), CODE_CLASSES.items())
def test_a_known_code_goes_before_the_status(code: str, kind: type[ApiError], key: str) -> None:
    """Very old bodies call the code "type"."""
    found = error(418, listed({key: code}))
    assert (type(found), found.code) == (kind, code)


@pytest.mark.parametrize(
    ("status", "code", "kind", "parent"),
    [
        (400, "intercom_version_invalid", errors.VersionInvalidError, errors.BadRequestError),
        (400, "scroll_exists", ScrollExistsError, errors.BadRequestError),
        (423, "scroll_exists", ScrollExistsError, errors.BadRequestError),
        (401, "token_unauthorized", PermissionDeniedError, ApiError),
        (401, "unauthorized", errors.AuthenticationError, ApiError),
        (410, "contact_merged", errors.ContactMergedError, errors.GoneError),
        (409, "unique_user_constraint", errors.UniqueUserConstraintError, errors.SeveralUsersError),
        (409, "not_restorable", errors.NotRestorableError, ConflictError),
        (400, "job_closed", errors.JobClosedError, ConflictError),
        (403, "job_closed", errors.JobClosedError, ConflictError),
        (409, "conflict", ConflictError, ApiError),
        (429, "rate_limit_exceeded", RateLimitError, ApiError),
    ],
)
def test_well_known_codes(status: int, code: str, kind: type[ApiError], parent: type[ApiError]) -> None:
    """A code's class stands below its documented status; the status is the answer's."""
    found = error(status, listed({"code": code}))
    assert (type(found), found.status, found.code) == (kind, status, code)
    assert isinstance(found, parent)


def test_a_missing_scope_is_no_bad_token() -> None:
    assert not isinstance(error(401, listed({"code": "token_unauthorized"})), errors.AuthenticationError)


def test_all_errors_of_a_body_are_kept() -> None:
    found = error(400, listed({"code": "a", "message": "M", "field": "f"}, {"type": "b"}, {"message": "only"}))
    assert found.errors == (ErrorDetail("a", "M", "f"), ErrorDetail("b"), ErrorDetail(None, "only"))
    assert (found.code, found.message, found.field, found.request_id) == ("a", "M", "f", "r1")
    assert str(found) == "contacts.create: 400 a: M: field f; b; only (request r1)"
    assert json.loads(found.body)["errors"][1] == {"type": "b"}


@pytest.mark.parametrize(
    ("body", "details"),
    [
        ({"errors": {"email": "is taken", "base": "no"}}, (("is taken", "email"), ("no", "base"))),
        ({"errors": {"email": ["is", "taken"]}}, ((None, "email"),)),
        ({"error_key": "bad_phone", "message": "Bad"}, (("Bad", None),)),
        ({"error_key": "bad_phone"}, ((None, None),)),
        ({"type": "error", "request_id": "r", "message": "No"}, (("No", None),)),
        ({"errors": []}, ()),
        ({"errors": None}, ()),
        ({"errors": ["text", None, 5, []]}, ()),
        ({"errors": "text"}, ()),
        ({"errors": [{"code": 5, "message": ["x"], "field": {}}]}, ((None, None),)),
        ([1, 2], ()),
        ("text", ()),
        (b"null", ()),
        (b"", ()),
        (b"<html>502 Bad Gateway</html>", ()),
        (b'{"errors": [{"code"', ()),
        (b"\xff\xfe\x00", ()),
        (b"[" * 100_000, ()),
    ],
)
def test_any_body_will_do(body: Any, details: tuple[tuple[str | None, str | None], ...]) -> None:
    found = error(422, body)
    assert tuple((each.message, each.field) for each in found.errors) == details
    assert type(found) is errors.UnprocessableEntityError


def test_an_error_key_is_the_code() -> None:
    assert error(400, {"error_key": "bad_phone", "message": "Bad"}).code == "bad_phone"


@pytest.mark.parametrize(
    ("body", "headers", "request_id"),
    [
        (listed(), {}, "r1"),
        (listed(request_id=None), {"X_Request_Id": "h1"}, "h1"),
        (listed(request_id=5), {}, None),
        (b"", {"X_Request_Id": "h1"}, "h1"),
        (b"<html>", {}, None),
    ],
)
def test_the_request_id_comes_from_body_or_header(body: Any, headers: dict[str, str], request_id: str | None) -> None:
    assert error(404, body, **headers).request_id == request_id


def test_huge_bodies_make_small_errors() -> None:
    """Neither their number, nor a message, nor the text grows with the answer."""
    many = listed(*({"code": "c" * 10_000, "message": "m" * 10_000} for _ in range(5_000)))
    found = error(400, many)
    assert len(found.errors) == 100
    assert len(found.errors[0].message or "") == len(found.code or "") == BODY_LIMIT
    assert len(found.body) == BODY_LIMIT
    assert len(str(found)) < SUMMARY_LIMIT + 100
    fields = error(422, {"errors": {f"{n}{'f' * 5_000}": "m" for n in range(5_000)}})
    assert len(fields.errors) == 100
    assert len(fields.field or "") == BODY_LIMIT


def test_text_that_goes_on_without_a_space_takes_no_time() -> None:
    """Taking e-mails out is linear."""
    assert "a" * 100 in str(error(400, {"message": "a" * 4_000_000 + "@"}))


@pytest.mark.parametrize(
    ("message", "contact_id", "archived"),
    [
        ("A contact matching those details already exists with id=5da6f18e", "5da6f18e", False),
        ("An archived contact matching those details already exists with id=64ab", "64ab", True),
        ("an ARCHIVED CONTACT matching those details already exists with id=64ab.", "64ab", True),
    ],
)
def test_a_conflict_of_contacts_names_the_other(message: str, contact_id: str, *, archived: bool) -> None:
    found = error(409, listed({"code": "conflict", "message": message}))
    assert isinstance(found, ContactConflictError)
    assert (found.contact_id, found.archived) == (contact_id, archived)


@pytest.mark.parametrize("message", ["Conflict", "A tag with id=5 exists", "A contact with that e-mail exists", None])
def test_other_conflicts_are_plain(message: str | None) -> None:
    assert type(error(409, listed({"code": "conflict", "message": message}))) is ConflictError


@pytest.mark.parametrize("key", ["code", "type"])
def test_several_users_of_one_email_are_an_error_of_their_own(key: str) -> None:
    """As 1.x answers it under the code of all conflicts, and under its own."""
    message = "Multiple existing users match this email address - must be more specific using user_id"
    found = error(409, listed({key: "conflict", "message": message}))
    assert type(found) is errors.SeveralUsersError
    assert issubclass(errors.UniqueUserConstraintError, errors.SeveralUsersError)
    assert type(error(400, listed({key: "conflict", "message": message}))) is errors.BadRequestError


def test_a_contact_conflict_without_an_id_has_none() -> None:
    assert ContactConflictError(409).contact_id is None
    assert not ContactConflictError(409).archived


def test_the_quota_is_read_from_the_headers() -> None:
    found = error(429, listed({"code": "rate_limit_exceeded"}), X_RateLimit_Limit="167", X_RateLimit_Remaining="0")
    assert isinstance(found, RateLimitError)
    assert (found.limit, found.remaining, found.retry_at, found.scope) == (167, 0, None, "window")
    without = error(429, X_RateLimit_Limit="many", X_RateLimit_Remaining="-1")
    assert isinstance(without, RateLimitError)
    assert (without.limit, without.remaining) == (None, None)


def test_pending_jobs_are_another_limit() -> None:
    text = "Exceeded rate limit of 1 pending message data export jobs"
    found = error(429, listed({"code": "rate_limit_exceeded", "message": text}))
    assert isinstance(found, RateLimitError)
    assert found.scope == "jobs"


def test_headers_are_kept_without_secrets() -> None:
    found = error(400, b"", Set_Cookie="session=s3cret", Link="</contacts/1>")
    assert found.headers["set-cookie"] == REDACTED
    assert found.headers["link"] == "</contacts/1>"


def test_requests_off_the_table_are_named_by_their_method() -> None:
    found = error_from(HttpResponse(404, Headers()), GET("/x"), JSON)
    assert str(found) == "GET request: 404 no reason given"
