"""What a work is called in a reference manager: the same name in every article that cites it."""

import hashlib
import re
import unicodedata

from ragqa.rendering.author_names import author_name
from ragqa.schema.article import Reference


def citation_key(reference: Reference) -> str:
    """Return a key of letters and digits, such as `roe2025f03a9c`, made from the work alone."""
    first = reference.authors[0] if reference.authors else reference.title
    name = author_name(first).family or first
    year = "nd" if reference.year is None else str(reference.year)
    identity = reference.doi or reference.pmid or reference.pmcid or f"{reference.title} {year}"
    digest = hashlib.sha256(identity.lower().encode("utf-8", "surrogatepass")).hexdigest()
    return f"{_word(name)}{year}{digest[:6]}"


def _word(name: str) -> str:
    """Return the first word of a name in plain lower-case letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return next(iter(re.findall(r"[a-z]{2,20}", plain)), "work")
