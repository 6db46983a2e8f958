"""Users of 1.x: the upsert, finding, pages by URL, and the scroll."""

import re

from support.simulator_calls import Api

from intercom_async.simulator import Fault


def test_a_contact_of_2_16_is_a_user_of_1_4(api: Api) -> None:
    """behaviour.md 1.4 (2.0): users and contacts are the same people, external_id is user_id."""
    api.attribute("plan")
    body = api.contact(
        email="a@b.c", external_id="7", name="A", phone="+1", signed_up_at=5, last_seen_at=6, avatar="https://x/y.png",
        custom_attributes={"plan": "pro"},
    )  # fmt: skip
    user = api.get(f"/users/{body['id']}", version="1.4").body
    assert user["type"] == "user"
    expected = {
        "id": body["id"], "user_id": "7", "email": "a@b.c", "name": "A", "phone": "+1", "anonymous": False,
        "signed_up_at": 5, "remote_created_at": 5, "last_request_at": 6, "created_at": body["created_at"],
        "avatar": {"type": "avatar", "image_url": "https://x/y.png"}, "custom_attributes": {"plan": "pro"},
    }  # fmt: skip
    assert {name: user[name] for name in expected} == expected


def test_a_lead_resolves_as_a_contact_of_1_4(api: Api) -> None:
    """API docs: view a user; a lead's id is found there too."""
    lead = api.contact(role="lead", email="a@b.c")
    assert api.get(f"/users/{lead['id']}", version="1.4").body["type"] == "contact"


def test_the_upsert_looks_for_id_then_user_id_then_email(api: Api) -> None:
    """API docs: create or update a user; 200 both ways."""
    first = api.user(user_id=1, email="A@b.c")
    second = api.user(user_id="2", email="b@b.c")
    assert first["email"] == "a@b.c"
    assert api.user(id=first["id"], user_id="9", name="x")["user_id"] == "9"
    assert api.user(user_id="2", email="new@b.c")["id"] == second["id"]
    assert api.user(email="NEW@b.c", name="y")["id"] == second["id"]
    assert api.post("/users", {"id": "nobody"}, version="1.4").problem == (404, "not_found")
    assert api.post("/users", {"name": "x"}, version="1.4").problem == (400, "parameter_invalid")


def test_an_update_by_id_takes_nobody_elses_user_id(api: Api) -> None:
    first, second = api.user(user_id="1"), api.user(user_id="2")
    result = api.post("/users", {"id": first["id"], "user_id": "2"}, version="1.4")
    assert result.problem == (409, "conflict")
    assert api.user(user_id="2", name="x")["id"] == second["id"]
    assert api.user(id=first["id"], user_id=None, email="a@b.c")["user_id"] is None


def test_an_email_with_another_user_id_is_another_user(api: Api) -> None:
    """API docs: create or update a user; without a stored user_id it is set, with another one the user is new."""
    first = api.user(email="a@b.c")
    assert api.user(user_id="1", email="a@b.c")["id"] == first["id"]
    second = api.user(user_id="2", email="a@b.c")
    assert second["id"] != first["id"]
    result = api.post("/users", {"email": "a@b.c", "name": "x"}, version="1.4")
    assert result.problem == (409, "unique_user_constraint")
    assert result.message.startswith("Multiple existing users match this email address")
    assert api.delete("/users?email=a@b.c", version="1.4").problem == (409, "unique_user_constraint")


def test_unknown_custom_attributes_are_made_in_1_x(api: Api) -> None:
    """v1.md 9: create or update a user; the type comes from the first value, _at makes a date."""
    values = {"s": "x", "i": 1, "f": 1.5, "b": True, "last_order_at": 5, "none": None}
    user = api.user(email="a@b.c", custom_attributes=values)
    del values["none"]
    assert user["custom_attributes"] == values
    made = {item["name"]: item["data_type"] for item in api.get("/data_attributes").body["data"] if item["custom"]}
    assert made == {"s": "string", "i": "integer", "f": "float", "b": "boolean", "last_order_at": "date"}
    for bad in ({"list": [1]}, {"a.b": 1}, {"i": "x"}, {"long": "x" * 256}, {"ok": 1, "no!": 1}):
        assert api.post("/users", {"email": "a@b.c", "custom_attributes": bad}, version="1.4").status == 400
    after = [item["name"] for item in api.get("/data_attributes").body["data"] if item["custom"]]
    assert sorted(after) == sorted(made)


