"""Web addresses and markup in a text: nothing a sentence of an article may hold."""

import re
from urllib.parse import quote, urlsplit

_SCHEMED = (
    r"\b(?:(?:https?|ftp|javascript|vbscript):|file://|mailto:|data:[\w.+-]+/[\w.+-]+[;,])"
    r"[^\s<>\"”]+"
)
# A host without a scheme has a path, or one of the endings by which hosts are known.
_BARE = (
    r"\bwww\d?\.[\w-]+\.[\w./?=&%#~+:-]+"
    r"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?-i:[a-z]{2,12})/[\w./?=&%#~+:-]+"
    r"|(?<![\w@./-])(?:[a-z0-9-]{2,}\.)+"
    r"(?-i:com|net|org|info|biz|io|ru|cn|xyz|top|site|online|example|test|invalid|link|click|app"
    r"|dev|gov|edu)(?![\w-]|\.[A-Za-z])"
)
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_ADDRESS = re.compile(rf"{_SCHEMED}|{_BARE}|{_MAIL}", re.IGNORECASE)
_LINK = re.compile(rf"{_SCHEMED}|\bwww\d?\.[\w-]+\.[\w./?=&%#~+:-]+", re.IGNORECASE)
_TAGS = (
    "a|abbr|audio|b|base|body|br|button|canvas|code|details|div|embed|em|font|form|frame|h[1-6]|"
    "head|html|i|iframe|img|input|ins|li|link|mark|meta|object|ol|p|picture|pre|script|section|"
    "small|source|span|strong|style|sub|sup|svg|table|td|template|textarea|th|title|tr|u|ul|video"
)
MARKUP = re.compile(
    rf"<!--|-->|<!\[CDATA\[|</?(?:{_TAGS})(?:\s[^<>]*)?/?>|!?\[[^\]\n]*\]\([^)\n]*\)|"
    r"\*\*\w|(?<!\w)__[A-Za-z]|!?\[[^\]\n]+\]\[[^\]\n]*\]|```|~~~|\{\{|\}\}|\{%|%\}|\\(?:href|url|includegraphics)\b",
    re.IGNORECASE,
)
ELISION = "[…]"
"""Stands where something was left out."""

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d{1,5})?", re.IGNORECASE)
_LONGEST = 2000


def addresses_in(text: str) -> list[str]:
    """Return the web and mail addresses in `text`."""
    if "." not in text and ":" not in text:
        return []
    return [match.group() for match in _ADDRESS.finditer(text)]


def without_addresses(text: str) -> str:
    """Return `text` with its markup and addresses left out, their place marked."""
    return " ".join(_ADDRESS.sub(ELISION, MARKUP.sub(ELISION, text)).split())


def without_links(text: str) -> str:
    """Return a name or title without markup and links; a bare host may be part of the name."""
    if not _LINK.search(text) and not MARKUP.search(text):
        return text
    return " ".join(_LINK.sub(" ", MARKUP.sub(" ", text)).split())


def web_address(url: str) -> str | None:
    """Return an http or https address in a form that can end nothing it stands in; None for others.

    An address with a user name, a bare number for a host or letters beyond ASCII in
    it may lead elsewhere than it seems to, and is none.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        return None
    if parts.netloc.lower().startswith("xn--") or ".xn--" in parts.netloc.lower():
        return None
    # As it was read: white space before it and line ends within it are gone.
    address = quote(parts.geturl(), safe="/:?#=&%;,+~@.-_")
    return address if len(address) <= _LONGEST else None
