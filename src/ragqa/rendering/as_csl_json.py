"""The references of an article as CSL-JSON, which citation processors and Zotero read."""

import json

from ragqa.rendering.author_names import AuthorName, author_names
from ragqa.rendering.bibliography import link_to
from ragqa.rendering.citation_keys import citation_key
from ragqa.rendering.plain_text import plain
from ragqa.schema.article import Abstention, Article, Reference
from ragqa.schema.source import Kind

CslItem = dict[str, object]


def render_csl_json(answer: Article | Abstention) -> str:
    """Return the references as one JSON list in the order of their numbers; none: `[]`."""
    references = answer.references if isinstance(answer, Article) else ()
    items = [_item(reference) for reference in references]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(reference: Reference) -> CslItem:
    """Return the CSL variables that are known; what is unknown is left out."""
    year = None if reference.year is None else {"date-parts": [[reference.year]]}
    item: CslItem = {
        "id": citation_key(reference),
        "type": _type(reference),
        "citation-number": reference.number,
        "title": plain(reference.title),
        "author": [_author(name) for name in author_names(reference.authors)],
        "container-title": plain(reference.container or ""),
        "issued": year,
        "DOI": plain(reference.doi or ""),
        "PMID": plain(reference.pmid or ""),
        "PMCID": plain(reference.pmcid or ""),
        "URL": link_to(reference),
        "keyword": reference.kind.value,
        "note": "\n".join(map(plain, reference.notices)),
    }
    return {name: value for name, value in item.items() if value}


def _type(reference: Reference) -> str:
    if reference.container:
        return "article-journal"
    return "report" if reference.kind is Kind.GUIDELINE else "document"


def _author(name: AuthorName) -> dict[str, str]:
    if name.family is None or name.given is None:
        return {"literal": name.whole}
    return {"family": name.family, "given": name.given}
