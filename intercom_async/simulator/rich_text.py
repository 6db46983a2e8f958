"""Text of messages: HTML from what is written, and plain text from HTML."""

import html
import re
from html.parser import HTMLParser
from typing import Final

_BLOCK: Final = re.compile(r"<(?:p|div|h[1-6]|ul|ol|blockquote|pre|table|hr|img)\b", re.IGNORECASE)
_FRAME: Final = re.compile(r"</?(?:html|body)\b[^>]*>", re.IGNORECASE)
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


class _Reader(HTMLParser):
    """Collects the text of a document, with the addresses of its links."""

    __slots__ = ("_link", "text")

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.text.append("\n")
        if tag == "a":
            self._link = dict(attrs).get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self.text.append(f" ({self._link})")
            self._link = None
        if tag in _LINES:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def to_plain(text: str) -> str:
    """Return HTML as plain text; a link is its label with the address in brackets."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return re.sub(r"\n{2,}", "\n", "".join(reader.text)).strip()
