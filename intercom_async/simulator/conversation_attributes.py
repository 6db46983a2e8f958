"""The attributes that the workspace's conversations have: state, and how bodies show it."""

from collections import Counter
from typing import TYPE_CHECKING, Final

import attrs

from .call import invalid
from .shelf import Kept

if TYPE_CHECKING:
    from .world import World

DATA_TYPES: Final = ("string", "integer", "list", "decimal", "boolean", "datetime", "relationship", "files")


@attrs.define(eq=False)
class Option:
    """One value of a list."""

    id: str
    label: str
    archived: bool = False


@attrs.define(eq=False)
class ConversationAttribute(Kept):
    """One attribute."""

    name: str
    data_type: str
    created_at: int
    updated_at: int
    admin_id: str
    description: str = ""
    required: bool = False
    team_ids: tuple[str, ...] = ()
    archived: bool = False
    #: Of a string, a list and a relationship alone.
    multiline: bool = False
    options: list[Option] = attrs.Factory(list[Option])
    reference: tuple[str, str | None] | None = None


def attribute_named(world: "World", name: str) -> ConversationAttribute | None:
    """Return the attribute called *name*, archived or not."""
    return next((each for each in world.shelf(ConversationAttribute) if each.name == name), None)


def refuse_doubles(world: "World") -> None:
    """Refuse to write attributes by name where two that are not archived have the same one."""
    names = Counter(each.name for each in world.shelf(ConversationAttribute) if not each.archived)
    for name, number in names.items():
        if number > 1:
            raise invalid(f"There are multiple conversation attributes with the name '{name}'", "custom_attributes")


def attribute_body(attribute: ConversationAttribute) -> dict[str, object]:
    """Return an attribute with what its type has."""
    body: dict[str, object] = {
        "type": "conversation_attribute",
        "id": int(attribute.id),
        "name": attribute.name,
        "description": attribute.description,
        "data_type": attribute.data_type,
        "required": attribute.required,
        "visible_to_team_ids": list(attribute.team_ids),
        "archived": attribute.archived,
        "created_at": attribute.created_at,
        "updated_at": attribute.updated_at,
        "admin_id": attribute.admin_id,
    }
    if attribute.data_type == "string":
        body["multiline"] = attribute.multiline
    if attribute.data_type == "list":
        body["options"] = [attrs.asdict(option) for option in attribute.options]
    if attribute.reference is not None:
        kind, object_type_id = attribute.reference
        leads_to = {} if object_type_id is None else {"object_type_id": object_type_id}
        body["reference"] = {"type": kind, **leads_to}
    return body
