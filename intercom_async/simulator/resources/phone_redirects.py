"""Callers who are asked to write instead; errors have a shape of their own."""

import re
from typing import Final

from ..call import Call, Reply, is_object
from ..routes import Routes
from ..world import World

routes: Final = Routes()

_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")


@routes("phone_redirects.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Send an SMS, and answer where it leads to."""
    phone, attributes = call.body.get("phone"), call.body.get("custom_attributes")
    if not isinstance(phone, str) or not _NUMBER.fullmatch(phone):
        return Reply({"error_key": "invalid_phone_number", "message": "Invalid phone number"}, 400)
    if attributes is not None and not is_object(attributes):
        return Reply({"error_key": "invalid_custom_attributes"}, 422)
    return Reply({"url": f"http://via.intercom.io/msgr/{world.ids.uuid()}", "type": "phone_call_redirect"})
