"""Data attributes: the standard ones of contacts and companies, and the workspace's own."""

from collections.abc import Iterator
from typing import Final

from ...versions import PREVIEW, V1_4, V2_0, V2_11, V2_16, Version
from ..attributes import COMPANY_STANDARD, CONTACT_STANDARD, DATA_TYPES, MODELS, Attribute
from ..call import Call, Problem, Reply, invalid, is_list, is_object
from ..knowledge import Audience
from ..routes import Condition, Routes
from ..world import World
from ..writing import text, truth

routes: Final = Routes()

_BAD_MODEL: Final = "The Data Attribute model field must be either contact or company"


@routes("data_attributes.list")
def list_attributes(world: World, call: Call) -> Reply:
    """Answer all attributes, or those of one model; archived ones only when asked for."""
    return _listed(world, call, _asked_models(call))


def _asks_for(model: str) -> Condition:
    """Return what tells the call for one model's attributes apart: until 1.3 the path says it."""
    return lambda call: call.version < V1_4 or call.query.get("model") == model


@routes("data_attributes.list_for_customers", when=_asks_for("customer"))
def list_for_customers(world: World, call: Call) -> Reply:
    """Answer the attributes of users and leads."""
    return _listed(world, call, ("contact",))


@routes("data_attributes.list_for_companies", when=_asks_for("company"))
def list_for_companies(world: World, call: Call) -> Reply:
    """Answer the attributes of companies."""
    return _listed(world, call, ("company",))


def _listed(world: World, call: Call, models: tuple[str, ...]) -> Reply:
    items = [item for model in models for item in _standard(model, call.version)]
    items += [
        attribute_body(attribute, call.version)
        for attribute in world.attributes
        if attribute.model in models and (not attribute.archived or call.flag("include_archived"))
    ]
    if call.version < V2_0:
        return Reply({"type": "data_attribute.list", "data_attributes": items})
    return Reply({"type": "list", "data": items})


@routes("data_attributes.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a custom attribute."""
    model, data_type, name = (call.body.get(key) for key in ("model", "data_type", "name"))
    if model not in MODELS:
        raise invalid(_BAD_MODEL)
    if data_type not in DATA_TYPES:
        raise invalid("Data Type isn't an option")
    options = _options(call) if data_type == "options" else ()
    described = _described(call)
    attribute = world.attributes.create(
        str(text(name, "name")), str(model), str(data_type), now=call.second, admin_id=world.admins[0].id
    )
    attribute.options = options
    attribute.messenger_writable = call.version < V2_11
    _describe(attribute, described)
    _archive(world, attribute, described)
    return Reply(attribute_body(attribute, call.version))


@routes("data_attributes.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change a custom attribute; its name, model and type stay."""
    attribute = world.attributes.get(call.params["attribute_id"])
    if attribute is None:
        raise Problem(404, "field_not_found", "We couldn't find that data attribute to update")
    options = _options(call) if "options" in call.body else attribute.options
    described = _described(call)
    if described.get("archived") is True:
        _refuse_used(world, attribute)
    attribute.options = options
    _describe(attribute, described)
    _archive(world, attribute, described)
    attribute.updated_at = call.second
    return Reply(attribute_body(attribute, call.version))


def _described(call: Call) -> dict[str, object]:
    """Read and check what both writes may set."""
    rules = {"description": text, "messenger_writable": truth, "archived": truth}
    given = {name: call.body[name] for name in rules if call.body.get(name) is not None}
    return {name: rules[name](value, name) for name, value in given.items()}


def _describe(attribute: Attribute, described: dict[str, object]) -> None:
    for name, value in described.items():
        setattr(attribute, name, value)


def _archive(world: World, attribute: Attribute, described: dict[str, object]) -> None:
    if "archived" in described:
        world.attributes.archive(attribute, archived=described["archived"] is True)


def _refuse_used(world: World, attribute: Attribute) -> None:
    """Refuse to archive what an audience asks for."""
    model = "company." if attribute.model == "company" else ""
    used = f"{model}custom_attributes.{attribute.name}"
    predicates = (each for audience in world.shelf(Audience) for each in audience.predicates)
    if any(is_object(each) and each.get("attribute") == used for each in predicates):
        raise Problem(422, "data_invalid", "The Data Attribute you are trying to archive has a dependant object")


def _options(call: Call) -> tuple[str, ...]:
    value = call.body.get("options")
    if not is_list(value):
        raise invalid("Options isn't an array")
    options = tuple(str(item["value"]) for item in value if is_object(item) and "value" in item)
    if len(options) != len(value) or len(set(options)) < 2:
        raise invalid("Options must hold at least two different values")
    return options


def _asked_models(call: Call) -> tuple[str, ...]:
    model = call.query.get("model")
    if model is None:
        return MODELS
    if call.version < V2_0:
        model = {"customer": "contact"}.get(model, model if model == "company" else "")
    if model == "conversation" and call.version >= V2_16:
        message = "model=conversation is no longer supported. Use GET /conversations/attributes instead"
        raise Problem(422, "parameter_invalid", message)
    if model == "conversation":
        return ()
    if model not in MODELS:
        raise invalid(_BAD_MODEL)
    return (model,)


def _standard(model: str, version: Version) -> Iterator[dict[str, object]]:
    """Yield the bodies of a model's standard attributes."""
    old = version < V2_0
    rows = COMPANY_STANDARD
    if model == "contact":
        rows = tuple(
            (old_name if old and old_name else name, label, data_type, writable)
            for name, old_name, label, data_type, writable in CONTACT_STANDARD
            if old_name or not old
        )
    for full_name, label, data_type, writable in rows:
        exact = version >= PREVIEW and model == "contact" and data_type == "date"
        yield {
            "type": "data_attribute",
            "name": full_name.rpartition(".")[2],
            "full_name": full_name,
            "label": label,
            "description": f"{label} of a {'company' if model == 'company' else 'person'}",
            "data_type": "datetime" if exact else data_type,
            "api_writable": writable,
            "ui_writable": False,
            "messenger_writable": True,
            "custom": False,
            "archived": False,
            **_model_key(model, version),
        }


def _model_key(model: str, version: Version) -> dict[str, object]:
    """Return what an item says of its model: nothing before 1.4, where the path says it."""
    if version < V1_4:
        return {}
    return {"model": "customer" if model == "contact" and version < V2_0 else model}


def attribute_body(attribute: Attribute, version: Version) -> dict[str, object]:
    """Return the body of a custom attribute."""
    description = {} if attribute.description is None else {"description": attribute.description}
    options = {"options": list(attribute.options)} if attribute.options else {}
    return {
        "id": attribute.id,
        "type": "data_attribute",
        "name": attribute.name,
        "full_name": f"custom_attributes.{attribute.name}",
        "label": attribute.name,
        **description,
        "data_type": attribute.data_type,
        **options,
        "api_writable": True,
        "ui_writable": False,
        "messenger_writable": attribute.messenger_writable,
        "custom": True,
        "archived": attribute.archived,
        "admin_id": attribute.admin_id,
        "created_at": attribute.created_at,
        "updated_at": attribute.updated_at,
        **_model_key(attribute.model, version),
    }
