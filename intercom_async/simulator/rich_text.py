"""Text of messages: HTML from what is written, and plain text from HTML."""

import html
import re
from typing import Final

_BLOCK: Final = re.compile(r"<(?:p|div|h[1-6]|ul|ol|blockquote|pre|table|hr|img)\b", re.IGNORECASE)
_FRAME: Final = re.compile(r"</?(?:html|body)\b[^>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^>]*)>")
_HREF: Final = re.compile(r"""\bhref\s*=\s*(?P<quote>["'])(?P<url>.*?)(?P=quote)""", re.IGNORECASE)
#: Elements after which a new line begins.
_LINES: Final = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "pre", "tr"})


def from_html(text: str) -> str:
    """Return what a teammate wrote, which may be HTML already, as HTML."""
    if not _BLOCK.search(text):
        return f"<p>{text}</p>"
    return re.sub(r">\s+<", ">\n<", _FRAME.sub("", text)).strip()


def from_plain(text: str) -> str:
    """Return what a customer wrote, which is plain text, as HTML."""
    return f"<p>{html.escape(text, quote=False)}</p>"


def to_plain(text: str) -> str:
    """Return HTML as plain text; a link is its label with the address in brackets."""
    found: list[str] = []
    link, end = "", 0
    for tag in _TAG.finditer(text):
        found.append(html.unescape(text[end : tag.start()]))
        end = tag.end()
        name, closes = tag["name"].lower(), tag["slash"] == "/"
        if name == "a":
            href = _HREF.search(tag["rest"])
            if closes and link:
                found.append(f" ({link})")
            link = "" if closes or href is None else html.unescape(href["url"])
        elif name == "br" or (closes and name in _LINES):
            found.append("\n")
    found.append(html.unescape(text[end:]))
    return re.sub(r"\n{2,}", "\n", "".join(found)).strip()
