"""The asyncio-first client of the Intercom REST API."""

from typing import TYPE_CHECKING

from ._version import __version__ as __version__

if TYPE_CHECKING:
    from .client import Intercom
    from .codec import from_dict, to_dict
    from .downloads import Download
    from .errors import (
        ApiError,
        AuthenticationError,
        BadRequestError,
        CheckpointError,
        ClientClosedError,
        ConflictError,
        ConnectionFailedError,
        ConnectionLostError,
        ConnectTimeoutError,
        ContactConflictError,
        ContactMergedError,
        DeadlineExceededError,
        DecodeError,
        ExportFailedError,
        FileUnavailableError,
        GoneError,
        IntercomError,
        JobClosedError,
        LockedError,
        MethodNotAllowedError,
        MissingExtraError,
        NotAcceptableError,
        NotFoundError,
        NotRestorableError,
        OutcomeUnknownError,
        PageLimitError,
        PaginationError,
        PaginationStalledError,
        PaymentRequiredError,
        PermissionDeniedError,
        RateLimitError,
        ReadTimeoutError,
        RedirectRefusedError,
        RequestTimeoutError,
        ResponseTooLargeError,
        ScrollExistsError,
        ScrollRestartError,
        ScrollSpoolError,
        ServerError,
        SeveralUsersError,
        TransportError,
        UniqueUserConstraintError,
        UnprocessableEntityError,
        UnsupportedMediaTypeError,
        UnsupportedOperationError,
        VersionInvalidError,
    )
    from .hooks import Hooks
    from .http import Timeout
    from .models.people import Person
    from .pagination import Checkpoint, Page, Paginator
    from .query import F
    from .response import Response
    from .retry import RetryPolicy
    from .unset import UNSET
    from .versions import Region, Version

#: Where each public name lives that is no error; loaded when first used, so that importing the package costs nothing.
_HOMES = {
    "Checkpoint": "pagination",
    "Download": "downloads",
    "F": "query",
    "Hooks": "hooks",
    "Intercom": "client",
    "Page": "pagination",
    "Paginator": "pagination",
    "Person": "models.people",
    "Region": "versions",
    "Response": "response",
    "RetryPolicy": "retry",
    "Timeout": "http",
    "UNSET": "unset",
    "Version": "versions",
    "from_dict": "codec",
    "to_dict": "codec",
}
__all__ = [
    "UNSET",
    "ApiError",
    "AuthenticationError",
    "BadRequestError",
    "Checkpoint",
    "CheckpointError",
    "ClientClosedError",
    "ConflictError",
    "ConnectTimeoutError",
    "ConnectionFailedError",
    "ConnectionLostError",
    "ContactConflictError",
    "ContactMergedError",
    "DeadlineExceededError",
    "DecodeError",
    "Download",
    "ExportFailedError",
    "F",
    "FileUnavailableError",
    "GoneError",
    "Hooks",
    "Intercom",
    "IntercomError",
    "JobClosedError",
    "LockedError",
    "MethodNotAllowedError",
    "MissingExtraError",
    "NotAcceptableError",
    "NotFoundError",
    "NotRestorableError",
    "OutcomeUnknownError",
    "Page",
    "PageLimitError",
    "PaginationError",
    "PaginationStalledError",
    "Paginator",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "Person",
    "RateLimitError",
    "ReadTimeoutError",
    "RedirectRefusedError",
    "Region",
    "RequestTimeoutError",
    "Response",
    "ResponseTooLargeError",
    "RetryPolicy",
    "ScrollExistsError",
    "ScrollRestartError",
    "ScrollSpoolError",
    "ServerError",
    "SeveralUsersError",
    "Timeout",
    "TransportError",
    "UniqueUserConstraintError",
    "UnprocessableEntityError",
    "UnsupportedMediaTypeError",
    "UnsupportedOperationError",
    "Version",
    "VersionInvalidError",
    "from_dict",
    "to_dict",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f".{_HOMES.get(name, 'errors')}", __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
