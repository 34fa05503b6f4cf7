"""The references of an article as RIS, which reference managers read."""

from ragqa.rendering.author_names import author_names
from ragqa.rendering.bibliography import link_to
from ragqa.rendering.citation_keys import citation_key
from ragqa.rendering.plain_text import plain
from ragqa.schema.article import Abstention, Article, Reference
from ragqa.schema.source import Kind

RisEntry = dict[str, str | list[str]]


def render_ris(answer: Article | Abstention) -> str:
    """Return the references in the order of their numbers; none: an empty text."""
    import rispy

    class Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
        """Writes no line "1." between two entries: the format knows none."""

        def set_header(self, count: int) -> str:
            return ""

    references = answer.references if isinstance(answer, Article) else ()
    entries = [_entry(reference) for reference in references]
    return str(rispy.dumps(entries, implementation=Writer)) if entries else ""


def _entry(reference: Reference) -> RisEntry:
    """Return the fields that are known, by the names that rispy has for their tags."""
    link = link_to(reference)
    entry: RisEntry = {
        "type_of_reference": _type(reference),
        "id": citation_key(reference),
        "label": str(reference.number),
        "title": plain(reference.title),
        "authors": [name.inverted for name in author_names(reference.authors)],
        "secondary_title": plain(reference.container or ""),
        "year": "" if reference.year is None else str(reference.year),
        "doi": plain(reference.doi or ""),
        # Where PubMed's own RIS files have them.
        "accession_number": plain(reference.pmid or ""),
        "custom2": plain(reference.pmcid or ""),
        "urls": [link] if link else [],
        "keywords": [reference.kind.value],
        "notes": [plain(notice) for notice in reference.notices],
    }
    return {name: value for name, value in entry.items() if value}


def _type(reference: Reference) -> str:
    if reference.container:
        return "JOUR"
    return "RPRT" if reference.kind is Kind.GUIDELINE else "GEN"
