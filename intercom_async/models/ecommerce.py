"""Catalogs of shops."""

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CatalogUpload(Model):
    """What became of a catalog, or of one part of it; the sync began where there is a `status`."""

    import_job_id: Id | None = None
    #: The number of the part to send next.
    next_part_number: int | None = None
    status: str | None = None
    message: str | None = None
