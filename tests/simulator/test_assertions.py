"""What a test asks of the log, and how a failure reads."""

import pytest
from support.simulator_calls import Api

from intercom_async.simulator import ANY, Fault


def test_the_log_is_filtered_by_operation(api: Api) -> None:
    api.contact(email="a@b.c")
    api.get("/me")
    api.get("/contacts")
    assert [entry.operation for entry in api.simulator.log(operation="admins.me")] == ["admins.me"]
    assert [entry.number for entry in api.simulator.log(operation="contacts.*")] == [1, 3]
    assert [entry.number for entry in api.simulator.log(1, operation="contacts.*")] == [3]
    assert [entry["number"] for entry in api.get("/_simulator/log?operation=contacts.list").body] == [3]


def test_calls_are_counted_and_returned(api: Api) -> None:
    for number in range(2):
        api.contact(email=f"{number}@b.c", name="x")
    simulator = api.simulator
    assert [entry.status for entry in simulator.assert_called("contacts.create", times=2)] == [200, 200]
    (first,) = simulator.assert_called("contacts.create", times=1, body={"email": "0@b.c", "name": "x"})
    assert first.number == 1
    assert len(simulator.assert_called("contacts.create", body={"email": ANY, "name": "x"})) == 2
    assert len(simulator.assert_called("contacts.*")) == 2
    assert simulator.assert_called("contacts.delete", times=0) == []


def test_a_failure_shows_what_was_called_instead(api: Api) -> None:
    simulator = api.simulator
    with pytest.raises(AssertionError, match=r"^expected at least 1 call of contacts\.create, nothing was called$"):
        simulator.assert_called("contacts.create")
    api.get("/me")
    api.get("/nowhere")
    api.simulator.faults.replace([Fault(kind="drop", times=1)])
    assert api.answer("GET", "/contacts").response is None
    with pytest.raises(AssertionError) as caught:
        simulator.assert_called("contacts.create", times=1)
    assert str(caught.value).splitlines() == [
        "expected 1 call of contacts.create, the log has 0:",
        "  1 admins.me (GET /me): 200",
        "  2 ? (GET /nowhere): 404",
        "  3 contacts.list (GET /contacts): no answer",
    ]


def test_a_failure_about_a_body_shows_the_bodies(api: Api) -> None:
    api.get("/me")
    api.contact(email="a@b.c")
    with pytest.raises(AssertionError) as caught:
        api.simulator.assert_called("contacts.create", times=2, body={"email": ANY, "name": "Ada"})
    assert str(caught.value).splitlines() == [
        "expected 2 calls of contacts.create with the body {'email': ANY, 'name': 'Ada'}, the log has 0:",
        "  2 contacts.create (POST /contacts): 200 {'email': 'a@b.c'}",
    ]


def test_a_name_that_is_none_is_the_tests_own_mistake(api: Api) -> None:
    with pytest.raises(ValueError, match=r"no operation 'contact\.create': there are .*contacts\.create"):
        api.simulator.assert_called("contact.create", times=0)
    with pytest.raises(ValueError, match=r"names such as contacts\.create"):
        api.simulator.assert_called("???")
