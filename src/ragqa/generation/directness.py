"""Whether a sentence speaks of those whom a question asks about: age, sex, pregnancy, form."""

import re
from collections.abc import Sequence

from ragqa.generation.candidates import Candidate
from ragqa.linguistics.ages import other_ages
from ragqa.linguistics.aspects import ADVISED, Aspect
from ragqa.linguistics.doses import states_a_dose
from ragqa.linguistics.polarity import disagreement
from ragqa.linguistics.populations import NAMED, OUTSIDE_PATIENTS, groups_in
from ragqa.linguistics.sexes import other_sex, sexes_in
from ragqa.schema.directness import Group
from ragqa.schema.source import Kind

# What it costs to speak of people whom the question does not name.
_NARROWER = 0.15
# What it costs to speak of ages, or of a form, that the question rules out.
_RULED_OUT = 0.25
# What it costs to speak of finding a condition where the question asks what to do about it.
_FINDING_CASES = 0.25

_ADULTS = re.compile(r"\badults?\b", re.IGNORECASE)
_YOUNG = NAMED[Group.CHILDREN]
_PREGNANT = NAMED[Group.PREGNANT]
# People whose results do not carry over to others.
_NARROW = tuple(names for group, names in NAMED.items() if group not in OUTSIDE_PATIENTS)
# Coverage of a list whose headings name nothing that is asked, however much its items do.
_MENTIONED = 0.6
# What sets one form of a condition apart from the other.
_FORMS = (
    (
        re.compile(r"\bsevere(?:ly)?\b|\bcomplicated\b|\blife[- ]threatening", re.IGNORECASE),
        re.compile(r"\buncomplicated\b|\bmild(?:ly)?\b|\bnon-?severe\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\bacute\b", re.IGNORECASE),
        re.compile(r"\bchronic\b|\blong[- ]standing\b|\bpersistent\b", re.IGNORECASE),
    ),
)
# "Adults, including pregnant persons": the adults are meant.
_INCLUDING = re.compile(r"\bincluding\b[^.;]*", re.IGNORECASE)
_SCREENS = re.compile(r"\bscreen(?:s|ed|ing)?\b", re.IGNORECASE)
_TREATED = re.compile(r"\btreat|\btherap", re.IGNORECASE)
_PREVENTS = re.compile(r"\bprevent|\bprophyla|\brisks?\b|\bincidence\b", re.IGNORECASE)
_TREATS = frozenset({Aspect.TREATMENT, Aspect.DOSE})
_DOES_SOMETHING = frozenset({Aspect.TREATMENT, Aspect.ADVICE, Aspect.EFFECT, Aspect.DOSE})


