import gzip
import json
from pathlib import Path

import pytest

from ragqa.errors import NoTextError, ReadError
from ragqa.ingestion.reading import read_file
from ragqa.schema.document import SectionRole
from ragqa.schema.source import Access, Design, Kind, KindBasis, Standing
from tests.ingestion.samples import (
    HTML,
    JATS,
    NBIB,
    PUBMED,
    body_of,
    read_one,
    text_of,
    write,
)


def test_jats_gives_source_sections_and_text_without_reference_marks(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.nxml", JATS))
    source = document.source
    assert source.title == "Drug A in condition X: a randomized trial"
    assert source.identifiers == ("doi:10.1000/abc.1", "pmid:123", "pmcid:pmc456")
    assert (source.authors, source.year, source.container) == (("Doe JQ",), 2021, "Journal of X")
    assert (source.kind_basis, source.access) == (KindBasis.PUBLICATION_TYPE, Access.FULL_TEXT)
    assert source.standings() == {Standing.RETRACTED}
    assert body_of(document, "Abstract", "Results") == "Drug A helped."
    assert body_of(document, "Methods") == "We saw 10⁹ cells in mice."
    assert "Table 1 Doses." in text_of(document, SectionRole.TABLE)
    assert "A | 5" in text_of(document, SectionRole.TABLE)
    assert "Roe R." in text_of(document, SectionRole.APPARATUS)
    assert "We thank everyone." in text_of(document, SectionRole.APPARATUS)


def test_author_names_that_carry_a_sentence_stay(tmp_path: Path) -> None:
    body = (
        "<sec><title>Discussion</title><p>As <xref ref-type='bibr'>Roe et al. (2001)</xref> showed,"
        " drug A helps (<xref ref-type='bibr'>Poe 1999</xref>; "
        "<xref ref-type='bibr'>Doe 2000</xref>), and is safe (Poe et al., "
        "<xref ref-type='bibr'>2003</xref>).</p></sec>"
    )
    text = f"<article><front><article-meta/></front><body>{body}</body></article>"
    document = read_one(write(tmp_path / "a.xml", text))
    assert body_of(document, "Discussion") == (
        "As Roe et al. (2001) showed, drug A helps, and is safe (Poe et al., 2003)."
    )


def test_no_external_entity_is_ever_read(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.txt", "TOP-SECRET")
    attack = (
        f'<!DOCTYPE article [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<article><front><article-meta/></front><body><sec><title>A</title>"
        "<p>Before &x; after.</p></sec></body></article>"
    )
    document = read_one(write(tmp_path / "a.xml", attack))
    assert "SECRET" not in document.text
    assert body_of(document, "A") == "Before after."


def test_nested_entities_are_refused(tmp_path: Path) -> None:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    attack = f"<!DOCTYPE article [{entities}]><article><front/><body><p>x &i;</p></body></article>"
    with pytest.raises(ReadError, match="no well-formed XML"):
        read_one(write(tmp_path / "a.xml", attack))


def test_pubmed_xml_gives_each_citation_and_names_those_without_abstract(tmp_path: Path) -> None:
    reading = read_file(write(tmp_path / "a.xml", PUBMED), 10**6)
    (document,) = reading.documents
    source = document.source
    assert document.document_id == "pmid-111"
    assert (source.kind, source.kind_basis) == (Kind.GUIDELINE, KindBasis.PUBLICATION_TYPE)
    assert (source.access, source.doi, source.year) == (Access.DIGEST, "10.1000/x", 2019)
    assert [one.other for one in source.relations] == ["pmid:222"]
    assert body_of(document, "Conclusions") == "Use drug A."
    assert reading.empty == ("a.xml: citation 112 has no abstract",)


def test_nbib_gives_source_and_labelled_sections(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.nbib", NBIB))
    source = document.source
    assert (document.document_id, source.title) == ("pmid-333", "Drug A against placebo")
    assert (source.kind, source.design) == (Kind.RESEARCH, Design.RANDOMISED_TRIAL)
    assert (source.access, source.doi) == (Access.DIGEST, "10.1000/trial")
    assert [(one.standing, one.other) for one in source.relations] == [
        (Standing.RETRACTED, "pmid:444")
    ]
    assert body_of(document, "RESULTS") == "Drug A helped 12 of 30."


def test_html_gives_the_main_text_only(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.html", HTML))
    assert (document.source.title, document.source.doi) == ("Care of X", "10.1000/web")
    assert document.source.kind is Kind.GUIDELINE
    assert document.source.standings() == {Standing.SUPERSEDED}
    assert body_of(document, "Care of X", "Treatment").split("\n\n") == [
        "Give drug A. Aim for 5 kg/m².",
        "• Start low.\n• Go slow.",
    ]
    assert text_of(document, SectionRole.TABLE).strip() == "Drug A | 5 mg"
    for clutter in ("Home", "cookies", "alert", "Secret", "Imprint"):
        assert clutter not in document.text


def test_markdown_headings_lists_and_tables_are_read_by_tokens(tmp_path: Path) -> None:
    text = (
        "# Care\n\nIntro with *emphasis* and a\nsoft break.[^1]\n\n## Doses\n\n- Give **5 mg**.\n\n"
        "| Drug | Dose |\n|---|---|\n| A | 5 |\n\n# References\n\n1. Roe R. 2001.\n\n"
        "[^1]: A note.\n"
    )
    document = read_one(write(tmp_path / "a.md", text))
    assert body_of(document, "Care") == "Intro with emphasis and a soft break."
    assert body_of(document, "Care", "Doses") == "• Give 5 mg."
    assert text_of(document, SectionRole.TABLE).strip() == "Drug | Dose\n\nA | 5"
    assert "Roe R." in text_of(document, SectionRole.APPARATUS)


NESTED = "• Drug A\n  – Adult: 5 mg\n  – Child: 1 mg\n• Drug B"


def test_lists_of_markdown_keep_their_depth(tmp_path: Path) -> None:
    text = "# Doses\n\n- Drug A\n    1. Adult: 5 mg\n    2. Child: 1 mg\n- Drug B\n\nThat is all.\n"
    document = read_one(write(tmp_path / "a.md", text))
    assert body_of(document, "Doses") == f"{NESTED}\n\nThat is all."


def test_lists_of_web_pages_keep_their_depth(tmp_path: Path) -> None:
    text = (
        "<main><h1>Doses</h1><ul><li>Drug A<ol><li><p>Adult: 5 mg</p></li><li>Child: 1 mg</li>"
        "</ol></li><li>Drug B</li></ul><p>That is all.</p></main>"
    )
    document = read_one(write(tmp_path / "a.html", text))
    assert body_of(document, "Doses") == f"{NESTED}\n\nThat is all."


def test_bracketed_reference_numbers_go_and_interquartile_ranges_stay(tmp_path: Path) -> None:
    text = (
        "# A\n\nDrug A helps [1]. It is cheap [2, 3] and safe [4-6]. "
        "The median stay was 15 days [10–64]; the score was 7 [5–9].\n"
    )
    document = read_one(write(tmp_path / "a.md", text))
    assert body_of(document, "A") == (
        "Drug A helps. It is cheap and safe. "
        "The median stay was 15 days [10–64]; the score was 7 [5–9]."
    )


def rows(path: Path, *lines: object) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
        return path
    return write(path, text)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_json_lines_keep_their_ids_and_metadata(tmp_path: Path, name: str) -> None:
    path = rows(
        tmp_path / name,
        {
            "_id": "d 1",
            "title": "T",
            "text": "Drug A helps.",
            "metadata": {"pmid": 5, "year": "2001"},
        },
        {"id": 7, "title": "U", "text": "Drug B harms.", "grade": "D", "year": 2010},
    )
    first, second = read_file(path, 10**6).documents
    assert (first.document_id, first.source.pmid, first.source.year) == ("d 1", "5", 2001)
    assert (second.document_id, second.source.grade, second.source.year) == ("7", "D", 2010)
    assert second.source.access is Access.ABSTRACT


def test_an_id_with_control_characters_is_refused(tmp_path: Path) -> None:
    path = rows(tmp_path / "a.jsonl", {"_id": "a\nb", "title": "T", "text": "Drug A helps."})
    with pytest.raises(ReadError, match="control characters"):
        read_file(path, 10**6)


def test_wrong_lines_are_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = rows(
        tmp_path / "a.jsonl",
        {"_id": "1", "title": "", "text": "Drug A helps."},
        "{broken",
        {"title": "no id", "text": "x"},
        {"_id": "1", "title": "", "text": "Again."},
        {"_id": "2", "title": "", "text": ""},
        "[]",
    )
    reading = read_file(path, 10**6)
    assert [one.document_id for one in reading.documents] == ["1"]
    assert [fault.split(":")[0] for fault in reading.faults] == [
        f"a.jsonl, line {number}" for number in (2, 3, 4, 5, 6)
    ]
    assert "used twice" in reading.faults[2]


def test_a_record_with_a_title_alone_can_be_searched_but_not_quoted(tmp_path: Path) -> None:
    document = read_one(rows(tmp_path / "a.jsonl", {"_id": "1", "title": "Drug A", "text": ""}))
    assert [one.role for one in document.sections] == [SectionRole.TABLE]


def test_a_poster_of_headings_alone_can_be_searched_but_not_quoted(tmp_path: Path) -> None:
    document = read_one(write(tmp_path / "a.md", "# Wash your hands\n\n## Before meals"))
    assert text_of(document, SectionRole.TABLE) == "Wash your hands\n\nBefore meals"


def test_html_of_a_record_tells_headings_and_reference_marks_of_its_text(tmp_path: Path) -> None:
    record = {
        "_id": "1",
        "title": "T",
        "text": "Rationale Importance X is common in stages 1 . "
        "Detection Tests 2 detect X in 2 days.",
        "sections_html": {
            "r": "<h2>Rationale</h2><h3>Importance</h3><p>X is common in stages<sup>1</sup>.</p>"
            "<h3>Detection</h3><p>Tests<sup>2</sup> detect X in 2 days.</p>"
        },
    }
    document = read_one(rows(tmp_path / "a.jsonl", record))
    assert body_of(document, "Rationale", "Importance") == "X is common in stages."
    assert body_of(document, "Rationale", "Detection") == "Tests detect X in 2 days."


def test_a_damaged_gzip_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"_id":"1","text":"x"}\n' * 1000)[:-20])
    with pytest.raises(ReadError, match="damaged gzip"):
        read_file(path, 10**6)


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.txt", b"", NoTextError, "is empty"),
        ("a.md", b"   \n", NoTextError, "is empty"),
        ("a.html", b"<html><body><nav>x</nav></body></html>", NoTextError, "no text"),
        ("a.xml", b"", NoTextError, "is empty"),
        ("a.jsonl", b"\n", NoTextError, "is empty"),
        ("a.txt", b"\x7fELF\x00\x00\x01", ReadError, "binary"),
        ("a.xml", b"<article><front>", ReadError, "no well-formed XML"),
        ("a.xml", b"<eSummaryResult/>", ReadError, "neither a JATS article nor PubMed XML"),
        ("a.nbib", b"TY  - JOUR\n", ReadError, "no MEDLINE citation"),
        ("a.pdf", b"", NoTextError, "is empty"),
        ("a.pdf", b"%PDF-1.4 rubbish", ReadError, "damaged, or no PDF"),
        ("a.docx", b"PK", ReadError, "no reader"),
    ],
)
def test_files_that_give_nothing_say_why(
    tmp_path: Path, name: str, content: bytes, error: type[ReadError], message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=message) as raised:
        read_file(path, 10**6)
    assert type(raised.value) is error


def test_more_text_than_allowed_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Drug A helps. " * 100)
    with pytest.raises(ReadError, match="the limit is 500"):
        read_file(path, 500)


def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    one = read_one(write(tmp_path / "one" / "a.md", "# T\n\nDrug A helps."))
    two = read_one(write(tmp_path / "two" / "a.md", "# T\n\nDrug A helps."))
    assert one == two
    assert one.document_id.startswith("a-")


def test_old_encodings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Dose ≥ 5 µg for Ménière".encode("utf-16"))
    assert read_one(path).text == "Dose ≥ 5 µg for Ménière"
    path.write_bytes("5 µg for Ménière – daily".encode("cp1252"))
    assert read_one(path).text == "5 µg for Ménière – daily"
