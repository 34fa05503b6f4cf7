"""The words that every form of an article shares, so that all of them say the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ragqa.linguistics.accord import Accord
from ragqa.linguistics.populations import groups_in
from ragqa.linguistics.sexes import sexes_in
from ragqa.schema.article import DISCLAIMER, Article, Outcome
from ragqa.schema.claim import Citation, Claim, Strength, Study
from ragqa.schema.directness import Directness, Group, Sex
from ragqa.schema.provenance import Provenance
from ragqa.schema.question import Audience
from ragqa.schema.review import Review, ReviewState
from ragqa.schema.source import Kind

STEPS: Final = (
    (ReviewState.SUBMITTED, "Submitted"),
    (ReviewState.UNDER_REVIEW, "Under Review"),
    (ReviewState.APPROVED, "Approved"),
)
AUDIENCES: Final = {
    Audience.CLINICIAN: "clinicians",
    Audience.TRAINEE: "trainees",
    Audience.PATIENT: "patients",
}
PATIENT_DISCLAIMER: Final = (
    "Talk to your doctor before you start, stop or change any treatment. This article repeats "
    "what the listed sources say about many people; it is not advice for you alone. If you feel "
    "very ill, get medical help at once."
)
NO_ANSWER = "No answer from the indexed sources"
PARTIAL = "The sources answer part of this question; what they leave open is listed below."
WITHHELD = "These sentences failed a check and are no part of the answer."
NEAREST = "These came nearest. They do not answer the question and are not cited."
FOLLOW_UP = "In a conversation “and in children?” is enough:"
FOLLOW_UP_COMMAND = "ragqa chat"
NEXT_STEPS: Final = (
    ("Ask in other words: the full name of the condition or the drug, one question at a time.", ""),
    ("Add guidelines or papers on the subject:", "ragqa ingest PATH"),
)
_RELATIONS: Final[dict[str, str]] = {
    Accord.AGREE: "agree.",
    Accord.CONFLICT: "conflict.",
    Accord.OTHER_PEOPLE: "point different ways, for different people.",
    Accord.OTHER_DOSE: "point different ways, at different doses.",
    Accord.OTHER_TIME: "point different ways, after different times.",
    Accord.OTHER_COMPARISON: "point different ways, in different comparisons.",
}
SIDES: Final = ("The guideline", "and the research")
"""How a sentence names two sides; each is followed by its citations, then by `relation`."""
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_GUIDELINE_POINTS = "Key points"
_NARROW: Final = "\u202f"
_CLOSING: Final = (".", "?", "!")
_OLDER: Final = "older people"
_ONLY: Final = {Sex.FEMALE: "women only", Sex.MALE: "men only"}
_SETBACKS: Final = ("supersed", "retract", "concern", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """What the parts of an article are called."""

    answer: str
    guidelines: str
    research: str
    gaps: str
    glossary: str
    disclaimer: str

    def section(self, kind: Kind) -> str:
        """Return the heading of one of the two parts."""
        return self.guidelines if kind is Kind.GUIDELINE else self.research


_FOR_PROFESSIONALS: Final = Headings(
    answer="Direct answer",
    guidelines="From the Guidelines",
    research="From the Research",
    gaps="What the sources leave open",
    glossary="Words explained",
    disclaimer="Professional disclaimer",
)
_FOR_PATIENTS: Final = Headings(
    answer="In short",
    guidelines="What the guidelines say",
    research="What the research found",
    gaps="What is still not known",
    glossary="Words explained",
    disclaimer="Talk to your doctor",
)


def headings(audience: Audience) -> Headings:
    """Return what the parts of an article are called for those who read it."""
    return _FOR_PATIENTS if audience is Audience.PATIENT else _FOR_PROFESSIONALS


def disclaimer(audience: Audience) -> str:
    """Return what those who read an article have to know before they act on it."""
    return PATIENT_DISCLAIMER if audience is Audience.PATIENT else DISCLAIMER


def grade_line(article: Article) -> str:
    """Return how many years of school the text asks for; nothing where it was not measured."""
    if article.reading_grade is None:
        return ""
    return f"Reading grade: {article.reading_grade:.0f} (Flesch-Kincaid)"


def review_step(review: Review) -> str:
    """Return the one step that is active; what was sent back has to be submitted again."""
    return dict(STEPS).get(review.state, STEPS[0][1])


def review_truth(review: Review) -> str:
    """Return what the step means for this article, in words that hold whoever reads them."""
    if review.approval is not None:
        by = " ".join(f"{review.approval.reviewer}, {review.approval.credential}".split())
        return f"approved by {by}, on {date(review.approval.approved_at)}"
    match review.state:
        case ReviewState.UNDER_REVIEW:
            return "a person is reviewing it, not yet approved"
        case ReviewState.SENT_BACK:
            return "sent back by a reviewer, not approved"
        case _ if review.reason is not None:
            return "not approved by a person"
        case _:
            return "not yet reviewed by a person"


def review_line(review: Review) -> str:
    """Return the review status as one line: the step, and the truth about it."""
    return f"{review_step(review)} · {review_truth(review)}"


def date(generated_at: str) -> str:
    """Return an ISO date and time as "23 February 2025"; other text comes back as it is."""
    try:
        moment = datetime.fromisoformat(generated_at)
    except ValueError:
        return generated_at
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def strength_label(strength: Strength | None) -> str:
    """Return "Strong recommendation; moderate certainty; AASM", or nothing where ungraded."""
    if strength is None:
        return ""
    parts = [_grade(strength.grade), _certainty(strength.certainty), strength.origin or ""]
    return _capitalised("; ".join(part for part in parts if part.strip()))


def unstated_strength_label(claim: Claim) -> str:
    """Return the strength label, or nothing where the sentence says all of it itself."""
    strength, text = claim.strength, claim.text.casefold()
    if strength is None:
        return ""
    parts = (_grade(strength.grade), _certainty(strength.certainty), strength.origin or "")
    said = all(part.casefold() in text for part in parts)
    return "" if said else strength_label(strength)


def study_label(study: Study | None) -> str:
    """Return "Systematic review, 428 participants", or nothing where neither is known."""
    if study is None:
        return ""
    parts = [study.design or "", study.size or ""]
    return _capitalised(", ".join(part for part in parts if part.strip()))


def basis_label(claim: Claim) -> str:
    """Return the study behind a sentence, and whom alone it was done in, where it does not say so.

    "Randomised controlled trial, 120 participants, women only"; nothing where nothing is known.
    """
    label = study_label(claim.study)
    confined = [_confined(citation.directness) for citation in claim.citations]
    words = confined[0] if confined and len(set(confined)) == 1 else ""
    if not label or not words or _says(f"{claim.text} {label}", words):
        return label
    return f"{label}, {words}"


def _confined(directness: Directness) -> str:
    if Group.OLDER in directness.groups:
        return _OLDER
    return _ONLY[directness.sex] if directness.sex and not directness.groups else ""


def _says(text: str, words: str) -> bool:
    if words == _OLDER:
        return Group.OLDER in groups_in(text)
    return bool(sexes_in(text))


def locator(citation: Citation) -> str:
    """Return where the quoted words stand: "§ Results, p. 3", each mark kept to its words."""
    section = f"§{_NARROW}{citation.section.strip()}" if citation.section.strip() else ""
    page = f"p.{_NARROW}{citation.page}" if citation.page is not None else ""
    return ", ".join(part for part in (section, page) if part)


def block_heading(kind: Kind, heading: str | None, *, bullets: bool) -> str:
    """Return a block's heading; unnamed bullets of a guideline are its key points."""
    if heading and heading.strip():
        return heading
    return _GUIDELINE_POINTS if bullets and kind is Kind.GUIDELINE else ""


