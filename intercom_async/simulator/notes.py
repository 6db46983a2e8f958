"""Notes that teammates wrote about people and companies."""

import attrs


@attrs.frozen
class Note:
    """One note."""

    id: str
    #: ``contact`` or ``company``, and whom it is about.
    about: str
    about_id: str
    author_id: str
    #: As HTML.
    body: str
    created_at: int


class Notes:
    """Every note, by id and by whom it is about."""

    __slots__ = ("_about", "_by_id", "_count")

    def __init__(self) -> None:
        self._count = 0
        self._by_id: dict[str, Note] = {}
        self._about: dict[str, list[Note]] = {}

    def get(self, note_id: str) -> Note | None:
        """Return the note with this id."""
        return self._by_id.get(note_id)

    def add(self, about: str, about_id: str, *, author_id: str, text: str, now: int) -> Note:
        """Write a note."""
        self._count += 1
        note = Note(str(self._count), about, about_id, author_id, f"<p>{text}</p>", now)
        self._by_id[note.id] = note
        self._about.setdefault(about_id, []).append(note)
        return note

    def about(self, about_id: str) -> list[Note]:
        """Return the notes about somebody, newest first."""
        return self._about.get(about_id, [])[::-1]

    def forget(self, about_id: str) -> None:
        """Drop the notes about somebody deleted."""
        for note in self._about.pop(about_id, []):
            del self._by_id[note.id]

    def move(self, source: str, target: str) -> None:
        """Let the notes about one person be about another one."""
        moved = [attrs.evolve(note, about_id=target) for note in self._about.pop(source, [])]
        self._by_id.update({note.id: note for note in moved})
        if moved:
            kept = self._about.setdefault(target, [])
            kept[:] = sorted([*kept, *moved], key=lambda note: (note.created_at, int(note.id)))
