"""An article whose every text is one hostile string, and the strings to try."""

from dataclasses import replace

from hypothesis import strategies as st

from ragqa.rendering.plain_text import prose
from ragqa.schema.article import (
    Abstention,
    Article,
    ArticleSection,
    Block,
    Concordance,
    Gap,
    Reference,
    Withheld,
)
from ragqa.schema.claim import Citation, Claim, Strength, Study
from ragqa.schema.provenance import Provenance
from ragqa.schema.question import Question
from tests.rendering.samples import ABSTENTION, ARTICLE

FRAGMENTS = (
    *("[1]", "[9]", "[1, 2]", "](http://evil.example)", "[a](javascript:alert(1))", "![", "[^1]"),
    *("<b>", "</p>", "<script>alert(1)</script>", "<!--", "-->", "<?", "<https://evil.example>"),
    *('" onmouseover="alert(1)', "' x='", "javascript:alert(1)", "https://evil.example/?a=1&b=2"),
    *("www.evil.example", "mail@evil.example", "&lt;", "&#91;9&#93;", "{{ 7*7 }}", "{% raw %}"),
    *(
        "#",
        "##",
        "-",
        "+",
        "*",
        "**",
        "_",
        "__",
        "`",
        "```",
        "~",
        "~~~",
        ">",
        "|",
        "|-|",
        "===",
        "---",
    ),
    *("1.", "2)", ":", "\\", "!", "$x$", "\n", "\n\n", "\n    ", "\t", "\x1b[31m", "\x00", "\x1f"),
    *("\u202e", "\u200b", "\xa0", "\u2028", ".", "?", "word", "two words", "p < 0.05", "Ω", "95 %"),
)

HOSTILE = st.one_of(
    st.text(min_size=1, max_size=40),
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8).map("".join),
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=30).map(" ".join),
).filter(prose)


def hostile_article(text: str) -> Article:
    """Return the sample article with `text` in the place of every text a source could bring."""
    return replace(
        ARTICLE,
        question=Question(text=text),
        notices=(text,),
        sections=tuple(_section(section, text) for section in ARTICLE.sections),
        claims=tuple(_claim(claim, text) for claim in ARTICLE.claims),
        references=tuple(_reference(reference, text) for reference in ARTICLE.references),
        withheld=(Withheld(text=text, reason=text),),
        gaps=(Gap(question=text, reason=text),),
        concordance=tuple(
            Concordance(guideline=pair.guideline, research=pair.research, relation=text)
            for pair in ARTICLE.concordance
        ),
        provenance=_provenance(ARTICLE.provenance, text),
    )


def hostile_abstention(text: str) -> Abstention:
    """Return the sample abstention with `text` in the place of every text."""
    return replace(
        ABSTENTION,
        question=Question(text=text),
        reason=text,
        notices=(text,),
        nearest=tuple(_reference(reference, text) for reference in ABSTENTION.nearest),
        withheld=(Withheld(text=text, reason=text),),
        provenance=_provenance(ABSTENTION.provenance, text),
    )


def _section(section: ArticleSection, text: str) -> ArticleSection:
    blocks = tuple(
        Block(heading=text, style=block.style, claims=block.claims) for block in section.blocks
    )
    return replace(section, notice=text, blocks=blocks)


def _claim(claim: Claim, text: str) -> Claim:
    return replace(
        claim,
        text=text,
        strength=Strength(grade=text, certainty=text, origin=text),
        study=Study(design=text, size=text, quotation=None),
        citations=tuple(_citation(citation, text) for citation in claim.citations),
    )


def _citation(citation: Citation, text: str) -> Citation:
    return replace(citation, quote=text, section=text)


def _reference(reference: Reference, text: str) -> Reference:
    return replace(
        reference,
        title=text,
        authors=(text, text),
        container=text,
        doi=text,
        pmid=text,
        pmcid=text,
        url=f"x{text}",
        notices=(text, text),
    )


def _provenance(provenance: Provenance, text: str) -> Provenance:
    return replace(
        provenance, snapshot=text, composer=text, version=text, generated_at=text, settings=text
    )
