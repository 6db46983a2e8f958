"""The people of the demo: ten thousand rows as a CRM exports them, and what the workspace must hold afterwards."""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import attrs

HEADER: Final = (
    "Customer ID",
    "First name",
    "Last name",
    "E-mail",
    "Phone",
    "Signed up",
    "Unsubscribed",
    "Address",
    "Seats",
    "Renewal date",
)
_FIRST: Final = ("Ann", "Zoë", "Łukasz", "Søren", "José", "Мария", "李", "Aoife", "Đặng", "Élodie", "Björk", "نور")
_LAST: Final = (
    "O'Brien",
    "Müller",
    "Ødegård",
    "García, Ruiz",
    "de la Cruz",
    "Kowalski",
    'Smith "Jr."',
    "Ní Bhriain",
    "",
)
_STREETS: Final = ("Main Street", "Straße des 17. Juni", "Rue de l'Évêché", "Ulica Długa", "通り")
_DAY: Final = 86_400
_YEAR_2020: Final = 1_577_836_800


@attrs.frozen
class Expected:
    """One person as the workspace must have them: values as the API shows them, absent where no row said anything."""

    external_id: str | None
    email: str
    fields: dict[str, object]
    custom: dict[str, object]

    @property
    def key(self) -> str:
        """What finds the person in an answer."""
        return self.external_id or self.email

    def updated(self, later: "Expected") -> "Expected":
        """Return the person after a later row, whose empty cells change nothing."""
        return attrs.evolve(self, fields={**self.fields, **later.fields}, custom={**self.custom, **later.custom})


@attrs.define
class People:
    """The rows of the demo's file, and what must come of them."""

    rows: list[list[str]] = attrs.Factory(list[list[str]])
    #: By their key.
    expected: dict[str, Expected] = attrs.Factory(dict[str, Expected])
    #: Row numbers of rows that repeat somebody, and of rows that cannot be imported.
    repeated: set[int] = attrs.Factory(set[int])
    bad: set[int] = attrs.Factory(set[int])

    def write(self, path: Path) -> None:
        """Write the file: byte order mark, CRLF, quotes where needed."""
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADER, *self.rows])


def make_people(rows: int, seed: int) -> People:
    """Make *rows* rows: three in a hundred repeat somebody, six in a thousand are bad, in six ways."""
    generator = random.Random(seed)  # noqa: S311 - made-up people, no secrets
    people = People()
    order = list(_kinds(rows))
    generator.shuffle(order)
    order.sort(key=lambda kind: kind == "repeated" and generator.random() < 0.5)  # half of them far behind the first
    first_new = order.index("new")
    order[0], order[first_new] = order[first_new], order[0]
    for number, kind in enumerate(order, 1):
        if kind == "new":
            person = _person(generator, f"demo-{seed}-{number:06}", number)
            people.expected[person.key] = person
            people.rows.append(_row(person))
        elif kind == "repeated":
            before = people.expected[generator.choice(list(people.expected)[-500:])]
            later = _changed(generator, before, number)
            people.expected[before.key] = before.updated(later)
            people.rows.append(_row(later, shout=before.external_id is None))
            people.repeated.add(number)
        else:
            people.rows.append(_spoilt(_row(_person(generator, f"demo-{seed}-{number:06}", number)), kind))
            people.bad.add(number)
    return people


_BAD: Final = ("e-mail", "identity", "signed up", "seats", "renewal", "ragged")


def _kinds(rows: int) -> Iterator[str]:
    repeated, bad = rows * 3 // 100, max(1, rows // 1000)
    yield from ["repeated"] * repeated
    for kind in _BAD:
        yield from [kind] * bad
    yield from ["new"] * (rows - repeated - bad * len(_BAD))


def _person(generator: random.Random, external_id: str, number: int) -> Expected:
    first, last = generator.choice(_FIRST), generator.choice(_LAST)
    fields: dict[str, object] = {"name": f"{first} {last}".strip()}
    custom: dict[str, object] = {}
    _fill(generator, fields, custom, number)
    by_mail = generator.random() < 0.05  # known by the address alone
    return Expected(None if by_mail else external_id, f"{external_id}@example.com", fields, custom)


def _changed(generator: random.Random, before: Expected, number: int) -> Expected:
    """Return what a second row says of somebody: another name, some other values, some cells empty."""
    fields: dict[str, object] = {"name": f"{generator.choice(_FIRST)} {number}"}
    custom: dict[str, object] = {}
    _fill(generator, fields, custom, number)
    return attrs.evolve(before, fields=fields, custom=custom)


def _fill(generator: random.Random, fields: dict[str, object], custom: dict[str, object], number: int) -> None:
    """Give values to some of the optional columns."""
    if generator.random() < 0.8:
        fields["phone"] = f"+35387{number:07}"
    if generator.random() < 0.9:
        fields["signed_up_at"] = _YEAR_2020 + generator.randrange(2_000 * _DAY)
    if generator.random() < 0.5:
        fields["unsubscribed_from_emails"] = generator.random() < 0.2
    if generator.random() < 0.7:
        custom["Address"] = f"{generator.randrange(1, 200)} {generator.choice(_STREETS)}\nD{number % 24:02} Dublin"
    if generator.random() < 0.9:
        custom["Seats"] = generator.randrange(1, 500)
    if generator.random() < 0.7:
        custom["Renewal date"] = _YEAR_2020 + generator.randrange(4_000) * _DAY


def _row(person: Expected, *, shout: bool = False) -> list[str]:
    """Return the cells of a row; *shout* writes the address in capitals, which is the same address."""
    first, _, last = str(person.fields["name"]).partition(" ")
    flag = person.fields.get("unsubscribed_from_emails")
    return [
        person.external_id or "",
        first,
        last,
        person.email.upper() if shout else person.email,
        str(person.fields.get("phone", "")),
        _instant(person.fields.get("signed_up_at"), "%Y-%m-%dT%H:%M:%SZ"),
        "" if flag is None else "yes" if flag else "no",
        str(person.custom.get("Address", "")),
        str(person.custom.get("Seats", "")),
        _instant(person.custom.get("Renewal date"), "%Y-%m-%d"),
    ]


def _instant(value: object, style: str) -> str:
    return datetime.fromtimestamp(value, UTC).strftime(style) if isinstance(value, int) else ""


def _spoilt(row: list[str], kind: str) -> list[str]:
    if kind == "identity":
        row[0] = row[3] = ""
    elif kind == "ragged":
        row.append("one too many")
    else:
        place = {"e-mail": 3, "signed up": 5, "seats": 8, "renewal": 9}[kind]
        row[place] = {3: "nobody at example.com", 5: "last spring", 8: "a dozen", 9: "31/02/2025"}[place]
    return row
