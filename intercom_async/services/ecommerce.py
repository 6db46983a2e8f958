"""Ecommerce."""

import os
from typing import Final

from .. import operations as ops
from ..forms import Form, FormFile
from ..models.ecommerce import CatalogUpload
from ..unset import UNSET, Unset
from .base import Service, given

#: Bytes of one part; the documentation says 99 MB, which is refused here only when it is too much by any reading.
_LARGEST: Final = 99 * 1024 * 1024


class Ecommerce(Service):
    """Connectors of shops."""

    __slots__ = ()

    async def upload_catalog(
        self,
        connector_id: str | int,
        catalog: bytes | str | os.PathLike[str] | None = None,
        *,
        finalize: bool | Unset = UNSET,
        import_job_id: str | Unset = UNSET,
        part_number: int | Unset = UNSET,
    ) -> CatalogUpload:
        """Send a catalog, a JSON array of products of at most 99 MB, as bytes or from the file at a path.

        A larger one goes in parts: the first with ``finalize=False``, each other with the *import_job_id* and the
        *part_number* that the answer before names, and at last ``finalize=True`` with the *import_job_id* alone. A
        numbered part may be sent again, and is when no answer comes. A file is read while it is sent.
        """
        if catalog is None and finalize is not True:
            msg = "ecommerce.upload_catalog: give a catalog; only finalize=True goes without one"
            raise ValueError(msg)
        if import_job_id is UNSET and (finalize is True or part_number is not UNSET):
            msg = "ecommerce.upload_catalog: finalize=True and part_number need the import_job_id of the first part"
            raise ValueError(msg)
        fields = given(finalize=finalize, import_job_id=import_job_id, part_number=part_number)
        file = None if catalog is None else await FormFile.of("catalog", catalog, "catalog.json", "application/json")
        if file is not None and file.size > _LARGEST:
            msg = f"ecommerce.upload_catalog: {file.size} bytes are more than 99 MB: send it in parts"
            raise ValueError(msg)
        form = Form({name: _text(value) for name, value in fields.items()}, file)
        return await self._fetch(ops.Ecommerce.upload_catalog(connector_id=connector_id, form=form), CatalogUpload)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
