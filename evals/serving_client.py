"""A small HTTP client for load: raw sockets, to take little of the cores that it measures on."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST_LINE = 1 << 24


class BrokenAnswerError(Exception):
    """A response that is not what was asked for."""


@dataclass(slots=True, kw_only=True)
class Connection:
    """One connection to the server; what is sent on it is answered in order."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def get(self, path: str) -> bytes:
        """Return the body of a page, whose status must be 200."""
        await self.send("GET", path)
        return b"".join([piece async for piece in self.body()])

    async def send(
        self, method: str, path: str, body: Mapping[str, object] | None = None, accept: str = "*/*"
    ) -> None:
        """Send one request."""
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        self.writer.write(head.encode() + content)
        await self.writer.drain()

    async def body(self) -> AsyncIterator[bytes]:
        """Yield what is answered as it comes.

        Raises:
            BrokenAnswerError: the status is not 200, or the answer breaks off.
        """
        try:
            status = await self.reader.readline()
            headers = {}
            while line := (await self.reader.readline()).strip():
                name, _, value = line.partition(b":")
                headers[name.lower()] = value.strip()
            if b" 200 " not in status:
                length = int(headers.get(b"content-length", b"0"))
                told = await self.reader.readexactly(length)
                raise BrokenAnswerError(f"{status.decode().strip()} {told[:300].decode()}")
            if b"content-length" in headers:
                yield await self.reader.readexactly(int(headers[b"content-length"]))
                return
            while size := int(await self.reader.readline(), 16):
                yield await self.reader.readexactly(size)
                await self.reader.readexactly(2)
            await self.reader.readexactly(2)
        except (asyncio.IncompleteReadError, ConnectionError, ValueError) as error:
            raise BrokenAnswerError(f"the answer broke off: {error!r}") from error

    async def events(self) -> AsyncIterator[tuple[str, str]]:
        """Yield the name and the data of each event of a stream."""
        rest, name = b"", ""
        async for piece in self.body():
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                field, _, value = line.rstrip(b"\r").partition(b": ")
                if field == b"event":
                    name = value.decode()
                elif field == b"data":
                    yield name, value.decode()

    def reset(self) -> None:
        """Go away without a word, as a machine that is switched off."""
        own = self.writer.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.close()


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Connection]:
    """Lend a connection to a server, and close it."""
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=LONGEST_LINE)
    try:
        yield Connection(reader=reader, writer=writer)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
