"""What happens to a call before it reaches an operation: token, quota, Accept, version, path, JSON."""

import base64
import re

import pytest
from support.simulator_calls import Api, ManualClock, request

from intercom_async.http import BodyStream
from intercom_async.operations import BY_NAME
from intercom_async.simulator import Simulator
from intercom_async.versions import V1_4, Version


def shape(path: str) -> str:
    """Return a path template without the names of its parameters."""
    return re.sub(r"\{\w+\}", "{}", path)


UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def test_it_answers_exactly_the_table(api: Api) -> None:
    """The table of operations and the simulator have the same names."""
    assert api.simulator.operations == set(BY_NAME)


@pytest.mark.parametrize(
    "authorization", ["", "Bearer wrong", "Bearer", "Digest test-token", "Basic ???", "Basic /w=="]
)
def test_a_wrong_token_is_401_without_rate_headers(api: Api, authorization: str) -> None:
    """behaviour.md 1.1 and 2: unauthorized; the headers are not sent without valid credentials."""
    result = api.get("/me", token=None, Authorization=authorization)
    assert result.problem == (401, "unauthorized")
    assert result.message == "Access Token Invalid"
    assert not [name for name in result.headers if name.startswith("x-ratelimit")]
    assert api.simulator.report().windows == ()
    assert api.simulator.report().statuses == {"401": 1}


def test_basic_auth_with_the_token_as_user_name(api: Api) -> None:
    """behaviour.md 10: 1.x authentication; old clients send the token as the user of Basic auth."""
    credentials = base64.b64encode(b"test-token:").decode()
    assert api.get("/me", token=None, Authorization=f"Basic {credentials}").status == 200


def test_several_tokens_share_the_workspace() -> None:
    """behaviour.md 1.1: private-app and OAuth tokens; an app may rotate its own."""
    api = Api(token=["one", "two"])
    assert [api.get("/me", token=token).status for token in ("one", "two", "three")] == [200, 200, 401]


def test_error_bodies_have_the_request_id_of_the_header(api: Api) -> None:
    """behaviour.md 4.1 and v1.md 1: error.list with the id of X-Request-Id."""
    result = api.get("/contacts/nobody")
    assert result.body == {
        "type": "error.list",
        "request_id": result.headers["X-Request-Id"],
        "errors": [{"code": "not_found", "message": "User Not Found"}],
    }
    assert UUID.fullmatch(result.headers["X-Request-Id"])


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("*/*", 200),
        ("text/html, application/json;q=0.5", 200),
        ("application/vnd.intercom.3+json", 200),
        ("application/*", 200),
        ("text/html", 406),
        ("application/octet-stream", 406),
    ],
)
def test_accept_must_take_json(api: Api, accept: str, status: int) -> None:
    """behaviour.md 1.2: 406 with this code and message; the vendor type of the ruby client works."""
    result = api.get("/me", Accept=accept)
    assert result.status == status
    if status == 406:
        assert result.code == "media_type_not_acceptable"
        assert result.message == "The Accept header should send a media type of application/json"
        assert "X-RateLimit-Limit" in result.headers


