"""What every object that says something in several languages has in common."""

from typing import Any, cast

import attrs

from .common import Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Translations(Model):
    """What something says, a field for each language; a language that this package does not know is in `extra`."""

    type: str | None = None

    def _said(self) -> dict[str, Any]:
        """Return what is said by language, those left out in which nothing is."""
        declared = attrs.fields(cast("Any", type(self)))
        said = ((a.metadata.get("key", a.name), getattr(self, a.name)) for a in declared)
        return {language: content for language, content in said if isinstance(content, Model)}
