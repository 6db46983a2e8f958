"""What answers the operations, a module for each resource; a new one is added to `MODULES`."""

from typing import Final

from ..routes import Routes
from . import admins, contacts, data_attributes, users

MODULES: Final[tuple[Routes, ...]] = (admins.routes, contacts.routes, data_attributes.routes, users.routes)
