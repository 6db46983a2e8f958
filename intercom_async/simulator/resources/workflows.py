"""Workflows, of which a workspace has one."""

from typing import Final

from ..call import Call, Reply, not_found
from ..instants import iso
from ..routes import Routes
from ..world import World

routes: Final = Routes()

_ID: Final = "1"
#: The workspace's number, which nothing else shows.
_APP_NUMBER: Final = 12345


@routes("workflows.export")
def export(world: World, call: Call) -> Reply:
    """Answer all of one workflow."""
    if call.params["workflow_id"] != _ID:
        raise not_found("Workflow not found")
    made = iso(world.created_at)
    workflow: dict[str, object] = {
        "id": _ID,
        "title": "Greet everybody",
        "description": None,
        "trigger_type": "inbound_conversation",
        "state": "live",
        "target_channels": ["chat"],
        "preferred_devices": ["desktop", "mobile"],
        "created_at": made,
        "updated_at": made,
        "targeting": {},
        "snapshot": {"steps": []},
        "attributes": [],
        "embedded_rules": [],
    }
    exported = {"export_version": "1.0", "exported_at": iso(call.second), "app_id": _APP_NUMBER}
    return Reply({**exported, "workflow": workflow})
