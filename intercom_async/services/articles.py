"""Articles."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, cast

from .. import operations as ops
from ..instants import to_datetime
from ..models.articles import Article, ArticleChanges, ArticleVersion
from ..models.common import DeletedObject
from ..models.tags import Tag
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from ..versions import PREVIEW, V2_16
from .base import Service, given, given_from, with_numbers

#: Of `ArticleChanges`: what older versions would leave out without a word.
_FROM_2_16: Final = (
    *("body_markdown", "parent_ids", "audience_ids", "scheduled_publish_at", "scheduled_unpublish_at"),
    *("ai_chatbot_availability", "ai_copilot_availability", "ai_sales_agent_availability"),
)


class Articles(Service):
    """Read, write, search, tag and publish articles, also in several languages."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[Article]:
        """Iterate over all articles, those changed last first; none has its statistics."""
        return self._iterate(ops.Articles.list(), Article, per_page=per_page, resume=resume)

    def search(
        self,
        *,
        phrase: str | Unset = UNSET,
        state: Literal["published", "draft", "all"] | Unset = UNSET,
        help_center_id: str | int | Unset = UNSET,
        highlight: bool | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Article]:
        """Iterate over the articles in which a phrase stands; none has its statistics.

        With *highlight* the pages bring where it stands too: ``page.response.value["data"]["highlights"]`` of each of
        the `pages` holds what ``from_dict(ArticleHighlights, ...)`` reads, with the ids of the articles.
        """
        query = given(phrase=phrase, state=state, help_center_id=help_center_id, highlight=highlight)
        return self._iterate(ops.Articles.search(query=query), Article, per_page=per_page, resume=resume)

    async def create(self, changes: ArticleChanges) -> Article:
        """Create an article: a draft unless the state is given."""
        body = with_numbers(self._body("articles.create", changes), "parent_id")
        return await self._fetch(ops.Articles.create(json=body), Article)

    async def retrieve(self, article_id: str | int) -> Article:
        """Fetch one article, as it is published."""
        return await self._fetch(ops.Articles.retrieve(article_id=article_id), Article)

    async def update(self, article_id: str | int, changes: ArticleChanges) -> Article:
        """Change what *changes* gives, at once: what is published changes too, unless a draft of it is staged."""
        body = self._body("articles.update", changes)
        return await self._fetch(ops.Articles.update(article_id=article_id, json=body), Article)

    async def delete(self, article_id: str | int) -> DeletedObject:
        """Delete an article."""
        return await self._fetch(ops.Articles.delete(article_id=article_id), DeletedObject)

    async def attach_tag(self, article_id: str | int, tag_id: str | int, *, admin_id: str | int | Unset = UNSET) -> Tag:
        """Put a tag that exists on an article, in the name of a teammate or of whose token it is."""
        json = {"id": tag_id, **given(admin_id=admin_id)}
        return await self._fetch(ops.Articles.attach_tag(article_id=article_id, json=json), Tag)

    async def detach_tag(self, article_id: str | int, tag_id: str | int) -> Tag:
        """Take a tag off an article."""
        return await self._fetch(ops.Articles.detach_tag(article_id=article_id, tag_id=tag_id), Tag)

    def list_versions(
        self,
        article_id: str | int,
        *,
        locale: str | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[ArticleVersion]:
        """Iterate over what an article said before, newest first, without the bodies; of one language when given."""
        request = ops.Articles.list_versions(article_id=article_id, query=given(locale=locale))
        return self._iterate(request, ArticleVersion, per_page=per_page, resume=resume)

    async def retrieve_version(
        self, article_id: str | int, version_id: str | int, *, locale: str | Unset = UNSET
    ) -> ArticleVersion:
        """Fetch what an article said at one time, in one language when it is given."""
        request = ops.Articles.retrieve_version(
            article_id=article_id, version_id=version_id, query=given(locale=locale)
        )
        return await self._fetch(request, ArticleVersion)

    async def retrieve_draft(self, article_id: str | int) -> Article:
        """Fetch an article as its staged draft has it; `NotFoundError` when none is staged."""
        return await self._fetch(ops.Articles.retrieve_draft(article_id=article_id), Article)

    async def update_draft(self, article_id: str | int, changes: ArticleChanges) -> Article:
        """Stage a draft on top of what is published, which stays as it is until `publish_draft`.

        Titles, descriptions and bodies are staged; all else in *changes* is without effect.
        """
        body = self._body("articles.update_draft", changes)
        return await self._fetch(ops.Articles.update_draft(article_id=article_id, json=body), Article)

    async def publish_draft(self, article_id: str | int, *, locales: Sequence[str] | Unset = UNSET) -> Article:
        """Publish the staged draft; a workspace with several languages has to say of which."""
        request = ops.Articles.publish_draft(article_id=article_id, json=given(locales=locales) or None)
        return await self._fetch(request, Article)

    def _body(self, where: str, changes: ArticleChanges) -> dict[str, Any]:
        """Return what *changes* writes, refusing what the version would not do."""
        body, version = self._ready(changes), self._core.config.version
        given_from(V2_16, version, where, **{name: body[name] for name in _FROM_2_16 if name in body})
        given_from(PREVIEW, version, where, **{name: body[name] for name in ("folder_id",) if name in body})
        for several in (("body", "body_markdown"), ("scheduled_publish_at", "scheduled_unpublish_at")):
            if all(body.get(name) is not None for name in several):
                msg = f"{where}: {' and '.join(several)} exclude each other"
                raise ValueError(msg)
        if said := cast("Mapping[str, Any]", body.get("translated_content")):
            body["translated_content"] = {language: _numbered(content) for language, content in said.items()}
        for name in ("scheduled_publish_at", "scheduled_unpublish_at"):
            if isinstance(body.get(name), int):
                body[name] = to_datetime(body[name]).isoformat().replace("+00:00", "Z")
        return cast("dict[str, Any]", _numbered(body))


def _numbered(content: Any) -> Any:
    """Return what an article says with its ids as numbers; the type of translations is none of these."""
    if not isinstance(content, dict):
        return content
    body = cast("dict[str, Any]", content)
    return with_numbers(body, "author_id", "parent_ids", "folder_id", "audience_ids")
