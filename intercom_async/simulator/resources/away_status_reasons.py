"""Reasons why teammates are away: every workspace has the same ones."""

from typing import Final

from ..away_reasons import REASONS
from ..call import Call, Reply
from ..routes import Routes
from ..world import World

routes: Final = Routes()


@routes("away_status_reasons.list")
def list_reasons(world: World, _: Call) -> Reply:
    """Answer all of them, deleted ones too."""
    reasons = [
        {
            "type": "away_status_reason",
            "id": str(number),
            "label": label,
            "emoji": emoji,
            "order": number,
            "deleted": number in world.deleted_away_reasons,
            "created_at": world.created_at,
            "updated_at": world.created_at,
        }
        for number, (label, emoji) in REASONS.items()
    ]
    return Reply({"type": "list", "data": reasons})
