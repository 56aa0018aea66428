"""A web site of a test: its answers by path, and what it was asked."""

import asyncio
import datetime
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.vendor.http import Request, Response, serve


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer."""

    body: bytes = b""
    mime_type: str = "text/plain"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    in_pieces: bool = False  # without saying how long it is


@dataclass(slots=True)
class Site:
    """What the site was asked, and where it is."""

    pages: dict[str, Page | Callable[["Site"], Page]]
    url: str = ""
    requests: list[Request] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Return the port."""
        return int(self.url.rpartition(":")[2])

    @property
    def last(self) -> Request:
        """Return the latest request."""
        return self.requests[-1]

    async def answer(self, request: Request, response: Response) -> None:
        """Answer with the page of the path; a path without one is never answered."""
        self.requests.append(request)
        page = self.pages.get(request.path)
        if page is None:
            await asyncio.Event().wait()
            return
        page = page if isinstance(page, Page) else page(self)
        if page.in_pieces:
            response.start_stream({"content-type": page.mime_type})
            for start in range(0, len(page.body), 10_000):
                await response.write(page.body[start : start + 10_000])
            response.end()
        else:
            response.send(page.status, page.body, page.mime_type, dict(page.headers))


@asynccontextmanager
async def site(pages: Mapping[str, Page | Callable[[Site], Page]], *, tls: Path | None = None) -> AsyncIterator[Site]:
    """Serve pages; `tls` is a folder for a certificate that nobody vouches for."""
    served = Site(dict(pages))
    server = await serve(served.answer, tls=_certified(tls) if tls else None)
    served.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield served
    finally:
        server.close()


def _certified(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    no_password = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
