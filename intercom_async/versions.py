"""Which API is asked: its versions, ordered and open-ended, and its regions."""

import enum
import math
import re
from typing import Final, Generic, TypeVar

import attrs

T = TypeVar("T")

_TEXT = re.compile(r"[1-9][0-9]{0,3}\.(0|[1-9][0-9]{0,3})")


def _canonical(text: object) -> str:
    if not isinstance(text, str):
        msg = f"an API version is text, such as '2.10', not {type(text).__name__} {text!r}"
        raise TypeError(msg)
    if text.lower() in {"preview", "unstable"}:
        return "Preview"
    if _TEXT.fullmatch(text):
        return text
    msg = f"unknown API version {text!r}: give a number such as '2.16', or 'Preview'"
    raise ValueError(msg)


def _key(version: "Version") -> tuple[float, ...]:
    return (math.inf,) if version.text == "Preview" else tuple(map(float, version.text.split(".")))


@attrs.frozen(order=True)
class Version:
    """One version of the API, as sent in ``Intercom-Version``; one that is newer than this package is accepted.

    Ordered by number; ``Preview`` (called ``Unstable`` before April 2026) sorts after every number.
    """

    text: str = attrs.field(converter=_canonical, eq=False, order=False)
    key: tuple[float, ...] = attrs.field(init=False, repr=False, default=attrs.Factory(_key, takes_self=True))

    def __str__(self) -> str:
        return self.text


V1_0, V1_1, V1_2, V1_3, V1_4 = (Version(f"1.{minor}") for minor in range(5))
(
    V2_0, V2_1, V2_2, V2_3, V2_4, V2_5, V2_6, V2_7, V2_8,
    V2_9, V2_10, V2_11, V2_12, V2_13, V2_14, V2_15, V2_16,
) = (Version(f"2.{minor}") for minor in range(17))  # fmt: skip
PREVIEW = Version("Preview")

#: The newest version whose facts this package holds; sent unless another is chosen.
DEFAULT_VERSION: Final = V2_16


@attrs.frozen
class Ranged(Generic[T]):
    """A value that changed with the version; made by `ranged`."""

    first: T
    steps: tuple[tuple[Version, T], ...]

    def at(self, version: Version) -> T:
        """Return the value in *version*."""
        return next((value for since, value in reversed(self.steps) if version >= since), self.first)


def ranged(first: T, *steps: tuple[Version, T]) -> Ranged[T]:
    """Make a value that changed: ``ranged("users", (V2_0, "data"))`` is "users" at first and "data" from 2.0 on."""
    return Ranged(first, steps)


class Region(enum.StrEnum):
    """Where a workspace is hosted."""

    US = "us"
    EU = "eu"
    AU = "au"

    @property
    def base_url(self) -> str:
        """The root of the REST API in this region."""
        return "https://api.intercom.io" if self is Region.US else f"https://api.{self.value}.intercom.io"
