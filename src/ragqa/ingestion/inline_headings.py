"""Headings that stand inside a paragraph: abstract labels, and headings flattened into prose."""

import re
from collections.abc import Sequence

from ragqa.ingestion.blocks import INLINE_LEVEL, Block, heading
from ragqa.linguistics.word_list import word_list

_NOUNS = (
    r"backgrounds?|introduction|context|rationale|importance|hypothes[ei]s|objectives?|aims?|"
    r"purpose|goals?|methods?|methodology|materials?|patients?|subjects?|participants?|"
    r"population|animals|setting|settings|study design|trial design|design|interventions?|"
    r"measurements?|(?:main |primary |secondary )?outcomes?(?: measures?)?|statistical analys[ie]s"
    r"(?: used)?|analys[ie]s|results?|findings?|main results|discussion|conclusions?|"
    r"interpretation|limitations?|clinical relevance|significance|implications|"
    r"data sources|study selection|data extraction|data synthesis|search methods|"
    r"selection criteria|data collection|authors['’] conclusions|main outcome measures?|"
    r"clinical (?:implications|significance)|recommendations?|summary|evidence|"
    r"registration|trial registration(?: (?:number|no\.?))?|clinical trial registration|"
    r"electronic supplementary material|supplementary (?:material|information)|"
    r"additional file \d|key ?words?|funding|ethics|dissemination|classification of evidence|"
    r"level of evidence|unique identifier|statement of the problem"
)
_LABEL = rf"(?:{_NOUNS})(?:(?:,? (?:and|&|of) (?:the )?|/|, )(?:{_NOUNS}))*"
_OPENING = r"(?:(?:abstract|summary)[:.]? )?"
# "Methods: We", "METHODS We", "Methods Forty": a label, then the first word of a sentence.
_ABSTRACT_LABEL = re.compile(
    rf"(?:^|(?<=[.!?)\]”\"%]) +|(?<=[.!?)\]”\"] \d) +)"
    rf"(?P<label>{_OPENING}(?P<name>{_LABEL})(?P<stop> ?[:.]| ?[–—]| -(?= ))?) *(?<=[\s—–])"
    rf"(?=(?P<next>[\"“‘'(\[<>≥≤]*[\w±~]\S*))",
    re.IGNORECASE,
)
# Labels that also begin sentences: without a colon they need a companion to be believed.
_STRONG = re.compile(
    r"(?:backgrounds?|introduction|objectives?|aims?|purpose|methods?|results|findings|conclusions?|"
    r"materials? (?:and|&) methods?|(?:patients?|subjects?|participants?) and methods?|"
    r"discussion|interpretation|main results|electronic supplementary material)\b",
    re.IGNORECASE,
)
_ADJECTIVAL = re.compile(
    r"(?:aims?|goals?|design|patients?|subjects?|participants?|animals)\Z", re.I
)

_SENTENCE_START = re.compile(
    r"(?:^|(?<=[.?!])[\"”’)\]]* +)(?:(?P<mark>\d{1,3}(?:[,–-] ?\d{1,3})*) +)?(?=[A-Z])"
)
_TOKEN = re.compile(r"\S+")
_OPENERS = word_list(
    """
    The This These That Those In A An Although There For If When While As At By On To It Its
    Of We Because Several Some Most Many Few No All Both Evidence Current Given Based One
    Two Three Four Five Six Clinicians Persons Adults Women Men Children Patients Other
    Since Studies Such Recent Data More However Randomized Despite Among See Direct
    Potential Interventions
    """
)
# "Vitamin A": the letter belongs to the name.
_LETTERED = frozenset({"Vitamin", "Hepatitis", "Group", "Type", "Grade", "Influenza", "Class"})
_SURE_OPENERS = word_list(
    """
    The This These Those In A An Although There If When While As At By On To It Of We
    Because Several Some Most Many No Given Since Both However Despite Among
    """
)
_SMALL = word_list(
    """
    a an and as at by for from in into of on or the to vs versus with without among between
    during after before about regarding under
    """
)
_KNOWN = """
    importance, rationale, detection, discussion, clinical considerations, practice
    considerations, other considerations, screening tests, treatment, treatments, treatment and
    interventions, treatments and interventions, interventions, burden of disease, scope of
    review, research needs and gaps, response to public comment, response to public comments,
    recommendations of others, useful resources, assessment of risk, implementation, additional
    considerations, screening intervals, screening interval, supporting evidence, patient
    population under consideration, other approaches to prevention, potential harms, potential
    preventable burden, current practice, costs, accuracy of screening tests, introduction,
    recommendations, summary of recommendations, background, prevention, diagnosis, risk factors,
    epidemiology, management, follow-up, prognosis, complications, definition, drug treatment,
    drug therapy, non-drug treatment, treatment goals, investigation, investigations, differential
    diagnoses, differential diagnosis, clinical features, aetiology, etiology, treatment goal,
    supportive measures, supportive treatment, supportive, surgical treatment, general measures,
    caution, contraindications, pathogenesis, classification, signs, symptoms, adjuvant therapy,
    others
"""
KNOWN_HEADINGS = frozenset(" ".join(name.split()) for name in _KNOWN.split(",")) | frozenset(
    f"{notable}adverse {drug}reactions, {also} and caution"
    for notable in ("", "notable ")
    for drug in ("", "drug ")
    for also in ("contraindications", "complications")
)
"""Headings, in lower case, that are believed without further signs."""
_FLATTENED_LEVEL = INLINE_LEVEL - 2
_LONGEST_HEADING_TOKENS = 16
_SHORTEST_FLATTENED = 1500

