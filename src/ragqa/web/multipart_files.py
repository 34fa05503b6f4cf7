"""A form with files, read as it arrives: no file is held in memory or written twice."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from ragqa.desk.receiving import Receiving
from ragqa.errors import UsageError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

OpenFiles = Callable[[Mapping[str, str]], Receiving]
"""Makes what takes in the files of a form, from the fields that stand before them."""

_LONGEST_FIELD: Final = 1000
_MOST_PARTS: Final = 5000
_BROKEN: Final = "What was sent is no form with files. Send it from the page of uploads."


async def read_files(request: Request, open_files: OpenFiles) -> Receiving:
    """Read a form and hand on its files as their bytes arrive; return what took them in.

    Raises:
        UsageError: it is no form with files, or holds too many parts.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise UsageError(_BROKEN)
    form = _Form(open_files)
    try:
        parser = MultipartParser(boundary, form.callbacks())
        async for block in request.stream():
            await run_in_threadpool(parser.write, block)
        return form.files
    except FormParserError:
        raise UsageError(_BROKEN) from None
    finally:
        await run_in_threadpool(form.close)


class _Form:
    """The parts of a form as a parser finds them."""

    def __init__(self, open_files: OpenFiles) -> None:
        self._open_files = open_files
        self._files: Receiving | None = None
        self._fields: dict[str, str] = {}
        self._parts = 0
        self._named, self._value = bytearray(), bytearray()
        self._disposition: dict[bytes, bytes] = {}
        self._content = bytearray()

    @property
    def files(self) -> Receiving:
        """What takes in the files."""
        if self._files is None:
            self._files = self._open_files(self._fields)
        return self._files

    def close(self) -> None:
        """Let go of a file that broke off."""
        if self._files is not None:
            self._files.drop()

    def callbacks(self) -> "MultipartCallbacks":
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._named.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header,
            "on_headers_finished": self._open,
            "on_part_data": self._take,
            "on_part_end": self._end,
        }

    @property
    def _is_file(self) -> bool:
        return b"filename" in self._disposition

    @property
    def _is_chosen(self) -> bool:
        """Whether a file was chosen: an empty choice is sent as a file without a name."""
        return bool(self._disposition.get(b"filename"))

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise UsageError(
                f"More than {_MOST_PARTS:,} files were sent at once. Send them a folder at a time."
            )
        self._disposition = {}
        self._content.clear()

    def _header(self) -> None:
        if self._named.lower() == b"content-disposition":
            _, self._disposition = parse_options_header(self._value.decode("latin-1"))
        self._named.clear()
        self._value.clear()

    def _open(self) -> None:
        if self._is_chosen:
            self.files.begin(self._disposition[b"filename"].decode("utf-8", "replace"))

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._is_chosen:
            self.files.write(data[start:end])
        elif not self._is_file and len(self._content) < _LONGEST_FIELD:
            self._content.extend(data[start:end])

    def _end(self) -> None:
        if self._is_chosen:
            self.files.end()
        elif not self._is_file:
            name = self._disposition.get(b"name", b"").decode("utf-8", "replace")
            self._fields[name] = self._content.decode("utf-8", "replace")
