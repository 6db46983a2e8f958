"""Banners: one, which every contact is to see until it is dismissed."""

from collections.abc import Iterable
from typing import Final

import attrs

from ..call import Call, Reply, not_found
from ..finding import contact_of_path
from ..routes import Routes
from ..shelf import Kept
from ..world import World

routes: Final = Routes()


@attrs.define
class Banner(Kept):
    """What to show."""

    title: str
    body: str

    @classmethod
    def initial(cls, world: World) -> Iterable["Banner"]:
        """Return the banner that every workspace has."""
        del world
        return (cls("486517", "Hi there", '<p class="no-margin">Hi there!</p>'),)


@attrs.define
class View(Kept):
    """A banner as one contact sees it."""

    contact_id: str
    banner: Banner
    created_at: int
    dismissed: bool = False


@routes("contacts.list_banners")
def list_banners(world: World, call: Call) -> Reply:
    """Answer the banners that a contact did not dismiss; they are seen with it."""
    person = contact_of_path(world, call)
    views = [_view(world, person.id, banner, call.second) for banner in world.shelf(Banner)]
    return Reply({"type": "list", "data": [_body(view) for view in views if not view.dismissed]})


@routes("contacts.dismiss_banner", writes=True)
def dismiss_banner(world: World, call: Call) -> Reply:
    """Show a banner to a contact no longer; doing so again changes nothing."""
    person, view = contact_of_path(world, call), world.shelf(View).get(call.params["view_id"])
    if view is None or view.contact_id != person.id:
        raise not_found()
    view.dismissed = True
    return Reply({"type": "banner_dismiss", "view_id": view.id, "dismissed": True})


def _view(world: World, contact_id: str, banner: Banner, now: int) -> View:
    """Return how somebody sees a banner, from now on if it is for the first time."""
    shelf = world.shelf(View)
    seen = next((view for view in shelf if view.contact_id == contact_id and view.banner is banner), None)
    return seen or shelf.add(View(shelf.next_id(), contact_id, banner, now))


def _body(view: View) -> dict[str, object]:
    return {
        "type": "banner",
        "id": view.banner.id,
        "view_id": view.id,
        "title": view.banner.title,
        "body": view.banner.body,
        "style": "inline",
        "position": "top",
        "show_dismiss_button": True,
        "action": None,
        "client_targeting": None,
        "created_at": view.created_at,
    }
