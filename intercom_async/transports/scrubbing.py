"""Takes secrets out of what is written down: tokens, and e-mail addresses for stand-ins that stay the same."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias
from urllib.parse import quote, quote_plus, unquote

from ..http import REDACTED, Headers

#: Changes a text before it is written down: an extra rule for what this module does not know.
Scrub: TypeAlias = Callable[[str], str]
Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

#: A shorter token may stand in any word: it is taken out of its own place alone.
_SHORTEST_TOKEN: Final = 8
_SECRET_NAMES: Final = frozenset(
    {"access_token", "api_key", "client_secret", "id_token", "intercom_user_jwt", "password", "refresh_token", "token"}
)
#: Secret beside a secret: elsewhere it is the code of an error.
_AUTHORIZATION_CODE: Final = "code"
_SECRET_HEADERS: Final = frozenset({"x-api-key", "x-hub-signature", "x-intercom-webhook-signature"})
#: What a token looks like wherever it stands: named, of Intercom, a JSON Web Token.
_TOKENS: Final = re.compile(
    r"(?<=\bbearer )[\w.~+/=-]{8,}"
    r"|(?<=[?&]token=)[^&\s\"]+|(?<=_token=)[^&\s\"]+|(?<=_secret=)[^&\s\"]+|(?<=password=)[^&\s\"]+"
    r"|\bdG9rO[\w+/=-]{8,}"
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]*",
    re.IGNORECASE,
)

_AT: Final = r"(?P<at>@|%40|\\u0040|&#64;)"
_BEYOND_ASCII: Final = r"[^\s\x00-\x7f]"
_LABEL: Final = rf"(?:[A-Za-z0-9_-]|{_BEYOND_ASCII})+"
_DOMAIN: Final = rf"(?P<domain>{_LABEL}(?:\.{_LABEL})*|\[[^\s\]]+\])"
_LETTER: Final = rf"(?:\w|{_BEYOND_ASCII}|%2B|%27|%[89A-F][0-9A-F])"
#: An address inside a text, as most are: what stands around it is left alone.
_USUAL: Final = re.compile(rf"(?P<local>{_LETTER}(?:{_LETTER}|[.+'-]){{0,80}}){_AT}{_DOMAIN}", re.IGNORECASE)
#: Whatever else may be an address: too much is taken rather than too little.
_UNUSUAL: Final = re.compile(
    rf"(?P<local>(?:[\w!#$%&'*+/=?^`{{|}}~.-]|{_BEYOND_ASCII}){{1,80}}){_AT}{_DOMAIN}", re.IGNORECASE
)
STAND_IN: Final = re.compile(r"user-(\d+)(?:@|%40|\\u0040|&#64;)example\.com", re.IGNORECASE)


class Scrubber:
    """Takes secrets out of texts, headers and JSON values.

    *person* gives the stand-in of an e-mail address, which it gets decoded and in lower case; *extra* rules go first.
    """

    __slots__ = ("_extra", "_person", "_tokens")

    def __init__(self, person: Callable[[str], str], extra: Iterable[Scrub] = ()) -> None:
        self._person: Final = person
        self._extra: Final = tuple(extra)
        #: Every way to write a token that was seen, longest first.
        self._tokens: list[str] = []

    def learn(self, headers: Headers) -> None:
        """Remember the token in *headers*, to find it elsewhere."""
        for name in ("authorization", "proxy-authorization"):
            for value in headers.get_all(name):
                self._remember(value.rpartition(" ")[2])

    def text(self, text: str) -> str:
        """Return *text* without secrets."""
        for rule in self._extra:
            text = rule(text)
        for token in self._tokens:
            text = text.replace(token, REDACTED)
        text = _TOKENS.sub(REDACTED, text)
        if _UNUSUAL.fullmatch(text):
            return _UNUSUAL.sub(self._replace, text)
        return _UNUSUAL.sub(self._replace_rest, _USUAL.sub(self._replace, text))

    def headers(self, headers: Headers) -> list[tuple[str, str]]:
        """Return the pairs of *headers* without secrets."""
        return [
            (name, REDACTED if name.lower() in _SECRET_HEADERS or value == REDACTED else self.text(value))
            for name, value in headers.redacted
        ]

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the *pairs* of a query without secrets."""
        secret = _secret(name for name, _ in pairs)
        return [(self.text(name), self._redact(value) if name in secret else self.text(value)) for name, value in pairs]

    def value(self, value: Json) -> Json:
        """Return a JSON *value* without secrets."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            secret = _secret(value)
            return {
                self.text(name): self._redact(item) if name in secret and isinstance(item, str) else self.value(item)
                for name, item in value.items()
            }
        return value

    def _redact(self, token: str) -> str:
        self._remember(token)
        return REDACTED

    def _remember(self, token: str) -> None:
        if len(token) >= _SHORTEST_TOKEN:
            written = {token, quote(token), quote(token, safe=""), quote_plus(token), json.dumps(token)[1:-1]}
            self._tokens = sorted({*self._tokens, *written}, key=len, reverse=True)

    def _replace(self, found: re.Match[str]) -> str:
        address = f"{unquote(found['local'])}@{found['domain']}".lower()
        return self._person(address).replace("@", found["at"])

    def _replace_rest(self, found: re.Match[str]) -> str:
        return found[0] if STAND_IN.search(found[0]) else self._replace(found)


def _secret(names: Iterable[str]) -> set[str]:
    """Return those of *names* beside each other whose values are secret."""
    every = [*names]
    secret = {name for name in every if name.lower() in _SECRET_NAMES}
    return secret | {name for name in every if secret and name.lower() == _AUTHORIZATION_CODE}
