"""What errors say and what they are beside `IntercomError`."""

import pickle

import pytest

from intercom_async.errors import (
    BODY_LIMIT,
    CODE_CLASSES,
    STATUS_CLASSES,
    ApiError,
    BadRequestError,
    ConnectionFailedError,
    ConnectionLostError,
    ConnectTimeoutError,
    DeadlineExceededError,
    DecodeError,
    ErrorDetail,
    MissingExtraError,
    NotFoundError,
    OutcomeUnknownError,
    ReadTimeoutError,
    ServerError,
    TransportError,
    UnsupportedOperationError,
    error_class,
    without_emails,
)
from intercom_async.operations import Contacts
from intercom_async.versions import V1_4, V2_0, V2_16


@pytest.mark.parametrize(
    ("since", "until", "instead", "message"),
    [
        (None, V1_4, "contacts.list", "users.list exists until 1.4, not in 2.16; use contacts.list"),
        (V2_0, None, None, "users.list exists from 2.0, not in 2.16"),
        (V1_4, V2_0, None, "users.list exists from 1.4 until 2.0, not in 2.16"),
    ],
)
def test_an_operation_that_the_version_lacks(since: object, until: object, instead: str | None, message: str) -> None:
    error = UnsupportedOperationError("users.list", V2_16, since=since, until=until, instead=instead)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # both come from the table
    assert str(error) == message
    assert (error.operation, error.version, error.instead) == ("users.list", V2_16, instead)


def test_a_decode_error_names_the_place() -> None:
    assert (
        str(DecodeError("expected Contact, got array", path="$.data[3]")) == "expected Contact, got array at $.data[3]"
    )
    assert len(DecodeError("x", body=b"y" * 10_000).body) == BODY_LIMIT


def test_timeouts_are_timeouts_and_missing_packages_import_errors() -> None:
    """So that code that knows nothing of this package handles them."""
    for kind in (DeadlineExceededError, ConnectTimeoutError, ReadTimeoutError):
        assert issubclass(kind, TimeoutError)
    error = pickle.loads(pickle.dumps(MissingExtraError("no msgspec")))
    assert isinstance(error, ImportError)
    assert (error.msg, str(error)) == ("no msgspec", "no msgspec")


def test_what_left_is_known_by_class() -> None:
    assert [kind.sent for kind in (ConnectionFailedError, ConnectTimeoutError)] == [False, False]
    assert [kind.sent for kind in (TransportError, ReadTimeoutError, ConnectionLostError, OutcomeUnknownError)] == [
        True
    ] * 4


def test_an_unknown_outcome_carries_the_request() -> None:
    request = Contacts.create(json={"email": "ada@example.com"})
    error = OutcomeUnknownError("no answer", request=request)
    assert error.request is request
    assert "ada" not in f"{error} {error!r} {error.request!r}"


def test_errors_compare_by_class_and_contents() -> None:
    assert ApiError(400) == ApiError(400)
    assert ApiError(400) != BadRequestError(400)
    assert ApiError(400, request_id="a") != ApiError(400, request_id="b")
    assert len({NotFoundError(404), NotFoundError(404), NotFoundError(404, request_id="a")}) == 2
    assert ApiError(400) != "400"


def test_every_code_class_stands_below_a_status_class() -> None:
    for cls in CODE_CLASSES.values():
        assert any(issubclass(cls, parent) for parent in STATUS_CLASSES.values()), cls


def test_classes_need_no_errors() -> None:
    assert error_class(404, ()) is NotFoundError
    assert error_class(507, [ErrorDetail("odd")]) is ServerError
    assert error_class(299, ()) is ApiError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("User ada@example.com not found", "User [e-mail] not found"),
        ("<ada@example.com>, 'b@c.d'", "<[e-mail]>, '[e-mail]'"),
        ("email=ada%40example.com;x", "email=[e-mail];x"),
        ("nothing here", "nothing here"),
        ("", ""),
    ],
)
def test_emails_are_taken_out_of_texts(text: str, shown: str) -> None:
    assert without_emails(text) == shown


def test_details_show_no_email() -> None:
    detail = ErrorDetail("not_found", "User ada@example.com", "email")
    assert repr(detail) == "ErrorDetail(code='not_found', message='User [e-mail]', field='email')"
    assert detail.message == "User ada@example.com"
    assert repr(ErrorDetail()) == "ErrorDetail(code=None, message=None, field=None)"
