"""Ways to carry an `HttpRequest` to a server."""