Cut = tuple[int, int, str, int]
"""Start and end of a label in a paragraph, its name, and its heading level."""


def split_inline(paragraph: str) -> list[Block]:
    """Return the blocks of one paragraph, its inline headings set apart from the prose."""
    return cut_blocks(paragraph, inline_cuts(paragraph))


def inline_cuts(paragraph: str) -> list[Cut]:
    """Return where labels stand in a paragraph, in order."""
    labels = _abstract_labels(paragraph)
    if labels or len(paragraph) < _SHORTEST_FLATTENED:
        return labels
    return _flattened_headings(paragraph)


def cut_blocks(paragraph: str, cuts: Sequence[Cut]) -> list[Block]:
    """Return `paragraph` as blocks: prose, and a heading for every cut."""
    blocks: list[Block] = []
    position = 0
    for start, end, name, level in cuts:
        _append(blocks, Block(text=paragraph[position:start].strip()))
        label = heading(paragraph[start:end].strip(), level)
        _append(blocks, Block(text=label.text, level=level, title=name))
        position = end
    _append(blocks, Block(text=paragraph[position:].strip()))
    return blocks


def _append(blocks: list[Block], block: Block) -> None:
    if block.text:
        glued = bool(blocks)
        blocks.append(Block(text=block.text, level=block.level, title=block.title, glued=glued))


def _abstract_labels(paragraph: str) -> list[Cut]:
    found = [match for match in _ABSTRACT_LABEL.finditer(paragraph) if _is_label(match)]
    colons = [match for match in found if ":" in (match["stop"] or "")]
    strong = [match for match in found if _STRONG.match(match["name"]) or match in colons]
    opened = bool(strong) and strong[0].start("label") == 0
    if len(strong) + opened < 2 or len(found) < 2:
        found = [match for match in found if match in strong and match.start("label") == 0]
    elif len(colons) >= 2:
        # A paragraph that uses colons uses them throughout, but for its opening label.
        found = [match for match in found if match in colons or _STRONG.match(match["name"])]
    return [
        (match.start("label"), match.end("label"), match["name"], INLINE_LEVEL) for match in found
    ]


def _is_label(match: re.Match[str]) -> bool:
    name, following, stop = match["name"], match["next"], match["stop"] or ""
    first = following.lstrip("\"“‘'([<>≥≤")
    if not name[0].isupper() or not (first[:1].isupper() or first[:1].isdigit() or ":" in stop):
        return False
    if ":" in stop or name.isupper():
        return True
    if stop.strip() == ".":
        return match.start("label") == 0 or (name[0].isupper() and not first[:1].isdigit())
    # "Group A", "Design II": what follows is a name, not a sentence.
    return not (
        _ADJECTIVAL.search(name) and ((len(first) == 1 and first != "A") or first.isdigit())
    )


def _flattened_headings(paragraph: str) -> list[Cut]:
    cuts: list[Cut] = []
    for start in _SENTENCE_START.finditer(paragraph):
        tokens = _heading_tokens(paragraph, start.end())
        if tokens:
            name = paragraph[start.end() : tokens[-1].end()]
            begin = start.start("mark") if start["mark"] else start.end()
            if not cuts or begin >= cuts[-1][1]:
                cuts.append((begin, tokens[-1].end(), name, _FLATTENED_LEVEL))
    return cuts


def _heading_tokens(paragraph: str, position: int) -> list[re.Match[str]]:
    """Return the tokens of a title-case run that ends where a sentence opens; else none."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(paragraph, position):
        lettered = bool(run) and run[-1].group() in _LETTERED
        if (
            run
            and not lettered
            and token.group() in _SURE_OPENERS
            and _opens_sentence(paragraph, token)
        ):
            return run if _plausible(run) else []
        known = paragraph[position : token.start()].strip().lower()
        if run and known in KNOWN_HEADINGS and token.group()[0].isupper():
            return run
        if not _title_word(token.group(), first=not run) or len(run) >= _LONGEST_HEADING_TOKENS:
            return []
        run.append(token)
    return []


def _title_word(word: str, *, first: bool) -> bool:
    if word[-1] in ".;!?" or (first and word in _OPENERS):
        return False
    bare = word.strip("(),:")
    return bool(bare) and (bare[0].isupper() or (not first and bare in _SMALL) or bare == "&")


def _opens_sentence(paragraph: str, token: re.Match[str]) -> bool:
    """Tell whether running words soon follow the opener."""
    following = paragraph[token.end() : token.end() + 60].split()[:4]
    return any(word[0].islower() and word not in _SMALL for word in following)


def _plausible(run: Sequence[re.Match[str]]) -> bool:
    last = run[-1].group()
    return last.lower() not in _SMALL and not last.endswith(",") and run[0].group() not in _OPENERS