def sources_line(article: Article) -> str:
    """Return how much the article rests on: "5 sources · 9 checked sentences"."""
    sources = _counted(len(article.references), "source")
    return f"{sources} · {_counted(len(article.claims), 'checked sentence')}"


def facts_line(article: Article) -> str:
    """Return what the article rests on, and how hard it is to read where that was measured."""
    return " · ".join(filter(None, (sources_line(article), grade_line(article))))


def without_stop(text: str) -> tuple[str, str]:
    """Return a sentence and its closing mark apart; the mark is empty where there is none."""
    return (text[:-1], text[-1]) if text.endswith(_CLOSING) else (text, "")


def sentence(text: str) -> str:
    """Return `text` with a full stop, unless it has a closing mark."""
    return text if text.endswith(_CLOSING) else f"{text}."


def relation(text: str) -> str:
    """Return how two claims stand to each other, as it follows on `SIDES`."""
    return _RELATIONS.get(text) or f"compare thus: {sentence(text)}"


def provenance_line(provenance: Provenance) -> str:
    """Return what produced the answer, short enough for a footer."""
    composer = f"{provenance.composer} composer · " if provenance.composer else ""
    return f"Snapshot {provenance.snapshot[:12]} · {composer}ragqa {provenance.version}"


def is_partial(article: Article) -> bool:
    """Tell whether part of the question stays open."""
    return article.outcome is Outcome.PARTIAL


def is_setback(notice: str) -> bool:
    """Tell whether a notice takes weight from its work, so that it must catch the eye."""
    return any(word in notice.lower() for word in _SETBACKS)


def _grade(grade: str | None) -> str:
    text = (grade or "").strip()
    if (
        not text
        or "recommend" in text.lower()
        or text.lower().startswith(("grade", "class", "level"))
    ):
        return text
    return f"grade {text}" if len(text) <= 2 else f"{text} recommendation"


def _certainty(certainty: str | None) -> str:
    text = (certainty or "").strip()
    known = ("certainty", "quality", "evidence", "level")
    if not text or any(word in text.lower() for word in known):
        return text
    return f"{text} certainty"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
