"""What the front matter of a JATS article says of the work."""

from collections.abc import Iterator

from ragqa.ingestion.classification import design_of_types, kind_of_types
from ragqa.ingestion.markup import without_marks
from ragqa.ingestion.particulars import RELATION_FIELDS, Particulars
from ragqa.ingestion.safe_xml import Element, first, plain
from ragqa.linguistics.identifiers import identifier_of
from ragqa.schema.source import Kind, KindBasis

_YEAR_PATHS = (
    "pub-date[@date-type='pub']/year", "pub-date[@pub-type='epub']/year",
    "pub-date[@pub-type='ppub']/year", "pub-date[@pub-type='collection']/year", "pub-date/year",
)  # fmt: skip
# What the other article is to this one.
_RELATED = {
    "retraction-forward": "retracted_by",
    "retraction": "retracted_by",
    "partial-retraction-forward": "retracted_by",
    "correction-forward": "corrected_by",
    "correction": "corrected_by",
    "addendum": "corrected_by",
    "concern-forward": "concern_by",
    "expression-of-concern": "concern_by",
    "expressed-concern": "concern_by",
    "update": "superseded_by",
    "republication": "superseded_by",
    "retracted-article": "retracts",
    "partial-retraction": "retracts",
    "corrected-article": "corrects",
    "addended-article": "corrects",
    "object-of-concern": "concern_about",
    "updated-article": "supersedes",
    "republished-article": "supersedes",
}
_RESEARCH_TYPES = frozenset(
    {"research-article", "review-article", "brief-report", "case-report", "meta-analysis",
     "systematic-review", "rapid-communication"}
)  # fmt: skip
# A bare number says by its type whether it is of PubMed or of PubMed Central.
_LINKS = {"pmid": "pmid:", "pubmed": "pmid:", "pmcid": "pmcid:", "pmc": "pmcid:"}
_STATED = frozenset({"kind", "access", "design", "population", "grade", "url", "organisation"})


def particulars_of(article: Element) -> Particulars:
    """Return the bibliographic facts of one article."""
    meta = article.find("front/article-meta")
    if meta is None:
        meta = article.find("front-stub")
    if meta is None:
        return Particulars()
    fields = _identity(article, meta) | _types(article, meta) | _relations(meta) | _custom(meta)
    return Particulars.model_validate(fields)


def _identity(article: Element, meta: Element) -> dict[str, object]:
    ids = {one.get("pub-id-type"): plain(one) for one in meta.findall("article-id")}
    title = meta.find("title-group/article-title")
    return {
        "title": _title(title) if title is not None else None,
        "authors": list(_authors(meta)),
        "container": first(article, "front/journal-meta//journal-title") or None,
        "organisation": first(article, "front/journal-meta/publisher/publisher-name")
        if not first(article, "front/journal-meta//journal-title")
        else None,
        "year": next((year for path in _YEAR_PATHS if (year := first(meta, path))), None),
        "doi": ids.get("doi"),
        "pmid": ids.get("pmid"),
        "pmcid": ids.get("pmc") or ids.get("pmcid"),
    }


def _title(title: Element) -> str:
    for mark in list(title.iter("xref", "fn")):
        mark.text = ""
        for child in list(mark):
            mark.remove(child)
    return without_marks(plain(title))


def _authors(meta: Element) -> Iterator[str]:
    for contrib in meta.findall("contrib-group/contrib"):
        if contrib.get("contrib-type", "author") != "author":
            continue
        surname = first(contrib, ".//surname")
        given = first(contrib, ".//given-names")
        initials = "".join(part[0] for part in given.replace("-", " ").replace(".", " ").split())
        yield f"{surname} {initials}".strip() or first(contrib, ".//collab")


def _types(article: Element, meta: Element) -> dict[str, object]:
    stated = (article.get("article-type") or "").lower()
    subjects = [plain(one) for one in meta.findall("article-categories//subject")]
    subjects = [subject for subject in subjects if subject.strip()]
    types = [stated.replace("-", " "), *subjects]
    kind = kind_of_types(types)
    if stated in _RESEARCH_TYPES and kind is None:
        kind = Kind.RESEARCH
    return {
        "kind": kind,
        "kind_basis": KindBasis.PUBLICATION_TYPE,
        "design": design_of_types(subjects),
    }


def _relations(meta: Element) -> dict[str, object]:
    found: dict[str, list[str]] = {}
    for related in meta.findall("related-article"):
        field = _RELATED.get(related.get("related-article-type", "").lower())
        target = next((str(v) for k, v in related.attrib.items() if str(k).endswith("href")), "")
        scheme = _LINKS.get(related.get("ext-link-type", "").lower(), "")
        identifier = identifier_of(f"{scheme}{target}" if target else plain(related))
        if field and identifier:
            found.setdefault(field, []).append(identifier)
    return dict(found)


def _custom(meta: Element) -> dict[str, object]:
    found: dict[str, object] = {}
    for custom in meta.findall("custom-meta-group/custom-meta"):
        name = first(custom, "meta-name").lower().removeprefix("ragqa:").replace(" ", "_")
        if name in _STATED:
            found[name] = first(custom, "meta-value")
        elif name in RELATION_FIELDS:
            found[name] = first(custom, "meta-value").split()
    if "kind" in found:
        found["kind_basis"] = KindBasis.METADATA
    return found
