"""The version of this package, which the build reads too: asking its metadata takes a tenth of importing aiohttp."""

__version__ = "0.1.0"