@pytest.mark.parametrize("body", [b"{", b"nonsense", b'"text"', b"[]", b'{"a": NaN}', b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_400(api: Api, body: bytes) -> None:
    """behaviour.md 4.2: invalid JSON is parameter_invalid."""
    assert api.post("/contacts", body).problem == (400, "parameter_invalid")


def test_numbers_without_end_are_400(api: Api) -> None:
    """Neither an endless row of digits nor a float beyond all bounds breaks anything."""
    digits = b"9" * 5000
    api.attribute("score", "float")
    assert api.post("/contacts", b'{"email": "a@b.c", "custom_attributes": {"score": 1e999}}').status == 400
    assert api.post("/contacts", b'{"email": "a@b.c", "signed_up_at": ' + digits + b"}").status == 400
    assert api.get(f"/contacts?per_page={digits.decode()}").status == 400
    assert api.put(f"/data_attributes/{digits.decode()}", {}).status == 404
    query = {"field": "created_at", "operator": ">", "value": digits.decode()}
    assert api.post("/contacts/search", {"query": query}).status == 400


def test_a_body_of_another_content_type_is_415(api: Api) -> None:
    """behaviour.md 1.2 and v1.md 1: bodies are application/json."""
    assert api.post("/contacts", b"a=b", Content_Type="application/x-www-form-urlencoded").status == 415


def test_a_streamed_body_must_be_collected_first(api: Api) -> None:
    """The simulator itself awaits nothing."""

    async def pieces():  # noqa: ANN202 - never run
        yield b""

    asked = request("POST", "/contacts")
    with pytest.raises(TypeError, match="collect the stream"):
        api.simulator.handle(type(asked)(asked.method, asked.url, asked.headers, BodyStream(pieces)))


@pytest.mark.parametrize("version", ["1.5", "2.99", "3.0", "x", "", "2", "1.10"])
def test_an_unknown_version_is_400(api: Api, version: str) -> None:
    """behaviour.md 1.3 and v1.md 1: the requested version could not be found."""
    result = api.get("/me", version=version)
    assert result.problem == (400, "intercom_version_invalid")
    assert result.message == "The requested version could not be found"


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.0", "2.16", "2.17", "Preview", "Unstable"])
def test_every_published_version_is_known(api: Api, version: str) -> None:
    """behaviour.md 1.3: 1.0 to 2.17 and Preview, which was called Unstable."""
    assert api.get("/me", version=version).status == 200


@pytest.mark.parametrize(
    ("method", "path", "version"),
    [
        ("GET", "/users", "2.0"),
        ("POST", "/users", "2.16"),
        ("GET", "/users/scroll", "Preview"),
        ("DELETE", "/users", "2.7"),
        ("POST", "/contacts/search", "1.4"),
        ("PUT", "/contacts/1", "1.4"),
        ("GET", "/admins/activity_logs", "1.1"),
        ("GET", "/contacts/scroll", "2.16"),
        ("GET", "/contacts/activities", "2.16"),
        ("POST", "/data_attributes", "1.4"),
        ("GET", "/data_attributes", "1.3"),
    ],
)
def test_a_path_that_the_version_lacks_is_400(api: Api, method: str, path: str, version: str) -> None:
    """behaviour.md 1.3: a known resource of another version is intercom_version_invalid."""
    result = api.call(method, path, {} if method == "POST" else None, version=version)
    assert result.problem == (400, "intercom_version_invalid")
    assert result.message == "Requested resource is not available in current API version."


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/inboxes"), ("GET", "/"), ("PATCH", "/contacts"), ("GET", "/a/b/c")]
)
def test_an_unknown_path_or_method_is_404(api: Api, method: str, path: str) -> None:
    """behaviour.md 1.3 and 4.2: not_found; an unsupported method as well."""
    assert api.call(method, path).problem == (404, "not_found")


def test_every_operation_is_gated_as_the_table_says() -> None:
    """behaviour.md 1.3: in each of the 23 versions a path is there exactly where an operation of the table has it."""
    api = Api(limit=None)
    for text in (*(f"1.{minor}" for minor in range(5)), *(f"2.{minor}" for minor in range(17)), "Preview"):
        version = Version(text)
        shapes = {name: (row.method, shape(row.path_at(version))) for name, row in BY_NAME.items()}
        answered = {shapes[name] for name, row in BY_NAME.items() if row.available_in(version)}
        for name, row in BY_NAME.items():
            path = row.path_at(version).replace("{", "").replace("}", "")
            result = api.call(row.method, path, version=text)
            gated = result.status == 400 and "errors" in result.body and result.code == "intercom_version_invalid"
            assert gated is (shapes[name] not in answered), (name, text)


@pytest.mark.parametrize(
    ("path", "version", "operation"),
    [
        ("/companies", "1.4", "companies.list"),
        ("/companies?tag_id=1", "1.4", "companies.list"),
        ("/companies?segment_id=1", "1.0", "companies.list"),
        ("/companies?company_id=1", "1.4", "companies.find"),
        ("/companies?company_id=1&type=user", "1.4", "companies.list_users_by_company_id"),
        ("/companies?company_id=1&type=user", "2.0", "companies.find"),
        ("/data_attributes/customer", "1.3", "data_attributes.list_for_customers"),
        ("/data_attributes?model=customer", "1.4", "data_attributes.list_for_customers"),
        ("/data_attributes", "1.4", "data_attributes.list"),
        ("/data_attributes?model=contact", "2.16", "data_attributes.list"),
        ("/data_attributes?model=company", "2.16", "data_attributes.list_for_companies"),
        ("/companies", "2.16", "companies.list"),
        ("/companies?tag_id=1", "2.16", "companies.list"),
        ("/companies?name=x", "2.0", "companies.find"),
        ("/contacts", "1.4", "leads.list"),
        ("/contacts?user_id=1", "1.4", "leads.find"),
        ("/contacts", "2.0", "contacts.list"),
        ("/contacts/1", "1.4", "leads.retrieve"),
        ("/contacts/1", "2.0", "contacts.retrieve"),
        ("/events?type=user&user_id=1", "1.0", "data_events.list"),
        ("/events?type=user&user_id=1&summary=true", "2.16", "data_events.summarize"),
        ("/users?user_id=1", "1.4", "users.find"),
        ("/users?email=a@b.c", "1.4", "users.find"),
        ("/users?phone=1", "1.4", "users.list"),
    ],
)
def test_rows_that_share_a_path_are_told_apart(api: Api, path: str, version: str, operation: str) -> None:
    """By the version and the query: the log names the row that was called."""
    api.get(path, version=version)
    assert next(api.simulator.log()).operation == operation


def test_the_apps_version_counts_without_the_header() -> None:
    """behaviour.md 1.3: omitted, the version is that of the app."""
    assert Api(app_version=V1_4).get("/users", version=None).status == 200
    assert Api().get("/users", version=None).status == 400


def test_a_trailing_slash_is_tolerated(api: Api) -> None:
    """behaviour.md 10: old clients send one."""
    assert api.get("/me/").status == 200


def test_quoted_path_parameters_are_unquoted(api: Api) -> None:
    """A slash in an id does not lead to another path."""
    assert api.get("/contacts/a%2Fb").message == "User Not Found"


def test_dates_are_http_dates(api: Api) -> None:
    """RFC 9110: whole seconds in GMT."""
    assert api.get("/me").headers["Date"] == "Tue, 14 Nov 2023 22:13:20 GMT"
    api.clock.time += 1.9
    assert api.get("/me").headers["Date"] == "Tue, 14 Nov 2023 22:13:21 GMT"


def test_the_same_seed_gives_the_same_answers() -> None:
    """Ids and request ids depend on seed and clock alone."""
    asked = request("POST", "/contacts", {"email": "a@b.c"})
    first, second, other = (Simulator(seed=seed, clock=ManualClock()).handle(asked) for seed in (1, 1, 2))
    assert first == second
    assert first != other


def test_me_shows_the_workspace(api: Api) -> None:
    """behaviour.md 1.1: GET /me with app; app.secure is there from 2.0 on."""
    new, old = api.get("/me").body, api.get("/me", version="1.4").body
    assert new["type"] == "admin"
    assert new["app"]["timezone"] == "UTC"
    assert new["app"]["secure"] is False
    assert "secure" not in old["app"]
