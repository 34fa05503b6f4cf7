"""An answer as a Word document: headings, numbered references, links to and from them."""

from collections.abc import Sequence
from typing import assert_never

from ragqa.rendering import bibliography, wording
from ragqa.rendering.docx_page import DocxPage, DocxParagraph
from ragqa.rendering.grouping import Group, Line, grouped
from ragqa.rendering.plain_text import prose
from ragqa.schema.article import (
    Abstention,
    Article,
    ArticleSection,
    Block,
    Reference,
    Style,
    Withheld,
)
from ragqa.schema.claim import Citation, Claim, ClaimId
from ragqa.schema.provenance import Provenance
from ragqa.schema.question import Audience
from ragqa.schema.review import standing
from ragqa.schema.source import Kind

_BULLET, _INNER_BULLET, _QUOTE, _STRIP = "List Bullet", "List Bullet 2", "Quote", "Intense Quote"
_NUMBER_MILLIMETRES = 10
_FIXED_SPACE = "\xa0"


def render_docx(answer: Article | Abstention) -> bytes:
    """Return `answer` as the content of a .docx file; the same answer gives the same bytes."""
    match answer:
        case Article():
            return _DocxArticle(answer).page.to_bytes()
        case Abstention():
            return _DocxAbstention(answer).page.to_bytes()
        case _:
            assert_never(answer)


class _Page:
    """What articles and abstentions have in common."""

    def __init__(self, answer: Article | Abstention) -> None:
        self.page = DocxPage(answer.question.text, answer.provenance.generated_at)
        self.page.heading(answer.question.text, 0)

    def _notices(self, notices: Sequence[str]) -> None:
        for notice in notices:
            self.page.paragraph().add(f"Note: {notice}", italic=True)

    def _withheld(self, withheld: Sequence[Withheld]) -> None:
        if withheld:
            self.page.heading("Withheld", 1)
            self.page.paragraph().add(wording.WITHHELD)
        for item in withheld:
            self.page.paragraph(_BULLET).add(f"“{item.text}” ").add(item.reason, italic=True)

    def _work(self, entry: DocxParagraph, reference: Reference) -> None:
        """Write one entry of a reference list behind its number."""
        parts = [
            bibliography.authors_line(reference.authors),
            reference.title,
            bibliography.imprint(reference),
        ]
        entry.add(" ".join(wording.sentence(shown) for shown in map(prose, parts) if shown))
        for item in bibliography.identifiers(reference):
            entry.add(f" {item.label} ").link(item.value, item.link).add(".")
        if own := bibliography.own_address(reference):
            entry.add(" ").link(own, own)
        for notice in map(prose, reference.notices):
            text = f" {wording.sentence(notice)}"
            entry.add(text, bold=wording.is_setback(notice), italic=True)

    def _closing(self, audience: Audience, provenance: Provenance) -> None:
        self.page.heading(wording.headings(audience).disclaimer, 1)
        self.page.paragraph().add(wording.disclaimer(audience))
        self.page.paragraph().add(wording.provenance_line(provenance), italic=True)


