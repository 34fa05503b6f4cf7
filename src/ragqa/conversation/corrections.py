"""What a new turn has to say about earlier ones: what it contradicts, and what no longer stands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.abbreviations import abbreviations_in
from ragqa.linguistics.accord import Accord, Statement, accord
from ragqa.linguistics.assertions import subject_terms
from ragqa.linguistics.populations import narrowed_to
from ragqa.linguistics.terms import naming_terms
from ragqa.linguistics.usual_meanings import WELL_KNOWN
from ragqa.schema.article import Abstention, Article, Reference
from ragqa.schema.claim import Citation, Claim
from ragqa.schema.conversation import Cause, Correction, Turn
from ragqa.schema.document import DocumentId
from ragqa.schema.source import Source

Notices = Callable[[Source], tuple[str, ...]]
"""Returns what a reader must know of a work before relying on it."""


def corrections_of(
    answer: Article | Abstention, earlier: Sequence[Turn], snapshot: Snapshot, notices: Notices
) -> tuple[Correction, ...]:
    """Return what must be said about earlier turns, each thing once in a conversation.

    Args:
        answer: of the new turn.
        earlier: the turns before it, oldest first.
        snapshot: what the new turn was answered from.
        notices: what is known of a work now.
    """
    told = {(one.turn, one.claim) for turn in earlier for one in turn.corrections}
    index = _Index(snapshot, notices)
    found: dict[tuple[int, str], Correction] = {}
    for turn in earlier:
        for one in (*index.outdated(turn), *_contradicted(answer, turn)):
            if (one.turn, one.claim) not in told:
                found.setdefault((one.turn, one.claim), one)
    return tuple(found.values())


class _Index:
    """What the index holds now of what earlier turns rest on."""

    def __init__(self, snapshot: Snapshot, notices: Notices) -> None:
        self._snapshot = snapshot
        self._notices = notices

    def outdated(self, turn: Turn) -> Iterator[Correction]:
        """Yield the claims of a turn that no longer stand as they were given."""
        article = turn.answer
        if not isinstance(article, Article):
            return
        if article.provenance.snapshot == self._snapshot.snapshot_id:
            return
        references = {one.number: one for one in article.references}
        news = {number: self._news(one) for number, one in references.items()}
        for claim in article.claims:
            for citation in claim.citations:
                reference = references[citation.reference]
                if news[reference.number]:
                    told = " ".join(f"{one.rstrip('.')}." for one in news[reference.number])
                    detail = f"It rests on “{reference.title}”. Since then: {told}"
                    yield _correction(turn, claim, Cause.STANDING, detail)
                elif not self._stands(citation, reference):
                    detail = (
                        f"The words that it quotes from “{reference.title}” are no longer there."
                    )
                    yield _correction(turn, claim, Cause.GONE, detail)

    def _news(self, reference: Reference) -> tuple[str, ...]:
        """Return what is known of a work now, and was not said when it was cited."""
        document_id = self._holder(reference)
        if document_id is None:
            return ()
        (source,) = self._snapshot.sources([document_id]).values()
        return tuple(one for one in self._notices(source) if one not in reference.notices)

    def _stands(self, citation: Citation, reference: Reference) -> bool:
        """Tell whether the quoted words are still in the work, wherever its passages begin now."""
        document_id = self._holder(reference, citation.document_id)
        if document_id is None:
            return False
        text = self._snapshot.document(document_id).text
        return " ".join(citation.quote.split()) in " ".join(text.split())

    def _holder(self, reference: Reference, file: DocumentId | None = None) -> DocumentId | None:
        """Return the document that holds a work now, under whatever id it is indexed."""
        known = file or reference.document_id
        if known in self._works.values():
            return known
        schemes = (("doi", reference.doi), ("pmid", reference.pmid), ("pmcid", reference.pmcid))
        names = [f"{scheme}:{value.lower()}" for scheme, value in schemes if value]
        return next((self._works[name] for name in names if name in self._works), None)

    @cached_property
    def _works(self) -> Mapping[str, DocumentId]:
        """Each document under its own id and under all that its work is called."""
        sources = self._snapshot.sources(self._snapshot.document_ids())
        return {
            name: document_id
            for document_id, source in sources.items()
            for name in (*source.identifiers, document_id)
        }


def _contradicted(answer: Article | Abstention, turn: Turn) -> Iterator[Correction]:
    """Yield the claims of a turn that a claim of the new answer contradicts.

    Where the earlier turn told both sides itself, there is nothing to correct; nor is there where
    the two turns ask of other people.
    """
    article = turn.answer
    if not isinstance(answer, Article) or not isinstance(article, Article):
        return
    if narrowed_to(answer.question.text) != narrowed_to(turn.question.text):
        return
    asked = _named(answer.question.text) & _named(turn.question.text)
    said = {_said(claim) for claim in article.claims}
    new = [
        (claim, _statement(claim, answer)) for claim in answer.claims if _said(claim) not in said
    ]
    for claim in article.claims:
        before = _statement(claim, article)
        for other, now in new:
            if accord(before, now, asked) is Accord.CONFLICT:
                detail = f"This turn says otherwise: “{other.text}”"
                yield _correction(turn, claim, Cause.CONTRADICTED, detail, by=other)
                break


def _named(question: str) -> frozenset[str]:
    return subject_terms(question) | naming_terms(question)


def _statement(claim: Claim, article: Article) -> Statement:
    cited = {citation.reference for citation in claim.citations}
    titles = [one.title for one in article.references if one.number in cited]
    text = _said(claim)
    used = {short: WELL_KNOWN[short] for short in abbreviations_in(text) if short in WELL_KNOWN}
    return Statement(text, ". ".join(titles), used)


def _said(claim: Claim) -> str:
    """Return a claim in the words of its sources, however it was retold."""
    return claim.original or claim.text


def _correction(
    turn: Turn, claim: Claim, cause: Cause, detail: str, *, by: Claim | None = None
) -> Correction:
    return Correction(
        turn=turn.number,
        claim=claim.claim_id,
        text=claim.text,
        cause=cause,
        detail=detail,
        by=by.claim_id if by else None,
    )