class Directness:
    """Compares what candidates speak of with what one question asks about."""

    def __init__(self, question: str, aspect: Aspect | None) -> None:
        self._question = question
        self._aspect = aspect
        self._asked = frozenset(group for group in _NARROW if group.search(question))
        self._screens = _SCREENS.search(question) is not None

    def admits(self, candidate: Candidate) -> bool:
        """Tell whether a candidate may be printed at all: about patients, and not about others."""
        untreated = self._aspect in _TREATS and _TREATED.search(candidate.text) is None
        return not (
            self._speaks_of_animals(candidate)
            or self._turned(candidate)
            or self._is_of_other_sex(candidate)
            or self._prevents_nothing(candidate)
            or (untreated and self._finds_cases(candidate))
        )

    def advises_the_pregnant(self, candidate: Candidate) -> bool:
        """Tell advice for pregnancy where the question asks for advice and names no pregnancy.

        It is beside the point only where advice for others is found: folic acid is advised to
        nobody else.
        """
        return (
            self._aspect in ADVISED
            and _PREGNANT not in self._asked
            and _PREGNANT.search(candidate.text) is not None
            and _ADULTS.search(candidate.text) is None
        )

    def direct(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return those that speak of the very people asked about, or at least of no others."""
        allowed = [c for c in candidates if not (self._rules_out(c) or self._finds_cases(c))]
        broad = [c for c in allowed if not self._narrows(_INCLUDING.sub("", _spoken(c)))]
        return broad or allowed

    def shortfall(self, candidate: Candidate) -> float:
        """Return what a candidate loses for speaking of others than the question, in [0, 1]."""
        return (
            (_NARROWER if self._speaks_of_others(candidate) else 0.0)
            + (0.0 if self._speaks_of_those_asked(candidate) else _NARROWER)
            + (_RULED_OUT if self._rules_out(candidate) else 0.0)
            + (_FINDING_CASES if self._finds_cases(candidate) else 0.0)
        )

    def _finds_cases(self, candidate: Candidate) -> bool:
        """Tell whether a sentence is about screening where the question is about what follows."""
        wanted = self._screens or self._aspect not in _DOES_SOMETHING
        return not wanted and _SCREENS.search(candidate.text) is not None

    def _narrows(self, text: str) -> bool:
        """Tell whether a text names a group that the question does not, and none that it does."""
        others = (*_NARROW, _ADULTS) if self._asked else _NARROW
        return any(group.search(text) for group in others if group not in self._asked) and not any(
            group.search(text) for group in self._asked
        )

    def _rules_out(self, candidate: Candidate) -> bool:
        """Tell whether a candidate speaks of ages or a form other than the one asked about."""
        text = candidate.text
        young = _ADULTS.search(self._question) and not self._asked and not _ADULTS.search(text)
        return (
            other_ages(self._question, text)
            or (bool(young) and _YOUNG.search(text) is not None)
            or _of_another_form(self._question, text)
        )

    def _is_of_other_sex(self, candidate: Candidate) -> bool:
        """Tell whether a sentence, or else its record, speaks of the sex not asked about."""
        source = candidate.sentence.evidence.source
        said = candidate.text if sexes_in(candidate.text) or not source.grade else source.title
        return other_sex(self._question, said)

    def _prevents_nothing(self, candidate: Candidate) -> bool:
        """Tell research that is no matter of prevention where that is what is to be advised."""
        asked = self._aspect is Aspect.ADVICE and _PREVENTS.search(self._question)
        return (
            bool(asked)
            and candidate.kind is Kind.RESEARCH
            and _PREVENTS.search(candidate.text) is None
        )

    def _speaks_of_animals(self, candidate: Candidate) -> bool:
        source = candidate.sentence.evidence.source
        spoken = f"{candidate.text} {source.title} {source.design or ''}"
        return bool(groups_in(spoken) & OUTSIDE_PATIENTS - groups_in(self._question))

    def _speaks_of_those_asked(self, candidate: Candidate) -> bool:
        """Tell whether a sentence itself names the people that the question names, if any."""
        return not self._asked or any(group.search(candidate.text) for group in self._asked)

    def _turned(self, candidate: Candidate) -> bool:
        """Tell items below a heading for others than those asked about.

        Chronic where the question says acute, uncomplicated where it says severe, doses for
        children or in pregnancy where it says neither, and lists for another condition that only
        mention the one asked about.
        """
        listed = candidate.sentence.listed
        if listed is None:
            return False
        if self._aspect is not Aspect.DOSE and candidate.sentence.coverage <= _MENTIONED:
            return True
        others = any(group.search(listed.above) for group in _NARROW if group not in self._asked)
        return (
            others
            or _of_another_form(self._question, listed.above)
            or disagreement(listed.above, self._question) is not None
        )

    def _speaks_of_others(self, candidate: Candidate) -> bool:
        """Tell whether a sentence names people whom the question does not ask about."""
        if any(group.search(candidate.text) for group in self._asked):
            return False
        source = candidate.sentence.evidence.source
        return self._narrows(f"{_spoken(candidate)} {source.title} {source.design or ''}")


def _spoken(candidate: Candidate) -> str:
    """Return the words that name people.

    A list that doses adults and children alike names all, and one without doses speaks of
    pregnancy or old age as of one case among others.
    """
    if candidate.sentence.listed is None:
        return candidate.text
    all_ages = _ADULTS.search(candidate.text) or not states_a_dose(candidate.text)
    return candidate.sentence.listed.above if all_ages else candidate.text


def _of_another_form(question: str, text: str) -> bool:
    """Tell whether a text speaks of one form of a condition where the other is asked about."""
    for forms in _FORMS:
        asked = {form for form in forms if form.search(question)}
        said = {form for form in forms if form.search(text)}
        if asked and said and not asked & said:
            return True
    return False
