"""A turn of a conversation as pages lay it out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ragqa.rendering.article_view import ArticleView
from ragqa.rendering.plain_text import plain
from ragqa.rendering.wording import Headings, headings
from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import Claim, ClaimId
from ragqa.schema.conversation import Conversation, ConversationId, Correction, Turn
from ragqa.schema.document import DocumentId
from ragqa.schema.evidence import Evidence
from ragqa.schema.question import Audience
from ragqa.schema.source import Kind, Source

SHOWN: Final = 3
"""Works of each kind that are named while an answer is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPlace:
    """Where a turn is: its addresses, and the ids of its parts on the page.

    `audience` is whom it is told for, where that is not whom it was asked for.
    """

    conversation_id: ConversationId
    number: int
    audience: Audience | None = None

    @property
    def page(self) -> str:
        """The conversation, scrolled to the turn."""
        told = f"/turns/{self.number}{self.query}" if self.audience else ""
        return f"/conversations/{self.conversation_id}{told}#turn-{self.number}"

    @property
    def address(self) -> str:
        """The turn alone; what belongs to it lies below."""
        return f"/conversations/{self.conversation_id}/turns/{self.number}"

    @property
    def query(self) -> str:
        """What an address says of the audience."""
        return f"?audience={self.audience.value}" if self.audience else ""

    @property
    def prefix(self) -> str:
        """The beginning of the id of each of its parts."""
        return f"turn-{self.number}-"

    def at(self, part: str) -> str:
        """Return the id of a part."""
        return f"{self.prefix}{part}"

    def evidence(self, claim: ClaimId, number: int) -> str:
        """Return where the evidence of a sentence in one reference can be read."""
        return f"{self.address}/evidence/{claim}/{number}{self.query}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWork:
    """A work among what the search brought, and how many of its passages."""

    document_id: DocumentId
    source: Source
    passages: int

    @property
    def is_guideline(self) -> bool:
        """Whether it speaks in the part of the guidelines."""
        return self.source.kind is Kind.GUIDELINE


def best_of_each_kind(works: Sequence[FoundWork]) -> list[FoundWork]:
    """Return the first few works of each kind, as many as a reader takes in at a glance."""
    kinds = [[work for work in works if work.source.kind is kind] for kind in Kind]
    return [work for each in kinds for work in each[:SHOWN]]


def works_in(evidence: Sequence[Evidence]) -> list[FoundWork]:
    """Return the works of passages, each once, those of the best passages first."""
    works: dict[str, list[Evidence]] = {}
    for item in evidence:
        works.setdefault(item.source.work_key, []).append(item)
    return [
        FoundWork(
            document_id=items[0].passage.document_id, source=items[0].source, passages=len(items)
        )
        for items in works.values()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnView:
    """One turn; `found` is what was searched while its page streamed, and is not stored.

    `answer` may be told for another audience than the one that is stored.
    """

    place: TurnPlace
    turn: Turn
    answer: Article | Abstention | None
    later: tuple[Correction, ...] = ()
    found: tuple[FoundWork, ...] = ()

    @property
    def article(self) -> ArticleView | None:
        """The answer where it is an article."""
        if not isinstance(self.answer, Article):
            return None
        return ArticleView(
            article=self.answer, place=self.place.prefix, evidence=self.place.evidence
        )

    @property
    def abstention(self) -> Abstention | None:
        """The answer where there is none."""
        return self.answer if isinstance(self.answer, Abstention) else None

    @property
    def headings(self) -> Headings:
        """How its parts are called for those who read it."""
        return headings(self.audience)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The two parts of an article, each with its heading."""
        return [(kind.value, self.headings.section(kind)) for kind in Kind]

    @property
    def audience(self) -> Audience:
        """For whom it is told."""
        answer = self.answer or self.turn
        return answer.question.audience


@dataclass(slots=True, kw_only=True)
class StreamedView:
    """What has been told of a turn so far; lays out its claims before there is an article."""

    place: TurnPlace
    found: list[Evidence] = field(default_factory=list)
    _titles: dict[int, str] = field(default_factory=dict)

    def learn(self, evidence: Sequence[Evidence]) -> None:
        """Take in what the search brought."""
        self.found.extend(evidence)

    @property
    def works(self) -> list[FoundWork]:
        """The works that were found."""
        return works_in(self.found)

    def showing(self, claim: Claim) -> "StreamedView":
        """Take in the works that a claim cites, and return this."""
        sources = {item.passage.document_id: item.source for item in self.found}
        for citation in claim.citations:
            if source := sources.get(citation.document_id):
                self._titles[citation.reference] = plain(source.title)
        return self

    def title(self, number: int) -> str:
        """Return the title of the work with this number, as far as it is known by now."""
        return self._titles.get(number, "")

    def at(self, part: str) -> str:
        """Return the id of a part."""
        return self.place.at(part)

    def cited(self, claim: ClaimId, number: int) -> str:
        """Return where the evidence of a claim can be read."""
        return self.place.evidence(claim, number)


def turn_views(conversation: Conversation) -> list[TurnView]:
    """Return the turns of a conversation as they are stored."""
    return [view_of(conversation, turn) for turn in conversation.turns]


def view_of(conversation: Conversation, turn: Turn) -> TurnView:
    """Return one turn of a conversation as it is stored."""
    return TurnView(
        place=TurnPlace(conversation_id=conversation.conversation_id, number=turn.number),
        turn=turn,
        answer=turn.answer,
        later=conversation.corrections_of(turn.number),
    )
