"""Every exception of the package pickles, copies and compares, and shows neither tokens nor e-mail addresses."""

import copy
import json
import logging
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.values_errors import INTERNAL, exceptions, instances

from intercom_async.errors import ApiError, ErrorDetail, IntercomError
from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.json_codec import json_codec
from intercom_async.operations import Contacts
from intercom_async.wire import error_from

ALL = sorted(exceptions(), key=lambda cls: (cls.__module__, cls.__name__))
ERRORS = [cls for cls in ALL if issubclass(cls, IntercomError)]
TOKEN = "dG9rOjEyMzQ1Njc4OWFiY2RlZg"
few = settings(max_examples=max(settings().max_examples // 8, 10))


def test_every_exception_has_the_one_base() -> None:
    """But those that never leave the package."""
    others = {f"{cls.__module__.removeprefix('intercom_async.')}.{cls.__name__}" for cls in ALL if cls not in ERRORS}
    assert others <= INTERNAL


@pytest.mark.parametrize("cls", ERRORS, ids=lambda cls: cls.__name__)
@few
@given(data=st.data())
def test_exceptions_pickle_copy_and_compare(cls: type[IntercomError], data: st.DataObject) -> None:
    error = data.draw(instances(cls))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(error, protocol))
        assert (type(again), again, str(again)) == (cls, error, str(error))
        assert vars(again) == vars(error)
    assert copy.copy(error) == copy.deepcopy(error) == error
    assert hash(copy.copy(error)) == hash(error)
    assert isinstance(error, IntercomError)


@pytest.mark.parametrize("cls", ERRORS, ids=lambda cls: cls.__name__)
@few
@given(data=st.data())
def test_what_is_set_later_counts(cls: type[IntercomError], data: st.DataObject) -> None:
    """Attributes and notes that are added to an error travel and compare too."""
    error = data.draw(instances(cls))
    marked = copy.copy(error)
    marked.add_note("seen")
    assert marked != error
    assert pickle.loads(pickle.dumps(marked)).__notes__ == ["seen"]


LOCAL = st.text("abcdefghijklmnopqrstuvwxyz0123456789.+_-", min_size=1, max_size=12)
EMAILS = st.builds("{}@{}.example".format, LOCAL, st.text("abcdefgh", min_size=1, max_size=8))
AROUND = st.sampled_from(["", " ", "'", '"', "<", "=", "(", ",", ":", ";", "\n"])


@given(email=EMAILS, before=AROUND, after=AROUND, status=st.sampled_from([400, 404, 409, 422, 429, 500]))
def test_errors_show_no_email(email: str, before: str, after: str, status: int) -> None:
    """Whatever the server repeats of what was sent: in no text, repr or log line, wherever it stands in the body."""
    text = f"User{before}{email}{after} not found"
    for body in (
        {"errors": [{"code": email, "message": text, "field": email}]},
        {"errors": {email: text}},
        {"error_key": text, "message": text},
    ):
        response = HttpResponse(status, Headers(), json.dumps(body).encode())
        error = error_from(response, Contacts.create, json_codec())
        record = logging.makeLogRecord({"msg": "failed: %s %r", "args": (error, error)})
        shown = f"{error} {error!r} {record.getMessage()} {response!r} {error.errors[0].message and ''}"
        assert email not in shown
        assert email not in repr(error.errors)


@given(name=st.sampled_from(["Authorization", "authorization", "Proxy-Authorization", "Cookie", "X-Access-Token"]))
def test_tokens_are_in_no_text_and_no_pickle(name: str) -> None:
    headers = Headers([(name, f"Bearer {TOKEN}"), ("Accept", "*/*")])
    request = HttpRequest("POST", f"https://a/?token={TOKEN}", headers, b"{}")
    error = ApiError(401, headers=Headers(headers.redacted), errors=[ErrorDetail("unauthorized")])
    response = HttpResponse(401, Headers([("Set-Cookie", TOKEN)]))
    for value in (headers, request, error, response, error_from(response, Contacts.create, json_codec())):
        assert TOKEN not in f"{value} {value!r}"
    for value in (headers, error, response, error_from(response, Contacts.create, json_codec())):
        assert TOKEN.encode() not in pickle.dumps(value)
        assert TOKEN not in repr(copy.deepcopy(value))
