"""What the meta tags of a web page say of the work."""

from ragqa.errors import ReadError
from ragqa.ingestion.classification import kind_of_types
from ragqa.ingestion.particulars import RELATION_FIELDS, Particulars
from ragqa.ingestion.safe_xml import Element
from ragqa.ingestion.sidecar import reason_of
from ragqa.schema.source import KindBasis

# The tags of Google Scholar, Dublin Core and Open Graph, in order of trust.
_TAGS: dict[str, tuple[str, ...]] = {
    "title": ("citation_title", "dc.title", "dcterms.title", "og:title"),
    "container": ("citation_journal_title", "citation_conference_title"),
    "organisation": ("citation_publisher", "citation_technical_report_institution", "dc.publisher"),
    "year": ("citation_publication_date", "citation_date", "citation_online_date", "citation_year",
             "dc.date", "dcterms.issued", "article:published_time"),
    "doi": ("citation_doi", "dc.identifier", "dcterms.identifier", "prism.doi"),
    "pmid": ("citation_pmid",),
    "pmcid": ("citation_pmcid",),
    "url": ("citation_public_url", "citation_abstract_html_url", "og:url"),
}  # fmt: skip
_AUTHORS = ("citation_author", "dc.creator", "author")
_LISTS = frozenset({"authors", *RELATION_FIELDS})


def particulars_of(root: Element) -> Particulars:
    """Return the facts that citation_*, ragqa:* and Dublin Core tags state.

    What they say of other works has no effect on them: who wrote the page wrote them too.

    Raises:
        ReadError: a ragqa:* tag holds what it cannot.
    """
    tags = _tags(root)
    fields: dict[str, object] = {
        field: next((tags[name][0] for name in names if name in tags), None)
        for field, names in _TAGS.items()
    }
    fields["url"] = fields["url"] or _canonical(root)
    fields["authors"] = next((tags[name] for name in _AUTHORS if name in tags), ())
    types = [*tags.get("citation_article_type", ()), *tags.get("dc.type", ())]
    fields |= {"kind": kind_of_types(types), "kind_basis": KindBasis.PUBLICATION_TYPE}
    stated = _stated(tags)
    try:
        return Particulars.model_validate(fields | stated).in_own_words()
    except ValueError as error:
        raise ReadError(f"A meta tag is wrong: {reason_of(error)}.") from error


def _tags(root: Element) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower().strip()
        content = (meta.get("content") or "").strip()
        if name and content:
            tags.setdefault(name, []).append(content)
    return tags


def _stated(tags: dict[str, list[str]]) -> dict[str, object]:
    stated: dict[str, object] = {}
    for name, values in tags.items():
        if name.startswith("ragqa:"):
            field = {"journal": "container", "author": "authors"}.get(name[6:], name[6:])
            field = field.replace("-", "_")
            stated[field] = values if field in _LISTS else values[0]
    return stated | ({"kind_basis": KindBasis.METADATA} if "kind" in stated else {})


def _canonical(root: Element) -> str | None:
    return next(
        (link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"), None
    )
