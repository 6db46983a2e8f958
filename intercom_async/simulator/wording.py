"""What a call says in a conversation: its text, its files, and quick replies."""

import base64
import binascii
import mimetypes
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from ..versions import V2_0, V2_11
from .call import Call, invalid, is_list, missing
from .conversations import Attachment
from .conversing import Words
from .finding import objects
from .rich_text import from_html, from_plain
from .writing import instant, text

#: Seconds for which the address of a file holds.
_LASTS: Final = 86_400


def read_words(call: Call, *, by_customer: bool = False, needed: bool = False) -> Words:
    """Read what the body of *call* says; customers write plain text, teammates HTML or text."""
    body = call.body.get("body")
    if needed and not body:
        raise invalid("Body is required")
    said = None
    if body is not None:
        written = str(text(body, "body"))
        said = from_plain(written) if by_customer else from_html(written)
    return Words(said, _attachments(call), said_at(call))


def offered_replies(call: Call) -> Words:
    """Read which answers a teammate offers."""
    options = [{"text": label, "uuid": uuid} for label, uuid in _options(call)]
    return Words(at=said_at(call), metadata={"quick_reply_options": options})


def chosen_reply(call: Call) -> Words:
    """Read which answer a customer chose."""
    label, uuid = next(_options(call))
    return Words(from_plain(label), at=said_at(call), metadata={"quick_reply_uuid": uuid})


def _options(call: Call) -> Iterator[tuple[str, str]]:
    options = objects(call.body.get("reply_options"), "reply_options")
    if not options:
        raise missing("reply_options")
    for option in options:
        yield str(text(option.get("text"), "text")), str(text(option.get("uuid"), "uuid"))


def said_at(call: Call) -> int | None:
    """Return when it was said, which a call may tell from 2.11 on."""
    given = call.body.get("created_at") if call.version >= V2_11 else None
    if given is None:
        return None
    at = int(str(instant(given, "created_at")))
    if at > call.second:
        raise invalid("created_at must not be in the future", "created_at")
    return at


def _attachments(call: Call) -> tuple[Attachment, ...]:
    """Read the files: by URL, or from 2.0 on with their content, which wins."""
    limit = 10 if call.version >= V2_0 else 5
    files = call.body.get("attachment_files") if call.version >= V2_0 else None
    if files is not None:
        found = tuple(_file(call, item) for item in objects(files, "attachment_files"))
    else:
        found = tuple(_linked(call))
    if len(found) > limit:
        raise invalid(f"A message has at most {limit} attachments", "attachment_urls")
    return found


def _file(call: Call, item: Mapping[str, object]) -> Attachment:
    name, kind, data = (str(text(item.get(key), key)) for key in ("name", "content_type", "data"))
    try:
        size = len(base64.b64decode(data, validate=True))
    except (binascii.Error, ValueError):
        raise invalid("data must be base64", "attachment_files") from None
    signed = f"expires={call.second + _LASTS}&signature={call.request_id.replace('-', '')}"
    return Attachment(
        name,
        f"https://downloads.intercomcdn.com/i/o/{call.request_id}/{quote(name, errors='replace')}?{signed}",
        kind,
        size,
    )


def _linked(call: Call) -> Iterator[Attachment]:
    urls = call.body.get("attachment_urls")
    if urls is None:
        return
    if not is_list(urls):
        raise invalid("attachment_urls must be a list", "attachment_urls")
    for url in urls:
        try:
            parts = urlsplit(str(text(url, "attachment_urls")))
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise invalid("attachment_urls must hold URLs", "attachment_urls")
        name = unquote(parts.path.rpartition("/")[2]) or "attachment"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        yield Attachment(name, parts.geturl(), kind)
