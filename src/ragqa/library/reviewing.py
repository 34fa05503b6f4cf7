"""What reviewers do with the articles of a library: find one, read it, and take the next step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ragqa.errors import ReviewError, UsageError
from ragqa.library.deeds import Deed
from ragqa.library.review import Action, Case, Step, as_reviewed, same_person
from ragqa.library.review_chain import entry_of
from ragqa.library.review_log import LogCheck, ReviewLog
from ragqa.library.review_tables import CASES
from ragqa.library.store import ArticleId, Library, StoredVersion
from ragqa.library.tables import ARTICLES
from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import ClaimId
from ragqa.schema.question import Audience, Question
from ragqa.schema.review import Approval, ReviewState, content_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Who acts, as they name themselves; the credential may be empty until they approve."""

    name: str
    credential: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One line of the list: an article, and where it stands; no state where nothing is to review.

    `steps` counts what was done to it.
    """

    article_id: ArticleId
    question: Question
    state: ReviewState | None
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One version of an article as a reviewer reads it, with all that was said of the article.

    `answer` carries the review of its own text. `versions` are all there are, with the approval
    that each was given; the last is the current one.
    """

    version: StoredVersion
    answer: Article | Abstention
    case: Case | None
    versions: tuple[tuple[StoredVersion, Approval | None], ...]


class Reviewing:
    """The review of one library's articles.

    Each step can be given `read`, the hash of the text that was read: it is refused where the
    article has another text by then. A step raises UsageError where a name means no one article or
    claim, and ReviewError where it is not allowed, or the log of the article is not as it was
    written.

    Args:
        library: where they are.
        now: the time that a step is stamped with.
    """

    def __init__(self, library: Library, *, now: Callable[[], datetime]) -> None:
        self._library = library
        self._now = now

    def listed(self, state: ReviewState | None) -> list[Standing]:
        """Return every article, or those in one state, by question; the log alone is believed.

        Raises:
            ReviewError: the log is not as it was written.
        """
        statement = sa.select(
            ARTICLES.c.article_id, ARTICLES.c.question, ARTICLES.c.audience, CASES.c.steps
        ).outerjoin(CASES, CASES.c.article_id == ARTICLES.c.article_id)
        with self._library.reading() as connection:
            cases = ReviewLog(connection).cases()
            rows = connection.execute(statement.order_by(ARTICLES.c.question)).all()
        found = (
            Standing(
                article_id=ArticleId(row.article_id),
                question=Question(text=row.question, audience=Audience(row.audience)),
                state=cases[row.article_id].state if row.article_id in cases else None,
                steps=row.steps or 0,
            )
            for row in rows
        )
        return [one for one in found if state is None or one.state == state]

    def read(self, name: str, *, number: int | None) -> Reading:
        """Return the current version of an article, or the one with this number.

        Raises:
            UsageError: there is no such article or version.
            ReviewError: its part of the log is not as it was written.
        """
        article_id = self._library.find(name)
        versions = self._library.versions(article_id)
        with self._library.reading() as connection:
            case = ReviewLog(connection).case(article_id)
        version = versions[-1] if number is None else _numbered(versions, number)
        answer = version.answer()
        return Reading(
            version=version,
            answer=as_reviewed(answer, case) if isinstance(answer, Article) else answer,
            case=case,
            versions=tuple((one, _approval(one.answer(), case)) for one in versions),
        )

    def start(self, name: str, by: Reviewer, *, take_over: bool, read: str | None = None) -> Case:
        """Take an article into review, or out of the hands of who reviews it."""
        return self._take(name, Action.TAKE_OVER if take_over else Action.START, by, read=read)

    def comment(
        self, name: str, by: Reviewer, claim: str, text: str, *, read: str | None = None
    ) -> Case:
        """Say something of one claim, named by its id or the beginning of it."""
        return self._take(name, Action.COMMENT, by, comment=text, claim=claim, read=read)

    def approve(self, name: str, by: Reviewer, *, read: str | None = None) -> Case:
        """Approve the current text of an article."""
        return self._take(name, Action.APPROVE, by, read=read)

    def send_back(self, name: str, by: Reviewer, comment: str, *, read: str | None = None) -> Case:
        """Give an article back with what is wrong with it."""
        return self._take(name, Action.SEND_BACK, by, comment=comment, read=read)

    def submit(self, name: str, by: Reviewer, comment: str, *, read: str | None = None) -> Case:
        """Put an article that was sent back up for review again."""
        return self._take(name, Action.SUBMIT, by, comment=comment, read=read)

    def log(self, name: str | None) -> list[tuple[int, Step | Deed]]:
        """Return the steps of an article, or all that was ever done, with their row numbers."""
        article_id = None if name is None else self._library.find(name)
        with self._library.reading() as connection:
            rows = list(ReviewLog(connection).rows(article_id))
        return [(int(str(row["sequence"])), entry_of(row)) for row in rows]

    def check(self, noted: str | None) -> LogCheck:
        """Return what the log comes to; see ReviewLog."""
        with self._library.reading() as connection:
            return ReviewLog(connection).check(noted)

    def _take(
        self,
        name: str,
        action: Action,
        by: Reviewer,
        *,
        comment: str = "",
        claim: str | None = None,
        read: str | None = None,
    ) -> Case:
        reading = self.read(name, number=None)
        if isinstance(reading.answer, Abstention):
            raise ReviewError(
                f"Article {reading.version.article_id} has no answer that could be reviewed. "
                "Regenerate it with `ragqa batch run`."
            )
        text = content_hash(reading.answer)
        if read not in (None, text):
            raise ReviewError(
                f"Article {reading.version.article_id} has another text by now than the one that "
                "was read. Read it again."
            )
        step = Step(
            article_id=reading.version.article_id,
            content_hash=text,
            action=action,
            by=by.name,
            credential=by.credential or _credential_before(reading.case, by.name),
            at=self._now().isoformat(timespec="seconds"),
            claim=None if claim is None else _claim(reading.answer, claim),
            comment=comment,
        )
        with self._library.writing() as connection:
            return ReviewLog(connection).add(step)


def _numbered(versions: Sequence[StoredVersion], number: int) -> StoredVersion:
    for version in versions:
        if version.number == number:
            return version
    raise UsageError(
        f"Article {versions[0].article_id} has no version {number}. It has {len(versions)}; "
        "`ragqa review show` lists them."
    )


def _approval(answer: Article | Abstention, case: Case | None) -> Approval | None:
    return as_reviewed(answer, case).review.approval if isinstance(answer, Article) else None


def _claim(article: Article, name: str) -> ClaimId:
    found = [one.claim_id for one in article.claims if one.claim_id.startswith(name)]
    if len(found) != 1:
        told = "two claims or more" if found else "no claim"
        raise UsageError(
            f"{name!r} names {told} of this article. Give the id of one, as `ragqa review show` "
            "lists them."
        )
    return found[0]


def _credential_before(case: Case | None, name: str) -> str:
    """Return the credential with which somebody began to review; empty where it is not theirs."""
    if case is None or case.reviewer is None or not same_person(case.reviewer.by, name):
        return ""
    return case.reviewer.credential