def test_sessions_and_last_request(api: Api) -> None:
    """API docs: create or update a user; update_last_request_at and new_session."""
    user = api.user(email="a@b.c", update_last_request_at=True, new_session=True, last_request_at=5)
    assert (user["last_request_at"], user["session_count"]) == (1_700_000_000, 1)
    assert api.user(email="a@b.c", new_session=True)["session_count"] == 2
    assert api.user(email="a@b.c", new_session=False)["session_count"] == 2


def test_unsubscribed_null_is_refused_since_1_3(api: Api) -> None:
    """behaviour.md 1.4: 1.3."""
    body = {"email": "a@b.c", "unsubscribed_from_emails": None}
    assert api.post("/users", body, version="1.2").status == 200
    assert api.post("/users", body, version="1.3").problem == (400, "parameter_invalid")


def test_archiving_by_user_id_or_email(api: Api) -> None:
    """v1.md 6: archive a user; the answer is the user, who is gone afterwards and cannot be written."""
    first, second = api.user(user_id="1"), api.user(email="b@b.c")
    assert api.delete("/users?user_id=1", version="1.4").body == first
    assert api.delete("/users?email=B@b.c", version="1.4").body == second
    assert api.delete("/users?email=b@b.c", version="1.4").problem == (404, "not_found")
    assert api.delete("/users", version="1.4").problem == (400, "parameter_not_found")
    assert api.get(f"/users/{first['id']}", version="1.4").message == "User Not Found"
    assert api.post("/users", {"user_id": "1"}, version="1.4").problem == (409, "not_restorable")


def test_finding_by_user_id(api: Api) -> None:
    user = api.user(user_id="1")
    assert api.get("/users?user_id=1", version="1.4").body == user
    assert api.get("/users?user_id=2", version="1.4").problem == (404, "not_found")


def test_finding_by_email_gives_a_list_from_1_1(api: Api) -> None:
    """behaviour.md 1.4: 1.1 and 1.2; one user in 1.0, users and leads in 1.1, users only from 1.2."""
    user = api.user(email="a@b.c")
    api.contact(role="lead", email="a@b.c")
    del user["owner_id"]  # came with 1.4
    assert api.get("/users?email=A@b.c", version="1.0").body == user
    assert len(api.get("/users?email=a@b.c", version="1.1").body["users"]) == 2
    assert api.get("/users?email=a@b.c", version="1.2").body["users"] == [user]
    assert api.get("/users?email=x@b.c", version="1.4").body == {
        "type": "user.list",
        "users": [],
        "total_count": 0,
        "limited": False,
        "pages": {"type": "pages", "next": None, "page": 1, "per_page": 50, "total_pages": 0},
    }
    assert api.get("/users?email=x@b.c", version="1.0").problem == (404, "not_found")
    api.user(user_id="1", email="other@b.c")
    api.user(user_id="1", email="a@b.c")
    assert api.get("/users?email=a@b.c", version="1.0").problem == (409, "conflict")


def many(api: Api, count: int) -> list[str]:
    """Make users, oldest first, with a lead between them."""
    for number in range(count):
        api.contact(external_id=str(number), phone=str(number % 2))
        if number % 10 == 0:
            api.contact(role="lead")
    return [str(number) for number in range(count)]


def test_pages_are_linked_by_url() -> None:
    """v1.md 3: list users; `next` is a URL on the same host that keeps the other parameters, null at the end."""
    api = Api()
    names = many(api, 130)
    path, seen = "/users?per_page=60&order=asc&nonsense=1", []
    while path:
        body = api.get(path, version="1.4").body
        seen += [user["user_id"] for user in body["users"]]
        assert body["total_count"] == 130
        following = body["pages"]["next"]
        assert following is None or following.startswith("https://api.intercom.test/users?per_page=60&order=asc")
        path = following and following.removeprefix("https://api.intercom.test")
    assert seen == names
    assert len(api.get("/users", version="1.4").body["users"]) == 50
    assert api.get("/users?page=9", version="1.4").body["users"] == []


def test_links_lead_to_the_base_url_that_was_set() -> None:
    """behaviour.md 10: links lead to the address of the server, as it was given."""
    api = Api(base_url="http://proxy.test:1")
    many(api, 2)
    assert (
        api.get("/users?per_page=1", version="1.4").body["pages"]["next"]
        == "http://proxy.test:1/users?per_page=1&page=2"
    )


