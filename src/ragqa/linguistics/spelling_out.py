"""Abbreviations written by what they stand for."""

import re
from collections.abc import Mapping
from functools import lru_cache, partial


def plural(singular: str) -> str:
    """Turn the expansion of "RCT" into that of "RCTs"."""
    if re.search(r"[^aeiou]y\Z", singular):
        return f"{singular[:-1]}ies"
    if re.search(r"[a-z]sis\Z", singular):
        return f"{singular[:-2]}es"
    return singular if singular.endswith("s") else f"{singular}s"


def introduced(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return those abbreviations of `known` that `text` introduces: "long form (SHORT)"."""
    return {
        short: long
        for short, long in known.items()
        if any(f"{mark}{short}" in text for mark in "([")
        and _introduction(short, long).search(text)
    }


def in_full(text: str, known: Mapping[str, str]) -> str:
    """Return `text` with the abbreviations of `known` by their meaning, in every place.

    "Restless legs syndrome (RLS)" and "RLS" both turn into "restless legs syndrome", so that two
    texts are compared alike whichever of them spells a word out.
    """
    for short, long in known.items():
        text = _introduction(short, long).sub(lambda found: found["long"], text)
        text = _alone(short).sub(partial(_meaning, long), text)
    return text


def _meaning(long: str, found: re.Match[str]) -> str:
    return plural(long) if found["plural"] else long


@lru_cache(maxsize=4096)
def _introduction(short: str, long: str) -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in dict.fromkeys((plural(long), long)))
    return re.compile(rf"(?P<long>{forms})\s*[(\[]{re.escape(short)}s?[)\]]", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _alone(short: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(short)}(?P<plural>s?)(?!\w|-[A-Z\d])")
