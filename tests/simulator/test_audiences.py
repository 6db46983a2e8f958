"""Audiences: made, changed, listed and deleted."""

import pytest
from support.simulator_calls import Api

RULE = {"attribute": "company.name", "type": "string", "comparison": "contains", "value": "Acme"}


def test_one_is_made_changed_and_deleted(api: Api) -> None:
    """Recorded examples: predicates are answered as they were written."""
    made = api.post("/audiences", {"name": "VIP", "predicates": [RULE]})
    assert (made.status, made.body) == (201, {
        "type": "audience", "id": "1", "name": "VIP", "predicates": [RULE], "role_predicates": [],
        "created_at": 1_700_000_000, "updated_at": 1_700_000_000,
    })  # fmt: skip
    api.clock.time += 100
    assert api.put("/audiences/1", {"role_predicates": [RULE]}).body["name"] == "VIP"
    changed = api.put("/audiences/1", {"name": "B"}).body
    assert changed == {**made.body, "name": "B", "role_predicates": [RULE], "updated_at": 1_700_000_100}
    assert api.get("/audiences/1").body == changed
    listed = api.get("/audiences").body
    assert listed == {
        "type": "list", "data": [changed], "total_count": 1, "page": 1, "per_page": 50, "total_pages": 1
    }  # fmt: skip
    gone = api.delete("/audiences/1")
    assert (gone.status, gone.body) == (204, None)
    for again in (api.get("/audiences/1"), api.put("/audiences/1", {}), api.delete("/audiences/1")):
        assert (again.problem, again.message) == ((404, "not_found"), "Resource Not Found")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Name is required"),
        ({"name": " "}, "Name must not be blank"),
        ({"name": "x", "predicates": 5}, "predicates must be a list"),
        ({"name": "x", "role_predicates": [5]}, "role_predicates must hold JSON objects"),
    ],
)
def test_a_wrong_one_is_422(api: Api, body: dict[str, object], message: str) -> None:
    """behaviour.md 4.3, recorded examples: no name, and an empty one."""
    result = api.post("/audiences", body)
    assert (result.status, result.message) == (422, message)


def test_a_name_cannot_be_cleared(api: Api) -> None:
    """behaviour.md 4.3, recorded example: Name must not be blank."""
    api.post("/audiences", {"name": "x"})
    assert api.put("/audiences/1", {"name": None}).message == "Name must not be blank"


def test_content_is_for_all_again_when_its_audience_is_gone(api: Api) -> None:
    for name in ("a", "b"):
        api.post("/audiences", {"name": name})
    made = api.post("/content_snippets", {"title": "x", "body_markdown": "x", "audience_ids": ["1", 2]})
    assert made.body["audience_ids"] == [1, 2]
    api.delete("/audiences/1")
    assert api.get("/content_snippets/1").body["audience_ids"] == [2]
    assert api.put("/content_snippets/1", {"audience_ids": None}).body["audience_ids"] == []


def test_what_is_no_part_of_a_predicate_is_not_kept(api: Api) -> None:
    """OpenAPI files: the schema of a predicate has four members, all text."""
    made = api.post("/audiences", {"name": "VIP", "predicates": [{**RULE, "x": 1, "value": None}]}).body
    assert made["predicates"] == [{name: RULE[name] for name in RULE if name != "value"}]
