"""Print every contact that signed up in the last week, newest first. Token in INTERCOM_ACCESS_TOKEN."""

import asyncio
from datetime import UTC, datetime, timedelta

from intercom_async import F, Intercom


async def main() -> None:
    """List them and print a line for each."""
    since = datetime.now(UTC) - timedelta(days=7)
    async with Intercom() as intercom:
        found = intercom.contacts.search(F.signed_up_at > since, sort_by="signed_up_at", order="descending")
        async for contact in found:
            print(contact.id, contact.signed_up_at, contact.role)


if __name__ == "__main__":
    asyncio.run(main())
