"""The asyncio-first client of the Intercom REST API."""
