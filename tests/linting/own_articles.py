"""Articles as the gate makes them, drawn at random, for the linter to find nothing in."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from ragqa.schema.article import Article, ArticleSection, Gap, Reference, Style, Withheld
from ragqa.schema.claim import Claim, ClaimId, Strength, Study
from ragqa.schema.source import Kind
from tests.rendering.samples import ARTICLE, block, citation, claim, reference

_NAMES = ("Abel", "Bero", "Cedo", "Dira", "Emon", "Fabo", "Gilu", "Hota", "Iven", "Jomi", "Kela")
_OUTCOMES = ("pain", "swelling", "fever", "cough", "fatigue", "itching", "dizziness", "tremor")
_ENDS = ("", " (95% CI 1.2 to 3.4)", " by 12 points in 3 trials", " in type 2 disease", " in 2019")

names = st.lists(st.sampled_from(_NAMES), min_size=2, max_size=7, unique=True)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Return an article of random shape in which every sentence is cited and every work is used.

    The last sentence cites all works, so that taking away another's citations leaves none unused.
    """
    works = draw(names)
    numbers = range(1, len(works) + 1)
    references = tuple(_reference(draw, number, works[number - 1]) for number in numbers)
    claims = [_claim(draw, number, works[number - 1]) for number in numbers]
    summary = claims[0]
    kinds = [draw(st.sampled_from(Kind)) for _ in claims[1:]]
    last = claim(
        "last",
        "All of these works report their harms in full.",
        *(
            citation(number, f"Harms of {works[number - 1]} are reported.", "")
            for number in numbers
        ),
    )
    return replace(
        ARTICLE,
        summary=(summary.claim_id,),
        sections=_sections(draw, claims[1:], kinds, last),
        claims=(*claims, last),
        references=references,
        concordance=(),
        withheld=tuple(draw(st.lists(st.just(_WITHHELD), max_size=1))),
        gaps=tuple(draw(st.lists(st.just(_GAP), max_size=1))),
    )


_WITHHELD = Withheld(text="Drug Zuna cures fever in 90 % of adults.", reason="It is not said.")
_GAP = Gap(question="Does it help children?", reason="No indexed source studied children.")


def _reference(draw: st.DrawFn, number: int, name: str) -> Reference:
    known = draw(st.sets(st.sampled_from(["doi", "pmid", "url"]), min_size=1))
    values = {
        "doi": f"10.1000/{name.lower()}.{number}",
        "pmid": f"3000000{number}",
        "url": f"https://example.org/{name.lower()}",
    }
    return reference(
        number,
        draw(st.sampled_from(Kind)),
        f"Outcomes of drug {name} among adults with condition {name}o",
        authors=tuple(f"{family}, {family[0]}." for family in draw(names)),
        container="Journal of Trials",
        year=draw(st.integers(1990, 2026)),
        **{key: values[key] for key in known},
    )


def _claim(draw: st.DrawFn, number: int, name: str) -> Claim:
    outcome, end = draw(st.sampled_from(_OUTCOMES)), draw(st.sampled_from(_ENDS))
    verb = draw(st.sampled_from(["lowers", "is recommended against", "is given for"]))
    text = f"Drug {name} {verb} the {outcome} of adults with condition {name}o{end}."
    strength = Strength(grade="strong", certainty="low", origin=None)
    return claim(
        f"c{number}",
        text,
        citation(number, text, "Results", draw(st.none() | st.integers(1, 99))),
        strength=strength if draw(st.booleans()) else None,
        study=Study(design="cohort study", size="40 adults", quotation=None)
        if draw(st.booleans())
        else None,
    )


def _sections(
    draw: st.DrawFn, claims: Sequence[Claim], kinds: Sequence[Kind], last: Claim
) -> tuple[ArticleSection, ...]:
    sections = []
    for section in ARTICLE.sections:
        own = [
            one.claim_id for one, kind in zip(claims, kinds, strict=True) if kind is section.kind
        ]
        style = draw(st.sampled_from(Style))
        heading = draw(st.sampled_from([None, "Effects of treatment", "Doses"]))
        blocks = [block(heading, style, *own)] if own else []
        if section.kind is Kind.RESEARCH:
            blocks.append(block("Harms", Style.BULLETS, ClaimId(last.claim_id)))
        sections.append(replace(section, blocks=tuple(blocks)))
    return tuple(sections)
