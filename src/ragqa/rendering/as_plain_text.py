"""An answer as plain text with its references, to be pasted into a letter or a record."""

from collections.abc import Iterator
from typing import assert_never

from ragqa.rendering import bibliography, wording
from ragqa.rendering.plain_text import plain, prose
from ragqa.schema.article import Abstention, Article, Reference
from ragqa.schema.claim import Claim
from ragqa.schema.review import standing


def render_plain_text(answer: Article | Abstention) -> str:
    """Return `answer` without any markup, citations as `[1]`, the list of references last."""
    match answer:
        case Article():
            return "\n".join(_article(answer)) + "\n"
        case Abstention():
            return f"{prose(answer.question.text)}\n\n{wording.NO_ANSWER}. {prose(answer.reason)}\n"
        case _:
            assert_never(answer)


def _article(article: Article) -> Iterator[str]:
    yield prose(article.question.text)
    updated = wording.date(article.provenance.generated_at)
    yield f"ragqa, {plain(updated)}; {prose(wording.review_line(standing(article)))}"
    yield from (prose(notice) for notice in article.notices)
    if article.summary:
        yield ""
        yield " ".join(_sentence(article.claim(name)) for name in article.summary)
    for section in article.sections:
        yield f"\n{section.title}"
        if section.notice:
            yield prose(section.notice)
        for block in section.blocks:
            if block.heading:
                yield prose(block.heading)
            yield from (f"- {_sentence(article.claim(name))}" for name in block.claims)
    if article.gaps:
        yield "\nWhat the sources leave open"
        yield from (f"- {prose(gap.question)} {prose(gap.reason)}" for gap in article.gaps)
    yield "\nReferences"
    yield from (_entry(reference) for reference in article.references)


def _sentence(claim: Claim) -> str:
    """Return a sentence with its citations before the full stop."""
    text, stop = wording.without_stop(prose(claim.text))
    numbers = dict.fromkeys(citation.reference for citation in claim.citations)
    return f"{text} {''.join(f'[{number}]' for number in numbers)}{stop}"


def _entry(reference: Reference) -> str:
    ids = [f"{one.label}:{plain(one.value)}" for one in bibliography.identifiers(reference)]
    parts = [
        prose(bibliography.authors_line(reference.authors)),
        prose(reference.title),
        prose(bibliography.imprint(reference)),
        *ids,
        bibliography.own_address(reference) or "",
        *map(prose, reference.notices),
    ]
    told = " ".join(wording.sentence(part) for part in parts if part)
    return f"{reference.number}. {told}"
