"""Small input files that tests write for themselves."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ragqa.ingestion.reading import read_file
from ragqa.schema.document import Document, SectionRole

JATS = """<?xml version="1.0"?>
<article article-type="research-article"><front><journal-meta><journal-title-group>
<journal-title>Journal of X</journal-title></journal-title-group></journal-meta><article-meta>
<article-id pub-id-type="doi">10.1000/ABC.1</article-id>
<article-id pub-id-type="pmid">123</article-id><article-id pub-id-type="pmc">456</article-id>
<title-group><article-title>Drug A in <italic>condition X</italic>: a randomized trial
</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Doe</surname>
<given-names>Jane Q</given-names></name></contrib></contrib-group>
<pub-date pub-type="epub"><year>2021</year></pub-date>
<related-article related-article-type="retraction-forward" href="10.1000/notice"/>
<abstract><sec><title>Results</title><p>Drug A helped.</p></sec></abstract>
</article-meta></front><body>
<sec><title>Methods</title><p>We saw 10<sup>9</sup> cells<xref ref-type="bibr">1</xref>
<sup><xref ref-type="bibr">2</xref>,<xref ref-type="bibr">3</xref></sup> in mice
[<xref ref-type="bibr">4</xref>, <xref ref-type="bibr">5</xref>].</p>
<table-wrap><label>Table 1</label><caption><p>Doses.</p></caption>
<table><tr><th>Drug</th><th>mg</th></tr><tr><td>A</td><td>5</td></tr></table></table-wrap>
</sec></body>
<back><ack><p>We thank everyone.</p></ack>
<ref-list><ref><mixed-citation>Roe R. Drug B. J Y. 2001;1:2-3.</mixed-citation></ref></ref-list>
</back></article>"""

PUBMED = """<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation>
<PMID>111</PMID><Article><Journal><JournalIssue><PubDate><Year>2019</Year></PubDate></JournalIssue>
<Title>Journal of X</Title></Journal><ArticleTitle>Care of condition X.</ArticleTitle>
<ELocationID EIdType="doi">10.1000/x</ELocationID>
<Abstract><AbstractText Label="METHODS">We met.</AbstractText>
<AbstractText Label="CONCLUSIONS">Use drug A.</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><Initials>J</Initials></Author></AuthorList>
<PublicationTypeList><PublicationType>Practice Guideline</PublicationType></PublicationTypeList>
</Article><CommentsCorrectionsList><CommentsCorrections RefType="UpdateIn"><PMID>222</PMID>
</CommentsCorrections></CommentsCorrectionsList><GeneralNote>access: digest</GeneralNote>
</MedlineCitation></PubmedArticle><PubmedArticle><MedlineCitation><PMID>112</PMID><Article>
<ArticleTitle>No abstract here.</ArticleTitle></Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>"""

NBIB = """PMID- 333
TI  - Drug A against placebo.
AB  - BACKGROUND: Condition X is common. METHODS: We randomised 60 patients. RESULTS:
      Drug A helped 12 of 30. CONCLUSIONS: Drug A helps.
AU  - Doe J
JT  - Journal of X
DP  - 2018 May
PT  - Randomized Controlled Trial
AID - 10.1000/Trial [doi]
RIN - J X. 2020;1:1. PMID: 444
GN  - access: digest
"""

HTML = """<html><head><title>Site | Care</title><meta name="citation_title" content="Care of X">
<meta name="citation_author" content="Doe J"><meta name="citation_doi" content="10.1000/Web">
<meta name="ragqa:kind" content="guideline"><meta name="ragqa:superseded-by" content="pmid:9">
</head><body><nav>Home Search</nav><div class="cookie-banner">We use cookies.</div><main>
<h1>Care of X</h1><h2>Treatment</h2><p>Give drug A.<sup>1,2</sup> Aim for 5 kg/m<sup>2</sup>.</p>
<ul><li>Start low.</li><li>Go slow.</li></ul><script>alert(1)</script>
<table><tr><td>Drug A</td><td>5 mg</td></tr></table><p hidden>Secret.</p>
<h2>References</h2><p>Roe R. Drug B. 2001.</p></main><footer>Imprint</footer></body></html>"""


def read_one(path: Path) -> Document:
    """Return the only document of a file."""
    (document,) = read_file(path, 10**6).documents
    return document


def write(path: Path, text: str) -> Path:
    """Write a text file, its folder as well, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def body_of(document: Document, *path: str) -> str:
    """Return the prose of the section with these headings, the title among them or not."""
    below = path[1:] if path[:1] == (document.source.title,) else path
    found = [
        document.text[section.body : section.end].strip()
        for section in document.sections
        if section.path == below and section.role is SectionRole.BODY
    ]
    return "\n\n".join(part for part in found if part)


def text_of(document: Document, role: SectionRole) -> str:
    """Return all text of one role."""
    parts = (document.text[one.start : one.end] for one in document.sections if one.role is role)
    return "".join(parts)


def write_pdf(
    path: Path, pages: Sequence[Sequence[tuple[float, float, str]]], **encryption: str
) -> Path:
    """Write a PDF of lines `(x, y, text)` a page, in 10 points; `# ` makes a bold heading."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    if encryption:
        from reportlab.lib.pdfencrypt import StandardEncryption

        canvas._doc.encrypt = StandardEncryption(**encryption, strength=40)
    for page in pages:
        for x, y, text in page:
            bold = text.startswith("# ")
            canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 14 if bold else 10)
            canvas.drawString(x, y, text.removeprefix("# "))
        canvas.showPage()
    canvas.save()
    return path
