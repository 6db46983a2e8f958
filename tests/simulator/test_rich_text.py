"""HTML from what is written, and plain text from HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intercom_async.simulator.rich_text import from_html, from_plain, to_plain


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Hello", "<p>Hello</p>"),
        ("<b>Hello</b>", "<p><b>Hello</b></p>"),
        ("<p>Hello</p>", "<p>Hello</p>"),
        ("<HTML><body>  <H1>a</H1>  <P>b</P> </body></HTML>", "<H1>a</H1>\n<P>b</P>"),
    ],
)
def test_what_teammates_write(written: str, stored: str) -> None:
    assert from_html(written) == stored


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("", ""),
        ("<p>Fish &amp; chips</p>", "Fish & chips"),
        ("<p>a</p>\n<p>b<br>c</p>", "a\nb\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ('<p><a href="https://x.y">this</a> and <a>that</a></p>', "this (https://x.y) and that"),
        ("<A class='x' HREF='https://x.y?a=1&amp;b=2'>this</A>", "this (https://x.y?a=1&b=2)"),
    ],
)
def test_what_is_shown_as_plain_text(stored: str, shown: str) -> None:
    assert to_plain(stored) == shown


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1).map(str.strip))
def test_what_customers_write_comes_back(written: str) -> None:
    """Whatever they write, nothing of it is markup."""
    assert to_plain(from_plain(written)) == written


@given(st.text())
def test_no_text_breaks_it(written: str) -> None:
    """Also half a tag."""
    assert isinstance(to_plain(from_html(written)), str)
