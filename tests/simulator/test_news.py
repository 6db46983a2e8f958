"""News items and the feeds in which they are live."""

from typing import Any

import pytest
from support.simulator_calls import Api

CIARAN = 991267459
START = 1_700_000_000
PATH = "/news/news_items"


def item(api: Api, **fields: object) -> Any:
    return api.post(PATH, {"title": "We have news", "sender_id": CIARAN, **fields})


def test_a_news_item_is_written_changed_and_deleted(api: Api) -> None:
    """Recorded examples: create, read, update and delete; labels come in order, reactions as given."""
    body = item(api, body="<p>x</p>", labels=["Product", "New"], reactions=["😆", None], deliver_silently=True).body
    assert body == {
        "id": "1", "type": "news-item", "workspace_id": "simulatr", "title": "We have news", "body": "<p>x</p>",
        "sender_id": CIARAN, "state": "draft", "labels": ["New", "Product"], "cover_image_url": None,
        "reactions": ["😆", None], "deliver_silently": True, "created_at": START, "updated_at": START,
        "newsfeed_assignments": [],
    }  # fmt: skip
    assert api.get(f"{PATH}/1").body == body
    api.clock.time += 5
    changed = api.put(f"{PATH}/1", {"title": "New", "labels": None, "reactions": []}).body
    assert changed == {**body, "title": "New", "reactions": [], "updated_at": START + 5}
    assert item(api).body["reactions"] == [None] * 4
    page = api.get(PATH).body
    assert ([each["id"] for each in page["data"]], page["pages"]["per_page"]) == (["1", "2"], 10)
    assert api.delete(f"{PATH}/1").body == {"id": "1", "object": "news-item", "deleted": True}
    for result in (api.get(f"{PATH}/1"), api.put(f"{PATH}/1", {}), api.delete(f"{PATH}/1")):
        assert (result.problem, result.message) == ((404, "not_found"), "Resource Not Found")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"title": " "}, (400, "parameter_not_found")), ({"sender_id": None}, (400, "parameter_not_found")),
        ({"sender_id": 5}, (400, "parameter_invalid")), ({"sender_id": []}, (400, "parameter_invalid")),
        ({"state": "published"}, (400, "parameter_invalid")), ({"reactions": [5]}, (400, "parameter_invalid")),
        ({"labels": [None]}, (400, "parameter_invalid")), ({"deliver_silently": "x"}, (400, "parameter_invalid")),
        ({"newsfeed_assignments": [{"newsfeed_id": 9}]}, (404, "not_found")),
        ({"newsfeed_assignments": [{}]}, (404, "not_found")),
        ({"newsfeed_assignments": [{"newsfeed_id": 1, "published_at": START + 1}]}, (400, "parameter_invalid")),
    ],
)  # fmt: skip
def test_a_wrong_news_item_is_refused(api: Api, fields: dict[str, object], problem: tuple[int, str]) -> None:
    assert item(api, **fields).problem == problem
    assert api.get(PATH).body["total_count"] == 0


def test_a_feed_shows_what_is_live_in_it(api: Api) -> None:
    """API docs: news items that are live on a newsfeed; a draft, and one of another feed, are not."""
    feeds = api.get("/news/newsfeeds").body
    assert feeds["data"][0] == {
        "id": "1", "type": "newsfeed", "name": "Visitor Feed", "created_at": START, "updated_at": START,
    }  # fmt: skip
    assert (feeds["total_count"], feeds["pages"]["per_page"]) == (2, 10)
    assert api.get("/news/newsfeeds/1").body == feeds["data"][0]
    early = {"newsfeed_id": 1, "published_at": 1_600_000_000}
    item(api, state="live", newsfeed_assignments=[early, {"newsfeed_id": "2"}])
    item(api, state="live", newsfeed_assignments=[{"newsfeed_id": 1}])
    item(api, newsfeed_assignments=[early])
    page = api.get("/news/newsfeeds/1/items").body
    assert [each["id"] for each in page["data"]] == ["2", "1"]
    assert page["data"][1]["newsfeed_assignments"] == [early, {"newsfeed_id": 2, "published_at": START}]
    assert page["pages"]["per_page"] == 20
    api.put(f"{PATH}/2", {"state": "draft"})
    api.put(f"{PATH}/1", {"newsfeed_assignments": [{"newsfeed_id": 2}]})
    assert api.get("/news/newsfeeds/1/items").body["data"] == []
    for path in ("/news/newsfeeds/9", "/news/newsfeeds/9/items"):
        assert api.get(path).problem == (404, "not_found")
