"""Draw what users want to see as SVG, from the numbers of the last run: readable on light and on dark pages."""

import argparse
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

import attrs

WIDTH: Final = 880
_LEVELS: Final = (1, 10, 50, 100)

_STYLE: Final = """
text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--text); }
.title { font-size: 16px; font-weight: 600; }
.faint { fill: var(--faint); font-size: 12px; }
.grid { stroke: var(--grid); stroke-width: 1; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; stroke: var(--c); }
.mark { fill: var(--c); }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.strong { font-weight: 600; }
:root { --text: #1f2328; --faint: #656d76; --grid: #d8dee4; }
.ours { --c: #0969da; } .rust { --c: #1a7f37; } .official { --c: #cf222e; }
.httpx2 { --c: #9a6700; } .other { --c: #6e7781; }
@media (prefers-color-scheme: dark) {
:root { --text: #e6edf3; --faint: #8d96a0; --grid: #30363d; }
.ours { --c: #58a6ff; } .rust { --c: #3fb950; } .official { --c: #ff7b72; }
.httpx2 { --c: #d29922; } .other { --c: #8d96a0; }
}
"""

#: Peers of a call in the order of the legend: name in the numbers, name for people, class of its colour.
_CALLERS: Final = (
    ("official", "official client", "official"),
    ("httpx2 + orjson", "httpx2", "httpx2"),
    ("aiohttp + orjson", "plain aiohttp", "other"),
    ("intercom_async", "intercom_async", "ours"),
    ("intercom_async over pyreqwest", "intercom_async + pyreqwest", "rust"),
)
#: Peers of decoding, fastest first.
_DECODERS: Final = (
    ("orjson.loads", "orjson, plain dicts", "other"),
    ("msgspec into attrs", "msgspec into attrs", "other"),
    ("intercom_async", "intercom_async", "ours"),
    ("pydantic", "pydantic", "other"),
    ("stock cattrs", "cattrs", "other"),
    ("official", "official client", "official"),
)
_KEEPERS: Final = (("plain dicts", "plain dicts", "other"), *_DECODERS[1:])


@attrs.frozen
class Scale:
    """Where a value lies between two places, by its logarithm or straight."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = True

    def __call__(self, value: float) -> float:
        """Return the place of *value*."""
        if self.logarithmic:
            part = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            part = (value - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)


def decades(values: Sequence[float], start: float, end: float) -> tuple[Scale, list[float]]:
    """Return a logarithmic scale that holds *values* between marks at one and three times powers of ten."""
    exponents = range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)
    marks = [factor * 10.0**exponent for exponent in exponents for factor in (1, 3)]
    first = max(index for index, mark in enumerate(marks) if mark <= min(values))
    last = min((index for index, mark in enumerate(marks) if mark >= max(values)), default=len(marks) - 1)
    marks = marks[first : last + 1]
    return Scale(marks[0], marks[-1], start, end), marks


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """Return a line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{words}</text>'


