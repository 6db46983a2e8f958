"""Forms with files: what a call's multipart/form-data holds."""

from email import message_from_bytes
from typing import Final

import attrs

from .call import Call, invalid

_KIND: Final = "multipart/form-data"


@attrs.frozen
class FormPart:
    """One field of a form."""

    content: bytes
    #: What the file is called; None for a field that is none.
    filename: str | None = None

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode("utf-8", "replace")


def is_form(call: Call) -> bool:
    """Say whether a call brings a form."""
    return call.request.headers.get("Content-Type", "").lower().startswith(_KIND)


def form_of(call: Call) -> dict[str, FormPart]:
    """Return the fields of the form that a call brings, none where it brings JSON."""
    body = call.request.body
    if not is_form(call) or not isinstance(body, bytes):
        return {}
    head = f"Content-Type: {call.request.headers['Content-Type']}\r\n\r\n".encode("utf-8", "replace")
    message = message_from_bytes(head + body)
    if not message.is_multipart():
        raise invalid("The request body is no valid form")
    found: dict[str, FormPart] = {}
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = FormPart(content, part.get_filename())
    return found
