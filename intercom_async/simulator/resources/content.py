"""Content of all kinds: searched, and changed by the many."""

from typing import Final
from urllib.parse import urlencode

from ..bulk_content import ACTIONS, targets
from ..call import Call, Reply, whole
from ..fields import Fields
from ..found_content import conditions, everything, wrong
from ..lists import Numbered
from ..routes import Routes
from ..world import World

routes: Final = Routes()

_MOST_SHOWN: Final = 50
_MOST_CHANGED: Final = 1000
_KINDS: Final = (
    *("article", "article_content", "content_snippet", "external_content", "file_source_content", "internal_article"),
)


@routes("content.search")
def search(world: World, call: Call) -> Reply:
    """Answer a page of the content that fits the query, the last changed first."""
    asked = list(conditions(call))
    found = [each for each in everything(world, call.second) if all(condition(each) for condition in asked)]
    found.sort(key=lambda each: each.updated_at, reverse=True)
    page = _page(call)
    before = urlencode({**call.query, "per_page": page.size, "page": page.number - 1})
    previous = f"{call.base_url}{call.path}?{before}" if page.number > 1 else None
    return Reply({
        "type": "list",
        "total_count": len(found),
        "pages": {**page.pages(call, len(found)), "prev": previous},
        "data": [each.body for each in page.cut(found)],
    })  # fmt: skip


@routes("content.bulk_action", writes=True)
def bulk_action(world: World, call: Call) -> Reply:
    """Change much content, here at once; what the action is not for, and what does not exist, is left out."""
    fields = Fields(call.body)
    action = fields.choice("action", tuple(ACTIONS))
    if action is None:
        raise fields.missing("action")
    items = fields.objects("content_ids")
    if not items:
        raise fields.missing("content_ids")
    if len(items) > _MOST_CHANGED:
        raise fields.wrong("content_ids", f"content_ids must hold at most {_MOST_CHANGED} items")
    named = {(item.choice("type", _KINDS), item.identifier("id")) for item in items}
    change = ACTIONS[action](world, call, fields)
    for target in [each for each in targets(world, call.second) if (each.kind, each.id) in named]:
        change(target)
    return Reply({"type": "content_bulk_action", "status": "queued"}, 202)


def _page(call: Call) -> Numbered:
    number, size = whole(call.query.get("page", 1)), whole(call.query.get("per_page", 10))
    if number is None or size is None or not 1 <= size <= _MOST_SHOWN:
        raise wrong(f"page must be a number, and per_page one from 1 to {_MOST_SHOWN}")
    return Numbered(max(number, 1), size)