class _DocxArticle(_Page):
    """An article, part by part in reading order."""

    def __init__(self, article: Article) -> None:
        super().__init__(article)
        self._article = article
        self._headings = wording.headings(article.question.audience)
        self.page.paragraph(_STRIP).add(wording.review_line(standing(article)))
        self.page.paragraph().add(
            f"Last updated: {wording.date(article.provenance.generated_at)} · "
            f"For {wording.AUDIENCES[article.question.audience]} · {wording.facts_line(article)}"
        )
        self._notices(article.notices)
        self._summary()
        for section in article.sections:
            self._section(section)
        self._concordance()
        self._gaps()
        self._glossary()
        self._withheld(article.withheld)
        self._references()
        self._closing(article.question.audience, article.provenance)

    def _summary(self) -> None:
        if self._article.summary:
            self.page.heading(self._headings.answer, 1)
        for group in grouped(self._claims(self._article.summary)):
            if group.shared:
                self._bullets(group)
            else:
                self._paragraph(group.lines)
        if wording.is_partial(self._article):
            self.page.paragraph().add(wording.PARTIAL, italic=True)

    def _section(self, section: ArticleSection) -> None:
        self.page.heading(self._headings.section(section.kind), 1)
        if section.notice:
            self.page.paragraph().add(section.notice, italic=True)
        for block in section.blocks:
            self._block(section.kind, block)

    def _block(self, kind: Kind, block: Block) -> None:
        bullets = block.style is Style.BULLETS
        heading = wording.block_heading(kind, block.heading, bullets=bullets)
        if prose(heading):
            self.page.heading(heading, 2)
        claims = self._claims(block.claims)
        if not bullets:
            self._paragraph([Line(claim=claim, text=claim.text) for claim in claims])
            return
        for group in grouped(claims):
            self._bullets(group)

    def _bullets(self, group: Group) -> None:
        if group.shared:
            self.page.paragraph(_BULLET).add(group.shared)
        for line in group.lines:
            _sentence(self.page.paragraph(_INNER_BULLET if group.shared else _BULLET), line)

    def _paragraph(self, lines: Sequence[Line]) -> None:
        paragraph = self.page.paragraph()
        for at, line in enumerate(lines):
            _sentence(paragraph.add(" ") if at else paragraph, line)

    def _concordance(self) -> None:
        if self._article.concordance:
            self.page.heading("Guidelines and research side by side", 1)
        for pair in self._article.concordance:
            item = self.page.paragraph(_BULLET)
            names = (pair.guideline, pair.research)
            for side, name in zip(wording.SIDES, names, strict=True):
                _marks(item.add(side, bold=True), self._article.claim(name).citations)
                item.add(" ")
            item.add(wording.relation(pair.relation), bold=True)
            for side, name in zip(("Guideline", "Research"), names, strict=True):
                claim = self._article.claim(name)
                _cited(item.add(f" {side}: ", italic=True), claim.citations, claim.text)

    def _gaps(self) -> None:
        if self._article.gaps:
            self.page.heading(self._headings.gaps, 1)
        for gap in self._article.gaps:
            self.page.paragraph(_BULLET).add(f"{gap.question} ", bold=True).add(gap.reason)

    def _glossary(self) -> None:
        if self._article.glossary:
            self.page.heading(self._headings.glossary, 1)
        for entry in self._article.glossary:
            item = self.page.paragraph(_BULLET).add(f"{entry.term}: ", bold=True)
            _cited(item, entry.citations, wording.sentence(entry.meaning))

    def _references(self) -> None:
        self.page.heading("References", 1)
        for kind, title in ((Kind.GUIDELINE, "Guidelines"), (Kind.RESEARCH, "Research")):
            chosen = bibliography.of_kind(self._article.references, kind)
            if chosen:
                self.page.heading(title, 2)
            for reference in chosen:
                self._reference(reference)

    def _reference(self, reference: Reference) -> None:
        entry = self.page.paragraph().hanging(_NUMBER_MILLIMETRES)
        entry.bookmark(_bookmark(reference.number)).add(f"{reference.number}.").tab()
        self._work(entry, reference)
        for words in bibliography.quoted_words(self._article, reference.number):
            quote = self.page.paragraph(_QUOTE).indented(_NUMBER_MILLIMETRES)
            quote.add(f"“{words.text}”")
            if words.locator:
                quote.add(f" ({words.locator})")

    def _claims(self, names: Sequence[ClaimId]) -> list[Claim]:
        return [self._article.claim(name) for name in names]


class _DocxAbstention(_Page):
    """What is said in place of an article."""

    def __init__(self, abstention: Abstention) -> None:
        super().__init__(abstention)
        answer = self.page.paragraph(_STRIP).add(f"{wording.NO_ANSWER}. ")
        answer.add(abstention.reason)
        self.page.paragraph().add(
            f"Searched: {wording.date(abstention.provenance.generated_at)} · "
            f"For {wording.AUDIENCES[abstention.question.audience]}"
        )
        self._notices(abstention.notices)
        if abstention.nearest:
            self.page.heading("Nearest sources", 1)
            self.page.paragraph().add(wording.NEAREST)
        for reference in abstention.nearest:
            self._work(self.page.paragraph(_BULLET), reference)
        self._withheld(abstention.withheld)
        self._closing(abstention.question.audience, abstention.provenance)


def _sentence(paragraph: DocxParagraph, line: Line) -> None:
    """Write a sentence with its study, its citations and the strength of its recommendation."""
    if study := wording.basis_label(line.claim):
        paragraph.add(f"{study}: ", italic=True)
    _cited(paragraph, line.claim.citations, line.text)
    if label := wording.unstated_strength_label(line.claim):
        paragraph.add(f" ({label})", italic=True)


def _cited(paragraph: DocxParagraph, citations: Sequence[Citation], text: str) -> None:
    """Write a sentence with its numbers before the full stop, each leading to its reference."""
    body, stop = wording.without_stop(prose(text))
    _marks(paragraph.add(body), citations)
    paragraph.add(stop)


def _marks(paragraph: DocxParagraph, citations: Sequence[Citation]) -> None:
    """Write the numbers of a sentence, each leading to its reference."""
    space = _FIXED_SPACE
    for number in dict.fromkeys(citation.reference for citation in citations):
        paragraph.pointer(f"{space}[{number}]", _bookmark(number))
        space = ""


def _bookmark(number: int) -> str:
    return f"reference_{number}"
