"""Source text that Markdown cannot take for markup, and lines that keep to a width.

Written for CommonMark and GitHub's dialect. As little as possible is escaped, so that the text
also reads well as it stands: "p < 0.05" stays, "<b>" does not.
"""

import re
from collections.abc import Iterable

from ragqa.rendering.plain_text import prose

FIXED_SPACE = "\x1f"
"""A space at which no line is broken; `wrapped` turns it into a plain one."""

# An underscore inside a word is safe; a DOI keeps its own.
_ESCAPED = re.compile(r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])")
_HEADING_MARK = re.compile(r"(?<!\S)#")
_TAG_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BARE_LINK = re.compile(r"(?i)(?<=[a-z])(?=://)|(?<=www)(?=\.)|(?<=mailto)(?=:)|(?<=\S)(?=@\S)")
# What would turn a line into a list item, a quotation, a rule or a heading underline.
_LINE_MARK = re.compile(r"(?:>|(?:[+:]|=+|-+)(?:\s|$))")
_LIST_NUMBER = re.compile(r"(\d{1,9})[.)](?:\s|$)")


def escaped(text: str) -> str:
    """Return source text that renders as itself, without a citation number of its own."""
    shown = _ENTITY.sub("&amp;", prose(text))
    shown = _ESCAPED.sub(lambda mark: "\\" + mark.group(), shown)
    shown = _HEADING_MARK.sub(r"\\#", shown)
    shown = _TAG_OPENING.sub("&lt;", shown)
    return _BARE_LINK.sub(lambda _: "\\", shown)


def unbroken(text: str) -> str:
    """Return `text` with spaces at which no line is broken."""
    return text.replace(" ", FIXED_SPACE)


def wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> str:
    """Return `text` in lines of at most `width` characters; a longer word stands alone, whole.

    Args:
        text: Markdown for one paragraph, its source text already escaped.
        width: the longest line, indents included.
        first: what the first line begins with, such as "- ".
        rest: what each further line begins with, such as two spaces.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text):
        indent = rest if lines else first
        longer = f"{line} {word}" if line else _guarded(word)
        if line and len(indent) + len(longer) > width:
            lines.append(indent + line)
            line = _guarded(word)
        else:
            line = longer
    lines.append((rest if lines else first) + line)
    return "\n".join(lines).replace(FIXED_SPACE, " ")


def _words(text: str) -> Iterable[str]:
    return (word for word in text.split(" ") if word)


def _guarded(word: str) -> str:
    """Return the first word of a line so that it opens no block."""
    number = _LIST_NUMBER.match(word)
    if number:
        return f"{number[1]}\\{word[number.end(1) :]}"
    return f"\\{word}" if _LINE_MARK.match(word) else word
