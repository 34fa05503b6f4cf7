"""Whose organ a sentence on cancer speaks of: ovarian cancer is no matter of breast cancer.

A work on both names all the words of either, and so does a trial of screening for four.
"""

from collections.abc import Sequence
from itertools import pairwise

from ragqa.linguistics.terms import content_terms

_CANCERS = frozenset(content_terms("cancer cancers carcinoma carcinomas tumour tumor neoplasm"))
_SITES = frozenset(
    content_terms(
        """
        breast ovary ovarian prostate lung colorectal colon rectal bladder thyroid skin oral
        cervix cervical pancreas pancreatic liver hepatocellular kidney renal testicular gastric
        stomach oesophageal esophageal endometrial brain bone
        """
    )
)


def of_another_site(asked: Sequence[str], said: Sequence[str]) -> bool:
    """Tell whether cancers are named in both, by their organs, and none of them is the same.

    Args:
        asked: the terms of the question, in order.
        said: those of a sentence.
    """
    wanted, found = sites_in(asked), sites_in(said)
    return bool(wanted and found) and wanted.isdisjoint(found)


def sites_in(words: Sequence[str]) -> frozenset[str]:
    """Return the organs that stand right before a word for cancer."""
    pairs = pairwise(words)
    return frozenset(site for site, cancer in pairs if cancer in _CANCERS and site in _SITES)
