"""Catalogs of shops: what is sent as a form, whole or in parts, and what is sent again."""

import json
from collections.abc import Mapping
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from intercom_async import Intercom
from intercom_async.errors import ConnectionLostError, OutcomeUnknownError, UnsupportedOperationError
from intercom_async.forms import Form, FormFile
from intercom_async.http import HttpRequest
from intercom_async.models.ecommerce import CatalogUpload
from intercom_async.simulator import Simulator, SimulatorTransport
from intercom_async.simulator.resources.ecommerce import Connector
from intercom_async.transports.memory import MemoryTransport, json_response

PRODUCTS = json.dumps([{"id": "1", "title": "Ä", "url": "https://x.test/1"}]).encode()
STARTED = {"import_job_id": "job_01abc123", "status": "processing", "message": "Catalog received. Sync has started."}
TAKEN = {"import_job_id": "job_01abc123", "next_part_number": 2}


class Shop:
    """A client whose uploads get *answers* in turn, and what arrived."""

    def __init__(self, *answers: Mapping[str, object] | Exception, version: str = "Preview") -> None:
        script = [each if isinstance(each, Exception) else json_response(202, each) for each in answers]
        self.transport = MemoryTransport.script(script)
        self.client = Intercom("t", version=version, transport=self.transport, base_url="https://x.test")

    async def upload(self, *args: Any, **fields: Any) -> CatalogUpload:
        return await self.client.ecommerce.upload_catalog(42939, *args, **fields)


def fields(request: HttpRequest) -> dict[str, tuple[bytes, str | None]]:
    """Return the fields of the form in *request*, each with the name of its file."""
    assert isinstance(request.body, bytes)
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    found: dict[str, tuple[bytes, str | None]] = {}
    for part in message_from_bytes(head + request.body).walk():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = content, part.get_filename()
    return found


async def test_a_catalog_of_bytes() -> None:
    shop = Shop(STARTED)
    upload = await shop.upload(PRODUCTS)
    assert (upload.import_job_id, upload.status, upload.next_part_number) == ("job_01abc123", "processing", None)
    (request,) = shop.transport.requests
    assert (request.method, request.url) == ("POST", "https://x.test/ecommerce/connectors/42939/catalog")
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert fields(request) == {"catalog": (PRODUCTS, "catalog.json")}


async def test_the_parts_of_a_catalog() -> None:
    """As recorded: the first, one more, and the end."""
    shop = Shop(TAKEN, {**TAKEN, "next_part_number": 3}, STARTED)
    await shop.upload(PRODUCTS, finalize=False)
    part = await shop.upload(PRODUCTS, finalize=False, import_job_id="job_01abc123", part_number=2)
    await shop.upload(finalize=True, import_job_id="job_01abc123")
    assert part.next_part_number == 3
    first, second, last = (fields(request) for request in shop.transport.requests)
    assert first == {"catalog": (PRODUCTS, "catalog.json"), "finalize": (b"false", None)}
    assert second == first | {"import_job_id": (b"job_01abc123", None), "part_number": (b"2", None)}
    assert last == {"finalize": (b"true", None), "import_job_id": (b"job_01abc123", None)}


async def test_a_file_is_read_while_it_is_sent(tmp_path: Path) -> None:
    """In pieces, again for every try, under its own name."""
    path = tmp_path / 'a "b".json'
    path.write_bytes(b"[" + b" " * 600_000 + b"]")
    shop = Shop(ConnectionLostError("cut"), TAKEN)
    await shop.upload(str(path), finalize=False, import_job_id="j", part_number=2)
    for request in shop.transport.requests:
        content, name = fields(request)["catalog"]
        assert (content, name) == (path.read_bytes(), "a %22b%22.json")
    file = await FormFile.of("catalog", path, "", "application/json")
    body = Form({}, file).body()
    pieces = [piece async for piece in body.open()]
    assert max(map(len, pieces)) == 1 << 18
    assert sum(map(len, pieces)) == body.length


@pytest.mark.parametrize(
    ("args", "given"),
    [((PRODUCTS,), {}), ((PRODUCTS,), {"finalize": False}), ((), {"finalize": True, "import_job_id": "j"})],
)
async def test_only_a_numbered_part_is_sent_again(args: tuple[bytes, ...], given: dict[str, Any]) -> None:
    """The rest might do twice what it does."""
    shop = Shop(ConnectionLostError("cut"))
    with pytest.raises(OutcomeUnknownError):
        await shop.upload(*args, **given)


@pytest.mark.parametrize(
    ("args", "given", "message"),
    [
        ((), {}, "give a catalog"),
        ((), {"finalize": False, "import_job_id": "j"}, "give a catalog"),
        ((), {"finalize": True}, "need the import_job_id"),
        ((PRODUCTS,), {"part_number": 2}, "need the import_job_id"),
        ((bytes(99 * 1024 * 1024 + 1),), {}, "more than 99 MB"),
    ],
)
async def test_what_intercom_would_refuse_is_not_sent(
    args: tuple[bytes, ...], given: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        await Shop().upload(*args, **given)


async def test_other_versions_take_no_catalog() -> None:
    with pytest.raises(UnsupportedOperationError):
        await Shop(version="2.16").upload(PRODUCTS)


async def test_a_workspace_takes_over_what_was_sent_in_parts(tmp_path: Path) -> None:
    simulator = Simulator()
    client = Intercom("test-token", version="Preview", transport=SimulatorTransport(simulator))
    (tmp_path / "2.json").write_bytes(b'[{"id": "2"}]')
    first = await client.ecommerce.upload_catalog("42939", PRODUCTS, finalize=False)
    assert first.import_job_id is not None
    assert first.next_part_number == 2
    job, upload = first.import_job_id, client.ecommerce.upload_catalog
    await upload("42939", tmp_path / "2.json", finalize=False, import_job_id=job, part_number=first.next_part_number)
    assert (await upload("42939", finalize=True, import_job_id=job)).status == "processing"
    connector = simulator.world.shelf(Connector).get("42939")
    assert connector is not None
    assert connector.products == [*json.loads(PRODUCTS), {"id": "2"}]