def rule(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return a line of the grid."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="grid"/>'


def dot(x: float, y: float, kind: str, radius: float) -> str:
    """Return a point."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" class="mark {kind}"/>'


def bar(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Return a bar."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" rx="3" class="mark {kind}"/>'


def document(height: int, title: str, parts: Iterator[str]) -> str:
    """Return an SVG document."""
    box = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label="{title}">\n<style>{_STYLE}</style>'
    return "\n".join((head, *parts, "</svg>")) + "\n"


def amount(value: float, units: Sequence[tuple[float, str]]) -> str:
    """Return *value* in the largest of *units* that makes it at least one, with two digits that count."""
    factor, unit = next((each for each in units if value >= each[0]), units[-1])
    scaled = value / factor
    digits = f"{scaled:.0f}" if scaled >= 10 or scaled == round(scaled) else f"{scaled:.1f}"
    return f"{digits}{unit}"


_TIME: Final = ((1e6, " s"), (1e3, " ms"), (1, " µs"))
_COUNT: Final = ((1e6, "M"), (1e3, "k"), (1, ""))
_BYTES: Final = ((1e6, " MB"), (1e3, " kB"), (1, " B"))


@attrs.frozen
class Panel:
    """One of the two halves of the plot of calls."""

    #: What is shown, of the numbers of each peer.
    key: str
    title: str
    better: str
    units: Sequence[tuple[float, str]]


_PANELS: Final = (
    Panel("cpu_us", "CPU of one call", "less is better", _TIME),
    Panel("per_second", "Calls a second", "more is better", _COUNT),
)


def calls(levels: Mapping[int, Mapping[str, Any]]) -> Iterator[str]:
    """Draw CPU of a call and calls a second, by how many go at once."""
    peers = [peer for peer in _CALLERS if any(peer[0] in numbers for numbers in levels.values())]
    x = 24.0
    for _, words, kind in peers:
        yield dot(x, 20, kind, 5) + text(x + 10, 24.5, words)
        x += 40 + 6.6 * len(words)
    for index, panel in enumerate(_PANELS):
        yield from _panel(panel, levels, peers, 24 + index * (WIDTH / 2))


def _panel(
    panel: Panel, levels: Mapping[int, Mapping[str, Any]], peers: Sequence[tuple[str, str, str]], left: float
) -> Iterator[str]:
    top, bottom, start, end = 110.0, 360.0, left + 52, left + WIDTH / 2 - 80
    lines = {name: [(at, of[name][panel.key]) for at, of in levels.items() if name in of] for name, *_ in peers}
    y, marks = decades([value for points in lines.values() for _, value in points], bottom, top)
    yield text(left, 66, panel.title, "title") + text(left, 86, f"{panel.better}; logarithmic", "faint")
    for mark in marks:
        yield rule(start - 8, y(mark), end + 8, y(mark))
        yield text(start - 14, y(mark) + 4, amount(mark, panel.units), "faint end")
    places = {at: start + 12 + index * (end - start - 24) / max(len(levels) - 1, 1) for index, at in enumerate(levels)}
    for at, x in places.items():
        yield text(x, bottom + 22, str(at), "faint middle")
    yield text((start + end) / 2, bottom + 42, "calls at once", "faint middle")
    shown: list[float] = []
    for name, _, kind in peers:
        points = [(places[at], y(value)) for at, value in lines[name]]
        yield f'<polyline points="{" ".join(f"{px:.1f},{py:.1f}" for px, py in points)}" class="line {kind}"/>'
        yield from (dot(px, py, kind, 4) for px, py in points)
        px, py = points[-1]
        if all(abs(py - other) > 13 for other in shown):  # else one number would cover another
            shown.append(py)
            yield text(px + 10, py + 4, amount(lines[name][-1][1], panel.units), "faint")


def pages(decoded: Mapping[str, Any], kept: Mapping[str, Any]) -> Iterator[str]:
    """Draw CPU of decoding a page and memory of a contact."""
    times = [(words, kind, decoded[name]["cpu_ms"] * 1e3) for name, words, kind in _DECODERS if name in decoded]
    sizes = [(words, kind, kept[name]["bytes"]) for name, words, kind in _KEEPERS if name in kept]
    middle = WIDTH / 2 + 24
    for left, title, better in (
        (24.0, "CPU to decode a page of 150 contacts", "less is better; logarithmic"),
        (middle, "Memory that a decoded contact keeps", "less is better"),
    ):
        yield text(left, 30, title, "title") + text(left, 50, better, "faint")
    scale, marks = decades([value for *_, value in times], 176, WIDTH / 2 - 66)
    bottom = 72.0 + 32 * len(times)
    for mark in marks:
        yield rule(scale(mark), 64, scale(mark), bottom)
        if math.log10(mark).is_integer():
            yield text(scale(mark), bottom + 18, amount(mark, _TIME), "faint middle")
    for y, (words, kind, value) in zip(count(84, 32), times, strict=False):
        weight = "strong" if kind == "ours" else ""
        yield text(24, y + 4.5, words, weight) + dot(scale(value), y, kind, 6)
        yield text(scale(value) + 11, y + 4.5, amount(value, _TIME), weight)
    straight = Scale(0, max(value for *_, value in sizes), middle + 146, WIDTH - 74, logarithmic=False)
    for y, (words, kind, value) in zip(count(84, 32), sizes, strict=False):
        weight, start = "strong" if kind == "ours" else "", straight.start
        yield text(middle, y + 4.5, words, weight) + bar(start, y - 9, straight(value) - start, 18, kind)
        yield text(straight(value) + 8, y + 4.5, amount(value, _BYTES), weight)


def write(folder: Path, results: Mapping[str, Any]) -> None:
    """Write the plots that *results* have the numbers for."""
    lines = [line for script in results["scripts"].values() for line in script["lines"]]
    series = {line["name"]: line["points"] for line in lines if line["kind"] == "series"}
    found = ((at, series.get(f"call at {at}")) for at in _LEVELS)
    if by_level := {at: points for at, points in found if points}:
        title = "CPU of a call and calls a second, by how many go at once"
        (folder / "calls.svg").write_text(document(420, title, calls(by_level)), encoding="utf-8")
    if {"decode", "memory"} <= series.keys():
        title = "CPU to decode a page of contacts and memory that a contact keeps"
        (folder / "pages.svg").write_text(
            document(300, title, pages(series["decode"], series["memory"])), encoding="utf-8"
        )


def main() -> None:
    """Draw the plots again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path, nargs="?", default=Path(__file__).with_name("results.json"))
    given = parser.parse_args()
    write(given.results.parent, json.loads(given.results.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
