"""How works stand to each other, as each kind of file states it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ragqa.errors import ReadError
from ragqa.ingestion.reading import read_file
from ragqa.schema.document import SectionRole
from ragqa.schema.source import Origin, Relation, Source, Standing
from tests.ingestion.samples import read_one, text_of, write

S = Standing
Stated = list[tuple[Standing, tuple[str, ...]]]


def stated(source: Source) -> Stated:
    assert all(relation.stated_by is None for relation in source.relations)
    return [(relation.standing, relation.names) for relation in source.relations]


def citation(comments: str, *, abstract: str = "Drug A helped.", types: str = "") -> str:
    text = f"<Abstract><AbstractText>{abstract}</AbstractText></Abstract>" if abstract else ""
    return (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
        f"<ArticleTitle>Drug A in condition X.</ArticleTitle>{text}<PublicationTypeList>"
        f"<PublicationType>Journal Article</PublicationType>{types}</PublicationTypeList></Article>"
        f"<CommentsCorrectionsList>{comments}</CommentsCorrectionsList></MedlineCitation>"
        "</PubmedArticle></PubmedArticleSet>"
    )


REFERENCE_TYPES: list[tuple[str, str, list[Standing]]] = [
    ("RetractionIn", "RIN", [S.RETRACTED]),
    ("RetractionOf", "ROF", [S.RETRACTS]),
    ("PartialRetractionIn", "PRIN", [S.RETRACTED]),
    ("PartialRetractionOf", "PROF", [S.RETRACTS]),
    ("ErratumIn", "EIN", [S.CORRECTED]),
    ("ErratumFor", "EFR", [S.CORRECTS]),
    ("ExpressionOfConcernIn", "ECI", [S.CONCERN]),
    ("ExpressionOfConcernFor", "ECF", [S.QUESTIONS]),
    ("UpdateIn", "UIN", [S.SUPERSEDED]),
    ("UpdateOf", "UOF", [S.SUPERSEDES]),
    ("RepublishedIn", "RPI", [S.SUPERSEDED]),
    ("RepublishedFrom", "RPF", [S.SUPERSEDES]),
    ("CorrectedandRepublishedIn", "CRI", [S.SUPERSEDED]),
    ("CorrectedandRepublishedFrom", "CRF", [S.SUPERSEDES]),
    ("RetractedandRepublishedIn", "RRI", [S.RETRACTED, S.SUPERSEDED]),
    ("RetractedandRepublishedFrom", "RRF", [S.SUPERSEDES, S.RETRACTS]),
    ("CommentIn", "CIN", []),
    ("Cites", "CON", []),
]


@pytest.mark.parametrize(("kind", "field", "standings"), REFERENCE_TYPES)
def test_pubmed_and_medline_name_other_works_by_pmid_and_doi(
    tmp_path: Path, kind: str, field: str, standings: list[Standing]
) -> None:
    place = "J X. 2020 May;1(2):3-4. doi: 10.1000/Notice.5."
    xml = citation(
        f'<CommentsCorrections RefType="{kind}"><RefSource>{place}</RefSource>'
        '<PMID Version="1">999</PMID></CommentsCorrections>'
    )
    nbib = f"PMID- 1\nTI  - Drug A.\nAB  - Drug A helped.\n{field:4}- {place} PMID: 999\n"
    expected = [(standing, ("pmid:999", "doi:10.1000/notice.5")) for standing in standings]
    assert stated(read_one(write(tmp_path / "a.xml", xml)).source) == expected
    assert stated(read_one(write(tmp_path / "a.nbib", nbib)).source) == expected


def test_a_notice_that_pubmed_does_not_number_is_kept_by_where_it_stands(tmp_path: Path) -> None:
    xml = citation(
        '<CommentsCorrections RefType="ErratumIn"><RefSource>J X. 2020;1:3</RefSource>'
        "</CommentsCorrections>"
    )
    source = read_one(write(tmp_path / "a.xml", xml)).source
    assert stated(source) == [(S.CORRECTED, ("note:J X. 2020;1:3",))]


def test_a_retraction_notice_without_abstract_is_read_by_its_title(tmp_path: Path) -> None:
    comments = '<CommentsCorrections RefType="RetractionOf"><PMID>7</PMID></CommentsCorrections>'
    notice = read_one(write(tmp_path / "a.xml", citation(comments, abstract="")))
    assert stated(notice.source) == [(S.RETRACTS, ("pmid:7",))]
    assert text_of(notice, SectionRole.BODY) == ""
    assert text_of(notice, SectionRole.TABLE) == "Drug A in condition X"
    nbib = "PMID- 1\nTI  - Retraction: Drug A.\nROF - J X. 2019. PMID: 7\n"
    assert read_one(write(tmp_path / "a.nbib", nbib)).source.is_notice


def test_a_citation_without_abstract_that_is_no_notice_is_passed_over(tmp_path: Path) -> None:
    comments = '<CommentsCorrections RefType="ErratumIn"><PMID>7</PMID></CommentsCorrections>'
    with pytest.raises(ReadError, match="holds no citation with an abstract"):
        read_file(write(tmp_path / "a.xml", citation(comments, abstract="")), 10**6)


def article(related: str, body: str = "<body><p>Drug A helped.</p></body>") -> str:
    return (
        '<article article-type="correction" xmlns:xlink="http://www.w3.org/1999/xlink"><front>'
        '<article-meta><article-id pub-id-type="doi">10.1000/n</article-id><title-group>'
        f"<article-title>Notice</article-title></title-group>{related}</article-meta></front>"
        f"{body}</article>"
    )


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        ("retracted-article", S.RETRACTS),
        ("partial-retraction", S.RETRACTS),
        ("corrected-article", S.CORRECTS),
        ("object-of-concern", S.QUESTIONS),
        ("updated-article", S.SUPERSEDES),
        ("retraction-forward", S.RETRACTED),
        ("correction-forward", S.CORRECTED),
        ("expression-of-concern", S.CONCERN),
        ("update", S.SUPERSEDED),
    ],
)
def test_related_articles_of_jats_are_read_in_both_directions(
    tmp_path: Path, kind: str, standing: Standing
) -> None:
    links = (
        'ext-link-type="doi" xlink:href="10.1000/Other"',
        'ext-link-type="uri" xlink:href="info:doi/10.1000/other"',
    )
    for link in links:
        related = f'<related-article related-article-type="{kind}" {link}/>'
        source = read_one(write(tmp_path / "a.xml", article(related))).source
        assert stated(source) == [(standing, ("doi:10.1000/other",))]


def test_the_number_of_a_related_article_is_of_the_stated_kind(tmp_path: Path) -> None:
    related = (
        '<related-article related-article-type="retracted-article" ext-link-type="pmc" '
        'xlink:href="123"/><related-article related-article-type="companion" '
        'ext-link-type="doi" xlink:href="10.1000/c"/>'
    )
    source = read_one(write(tmp_path / "a.xml", article(related))).source
    assert stated(source) == [(S.RETRACTS, ("pmcid:pmc123",))]


def test_a_jats_notice_without_body_is_read_by_its_title(tmp_path: Path) -> None:
    related = (
        '<related-article related-article-type="retracted-article" ext-link-type="doi" '
        'xlink:href="10.1000/c"/>'
    )
    notice = read_one(write(tmp_path / "a.xml", article(related, body="")))
    assert notice.source.is_notice
    assert text_of(notice, SectionRole.BODY) == ""


def beside(tmp_path: Path, record: object, text: str = "Drug A helped.") -> Source:
    """Return the source of a text with a sidecar."""
    write(tmp_path / "a.csl.json", json.dumps(record))
    return read_one(write(tmp_path / "a.txt", text)).source


@pytest.mark.parametrize(
    ("kind", "by", "of"),
    [
        ("retraction", S.RETRACTED, S.RETRACTS),
        ("Retraction", S.RETRACTED, S.RETRACTS),
        ("withdrawal", S.RETRACTED, S.RETRACTS),
        ("removal", S.RETRACTED, S.RETRACTS),
        ("partial_retraction", S.RETRACTED, S.RETRACTS),
        ("expression_of_concern", S.CONCERN, S.QUESTIONS),
        ("expression-of-concern", S.CONCERN, S.QUESTIONS),
        ("correction", S.CORRECTED, S.CORRECTS),
        ("corrigendum", S.CORRECTED, S.CORRECTS),
        ("erratum", S.CORRECTED, S.CORRECTS),
        ("addendum", S.CORRECTED, S.CORRECTS),
        ("clarification", S.CORRECTED, S.CORRECTS),
        ("new_version", S.SUPERSEDED, S.SUPERSEDES),
        ("new_edition", S.SUPERSEDED, S.SUPERSEDES),
    ],
)
def test_updates_of_a_crossref_record_are_read_in_both_directions(
    tmp_path: Path, kind: str, by: Standing, of: Standing
) -> None:
    update = [{"DOI": "https://doi.org/10.1000/OTHER", "type": kind, "label": "Some update"}]
    assert stated(beside(tmp_path, {"updated-by": update})) == [(by, ("doi:10.1000/other",))]
    assert stated(beside(tmp_path, {"update-to": update})) == [(of, ("doi:10.1000/other",))]


def test_a_record_in_the_envelope_of_crossref_is_read(tmp_path: Path) -> None:
    message = {
        "title": ["Drug A in condition X"],
        "container-title": ["Journal of X"],
        "author": [{"given": "Ann", "family": "Doe"}, {"name": "The X Group"}],
        "issued": {"date-parts": [[2020, 5]]},
        "DOI": "10.1000/A",
        "publisher": "X Press",
        "update-to": [{"DOI": "10.1000/old", "type": "retraction", "source": "retraction-watch"}],
        "updated-by": [],
        "relation": {
            "is-preprint-of": [{"id-type": "doi", "id": "10.1000/final", "asserted-by": "subject"}],
            "replaces": {"id-type": "doi", "id": "10.1000/first"},
            "is-cited-by": [{"id-type": "doi", "id": "10.1000/elsewhere"}],
            "cites": [],
        },
    }
    source = beside(tmp_path, {"status": "ok", "message-type": "work", "message": message})
    assert (source.title, source.container, source.year) == (
        "Drug A in condition X", "Journal of X", 2020,
    )  # fmt: skip
    assert source.authors == ("Doe A", "The X Group")
    assert stated(source) == [
        (S.SUPERSEDED, ("doi:10.1000/final",)),
        (S.SUPERSEDES, ("doi:10.1000/first",)),
        (S.RETRACTS, ("doi:10.1000/old",)),
    ]


def test_updates_that_say_too_little_are_passed_over(tmp_path: Path) -> None:
    updates: list[dict[str, Any]] = [
        {"type": "retraction"}, {"DOI": "10.1000/x", "type": "comment"}, {"DOI": "10.1000/y"},
    ]  # fmt: skip
    assert stated(beside(tmp_path, {"update-to": updates})) == []
    (relation,) = beside(tmp_path, {"updated-by": updates}).relations
    assert (relation.standing, relation.other.partition(":")[0]) == (S.RETRACTED, "note")


def test_fields_of_ragqa_stand_under_custom_or_beside_the_others(tmp_path: Path) -> None:
    custom = {
        "retracts": "PMID: 7",
        "superseded_by": [["pmid:8", "10.1000/eight"], "PMC9"],
        "update-to": [{"DOI": "10.1000/o", "type": "correction"}],
    }
    expected: Stated = [
        (S.SUPERSEDED, ("pmid:8", "doi:10.1000/eight")),
        (S.SUPERSEDED, ("pmcid:pmc9",)),
        (S.RETRACTS, ("pmid:7",)),
        (S.CORRECTS, ("doi:10.1000/o",)),
    ]
    assert stated(beside(tmp_path, {"custom": custom})) == expected
    assert stated(beside(tmp_path, custom)) == expected


def test_the_fields_that_reference_managers_keep_are_read(tmp_path: Path) -> None:
    note = "Read twice.\nPMID: 30609006\nPMCID: PMC6353229\nDOI 10.1000/no"
    source = beside(tmp_path, {"note": note, "status": "Retracted"})
    assert (source.pmid, source.pmcid, source.doi) == ("30609006", "PMC6353229", None)
    assert source.standings() == {S.RETRACTED}


def test_a_relation_that_names_nothing_is_a_failure_that_names_its_field(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"retracts: .*'somebody' is no DOI"):
        beside(tmp_path, {"custom": {"retracts": "somebody"}})


@pytest.mark.parametrize(
    ("title", "retracted"),
    [
        ("RETRACTED: Drug A", True),
        ("RETRACTED ARTICLE: Drug A", True),
        ("[Retracted] Drug A", True),
        ("WITHDRAWN: Drug A for condition X", True),
        ("Retracted article: Drug A", True),
        ("Retracted tympanic membranes in children", False),
        ("Withdrawn patients: a cohort", False),
        ("Retraction: Drug A", False),
    ],
)
def test_a_title_says_that_its_work_was_retracted(
    tmp_path: Path, title: str, retracted: bool
) -> None:
    source = beside(tmp_path, {"title": title})
    assert (S.RETRACTED in source.standings()) == retracted


def test_a_sidecar_adds_to_what_the_file_says_of_other_works(tmp_path: Path) -> None:
    write(tmp_path / "a.csl.json", json.dumps({"custom": {"corrected_by": "pmid:8"}}))
    related = '<related-article related-article-type="retraction-forward" xlink:href="10.1000/r"/>'
    source = read_one(write(tmp_path / "a.xml", article(related))).source
    assert stated(source) == [
        (S.RETRACTED, ("doi:10.1000/r",)),
        (S.CORRECTED, ("pmid:8",)),
    ]


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
def test_front_matter_and_meta_tags_are_the_words_of_the_document_itself(
    tmp_path: Path, suffix: str
) -> None:
    fields = {"supersedes": "10.1000/guideline", "retracts": "pmid:5", "own_words": "pmid:6"}
    head = "\n".join(f"{name}: {value}" for name, value in fields.items())
    meta = "".join(f'<meta name="ragqa:{name}" content="{v}">' for name, v in fields.items())
    text = (
        f"<html><head><title>T</title>{meta}</head><body><p>Give drug A.</p></body></html>"
        if suffix == ".html"
        else f"---\n{head}\n---\nGive drug A."
    )
    source = read_one(write(tmp_path / f"a{suffix}", text)).source
    assert source.relations == (
        Relation(standing=S.SUPERSEDES, other="doi:10.1000/guideline", origin=Origin.DOCUMENT),
        Relation(standing=S.RETRACTS, other="pmid:5", origin=Origin.DOCUMENT),
    )


def test_prose_states_nothing(tmp_path: Path) -> None:
    text = "This notice retracts doi:10.1000/guideline. Superseded by: pmid:5\nretracts: pmid:7"
    assert read_one(write(tmp_path / "a.md", text)).source.relations == ()


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "standing", "other"),
    [
        ("journal.ppat.1005207.xml", S.RETRACTS, "doi:10.1371/journal.ppat.1003435"),
        ("journal.pone.0097541.xml", S.CORRECTS, "doi:10.1371/journal.pone.0086816"),
    ],
)
def test_real_notices_name_the_article_that_they_are_about(
    name: str, standing: Standing, other: str
) -> None:
    path = Path(__file__).parents[2] / "../shared/data/ingest_files/jats_plos" / name
    if not path.exists():
        pytest.skip("../shared/data is not here")
    source = read_one(path).source
    assert stated(source) == [(standing, (other,))]
    assert source.is_notice
