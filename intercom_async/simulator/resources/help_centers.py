"""Help centers, and what redirects to their articles and collections."""

from typing import Final

from ..articles import Article, centers_of
from ..bodies.collections import center_body, redirect_body
from ..call import Call, Problem, Reply, not_found
from ..fields import Fields
from ..help_centers import Collection, HelpCenter, Redirect, center_of, lineage
from ..listing import deleted, listed
from ..routes import Routes
from ..world import World

routes: Final = Routes()

_NOTHING: Final = "Resource not found"


@routes("help_centers.list")
def list_centers(world: World, call: Call) -> Reply:
    """Answer all help centers."""
    return Reply({"type": "list", "data": [center_body(world, call.version, each) for each in world.shelf(HelpCenter)]})


@routes("help_centers.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one help center."""
    return Reply(center_body(world, call.version, center_of(world, call.params["help_center_id"])))


@routes("help_centers.list_redirects")
def list_redirects(world: World, call: Call) -> Reply:
    """Answer a page of the redirects of a help center, the newest first."""
    center = _center(world, call)
    found = [each for each in world.shelf(Redirect) if each.help_center_id == center.id][::-1]
    return listed(call, found, redirect_body, default=50, maximum=250)


@routes("help_centers.create_redirect", writes=True)
def create_redirect(world: World, call: Call) -> Reply:
    """Let a URL lead to an article or a collection of a help center."""
    center, fields = _center(world, call), Fields(call.body, 400)
    from_url, locale, kind = (_needed(fields, name) for name in ("from_url", "locale", "target_type"))
    if kind not in {"article", "collection"}:
        raise Problem(400, "parameter_invalid", "target_type must be 'article' or 'collection'")
    target_id = fields.identifier("target_id")
    if target_id is None:
        raise _absent("target_id")
    if not from_url.startswith(f"{center.url}/"):
        message = "from_url must be an absolute URL within this help center's URL space"
        raise Problem(422, "data_invalid", message)
    shelf = world.shelf(Redirect)
    if any(each.from_url == from_url for each in shelf):
        raise Problem(409, "resource_conflict", "A redirect with that URL already exists")
    redirect = Redirect(
        id=shelf.next_id(), help_center_id=center.id, from_url=from_url,
        locale=_target(world, center, kind, target_id, locale), target_type=kind, target_id=target_id,
        created_at=call.second,
    )  # fmt: skip
    return Reply(redirect_body(shelf.add(redirect)))


@routes("help_centers.retrieve_redirect")
def retrieve_redirect(world: World, call: Call) -> Reply:
    """Answer one redirect."""
    return Reply(redirect_body(_redirect(world, call)))


@routes("help_centers.delete_redirect", writes=True)
def delete_redirect(world: World, call: Call) -> Reply:
    """Delete one redirect."""
    redirect = _redirect(world, call)
    world.shelf(Redirect).discard(redirect.id)
    return deleted(redirect.id, "help_center_redirect")


def _center(world: World, call: Call) -> HelpCenter:
    return center_of(world, call.params["help_center_id"], _NOTHING)


def _redirect(world: World, call: Call) -> Redirect:
    center, redirect = _center(world, call), world.shelf(Redirect).get(call.params["redirect_id"])
    if redirect is None or redirect.help_center_id != center.id:
        raise not_found(_NOTHING)
    return redirect


def _needed(fields: Fields, name: str) -> str:
    if not (text := fields.text(name)):
        raise _absent(name)
    return text


def _absent(name: str) -> Problem:
    return Problem(400, "parameter_not_found", f"{name} is required")


def _target(world: World, center: HelpCenter, kind: str, target_id: str, locale: str) -> str:
    """Return the language that is led to: an article may lack the one that is asked for. 404 outside of *center*."""
    if kind == "article":
        article = world.shelf(Article).get(target_id)
        if article is None or center not in centers_of(world, article):
            raise not_found(_NOTHING)
        return locale if locale in article.contents else next(iter(article.contents))
    collection = world.shelf(Collection).get(target_id)
    if collection is None or list(lineage(world, collection))[-1].help_center_id != center.id:
        raise not_found(_NOTHING)
    return locale
