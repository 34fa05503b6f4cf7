"""Bytes to text: the encoding is read from the bytes, never from the machine."""

from pathlib import Path

from ragqa.errors import NoTextError, ReadError


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, UTF-16 with a byte-order mark, or Windows-1252.

    Raises:
        NoTextError: the file is empty.
        ReadError: it is binary.
    """
    data = path.read_bytes()
    if not data.strip():
        raise NoTextError(f"{path.name} is empty.")
    return decode(data, path.name)


def decode(data: bytes, name: str) -> str:
    """Return `data` as text; `name` is the file that an error names."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise ReadError(f"{name} begins as UTF-16 text and is not.") from error
    if b"\x00" in data[:8192]:
        raise ReadError(f"{name} is binary, not text.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        if text.count("\ufffd") > len(text) // 100:
            raise ReadError(f"{name} is neither UTF-8 nor Windows-1252 text.") from None
        return text
