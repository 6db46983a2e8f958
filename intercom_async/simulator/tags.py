"""Tags, and what they are on: people and companies alike, by their ids."""

from collections.abc import Iterator

import attrs


@attrs.define(eq=False)
class Tag:
    """One tag."""

    id: str
    name: str


@attrs.frozen
class Applied:
    """A tag on something."""

    tag: Tag
    at: int
    #: The id of the teammate who applied it.
    by: str


class Tags:
    """Every tag, by id and by name whatever its case."""

    __slots__ = ("_by_id", "_by_name", "_count", "_objects", "_on")

    def __init__(self) -> None:
        self._count = 0
        self._by_id: dict[str, Tag] = {}
        self._by_name: dict[str, Tag] = {}
        self._on: dict[str, dict[str, Applied]] = {}
        self._objects: dict[str, dict[str, None]] = {}

    def __iter__(self) -> Iterator[Tag]:
        return iter(self._by_id.values())

    def get(self, tag_id: str) -> Tag | None:
        """Return the tag with this id."""
        return self._by_id.get(tag_id)

    def named(self, name: str) -> Tag | None:
        """Return the tag called *name*, upper and lower case being the same."""
        return self._by_name.get(name.casefold())

    def create(self, name: str) -> Tag:
        """Make a tag with a free name."""
        self._count += 1
        tag = Tag(str(self._count), name)
        self._by_id[tag.id] = self._by_name[name.casefold()] = tag
        self._objects[tag.id] = {}
        return tag

    def rename(self, tag: Tag, name: str) -> None:
        """Give *tag* a name that no other tag has."""
        del self._by_name[tag.name.casefold()]
        tag.name = name
        self._by_name[name.casefold()] = tag

    def delete(self, tag: Tag) -> None:
        """Forget *tag* and take it off everything."""
        for object_id in self._objects.pop(tag.id):
            del self._on[object_id][tag.id]
        del self._by_id[tag.id], self._by_name[tag.name.casefold()]

    def apply(self, object_id: str, tag: Tag, *, at: int, by: str) -> Applied:
        """Put *tag* on something; one that is there keeps its time."""
        self._objects[tag.id][object_id] = None
        return self._on.setdefault(object_id, {}).setdefault(tag.id, Applied(tag, at, by))

    def remove(self, object_id: str, tag: Tag) -> Applied | None:
        """Take *tag* off; None when it was not there."""
        self._objects[tag.id].pop(object_id, None)
        return self._on.get(object_id, {}).pop(tag.id, None)

    def on(self, object_id: str) -> list[Applied]:
        """Return the tags of something, in the order of tagging."""
        return list(self._on.get(object_id, {}).values())

    def has(self, object_id: str, tag_id: str) -> bool:
        """Say whether something has the tag with this id."""
        return tag_id in self._on.get(object_id, {})

    def forget(self, object_id: str) -> None:
        """Drop what is known of something deleted."""
        for tag_id in self._on.pop(object_id, {}):
            del self._objects[tag_id][object_id]

    def move(self, source: str, target: str) -> None:
        """Put the tags of one person on another one."""
        for applied in self.on(source):
            self.apply(target, applied.tag, at=applied.at, by=applied.by)
        self.forget(source)
