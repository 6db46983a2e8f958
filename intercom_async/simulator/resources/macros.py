"""Macros: replies that teammates saved, of which a workspace has a few."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import attrs

from ..call import Call, Reply, invalid, not_found, whole
from ..instants import iso_milliseconds
from ..lists import after
from ..routes import Routes
from ..shelf import Kept
from ..world import World

if TYPE_CHECKING:
    from typing import Self

routes: Final = Routes()


@attrs.define(eq=False, kw_only=True)
class Macro(Kept):
    """A saved reply."""

    name: str
    body: str | None
    body_text: str | None
    created_at: int
    updated_at: int
    #: Who may see it; everybody when there are none.
    team_ids: tuple[str, ...] = ()
    available_on: tuple[str, ...] = ("inbox", "messenger")

    @classmethod
    def initial(cls, world: World) -> "Iterable[Self]":
        """Return one for everybody, one for each of the teams and one for a team of others."""
        at = world.created_at
        yield cls(
            id="1",
            name="Greeting",
            body='<p>Hi <attribute key="user.name" default="there"/>!</p>',
            body_text='Hi {{user.name|fallback:"there"}}!',
            created_at=at,
            updated_at=at,
        )
        for number, team_id in enumerate((*(team.id for team in world.teams), "0"), 2):
            yield cls(
                id=str(number),
                name="Farewell",
                body="<p>Bye</p>",
                body_text="Bye",
                created_at=at,
                updated_at=at + number,
                team_ids=(team_id,),
                available_on=("inbox",),
            )


@routes("macros.list")
def list_macros(world: World, call: Call) -> Reply:
    """Answer a page of those that the token's teammate may see, the last changed first."""
    since = whole(call.query.get("updated_since", 0))
    if since is None:
        raise invalid("Invalid updated_since timestamp")
    found = [each for each in world.shelf(Macro) if each.updated_at > since and _is_visible(world, each)]
    shown, pages = after(call, found, lambda each: each.updated_at, default=50)
    return Reply({"type": "list", "data": [_body(each) for each in shown], "pages": pages})


@routes("macros.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one that the token's teammate may see."""
    macro = world.shelf(Macro).get(call.params["macro_id"])
    if macro is None or not _is_visible(world, macro):
        raise not_found("Macro not found")
    return Reply(_body(macro))


def _is_visible(world: World, macro: Macro) -> bool:
    own = {team.id for team in world.teams if world.admins[0].id in team.admin_ids}
    return not macro.team_ids or not own.isdisjoint(macro.team_ids)


def _body(macro: Macro) -> dict[str, object]:
    return {
        "type": "macro",
        "id": macro.id,
        "name": macro.name,
        "body": macro.body,
        "body_text": macro.body_text,
        "created_at": iso_milliseconds(macro.created_at),
        "updated_at": iso_milliseconds(macro.updated_at),
        "visible_to": "specific_teams" if macro.team_ids else "everyone",
        "visible_to_team_ids": list(macro.team_ids),
        "available_on": list(macro.available_on),
    }
