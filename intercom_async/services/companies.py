"""Companies."""

from collections.abc import Sequence
from typing import Literal

from .. import operations as ops
from ..models.bulk_jobs import BulkCompanyChanges, BulkJob
from ..models.common import either
from ..models.companies import Company, CompanyChanges, DeletedCompany
from ..models.contacts import Contact
from ..models.leads import Lead
from ..models.notes import Note
from ..models.segments import Segment
from ..models.users import User
from ..pagination import Checkpoint, Paginator
from ..query import Query
from ..scroll import SPOOL_LIMIT, Scroll
from ..unset import UNSET, Unset
from .base import Service, at_most_one, given, one_of
from .bulk_items import check_ignored, check_kind, identified, job_body


class Companies(Service):
    """Read, write, search and delete companies; one that nobody belongs to stands in no list."""

    __slots__ = ()

    def list(
        self,
        *,
        tag_id: str | int | Unset = UNSET,
        segment_id: str | int | Unset = UNSET,
        order: Literal["asc", "desc"] | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Company]:
        """Iterate over companies, those with a tag or in a segment when it is given, the last seen first.

        *order* is known in 1.x; from 2.0 on `list_all` has it. Lists end at 10,000: use `scroll` for all.
        """
        filters = at_most_one("companies.list", tag_id=tag_id, segment_id=segment_id)
        request = ops.Companies.list(query={**filters, **given(order=order)})
        return self._iterate(request, Company, per_page=per_page, resume=resume)

    def list_all(
        self,
        *,
        order: Literal["asc", "desc"] | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Company]:
        """Iterate over companies from 2.0 on, the last seen first; lists end at 10,000: use `scroll` for all."""
        request = ops.Companies.list_all(query=given(order=order))
        return self._iterate(request, Company, per_page=per_page, resume=resume)

    def search(
        self,
        query: Query,
        *,
        sort_by: str | Unset = UNSET,
        order: Literal["ascending", "descending"] | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Company]:
        """Iterate over the companies that match *query*; their plan cannot be searched by.

        One ``is_in`` of more than 150 company ids is asked for in several searches, each sorted for itself.
        """
        sort = UNSET if sort_by is UNSET and order is UNSET else given(field=sort_by, order=order)
        request = ops.Companies.search(json=given(query=query, sort=sort))
        return self._search(request, Company, per_page=per_page, resume=resume)

    def scroll(self, *, spool_limit: int = SPOOL_LIMIT) -> Scroll[Company]:
        """Iterate over all companies, each once; a workspace has one scroll at a time, so this waits in line.

        Pages that you do not take at once wait in a temporary file of at most *spool_limit* bytes; 0 is for none.
        """
        return Scroll(self._core, ops.Companies.scroll(), Company, spool_limit=spool_limit)

    async def find(self, *, company_id: str | int | Unset = UNSET, name: str | Unset = UNSET) -> Company:
        """Fetch the company with the id that you gave, or with that name."""
        query = one_of("companies.find", company_id=company_id, name=name)
        return await self._fetch(ops.Companies.find(query=query), Company)

    async def retrieve(self, company_id: str | int) -> Company:
        """Fetch one company by the id that Intercom gave."""
        return await self._fetch(ops.Companies.retrieve(company_id=company_id), Company)

    async def create_or_update(self, changes: CompanyChanges) -> Company:
        """Write the company with that ``company_id``, created when there is none."""
        return await self._fetch(ops.Companies.create_or_update(json=changes), Company)

    async def update(self, company_id: str | int, changes: CompanyChanges) -> Company:
        """Change what *changes* gives on the company with the id that Intercom gave."""
        return await self._fetch(ops.Companies.update(company_id=company_id, json=changes), Company)

    async def delete(self, company_id: str | int) -> DeletedCompany:
        """Delete a company by the id that Intercom gave; it is archived and its people detached some time later."""
        return await self._fetch(ops.Companies.delete(company_id=company_id), DeletedCompany)

    async def delete_by_company_id(self, company_id: str | int) -> DeletedCompany:
        """Delete a company by the id that you gave: experimental, one list of operations of 1.x alone has it.

        That list calls the parameter ``user_id``, by mistake as it seems. Should the whole company be answered, what it
        has beside its id is in `extra`.
        """
        query = one_of("companies.delete_by_company_id", company_id=company_id)
        return await self._fetch(ops.Companies.delete_by_company_id(query=query), DeletedCompany)

    def list_contacts(
        self, company_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[Contact]:
        """Iterate over the contacts that belong to a company."""
        request = ops.Companies.list_contacts(company_id=company_id)
        return self._iterate(request, Contact, per_page=per_page, resume=resume)

    def list_users(
        self, company_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[User | Lead]:
        """Iterate over the users and leads that belong to a company, given by Intercom's id, in 1.x."""
        request = ops.Companies.list_users(company_id=company_id)
        return self._iterate(request, either(User, Lead), per_page=per_page, resume=resume)

    def list_users_by_company_id(
        self, company_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[User | Lead]:
        """Iterate over the users and leads that belong to a company, given by the id that you gave, in 1.x."""
        query = {"type": "user", **one_of("companies.list_users_by_company_id", company_id=company_id)}
        request = ops.Companies.list_users_by_company_id(query=query)
        return self._iterate(request, either(User, Lead), per_page=per_page, resume=resume)

    def list_segments(self, company_id: str | int) -> Paginator[Segment]:
        """Iterate over the segments that a company is in."""
        return self._iterate(ops.Companies.list_segments(company_id=company_id), Segment)

    def list_notes(
        self, company_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[Note]:
        """Iterate over the notes about a company."""
        request = ops.Companies.list_notes(company_id=company_id)
        return self._iterate(request, Note, per_page=per_page, resume=resume)

    async def create_note(self, company_id: str | int, *, body: str, admin_id: str | int | Unset = UNSET) -> Note:
        """Write a note about a company."""
        request = ops.Companies.create_note(company_id=company_id, json=given(body=body, admin_id=admin_id))
        return await self._fetch(request, Note)

    async def bulk_create(self, companies: Sequence[CompanyChanges], *, job_id: str | Unset = UNSET) -> BulkJob:
        """Write at most 100 companies by their ``company_id`` some time later, in a new job or one that is open.

        A job that takes no more is a `PermissionDeniedError`; one with failures ends as ``completed_with_errors``.
        """
        where = "companies.bulk_create"
        check_kind(where, "companies", companies, CompanyChanges)
        items = [self._ready(each) for each in companies]
        return await self._fetch(ops.Companies.bulk_create(json=job_body(where, "companies", items, job_id)), BulkJob)

    async def bulk_update(self, companies: Sequence[BulkCompanyChanges], *, job_id: str | Unset = UNSET) -> BulkJob:
        """Change at most 100 companies by Intercom's id some time later, in a new job or one that is open."""
        where = "companies.bulk_update"
        check_kind(where, "companies", companies, BulkCompanyChanges)
        check_ignored(where, companies, "company_id")
        items = [self._ready(each) for each in companies]
        return await self._fetch(ops.Companies.bulk_update(json=job_body(where, "companies", items, job_id)), BulkJob)

    async def bulk_delete(self, company_ids: Sequence[str | int], *, job_id: str | Unset = UNSET) -> BulkJob:
        """Delete at most 100 companies by Intercom's id some time later, in a new job or one that is open."""
        body = job_body("companies.bulk_delete", "companies", identified(company_ids), job_id)
        return await self._fetch(ops.Companies.bulk_delete(json=body), BulkJob)

    async def retrieve_bulk_job(self, job_id: str) -> BulkJob:
        """Fetch a bulk job of companies, with how far its tasks have come."""
        return await self._fetch(ops.Companies.retrieve_bulk_job(job_id=job_id), BulkJob)
