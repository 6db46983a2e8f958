"""Calls about content: articles for teammates, snippets, pages, where they are and for whom; and what is only read."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..scene import CIARAN, Scene
from ..simulator_calls import Result

WRITTEN: Final = {"title": "Thanks", "body": "Body", "author_id": int(CIARAN), "owner_id": int(CIARAN), "locale": "en"}
BLOCKS: Final = [{"type": "paragraph", "text": "Go to Settings."}]
RULE: Final = {"attribute": "company.name", "type": "string", "comparison": "contains", "value": "Acme"}


def made(s: Scene, path: str, body: object) -> str:
    """Make something and return its path."""
    return f"{path}/{s.post(path, body).body['id']}"


def article(s: Scene) -> str:
    return made(s, "/internal_articles", WRITTEN)


def snippet(s: Scene) -> str:
    return made(s, "/content_snippets", {"title": "Reset", "json_blocks": BLOCKS})


def folder(s: Scene) -> str:
    return made(s, "/folders", {"folder": {"name": "Docs"}})


def source(s: Scene) -> str:
    return made(s, "/ai/content_import_sources", {"sync_behavior": "api", "url": "https://x.test"})


def page_body(s: Scene) -> dict[str, Any]:
    texts = {"title": "Test", "html": "<p>x</p>", "url": "https://x.test/1", "locale": "en", "external_id": "a1"}
    return {**texts, "source_id": int(source(s).rpartition("/")[2])}


def page(s: Scene) -> str:
    return made(s, "/ai/external_pages", page_body(s))


def audience(s: Scene) -> str:
    return made(s, "/audiences", {"name": "VIP", "predicates": [RULE], "role_predicates": [RULE]})


def everything(s: Scene) -> None:
    """Make content of each kind."""
    for make in (article, snippet, page):
        make(s)
    s.post("/articles", {"title": "Hi", "author_id": int(CIARAN), "state": "published"})


def listed(make: Callable[[Scene], str | None], path: str) -> Callable[[Scene], Result]:
    """Return the call of a list with something in it."""

    def call(s: Scene) -> Result:
        make(s)
        return s.get(path)

    return call


def tagged(s: Scene, path: str) -> str:
    s.post(f"{path}/tags", {"id": "1"})
    return f"{path}/tags/1"


CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "internal_articles.list": listed(article, "/internal_articles"),
    "internal_articles.search": listed(article, "/internal_articles/search"),
    "internal_articles.create": lambda s: s.post("/internal_articles", WRITTEN),
    "internal_articles.retrieve": lambda s: s.get(article(s)),
    "internal_articles.update": lambda s: s.put(article(s), {"title": "Christmas is here!", "body": "<p>x</p>"}),
    "internal_articles.delete": lambda s: s.delete(article(s)),
    "internal_articles.attach_tag": lambda s: s.post(f"{article(s)}/tags", {"id": "1"}),
    "internal_articles.detach_tag": lambda s: s.delete(tagged(s, article(s))),
    "content.search": listed(everything, "/content/search?states=published"),
    "content.bulk_action": lambda s: s.post(
        "/content/bulk_actions", {"action": "publish", "content_ids": [{"type": "article_content", "id": "1"}]}
    ),
    "content_snippets.list": listed(snippet, "/content_snippets"),
    "content_snippets.create": lambda s: s.post("/content_snippets", {"title": "Reset", "json_blocks": BLOCKS}),
    "content_snippets.retrieve": lambda s: s.get(snippet(s)),
    "content_snippets.update": lambda s: s.put(snippet(s), {"title": "B"}),
    "content_snippets.delete": lambda s: s.delete(snippet(s)),
    "content_snippets.attach_tag": lambda s: s.post(f"{snippet(s)}/tags", {"id": "1"}),
    "content_snippets.detach_tag": lambda s: s.delete(tagged(s, snippet(s))),
    "folders.list": listed(folder, "/folders"),
    "folders.create": lambda s: s.post("/folders", {"folder": {"name": "Docs", "description": "x", "emoji": "x"}}),
    "folders.retrieve": lambda s: s.get(folder(s)),
    "folders.update": lambda s: s.put(folder(s), {"folder": {"name": "B", "parent_folder_id": None}}),
    "folders.delete": lambda s: s.delete(folder(s)),
    "content_import_sources.list": listed(source, "/ai/content_import_sources"),
    "content_import_sources.create": lambda s: s.post(
        "/ai/content_import_sources", {"sync_behavior": "api", "url": "https://x.test"}
    ),
    "content_import_sources.retrieve": lambda s: s.get(source(s)),
    "content_import_sources.update": lambda s: s.put(source(s), {"sync_behavior": "api", "url": "https://y.test"}),
    "content_import_sources.delete": lambda s: s.delete(source(s)),
    "external_pages.list": listed(page, "/ai/external_pages"),
    "external_pages.create": lambda s: s.post("/ai/external_pages", page_body(s)),
    "external_pages.retrieve": lambda s: s.get(page(s)),
    "external_pages.update": lambda s: s.put(page(s), page_body(s)),
    "external_pages.delete": lambda s: s.delete(page(s)),
    "audiences.list": listed(audience, "/audiences"),
    "audiences.create": lambda s: s.post(
        "/audiences", {"name": "VIP", "predicates": [RULE], "role_predicates": [RULE]}
    ),
    "audiences.retrieve": lambda s: s.get(audience(s)),
    "audiences.update": lambda s: s.put(audience(s), {"name": "B"}),
    "audiences.delete": lambda s: s.delete(audience(s)),
    "macros.list": lambda s: s.get("/macros?per_page=1"),
    "macros.retrieve": lambda s: s.get("/macros/1"),
    "brands.list": lambda s: s.get("/brands"),
    "brands.retrieve": lambda s: s.get("/brands/2"),
    "emails.list": lambda s: s.get("/emails"),
    "emails.retrieve": lambda s: s.get("/emails/1"),
    "away_status_reasons.list": lambda s: s.get("/away_status_reasons"),
    "subscription_types.list": lambda s: s.get("/subscription_types"),
    "workflows.export": lambda s: s.get("/export/workflows/1"),
}

SENT: Final[Mapping[str, Callable[..., Any]]] = {
    "internal_articles.attach_tag": lambda client, body: client.internal_articles.attach_tag("1", body["id"]),
    "folders.create": lambda client, body: client.folders.create(**body["folder"]),
    "folders.update": lambda client, body: client.folders.update("1", **body["folder"]),
    "content_snippets.attach_tag": lambda client, body: client.content_snippets.attach_tag("1", body["id"]),
}
