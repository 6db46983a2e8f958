"""What Fin does step by step, and waits for teammates with."""

from typing import Final

import attrs

from ..call import Call, Problem, Reply, not_found
from ..fields import Fields
from ..finding import conversation_of_path
from ..routes import Routes
from ..shelf import Kept
from ..world import World

routes: Final = Routes()

#: Seconds for which a procedure waits.
_WAITS: Final = 86_400


@attrs.define
class Step(Kept):
    """A step at which a procedure waits for values."""

    conversation_id: str
    identifiers: tuple[str, ...]
    asked_at: int
    values: dict[str, object] | None = None

    @property
    def ends_at(self) -> int:
        """Until when it waits."""
        return self.asked_at + _WAITS


def waits(world: World, conversation_id: str, *identifiers: str, at: int) -> str:
    """Let a procedure wait for values in a conversation, and return the id of the step."""
    step = world.shelf(Step).add(Step(world.ids.uuid(), conversation_id, identifiers, at))
    world.tell("procedure.waits", step)
    return step.id


@routes("procedures.collect_agent_input", writes=True)
def collect_agent_input(world: World, call: Call) -> Reply:
    """Take the values that a step waits for, all of them and once."""
    conversation, fields = conversation_of_path(world, call), Fields(call.body, 400)
    step = world.shelf(Step).get(fields.needed("step_id"))
    if step is None or step.conversation_id != conversation.id:
        raise not_found()
    if call.second > step.ends_at:
        raise not_found("This HITL request has expired")
    if step.values is not None:
        raise Problem(409, "conflict", "This HITL request has already been fulfilled")
    given = fields.objects("attribute_values") or []
    values = {each.needed("identifier"): each.values.get("value") for each in given}
    if set(values) != set(step.identifiers):
        raise fields.wrong("attribute_values", f"attribute_values must be for: {', '.join(step.identifiers)}")
    step.values = values
    return Reply({})
