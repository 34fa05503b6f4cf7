"""An answer as Markdown that reads well raw in a terminal and in any viewer."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from ragqa.rendering import bibliography, wording
from ragqa.rendering.grouping import Group, Line, grouped
from ragqa.rendering.markdown_text import (
    FIXED_SPACE,
    escaped,
    unbroken,
    wrapped,
)
from ragqa.rendering.plain_text import prose
from ragqa.schema.article import (
    Abstention,
    Article,
    ArticleSection,
    Block,
    Concordance,
    Reference,
    Style,
    Withheld,
)
from ragqa.schema.claim import Citation, Claim, ClaimId
from ragqa.schema.provenance import Provenance
from ragqa.schema.question import Audience
from ragqa.schema.review import standing
from ragqa.schema.source import Kind

WIDTH = 88
_FOLLOW_UP = (
    f"**Have a follow-up question?** {wording.FOLLOW_UP} "
    f"{unbroken(f'`{wording.FOLLOW_UP_COMMAND}`')}"
)


def render_markdown(answer: Article | Abstention, width: int = WIDTH) -> str:
    """Return `answer` as Markdown in lines of at most `width` characters.

    Headings, links and words longer than the width are never broken.
    """
    match answer:
        case Article():
            parts = _MarkdownArticle(answer, width).parts()
        case Abstention():
            parts = _MarkdownAbstention(answer, width).parts()
        case _:
            assert_never(answer)
    return "\n\n".join(parts) + "\n"


def claim_line(claim: Claim, width: int) -> str:
    """Return one claim as an item of a list: study, sentence, citations, strength."""
    return wrapped(_told(Line(claim=claim, text=claim.text)), width, first="- ", rest="  ")


def after_claims(answer: Article | Abstention, width: int) -> str:
    """Return all but the title and the claims: where it stands, what is open, references."""
    if isinstance(answer, Abstention):
        _, *parts = _MarkdownAbstention(answer, width).parts()
        return "\n\n".join(parts)
    status = f"*{escaped(wording.review_line(standing(answer)))}*"
    notices = [_italic(f"Note: {notice}") for notice in answer.notices]
    return "\n\n".join([*notices, *_MarkdownArticle(answer, width).after_sections(), status])


class _Page:
    """Paragraphs and lists at one width; what articles and abstentions have in common."""

    def __init__(self, width: int) -> None:
        self._width = width

    def _paragraph(self, text: str) -> str:
        return wrapped(text, self._width)

    def _quotation(self, text: str) -> str:
        return wrapped(text, self._width, first="> ", rest="> ")

    def _item(self, text: str, depth: int = 0) -> str:
        indent = "  " * depth
        return wrapped(text, self._width, first=f"{indent}- ", rest=f"{indent}  ")

    def _items(self, texts: Sequence[str]) -> str:
        return "\n".join(self._item(text) for text in texts)

    def _notices(self, notices: Sequence[str]) -> Iterator[str]:
        yield from (self._paragraph(_italic(f"Note: {notice}")) for notice in notices)

    def _withheld(self, withheld: Sequence[Withheld]) -> Iterator[str]:
        if withheld:
            yield "## Withheld"
            yield self._paragraph(wording.WITHHELD)
            yield self._items(
                [f"“{escaped(item.text)}” — {_italic(item.reason)}" for item in withheld]
            )

    def _entry(self, reference: Reference, mark: str) -> Iterator[str]:
        """Yield the lines of one entry of a reference list, without its quotes."""
        yield self._item(f"{mark}{_work(reference)}")
        link = bibliography.link_to(reference)
        if link:
            yield f"  <{link}>"
        if reference.notices:
            notices = " ".join(map(wording.sentence, reference.notices))
            yield wrapped(_italic(notices), self._width, first="  ", rest="  ")

    def _closing(self, audience: Audience, provenance: Provenance, hint: str = "") -> Iterator[str]:
        yield f"## {wording.headings(audience).disclaimer}"
        yield self._paragraph(wording.disclaimer(audience))
        if hint:
            yield self._paragraph(hint)
        yield self._paragraph(_italic(wording.provenance_line(provenance)))


class _MarkdownArticle(_Page):
    """An article, part by part in reading order."""

    def __init__(self, article: Article, width: int) -> None:
        super().__init__(width)
        self._article = article
        self._headings = wording.headings(article.question.audience)

    def parts(self) -> Iterator[str]:
        """Yield the paragraphs, headings and lists of the page."""
        article = self._article
        yield f"# {escaped(article.question.text)}"
        yield self._paragraph(f"**{escaped(wording.review_line(standing(article)))}**")
        yield self._paragraph(
            f"Last updated: {escaped(wording.date(article.provenance.generated_at))} · "
            f"For {wording.AUDIENCES[article.question.audience]} · {wording.facts_line(article)}"
        )
        yield from self._notices(article.notices)
        yield from self._summary()
        for section in article.sections:
            yield from self._section(section)
        yield from self.after_sections(_FOLLOW_UP)

    def after_sections(self, hint: str = "") -> Iterator[str]:
        """Yield what follows the sections; `hint` stands before the last line."""
        article = self._article
        yield from self._concordance()
        yield from self._gaps()
        yield from self._glossary()
        yield from self._withheld(article.withheld)
        yield from self._references()
        yield from self._closing(article.question.audience, article.provenance, hint)

    def _summary(self) -> Iterator[str]:
        if self._article.summary:
            yield "\n>\n".join(self._answer())
        if wording.is_partial(self._article):
            yield self._paragraph(f"*{wording.PARTIAL}*")

    def _answer(self) -> Iterator[str]:
        """Yield the direct answer as paragraphs and lists of a quotation."""
        opening = f"**{self._headings.answer}.** "
        for group in grouped(self._claims(self._article.summary)):
            sentences = [_graded(line) for line in group.lines]
            if group.shared:
                yield self._quotation(f"{opening}{escaped(group.shared)}")
                yield "\n".join(
                    wrapped(one, self._width, first="> - ", rest=">   ") for one in sentences
                )
            else:
                yield self._quotation(f"{opening}{' '.join(sentences)}")
            opening = ""

    def _section(self, section: ArticleSection) -> Iterator[str]:
        yield f"## {self._headings.section(section.kind)}"
        if section.notice:
            yield self._paragraph(_italic(section.notice))
        for block in section.blocks:
            yield from self._block(section.kind, block)

    def _block(self, kind: Kind, block: Block) -> Iterator[str]:
        bullets = block.style is Style.BULLETS
        heading = wording.block_heading(kind, block.heading, bullets=bullets)
        if heading:
            yield f"### {escaped(heading)}"
        claims = self._claims(block.claims)
        if bullets:
            yield "\n".join(self._bullets(group) for group in grouped(claims))
        else:
            yield self._paragraph(" ".join(_told(Line(claim=c, text=c.text)) for c in claims))

    def _bullets(self, group: Group) -> str:
        if not group.shared:
            return self._items([_told(line) for line in group.lines])
        inner = [self._item(_told(line), depth=1) for line in group.lines]
        return "\n".join([self._item(escaped(group.shared)), *inner])

    def _whole(self, name: ClaimId) -> str:
        claim = self._article.claim(name)
        return _cited(claim.citations, claim.text)

    def _claims(self, names: Sequence[ClaimId]) -> list[Claim]:
        return [self._article.claim(name) for name in names]

    def _concordance(self) -> Iterator[str]:
        if self._article.concordance:
            yield "## Guidelines and research side by side"
            yield self._items(
                [
                    f"{self._relation(pair)} *Guideline:* {self._whole(pair.guideline)} "
                    f"*Research:* {self._whole(pair.research)}"
                    for pair in self._article.concordance
                ]
            )

    def _relation(self, pair: Concordance) -> str:
        """Return the sentence that says how both sides stand to each other, both cited."""
        names = (pair.guideline, pair.research)
        sides = [
            f"{side}{FIXED_SPACE}{_marks(self._article.claim(name).citations)}"
            for side, name in zip(wording.SIDES, names, strict=True)
        ]
        return f"**{' '.join([*sides, escaped(wording.relation(pair.relation))])}**"

    def _gaps(self) -> Iterator[str]:
        if self._article.gaps:
            yield f"## {self._headings.gaps}"
            yield self._items(
                [f"{_bold(gap.question)} {escaped(gap.reason)}" for gap in self._article.gaps]
            )

    def _glossary(self) -> Iterator[str]:
        if self._article.glossary:
            yield f"## {self._headings.glossary}"
            told = [
                (_bold(entry.term), _cited(entry.citations, wording.sentence(entry.meaning)))
                for entry in self._article.glossary
            ]
            yield self._items([f"{term}: {meaning}" for term, meaning in told])

    def _references(self) -> Iterator[str]:
        yield "## References"
        for kind, title in ((Kind.GUIDELINE, "Guidelines"), (Kind.RESEARCH, "Research")):
            chosen = bibliography.of_kind(self._article.references, kind)
            if chosen:
                yield f"### {title}"
                yield from ("\n".join(self._reference(reference)) for reference in chosen)

    def _reference(self, reference: Reference) -> Iterator[str]:
        yield from self._entry(reference, f"[{reference.number}] ")
        for words in bibliography.quoted_words(self._article, reference.number):
            place = f" ({escaped(words.locator)})" if words.locator else ""
            yield self._item(f"“{escaped(words.text)}”{place}", depth=1)


class _MarkdownAbstention(_Page):
    """What is said in place of an article."""

    def __init__(self, abstention: Abstention, width: int) -> None:
        super().__init__(width)
        self._abstention = abstention

    def parts(self) -> Iterator[str]:
        """Yield the paragraphs, headings and lists of the page."""
        abstention = self._abstention
        yield f"# {escaped(abstention.question.text)}"
        yield self._quotation(f"**{wording.NO_ANSWER}.** {escaped(abstention.reason)}")
        yield self._paragraph(
            f"Searched: {escaped(wording.date(abstention.provenance.generated_at))} · "
            f"For {wording.AUDIENCES[abstention.question.audience]}"
        )
        yield from self._notices(abstention.notices)
        if abstention.nearest:
            yield "## Nearest sources"
            yield self._paragraph(wording.NEAREST)
            yield "\n".join(
                line for reference in abstention.nearest for line in self._entry(reference, "")
            )
        yield "## What to do next"
        yield self._items([_step(text, command) for text, command in wording.NEXT_STEPS])
        yield from self._withheld(abstention.withheld)
        yield from self._closing(abstention.question.audience, abstention.provenance)


def _step(text: str, command: str) -> str:
    return f"{text} {unbroken(f'`{command}`')}" if command else text


def _study(claim: Claim) -> str:
    """Return the design and size of the study as a label before its sentence, or nothing."""
    label = wording.basis_label(claim)
    return f"{_italic(f'{label}:')} " if label else ""


def _told(line: Line) -> str:
    return _study(line.claim) + _graded(line)


def _graded(line: Line) -> str:
    """Return a sentence with its citations and the strength of its recommendation."""
    label = wording.unstated_strength_label(line.claim)
    sentence = _cited(line.claim.citations, line.text)
    return f"{sentence} {_italic(f'({label})')}" if label else sentence


def _cited(citations: Sequence[Citation], text: str) -> str:
    """Return a sentence with its citations before the full stop, kept on the line of its end."""
    body, stop = wording.without_stop(prose(text))
    return f"{escaped(body)}{FIXED_SPACE if citations else ''}{_marks(citations)}{stop}"


def _marks(citations: Sequence[Citation]) -> str:
    numbers = dict.fromkeys(citation.reference for citation in citations)
    return "".join(f"[{number}]" for number in numbers)


def _italic(text: str) -> str:
    """Return source text in italics; nothing where there is none, since `**` alone is markup."""
    shown = escaped(text)
    return f"*{shown}*" if shown else ""


def _bold(text: str) -> str:
    shown = escaped(text)
    return f"**{shown}**" if shown else ""


def _work(reference: Reference) -> str:
    """Return authors, title, container, year and identifiers, each ended by a full stop."""
    ids = [
        f"{item.label}:{escaped(item.value)}"
        if item.label == "doi"
        else f"{item.label} {escaped(item.value)}"
        for item in bibliography.identifiers(reference)
    ]
    parts = [
        escaped(bibliography.authors_line(reference.authors)),
        escaped(reference.title),
        escaped(bibliography.imprint(reference)),
        *ids,
    ]
    return " ".join(wording.sentence(part) for part in parts if part)
