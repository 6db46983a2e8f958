"""Calls about articles, help centers and news."""

from collections.abc import Callable, Mapping
from typing import Final

from ..scene import CIARAN, Scene
from ..simulator_calls import Result

_CENTER: Final = "/help_center/help_centers/1"
_SITE: Final = "http://help-center.test/simulatr"


def article(s: Scene, **fields: object) -> str:
    """Publish an article in a collection, with a tag where there may be one, and return its path."""
    group = collection(s)
    given = {"title": "How", "description": "x", "body": "Like this", "author_id": int(CIARAN), "state": "published"}
    parent = {"parent_id": int(group.rpartition("/")[2]), "parent_type": "collection"}
    body = s.post("/articles", {**given, **parent, **fields}).body
    s.api.post(f"/articles/{body['id']}/tags", {"id": "1"})
    return f"/articles/{body['id']}"


def staged(s: Scene) -> str:
    """Publish an article, stage a draft on top of it and return its path."""
    path = article(s)
    s.put(f"{path}/draft", {"title": "Why", "body": "So"})
    return path


def collection(s: Scene) -> str:
    """Make a collection and return its path."""
    return f"/help_center/collections/{s.post('/help_center/collections', {'name': 'News'}).body['id']}"


def section(s: Scene) -> str:
    """Make a section in a collection and return its path."""
    body = {"name": "Old", "parent_id": int(collection(s).rpartition("/")[2])}
    return f"/help_center/sections/{s.post('/help_center/sections', body).body['id']}"


def redirect(s: Scene, name: str = "old") -> dict[str, object]:
    """Return the body of a redirect to a new article."""
    target = article(s).rpartition("/")[2]
    return {"from_url": f"{_SITE}/{name}", "locale": "en", "target_type": "article", "target_id": target}


def redirected(s: Scene) -> str:
    """Make a redirect and return its path."""
    return f"{_CENTER}/redirects/{s.post(f'{_CENTER}/redirects', redirect(s)).body['id']}"


def news(s: Scene, name: str = "x") -> str:
    """Write a live news item and return its path."""
    feeds = [{"newsfeed_id": 1, "published_at": 1_600_000_000}]
    body = {"title": name, "body": "<p>x</p>", "sender_id": int(CIARAN), "state": "live", "newsfeed_assignments": feeds}
    return f"/news/news_items/{s.post('/news/news_items', body).body['id']}"


def version(s: Scene) -> str:
    """Change an article and return the path of what it says then."""
    path = article(s)
    s.put(path, {"title": "Why"})
    return f"{path}/versions/{s.get(f'{path}/versions').body['data'][0]['id']}"


def listed(s: Scene, make: Callable[[Scene], object], path: str) -> Result:
    """Make something and list what there is of it."""
    make(s)
    return s.get(path)


CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "articles.list": lambda s: listed(s, article, "/articles"),
    "articles.search": lambda s: listed(s, article, "/articles/search?phrase=like&highlight=true"),
    "articles.create": lambda s: s.post(
        "/articles",
        {
            "title": "Thanks for everything",
            "description": "Description of the Article",
            "body": "Body of the Article",
            "author_id": int(CIARAN),
            "state": "published",
            "parent_id": int(collection(s).rpartition("/")[2]),
            "parent_type": "collection",
            "translated_content": {"fr": {"title": "Merci pour tout", "author_id": int(CIARAN)}},
        },
    ),
    "articles.retrieve": lambda s: s.get(article(s)),
    "articles.update": lambda s: s.put(article(s), {"title": "Christmas is here!", "body": "<p>New gifts</p>"}),
    "articles.delete": lambda s: s.delete(article(s)),
    "articles.attach_tag": lambda s: s.post(f"{article(s)}/tags", {"id": "1", "admin_id": CIARAN}),
    "articles.detach_tag": lambda s: s.delete(f"{article(s)}/tags/1"),
    "articles.list_versions": lambda s: s.get(f"{staged(s)}/versions?locale=en"),
    "articles.retrieve_version": lambda s: s.get(version(s)),
    "articles.retrieve_draft": lambda s: s.get(f"{staged(s)}/draft"),
    "articles.update_draft": lambda s: s.put(f"{article(s)}/draft", {"title": "Why"}),
    "articles.publish_draft": lambda s: s.post(f"{staged(s)}/draft/publish", {"locales": ["en"]}),
    "collections.list": lambda s: listed(s, collection, "/help_center/collections"),
    "collections.create": lambda s: s.post("/help_center/collections", {"name": "News", "description": "x"}),
    "collections.retrieve": lambda s: s.get(collection(s)),
    "collections.update": lambda s: s.put(collection(s), {"name": "Update collection name"}),
    "collections.delete": lambda s: s.delete(collection(s)),
    "sections.list": lambda s: listed(s, section, "/help_center/sections"),
    "sections.create": lambda s: s.post(
        "/help_center/sections", {"name": "Old", "parent_id": int(collection(s).rpartition("/")[2])}
    ),
    "sections.retrieve": lambda s: s.get(section(s)),
    "sections.update": lambda s: s.put(section(s), {"name": "Older"}),
    "sections.delete": lambda s: s.delete(section(s)),
    "help_centers.list": lambda s: s.get("/help_center/help_centers"),
    "help_centers.retrieve": lambda s: s.get(_CENTER),
    "help_centers.list_redirects": lambda s: listed(s, redirected, f"{_CENTER}/redirects"),
    "help_centers.create_redirect": lambda s: s.post(f"{_CENTER}/redirects", redirect(s)),
    "help_centers.retrieve_redirect": lambda s: s.get(
        f"{_CENTER}/redirects/{s.post(f'{_CENTER}/redirects', redirect(s, 'older')).body['id']}"
    ),
    "help_centers.delete_redirect": lambda s: s.delete(redirected(s)),
    "news_items.list": lambda s: listed(s, news, "/news/news_items"),
    "news_items.create": lambda s: s.post(
        "/news/news_items",
        {
            "title": "Halloween is here!",
            "body": "<p>New costumes in store for this spooky season</p>",
            "labels": ["Product", "Update", "New"],
            "sender_id": int(CIARAN),
            "deliver_silently": True,
            "reactions": ["😆", "😅"],
            "state": "live",
            "newsfeed_assignments": [{"newsfeed_id": 2, "published_at": 1664638214}],
        },
    ),
    "news_items.retrieve": lambda s: s.get(news(s)),
    "news_items.update": lambda s: s.put(news(s), {"title": "Christmas is here!", "sender_id": int(CIARAN)}),
    "news_items.delete": lambda s: s.delete(news(s)),
    "newsfeeds.list": lambda s: s.get("/news/newsfeeds"),
    "newsfeeds.retrieve": lambda s: s.get("/news/newsfeeds/1"),
    "newsfeeds.list_items": lambda s: listed(s, news, "/news/newsfeeds/1/items"),
}

WAIVERS: Final[Mapping[tuple[str, str, str], tuple[tuple[str, ...], str]]] = {
    ("article_list_item", "audience_ids", "undeclared"): (
        ("2.16", "preview"),
        "the description of article_content.audience_ids: an article in one language has them itself",
    ),
}

UNFIELDED: Final[Mapping[tuple[str, str], str]] = {
    **{
        (f"{row}.{name}", key): "all lists of news have one schema, of news items or newsfeeds; examples have one kind"
        for row, name, keys in (
            ("news_items", "list", ("name",)),
            ("newsfeeds", "list_items", ("name",)),
            (
                "newsfeeds",
                "list",
                (
                    *("workspace_id", "title", "body", "sender_id", "state", "newsfeed_assignments", "labels"),
                    *("cover_image_url", "reactions", "deliver_silently"),
                ),
            ),
        )
        for key in keys
    },
}

SENT: Final[Mapping[str, Callable[..., object]]] = {
    "articles.attach_tag": lambda client, body: client.articles.attach_tag("1", body["id"]),
}

UNSENT: Final[Mapping[tuple[str, str], str]] = {
    ("collections.create", "bad_request"): "it lacks the name, which the method requires",
}
