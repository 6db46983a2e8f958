"""Conversation attributes: listing, making, changing and archiving them and their options."""

from collections.abc import Callable, Mapping
from typing import Final

from ..call import Call, Problem, Reply, is_list, is_object, not_found
from ..conversation_attributes import DATA_TYPES, ConversationAttribute, Option, attribute_body, attribute_named
from ..routes import Routes
from ..world import World

routes: Final = Routes()

#: Options that are not archived, of which a list needs this many.
_FEWEST: Final = 2


@routes("conversation_attributes.list")
def list_attributes(world: World, call: Call) -> Reply:
    """Answer all attributes, archived ones only when asked for."""
    shown = [each for each in world.shelf(ConversationAttribute) if not each.archived or call.flag("include_archived")]
    return Reply({"type": "list", "data": [attribute_body(each) for each in shown]})


@routes("conversation_attributes.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make an attribute."""
    data_type = call.body.get("data_type")
    if data_type not in DATA_TYPES:
        raise _invalid(f"data_type '{data_type}' is not valid. Allowed types: {', '.join(DATA_TYPES)}")
    name = _free_name(world, _needed_text(call.body, "name"))
    options = [Option(world.ids.uuid(), label) for label in _labels(call)] if data_type == "list" else []
    shelf = world.shelf(ConversationAttribute)
    now = call.second
    attribute = ConversationAttribute(
        shelf.next_id(), name, str(data_type), now, now, world.admins[0].id, options=options
    )
    _describe(attribute, call.body)
    if attribute.data_type == "relationship" and attribute.reference is None:
        raise _invalid("reference is required")
    return Reply(attribute_body(shelf.add(attribute)))


@routes("conversation_attributes.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one attribute, archived or not."""
    return Reply(attribute_body(_of_path(world, call)))


@routes("conversation_attributes.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change what the body names; the type stays."""
    attribute = _of_path(world, call)
    name = _needed_text({"name": attribute.name, **call.body}, "name")
    if name != attribute.name:
        _free_name(world, name)
    _describe(attribute, call.body)
    attribute.name, attribute.updated_at = name, call.second
    return Reply(attribute_body(attribute))


@routes("conversation_attributes.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Archive an attribute."""
    attribute = _of_path(world, call)
    attribute.archived, attribute.updated_at = True, call.second
    return Reply(attribute_body(attribute))


@routes("conversation_attributes.create_option", writes=True)
def create_option(world: World, call: Call) -> Reply:
    """Add an option to a list."""
    attribute = _list_of_path(world, call)
    attribute.options.append(Option(world.ids.uuid(), _only_label(call)))
    attribute.updated_at = call.second
    return Reply(attribute_body(attribute))


@routes("conversation_attributes.update_option", writes=True)
def update_option(world: World, call: Call) -> Reply:
    """Give an option another label."""
    attribute = _list_of_path(world, call)
    option = _option_of_path(attribute, call)
    option.label = _only_label(call)
    attribute.updated_at = call.second
    return Reply(attribute_body(attribute))


@routes("conversation_attributes.delete_option", writes=True)
def delete_option(world: World, call: Call) -> Reply:
    """Archive an option; two must stay."""
    attribute = _list_of_path(world, call)
    option = _option_of_path(attribute, call)
    if sum(not each.archived for each in attribute.options if each is not option) < _FEWEST:
        raise _invalid(f"A list attribute must have at least {_FEWEST} active options")
    option.archived, attribute.updated_at = True, call.second
    return Reply(attribute_body(attribute))


def _invalid(message: str) -> Problem:
    return Problem(422, "parameter_invalid", message)


def _missing(message: str) -> Problem:
    return not_found(message, "conversation_attribute_not_found")


def _of_path(world: World, call: Call) -> ConversationAttribute:
    attribute = world.shelf(ConversationAttribute).get(call.params["attribute_id"])
    if attribute is None:
        raise _missing("Conversation attribute not found")
    return attribute


def _list_of_path(world: World, call: Call) -> ConversationAttribute:
    attribute = _of_path(world, call)
    if attribute.data_type != "list":
        raise _invalid("Options can only be managed on list attributes")
    return attribute


def _option_of_path(attribute: ConversationAttribute, call: Call) -> Option:
    for option in attribute.options:
        if option.id == call.params["option_id"]:
            return option
    raise _missing("List option not found")


def _needed_text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    if value is None or value == "":
        raise _invalid(f"{name} is required")
    return str(_text(value, name))


def _text(value: object, name: str) -> object:
    if not isinstance(value, str):
        raise _invalid(f"{name} must be a string")
    return value


def _truth(value: object, name: str) -> object:
    if not isinstance(value, bool):
        raise _invalid(f"{name} must be true or false")
    return value


def _team_ids(value: object, name: str) -> object:
    if not is_list(value) or not all(isinstance(each, str | int) for each in value):
        raise _invalid(f"{name} must be a list of ids")
    return tuple(str(each) for each in value)


def _reference(value: object, name: str) -> object:
    if not is_object(value) or value.get("type") not in ("one", "many"):
        raise _invalid(f"{name} must have the type one or many")
    object_type_id = value.get("object_type_id")
    return str(value["type"]), None if object_type_id is None else str(object_type_id)


#: By the name in a body: where it is kept, what takes it and the only type that has it, if there is one.
_RULES: Final[Mapping[str, tuple[str, Callable[[object, str], object], str | None]]] = {
    "description": ("description", _text, None),
    "required": ("required", _truth, None),
    "visible_to_team_ids": ("team_ids", _team_ids, None),
    "multiline": ("multiline", _truth, "string"),
    "reference": ("reference", _reference, "relationship"),
}


def _describe(attribute: ConversationAttribute, given: Mapping[str, object]) -> None:
    """Set what *given* says and the type has, all of it or nothing."""
    read: dict[str, object] = {}
    for name, (kept, rule, only) in _RULES.items():
        value = given.get(name)
        if value is not None and only in {None, attribute.data_type}:
            read[kept] = rule(value, name)
    for kept, value in read.items():
        setattr(attribute, kept, value)


def _free_name(world: World, name: str) -> str:
    if attribute_named(world, name) is not None:
        raise _invalid(f"An attribute called '{name}' exists already")
    return name


def _labels(call: Call) -> list[str]:
    options = call.body.get("options")
    if not is_list(options) or len(options) < _FEWEST:
        raise _invalid(f"A list attribute must have at least {_FEWEST} active options")
    return [_needed_text(option if is_object(option) else {}, "label") for option in options]


def _only_label(call: Call) -> str:
    label = _needed_text(call.body, "label")
    if set(call.body) != {"label"}:
        raise _invalid("only 'label' is accepted")
    return label
