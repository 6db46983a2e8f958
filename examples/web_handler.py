"""An aiohttp application that writes to Intercom inside a request and answers in time, whatever Intercom does."""

from collections.abc import AsyncIterator

from aiohttp import web

from intercom_async import Intercom
from intercom_async.errors import DeadlineExceededError, IntercomError
from intercom_async.models.contacts import ContactChanges

INTERCOM = web.AppKey("intercom", Intercom)


async def intercom(app: web.Application) -> AsyncIterator[None]:
    """One client for the life of the application."""
    async with Intercom(deadline=2.5) as client:
        app[INTERCOM] = client
        yield


async def sign_up(request: web.Request) -> web.Response:
    """Record who signed up; say when to come back if Intercom cannot be reached in time."""
    person = await request.json()
    changes = ContactChanges(external_id=person["id"], email=person["email"], name=person["name"])
    try:
        result = await request.app[INTERCOM].contacts.upsert(changes)
    except DeadlineExceededError as error:
        later = error.retry_at.isoformat() if error.retry_at else None
        return web.json_response({"retry_at": later}, status=503)
    except IntercomError as error:
        return web.json_response({"error": type(error).__name__}, status=502)
    return web.json_response({"contact": result.contact.id, "created": result.created})


def application() -> web.Application:
    """Return the application."""
    app = web.Application()
    app.cleanup_ctx.append(intercom)
    app.router.add_post("/sign-up", sign_up)
    return app


if __name__ == "__main__":
    web.run_app(application())
