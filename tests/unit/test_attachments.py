"""Files to attach: made of bytes or read from a path, their types guessed from their names."""

import base64
from pathlib import Path

import pytest

from intercom_async.models.attachments import AttachmentFile


@pytest.mark.parametrize(
    ("name", "given", "content_type"),
    [
        ("a.png", None, "image/png"),
        ("a.txt", None, "text/plain"),
        ("a.txt", "text/markdown", "text/markdown"),
        ("a.unheard-of", None, "application/octet-stream"),
        ("a", None, "application/octet-stream"),
    ],
)
def test_bytes_become_base_64(name: str, given: str | None, content_type: str) -> None:
    content = bytes(range(256))
    file = AttachmentFile.from_bytes(content, name=name, content_type=given)
    assert (file.name, file.content_type) == (name, content_type)
    assert base64.b64decode(file.data, validate=True) == content
    assert file.data not in repr(file)


async def test_a_path_is_read(tmp_path: Path) -> None:
    """The file is called as it is there, unless told otherwise."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8")
    file = await AttachmentFile.from_path(str(path))
    assert file == AttachmentFile.from_bytes(b"\xff\xd8", name="photo.jpg")
    other = await AttachmentFile.from_path(path, name="b.png", content_type="image/x")
    assert (other.name, other.content_type) == ("b.png", "image/x")
    with pytest.raises(FileNotFoundError):
        await AttachmentFile.from_path(tmp_path / "none")
