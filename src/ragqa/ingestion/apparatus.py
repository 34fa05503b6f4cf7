"""Which parts of a work are apparatus: reference lists, funding, running matter."""

import re

from ragqa.schema.document import SectionRole

_NUMBERING = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.|[A-Z]\.|annex \w+[.:]?|appendix \w+[.:]?)\s+", re.I
)
_APPARATUS = re.compile(
    r"""(?:(?:list\ of\ |cited\ |selected\ |key\ |further\ )?references?(?:\ (?:cited|list))?
    | bibliograph(?:y|ies) | (?:literature|works)\ cited | further\ reading | sources?
    | acknowledge?ments?(?:\ .*)? | funding(?:\ .*)? | financial\ (?:support|disclosure).*
    | source\ of\ (?:support|funding) | grant\ (?:support|information) | role\ of\ the\ funding.*
    | (?:potential\ )?conflicts?\ of\ interests?.* | (?:declarations?\ of\ )?competing\ interests?.*
    | competing\ financial.* | declarations?(?:\ of\ .*)? | disclosures?(?:\ .*)? | disclaimers?
    | duality\ of\ interest | statement\ of\ interest
    | authors?(?:['’]s?|s['’])?\ (?:contributions?|information|details|notes?)
    | authors?(?:['’]s?|s['’])?\ (?:affiliations?|disclosures?.*)
    | contribut(?:ors?|orship|ions)(?:\ .*)? | contributing\ information | affiliations?
    | (?:electronic\ )?supplement(?:ary|al)(?:\ .*)? | supporting\ information
    | (?:additional|supplementary)\ (?:data|files?|material|information)(?:\ .*)?
    | (?:data|code|materials?)(?:\ and\ \w+)?\ (?:availability|sharing)(?:\ .*)?
    | availability\ of\ .* | ethics(?:\ (?:approval|statement|committee).*)? | ethical\ approval.*
    | informed\ consent(?:\ statement)? | institutional\ review\ board.*
    | (?:patient\ )?consent(?:\ (?:for|to)\ .*)? | provenance\ and\ peer\ review | peer\ review.*
    | (?:pre-?publication|publication)\ history | publisher['’]?s?\ note | footnotes? | end\ ?notes?
    | (?:table\ of\ )?contents | list\ of\ (?:tables|figures|contributors).*
    | copyright.* | licen[cs]e.* | open\ access | how\ to\ cite.* | citation | suggested\ citation
    | key\ ?words? | trial\ registration.* | clinical\ trial\ registration.* | correspondence.*
    | about\ the\ authors? | (?:clinical)?trials?\.gov.* | registration\ (?:number|date).*
    | unique\ identifier | date\ of\ registration | peer\ reviewers? | web\ resources
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_TABULAR = re.compile(
    r"(?:list of )?(?:abbreviations?(?: and .*)?|acronyms?(?: and .*)?|glossary(?: .*)?|"
    r"nomenclature)|(?:table|box|figure|fig\.?)\s+[A-Z]?\d+.*",
    re.IGNORECASE,
)
# One entry of a numbered or bulleted reference list: a year, and volume, pages, DOI or "et al".
_ENTRY = re.compile(r"^\s*(?:\[?\d{1,3}[\].)]?|•)?\s*[A-Z“\"][^\n]{20,}")
_ENTRY_MARKS = (
    re.compile(r"\b(?:19|20)\d\d[a-z]?\b"),
    re.compile(
        r"\d+\s?(?:\(\d+[^)]*\))?\s?[:,]\s?e?\d+(?:[–-]\d+)?|doi\b|https?://|PMID|\bpp?\. ?\d", re.I
    ),
    re.compile(r"\bet al\b|\b[A-Z][a-z]+,? [A-Z]{1,3}[,.]|[A-Z]\. ?(?:[A-Z]\. ?)?[A-Z][a-z]+,"),
)
_LEGAL_LINE = re.compile(
    r"^(?:©|\(c\)\s|copyright\b|all rights reserved|this is an open[- ]access article|"
    r"this article is (?:distributed|licensed)|this work is (?:licensed|available) under|"
    r"electronic supplementary material\b|the online version of this article|"
    r"some rights reserved|under the terms of this licence|(?:suggested )?citation\b|isbn\b|"
    r"cataloguing-in-publication|sales, rights and licensing|third-party materials|"
    r"general disclaimers|the designations employed|the mention of specific companies|"
    r"all reasonable precautions|https?://creativecommons|design(?:ed)?(?: and layout)? by|"
    r"received:? .{0,40}accepted|correspondence(?: to)?:)",
    re.IGNORECASE,
)


def role_of_heading(title: str) -> SectionRole:
    """Return what the text below a heading of this name may be used for."""
    bare = _NUMBERING.sub("", title.strip()).strip(" .:–-")
    if _APPARATUS.fullmatch(bare):
        return SectionRole.APPARATUS
    return SectionRole.TABLE if _TABULAR.fullmatch(bare) else SectionRole.BODY


def is_citation(paragraph: str) -> bool:
    """Whether a paragraph looks like one entry of a reference list."""
    if len(paragraph) > 600 or not _ENTRY.match(paragraph):
        return False
    return all(mark.search(paragraph) for mark in _ENTRY_MARKS)


def is_legal_line(paragraph: str) -> bool:
    """Whether a paragraph is a copyright, licence or article-history line."""
    return len(paragraph) < 1500 and _LEGAL_LINE.match(paragraph) is not None
