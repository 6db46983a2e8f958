"""Content."""

from typing import Final

from ..routes import Routes

routes: Final = Routes()
