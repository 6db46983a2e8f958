"""Segments: reading them, with counts when asked for."""

from typing import Final

from ...versions import V2_0
from ..bodies.attached import segment_body
from ..call import Call, Reply, not_found
from ..people import ROLES
from ..routes import Routes
from ..segments import Segment
from ..world import World

routes: Final = Routes()


@routes("segments.list")
def list_segments(world: World, call: Call) -> Reply:
    """Answer the segments of people, or in 1.x those of companies when asked for."""
    model = "company" if call.version < V2_0 and call.query.get("type") == "company" else "contact"
    found = [segment for segment in world.segments if segment.model == model]
    return Reply({"type": "segment.list", "segments": [_body(world, call, segment) for segment in found]})


@routes("segments.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one segment."""
    segment = world.segments.get(call.params["segment_id"])
    if segment is None:
        raise not_found()
    return Reply(_body(world, call, segment))


def _body(world: World, call: Call, segment: Segment) -> dict[str, object]:
    if not call.flag("include_count") or segment.model == "company":  # only segments of people are counted
        return segment_body(segment, call.version)
    everybody = world.people.in_order("id", roles=ROLES)
    count = sum(world.segments.matches(segment, person, call.second) for person in everybody)
    return segment_body(segment, call.version, count=count)
