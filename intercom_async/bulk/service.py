"""``client.bulk``: many rows in one call."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .. import operations as ops
from ..models.companies import Company
from ..models.contacts import Contact
from ..models.leads import Lead
from ..models.users import User
from ..query import Query, check_query
from ..services.base import given
from ..services.contacts import ArchivedPolicy
from ..unset import UNSET, Unset
from .contact_import import ContactImport, EmptyCells, ImportOptions, ProgressHook
from .exports import Export, ExportHook, ExportSource
from .sources import RowSource

if TYPE_CHECKING:
    from ..client import Intercom


class Bulk:
    """Import many contacts; export all of them, and all users, leads and companies."""

    __slots__ = ("_client",)

    def __init__(self, client: "Intercom") -> None:
        self._client = client

    def upsert_contacts(
        self,
        rows: RowSource,
        *,
        journal: str | Path | None = None,
        concurrency: int = 50,
        on_progress: ProgressHook | None = None,
        columns: Mapping[str, str] | None = None,
        create_attributes: bool = False,
        allow_leads: bool = False,
        archived: ArchivedPolicy = "fail",
        empty: EmptyCells = "keep",
        sample: int = 1000,
    ) -> ContactImport:
        """Create or update one contact for each row; iterate over what is returned to make it run.

        *rows* is a `CsvFile`, a `JsonLinesFile`, or any iterable, plain or asynchronous, of `ContactChanges` or of
        mappings by column name. A column is a field by its name or by *columns* (``{"E-mail": "email"}``); what is
        neither is a custom attribute, which must exist unless *create_attributes* has those created that are needed.
        Empty text leaves a field alone, or clears it with ``empty="clear"``; None always clears.

        Rows that share an external id or a user's e-mail address (compared lower-cased) are one person: they are
        applied in order, never at once. Rows without either are rejected, unless *allow_leads* makes each a new lead
        (at least once: an import that was killed may make one twice).

        With *journal*, the same call goes on where an earlier one ended, killed or not; its rows and options must be
        the same. A row whose write was under way at a kill is written again, and counts as created if its contact then
        exists and no other row had made it. Memory is bounded whatever the number of rows. An iterable cannot be read
        twice, so that its first *sample* rows alone are looked at to find the attributes that they need.
        """
        options = ImportOptions(
            journal=None if journal is None else Path(journal),
            concurrency=concurrency,
            columns=dict(columns or {}),
            create_attributes=create_attributes,
            allow_leads=allow_leads,
            archived=archived,
            empty=empty,
            sample=sample,
        )
        client = self._client.with_options(lane="bulk", deadline=None)
        return ContactImport(client, rows, options, on_progress=on_progress)

    def export_contacts(
        self,
        query: Query | None = None,
        *,
        include_merge_history: bool | Unset = UNSET,
        per_page: int | Unset = UNSET,
        on_progress: ExportHook | None = None,
    ) -> Export:
        """Export all contacts, newest first, or those that match *query*, oldest first, from 2.0 on.

        A file that `Export.write_to` began is gone on with after its last page.
        """
        options = given(include_merge_history=include_merge_history)
        request = ops.Contacts.list(query=options)
        if query is not None:
            check_query(query)
            # By what never changes: nobody who is seen meanwhile moves to another page.
            sort = {"field": "created_at", "order": "ascending"}
            request = ops.Contacts.search(query=options, json={"query": query, "sort": sort})
        return self._export(ExportSource("contacts", Contact, request, per_page), on_progress)

    def export_users(self, *, on_progress: ExportHook | None = None) -> Export:
        """Export all users of 1.x, by scroll: it cannot be gone on with, a file that was not finished begins anew."""
        return self._export(ExportSource("users", User, ops.Users.scroll()), on_progress)

    def export_leads(self, *, on_progress: ExportHook | None = None) -> Export:
        """Export all leads of 1.x, by scroll as `export_users`."""
        return self._export(ExportSource("leads", Lead, ops.Leads.scroll()), on_progress)

    def export_companies(self, *, on_progress: ExportHook | None = None) -> Export:
        """Export all companies that have people, by scroll as `export_users`, in every version."""
        return self._export(ExportSource("companies", Company, ops.Companies.scroll()), on_progress)

    def _export(self, source: ExportSource, on_progress: ExportHook | None) -> Export:
        return Export(self._client.with_options(lane="bulk", deadline=None), source, on_progress=on_progress)