def test_lists_are_sorted_and_filtered(api: Api) -> None:
    """v1.md 9: list users; newest first by default, created_since counts days."""
    for number, seen in enumerate([30, 10, 20]):
        api.contact(external_id=str(number), last_seen_at=seen, phone=str(number % 2))
        api.clock.time += 86_400

    def names(query: str) -> str:
        return "".join(user["user_id"] for user in api.get(f"/users?{query}", version="1.4").body["users"])

    assert names("") == "210"
    assert names("sort=last_request_at&order=asc") == "120"
    assert names("created_since=1") == "2"
    assert names("phone=0") == "20"
    assert names("tag_id=5") == ""
    assert api.get("/users?sort=nonsense", version="1.4").status == 400
    assert api.get("/users?order=descending", version="1.4").status == 400
    assert api.get("/users?per_page=61", version="1.4").problem == (400, "parameter_invalid")
    assert api.get("/users?page=0", version="1.4").problem == (400, "parameter_invalid")


def test_page_numbers_reach_10_000(api: Api) -> None:
    """v1.md 3: list users; beyond it one must scroll."""
    result = api.get("/users?page=201", version="1.4")
    assert result.problem == (400, "bad_request")
    assert result.message == "page limit reached, please use scroll API"
    assert api.get("/users?page=200", version="1.4").status == 200


def scroll(api: Api, token: str = ""):  # noqa: ANN201 - a Result
    return api.get(f"/users/scroll?scroll_param={token}" if token else "/users/scroll", version="1.4")


def test_a_scroll_gives_every_user_once_and_ends_on_an_empty_page() -> None:
    """v1.md 4: iterating over all users; 100 a page, one token, pages null, no total; then the next may open."""
    api = Api()
    names = many(api, 250)
    first = scroll(api)
    token = first.body["scroll_param"]
    assert re.fullmatch(r"[0-9a-f-]{36}", token)
    assert {k: v for k, v in first.body.items() if k not in {"users", "scroll_param"}} == {
        "type": "user.list",
        "pages": None,
        "total_count": 0,
        "limited": False,
    }
    pages = [first, *(scroll(api, token) for _ in range(3))]
    assert [len(page.body["users"]) for page in pages] == [100, 100, 50, 0]
    assert [user["user_id"] for page in pages for user in page.body["users"]] == names
    assert {page.body["scroll_param"] for page in pages} == {token}
    after = scroll(api, token)
    assert (after.problem, after.message) == ((404, "not_found"), "scroll parameter not found")
    assert scroll(api).status == 200


def test_only_one_scroll_is_open(api: Api) -> None:
    """v1.md 4: iterating over all users; an empty scroll_param also begins."""
    api.user(user_id="1")
    scroll(api)
    result = api.get("/users/scroll?scroll_param=", version="1.4")
    assert (result.problem, result.message) == ((400, "scroll_exists"), "scroll already exists for this workspace")
    assert scroll(api, "another").problem == (404, "not_found")


def test_a_scroll_expires_after_a_minute_without_use() -> None:
    """v1.md 4: iterating over all users; every call begins the minute anew."""
    api = Api()
    many(api, 250)
    token = scroll(api).body["scroll_param"]
    api.clock.time += 59.9
    assert scroll(api, token).status == 200
    api.clock.time += 59.9
    assert scroll(api, token).status == 200
    api.clock.time += 60
    assert scroll(api, token).message == "scroll parameter not found"
    assert len(scroll(api).body["users"]) == 100


def test_a_lost_answer_still_moves_the_scroll_on() -> None:
    """v1.md 4: iterating over all users; asking again skips a page."""
    api = Api()
    names = many(api, 250)
    token = scroll(api).body["scroll_param"]
    api.simulator.faults.replace([Fault(kind="drop", operation="users.scroll", handled=True, times=1)])
    assert api.answer("GET", f"/users/scroll?scroll_param={token}", version="1.4").response is None
    assert [user["user_id"] for user in scroll(api, token).body["users"]] == names[200:]


def test_a_scroll_that_failed_can_be_begun_anew() -> None:
    """v1.md 4: iterating over all users; a 500 means to restart, and this fault frees the workspace for that."""
    api = Api()
    names = many(api, 120)
    token = scroll(api).body["scroll_param"]
    message = "Request failed due to an internal network error. Please restart the scroll operation."
    api.simulator.faults.replace([Fault(kind="status", message=message, ends_scroll=True, times=1)])
    result = scroll(api, token)
    assert (result.status, result.message) == (500, message)
    assert [user["user_id"] for user in scroll(api).body["users"]] == names[:100]


def test_nothing_to_scroll_is_404(api: Api) -> None:
    """behaviour.md 3: pagination; as for companies when there are none."""
    api.contact(role="lead")
    assert scroll(api).problem == (404, "not_found")
