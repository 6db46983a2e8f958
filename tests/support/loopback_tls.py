"""TLS for servers on loopback: a certificate for 127.0.0.1 that nobody trusts unless told to, and its key."""

import ssl
from pathlib import Path

#: In PEM; valid from 2020 to 2120.
CERTIFICATE = b"""\
-----BEGIN CERTIFICATE-----
MIIBcDCCARegAwIBAgIBATAKBggqhkjOPQQDAjAgMR4wHAYDVQQDDBVsb29wYmFj
ayBvZiB0aGUgdGVzdHMwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBa
MCAxHjAcBgNVBAMMFWxvb3BiYWNrIG9mIHRoZSB0ZXN0czBZMBMGByqGSM49AgEG
CCqGSM49AwEHA0IABIgekUsTgRMhi/sTi6+A7OdgpxKFQFqTqWra8DlcRa6lKjiU
HC6Y5RVGhEeaeWltfZJJrXBR8xDScvCQZ0xzl+2jQDA+MA8GA1UdEQQIMAaHBH8A
AAEwDAYDVR0TAQH/BAIwADAdBgNVHQ4EFgQUeUZhNrEhtR8H2NHBR5KxNv75CgYw
CgYIKoZIzj0EAwIDRwAwRAIgD0fbYF6sfetvnd3FXuhge+5+e0aQ+V3kVa6QgnK+
4L4CID1TELz9MtCHra1f0q0ooQmVi2sfg0TNW9uYjTMiU7Bh
-----END CERTIFICATE-----
"""
_KEY = b"""\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgayFPS9M622cv3C+O
3+Y4oEDiwn56ukdkK0+h3OcRSJShRANCAASIHpFLE4ETIYv7E4uvgOznYKcShUBa
k6lq2vA5XEWupSo4lBwumOUVRoRHmnlpbX2SSa1wUfMQ0nLwkGdMc5ft
-----END PRIVATE KEY-----
"""


def server_tls(folder: Path) -> ssl.SSLContext:
    """Return a server's side; *folder* holds the files that it is read from."""
    path = folder / "loopback.pem"
    path.write_bytes(_KEY + CERTIFICATE)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
