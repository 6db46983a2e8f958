"""Ticket types and states: made, changed, listed, with attributes."""

from typing import Any

import pytest
from support.simulator_calls import Api

STATES = ["submitted", "in_progress", "waiting_on_customer", "resolved"]


def attribute(api: Api, **fields: object) -> Any:
    body = {"name": "Size", "description": "How large", "data_type": "list", "list_items": " S,, L,S", **fields}
    return api.post("/ticket_types/1/attributes", body)


@pytest.mark.parametrize("version", ["2.9", "2.10", "2.12", "2.16"])
def test_a_type_is_made_changed_and_listed(api: Api, version: str) -> None:
    """behaviour.md 9 (ticket_types): title and description at first, categories from 2.10, states from 2.12."""
    made = api.post("/ticket_types", {"name": "Question", "description": "d", "icon": "?"}, version=version).body
    assert (made["id"], made["name"], made["description"], made["icon"]) == ("2", "Question", "d", "?")
    defaults = [(each["name"], each["order"], each["default"]) for each in made["ticket_type_attributes"]["data"]]
    assert defaults == [("_default_title_", 0, True), ("_default_description_", 1, True)]
    assert made.get("category") == (None if version == "2.9" else "Customer")
    states = made.get("ticket_states", {"data": []})["data"]
    assert [each["category"] for each in states] == ([] if version in {"2.9", "2.10"} else STATES)
    api.clock.time += 5
    body = {"name": "Ask", "archived": True, "is_internal": True, "category": "Tracker"}
    changed = api.put("/ticket_types/2", body, version=version).body
    assert changed == {
        **made, "name": "Ask", "archived": True, "is_internal": True, "updated_at": int(api.clock.time),
        **({} if version == "2.9" else {"category": "Tracker"}),
    }  # fmt: skip
    assert api.get("/ticket_types/2", version=version).body == changed
    listed = api.get("/ticket_types", version=version).body
    assert (listed["type"], [each["name"] for each in listed["data"]]) == ("list", ["Bug Report", "Ask"])


@pytest.mark.parametrize(
    ("method", "path", "body", "problem"),
    [
        ("POST", "/ticket_types", {}, (400, "parameter_not_found")),
        ("POST", "/ticket_types", {"name": " "}, (400, "parameter_not_found")),
        ("POST", "/ticket_types", {"name": 5}, (400, "parameter_invalid")),
        ("POST", "/ticket_types", {"name": "x", "category": "Other"}, (400, "parameter_invalid")),
        ("PUT", "/ticket_types/1", {"archived": "x"}, (400, "parameter_invalid")),
        ("PUT", "/ticket_types/9", {"name": "x"}, (404, "not_found")),
        ("GET", "/ticket_types/9", None, (404, "not_found")),
        ("POST", "/ticket_types/9/attributes", {}, (404, "not_found")),
        ("POST", "/ticket_types/1/attributes", {"name": "x", "data_type": "string"}, (400, "parameter_not_found")),
        ("POST", "/ticket_types/1/attributes", {"name": "x", "description": "", "data_type": "text"},
         (400, "parameter_invalid")),
        ("POST", "/ticket_types/1/attributes", {"name": "_default_title_", "description": "", "data_type": "string"},
         (400, "parameter_invalid")),
        ("POST", "/ticket_types/1/attributes", {"name": "x", "description": "", "data_type": "list"},
         (400, "parameter_invalid")),
        ("POST", "/ticket_types/1/attributes", {"name": "x", "description": "", "data_type": "list", "list_items": ","},
         (400, "parameter_invalid")),
        ("PUT", "/ticket_types/1/attributes/9", {}, (404, "not_found")),
        ("PUT", "/ticket_types/1/attributes/3", {}, (404, "not_found")),
        ("PUT", "/ticket_types/1/attributes/1", {"name": "_default_description_"}, (400, "parameter_invalid")),
    ],
)  # fmt: skip
def test_a_wrong_call_changes_nothing(api: Api, method: str, path: str, body: object, problem: tuple[int, str]) -> None:
    api.post("/ticket_types", {"name": "Other"})
    before = api.get("/ticket_types").body
    assert api.call(method, path, body).problem == problem
    assert api.get("/ticket_types").body == before


def test_an_attribute_is_added_and_changed(api: Api) -> None:
    """Items of a list keep their ids."""
    made = attribute(api, required_to_create=True, visible_to_contacts=False).body
    assert (made["id"], made["order"], made["default"], made["ticket_type_id"]) == ("3", 2, False, 1)
    assert (made["required_to_create"], made["visible_to_contacts"], made["visible_on_create"]) == (True, False, True)
    small, large = made["input_options"]["list_options"]
    assert (small["label"], large["label"]) == ("S", "L")
    api.clock.time += 5
    body = {"name": "Sizes", "list_items": "L,XL", "archived": True}
    changed = api.put("/ticket_types/1/attributes/3", body).body
    assert (changed["name"], changed["archived"], changed["updated_at"]) == ("Sizes", True, int(api.clock.time))
    assert changed["input_options"]["list_options"][0] == large
    assert [each["label"] for each in changed["input_options"]["list_options"]] == ["L", "XL"]
    assert api.get("/ticket_types/1").body["ticket_type_attributes"]["data"][-1] == changed
    assert "list_options" not in api.put("/ticket_types/1/attributes/1", {"list_items": "x"}).body["input_options"]


@pytest.mark.parametrize(
    ("data_type", "options"),
    [("string", {"multiline": True}), ("files", {"allow_multiple_values": True}), ("boolean", {})],
)
def test_the_options_of_an_attribute_go_by_its_type(api: Api, data_type: str, options: dict[str, bool]) -> None:
    made = attribute(api, data_type=data_type, multiline=True, allow_multiple_values=True).body
    assert made["input_options"] == options


def test_states_have_the_types_that_are_not_archived(api: Api) -> None:
    """Recorded example: types without attributes, from 2.12 on."""
    api.post("/ticket_types", {"name": "Gone"})
    api.put("/ticket_types/2", {"archived": True})
    found = api.get("/ticket_states", version="2.12").body
    assert [each["category"] for each in found["data"]] == STATES
    state = found["data"][2]
    assert (state["internal_label"], state["external_label"]) == ("Waiting on customer", "Waiting on you")
    (kind,) = state["ticket_types"]["data"]
    assert (kind["name"], kind["category"], "ticket_type_attributes" in kind) == ("Bug Report", "Customer", False)
    assert api.get("/ticket_states", version="2.11").problem == (400, "intercom_version_invalid")
