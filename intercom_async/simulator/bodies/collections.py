"""Bodies of collections and sections, of help centers and of redirects."""

from ...versions import V2_10, V2_16, Version
from ..help_centers import Collection, HelpCenter, Redirect, center_of, locales
from ..world import World


def collection_body(world: World, version: Version, collection: Collection) -> dict[str, object]:
    """Return a collection; one that is in another one says so from 2.10 on."""
    nested = collection.parent_id is not None
    body: dict[str, object] = {
        **_group(world, collection),
        "description": collection.description,
        "icon": "book-bookmark",
        **({"parent_id": collection.parent_id} if version >= V2_10 else {"type": "collection"}),
        "help_center_id": None if nested else int(collection.help_center_id),
    }
    return body | _names(world, collection, ("name", "description"))


def section_body(world: World, section: Collection, *, written: bool = False) -> dict[str, object]:
    """Return a collection that is in another one as versions until 2.9 do: its parent is text where it was written."""
    parent_id = section.parent_id or "0"
    body: dict[str, object] = {
        **_group(world, section),
        "type": "section",
        "parent_id": parent_id if written else int(parent_id),
    }
    return body | _names(world, section, ("name",))


def _group(world: World, collection: Collection) -> dict[str, object]:
    center = center_of(world, collection.help_center_id)
    return {
        "id": collection.id,
        "workspace_id": world.app_id,
        "name": collection.name,
        "url": f"{center.url}/collection-{collection.id}",
        "order": collection.order,
        "created_at": collection.created_at,
        "updated_at": collection.updated_at,
    }


def _names(world: World, collection: Collection, shown: tuple[str, ...]) -> dict[str, object]:
    """Return what a collection is called in the languages of the workspace, where it has several."""
    default, *others = locales(world)
    if not others:
        return {}
    main = {"name": collection.name, "description": collection.description}
    said = {
        locale: {"type": "group_content", **{key: text for key, text in texts.items() if key in shown}}
        for locale, texts in {default: main, **collection.names}.items()
    }
    return {"default_locale": default, "translated_content": {"type": "group_translated_content", **said}}


def center_body(world: World, version: Version, center: HelpCenter) -> dict[str, object]:
    """Return a help center; from 2.16 on with its languages."""
    later = {"default": center.default, "locales": list(center.locales)} if version >= V2_16 else {}
    return {
        "id": center.id,
        "workspace_id": world.app_id,
        "created_at": center.created_at,
        "updated_at": center.created_at,
        "identifier": center.identifier,
        "website_turned_on": False,
        "display_name": center.name,
        "url": center.url,
        "custom_domain": center.domain,
        **later,
    }


def redirect_body(redirect: Redirect) -> dict[str, object]:
    """Return a redirect."""
    return {
        "id": redirect.id,
        "type": "help_center_redirect",
        "from_url": redirect.from_url,
        "locale": redirect.locale,
        "help_center_id": redirect.help_center_id,
        "target_type": redirect.target_type,
        "target_id": redirect.target_id,
        "created_at": redirect.created_at,
        "updated_at": redirect.created_at,
    }
