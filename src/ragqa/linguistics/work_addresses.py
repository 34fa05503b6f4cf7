"""Where a reader can open a work: made from its identifiers, else its own address made safe."""

import re
from urllib.parse import quote

from ragqa.linguistics.addresses import web_address

_PMC_PREFIX = re.compile(r"^pmc", re.IGNORECASE)


def doi_address(doi: str) -> str:
    """Return the address that resolves a DOI."""
    return f"https://doi.org/{_path(doi)}"


def pmid_address(pmid: str) -> str:
    """Return the PubMed page of a work."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{_path(pmid)}/"


def pmcid_of(pmcid: str) -> str:
    """Return a PubMed Central number as it is written: "PMC123"."""
    return f"PMC{_PMC_PREFIX.sub('', pmcid)}"


def pmcid_address(pmcid: str) -> str:
    """Return the PubMed Central page of a work."""
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{_path(pmcid_of(pmcid))}/"


def work_address(
    *, doi: str | None, pmid: str | None, pmcid: str | None, url: str | None
) -> str | None:
    """Return the address where a reader can open a work; None where none is safe to follow.

    It is made from an identifier where there is one: `url` is the work's own word. Given the
    address that it returned for `url`, it returns that address.
    """
    if doi:
        return doi_address(doi)
    if pmid:
        return pmid_address(pmid)
    return pmcid_address(pmcid) if pmcid else web_address(url or "")


def _path(identifier: str) -> str:
    return quote(identifier.strip(), safe="/:;.-_")
