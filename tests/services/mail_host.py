"""A mail host for tests: takes what it is sent over SMTP, and can refuse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass(slots=True)
class MailHost:
    """Where it listens, what came in, and the addresses that it takes no mail for."""

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client until it leaves."""
        writer.write(b"220 test\r\n")
        while line := (await reader.readline()).decode().strip():
            command = line[:4].upper()
            if command == "DATA":
                writer.write(b"354 go on\r\n")
                data = await reader.readuntil(b"\r\n.\r\n")
                self.mails.append(message_from_bytes(data.removesuffix(b".\r\n")))
            is_refused = command == "RCPT" and any(f"<{name}>" in line for name in self.refused)
            status = b"550 nobody of that name" if is_refused else b"221 bye" if command == "QUIT" else b"250 ok"
            writer.write(status + b"\r\n")
        writer.close()


@asynccontextmanager
async def mail_host() -> AsyncIterator[MailHost]:
    """Run a mail host on a free port."""
    host = MailHost()
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()
