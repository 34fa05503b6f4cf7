"""The references of an article as BibTeX, in UTF-8, for BibTeX and biber alike."""

import re

from ragqa.rendering.author_names import AuthorName, author_names
from ragqa.rendering.bibliography import link_to
from ragqa.rendering.citation_keys import citation_key
from ragqa.rendering.plain_text import plain
from ragqa.rendering.wording import sentence
from ragqa.schema.article import Abstention, Article, Reference

# Braces are told by name: BibTeX counts those that are escaped as well.
_TEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": r"\textbackslash{}",
    "{": r"\ensuremath{\lbrace}",
    "}": r"\ensuremath{\rbrace}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile("[" + re.escape("".join(_TEX)) + "]")
_AND = re.compile(r"(?i)(?<!\S)and(?!\S)")
# What TeX would draw together into another sign: dashes, quotation marks, ¿ and ¡.
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=[`?!])(?=`)")


def render_bibtex(answer: Article | Abstention) -> str:
    """Return the references in the order of their numbers; none: an empty text."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    references = answer.references if isinstance(answer, Article) else ()
    library = Library()
    for key, reference in {citation_key(one): one for one in references}.items():
        fields = [Field(name, value) for name, value in _fields(reference).items() if value]
        library.add(Entry("article" if reference.container else "misc", key, fields))
    return write_string(library)


def _fields(reference: Reference) -> dict[str, str]:
    """Return the fields as they stand between the braces of an entry, empty where unknown."""
    return {
        "author": " and ".join(map(_author, author_names(reference.authors))),
        # The second braces keep the capitals of the title.
        "title": f"{{{_tex(plain(reference.title))}}}",
        "journal": _tex(plain(reference.container or "")),
        "year": "" if reference.year is None else str(reference.year),
        "doi": _verbatim(reference.doi),
        "pmid": _verbatim(reference.pmid),
        "pmcid": _verbatim(reference.pmcid),
        "url": _verbatim(link_to(reference)),
        "keywords": reference.kind.value,
        "note": _tex(" ".join(sentence(plain(notice)) for notice in reference.notices)),
    }


def _author(name: AuthorName) -> str:
    """Return a name that BibTeX takes apart as we do, and not at an "and" of its own."""
    if name.family is None or name.given is None:
        return f"{{{_tex(name.whole)}}}"
    family = _tex(name.family)
    return f"{{{family}}}, {_tex(name.given)}" if _AND.search(family) else _tex(name.inverted)


def _tex(text: str) -> str:
    """Return text that TeX sets as itself."""
    return _SPECIAL.sub(lambda sign: _TEX[sign[0]], _LIGATURE.sub("\x1f", text)).replace(
        "\x1f", "{}"
    )


def _verbatim(value: str | None) -> str:
    """Return an identifier or address as it is: these fields are printed unread."""
    return plain(value or "").replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
