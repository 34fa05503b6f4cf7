"""Small synthetic works, and articles that the gate makes of their own sentences."""

from dataclasses import dataclass, replace

from ragqa.linguistics.sentences import sentence_spans
from ragqa.schema.article import Article
from ragqa.schema.document import DocumentId, Passage
from ragqa.schema.source import Source
from ragqa.verification.gate import Gate
from tests.verification.library import PROVENANCE, USAGE, Library, claim, draft, library


@dataclass(frozen=True)
class Shelf(Library):
    """A library whose passages know their sentences."""

    def document_passages(self, document_id: DocumentId) -> list[Passage]:
        return [
            replace(one, sentences=tuple(sentence_spans(one.text)))
            for one in self.held.values()
            if one.document_id == document_id
        ]


def shelf(*works: tuple[Source, str]) -> Shelf:
    made = library(*works)
    return Shelf(documents=made.documents, held=made.held)


def article_of(works: Shelf, *sentences: str) -> Article:
    """Return the article of these sentences, each resting on its own words."""
    claims = [claim(works, sentence) for sentence in sentences]
    made = Gate().publish(
        draft(claims), works, nearest=[], notices=(), provenance=PROVENANCE, usage=USAGE
    )
    assert isinstance(made, Article), made.reason
    assert len(made.claims) == len(sentences), made.withheld
    return made
