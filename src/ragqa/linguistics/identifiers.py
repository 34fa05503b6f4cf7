"""Identifiers of works, brought into one spelling."""

import re

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_PMCID = re.compile(r"(?:PMC)?\s*(\d{1,9})(?:\.\d+)?\Z", re.IGNORECASE)
_PMID = re.compile(r"(?:pmid:?\s*)?(\d{1,9})(?:v\d+)?\Z", re.IGNORECASE)
_SCHEME = re.compile(r"\s*(doi|pmid|pmcid|url|note):\s*(.+)", re.IGNORECASE | re.DOTALL)
_PROTOCOL = re.compile(r"\A(?:https?:)?//(?:www\.)?")
_SUBRESOURCE = re.compile(r"/(?:abstract|full|pdf|epdf|meta)\Z", re.IGNORECASE)


def normalise_doi(text: str) -> str | None:
    """Return the DOI in `text`, lower-case and without resolver; None when there is none.

    DOIs compare without regard to case, so one spelling is kept.
    """
    found = _DOI.search(text)
    if found is None:
        return None
    doi = found.group().rstrip(".,;:'\"]}")
    if doi.count("(") < doi.count(")"):
        doi = doi.rstrip(")")
    return _SUBRESOURCE.sub("", doi).lower()


def normalise_pmid(text: str) -> str | None:
    """Return the digits of a PubMed id; None when `text` is none."""
    found = _PMID.match(text.strip())
    return found.group(1) if found else None


def normalise_pmcid(text: str) -> str | None:
    """Return a PubMed Central id as `PMC123`; None when `text` is none."""
    found = _PMCID.match(text.strip())
    return f"PMC{found.group(1)}" if found else None


def identifier_of(text: str) -> str | None:
    """Return `text` as an identifier with its scheme (`doi:`, `pmid:`, `pmcid:`, `url:`)."""
    schemed = _SCHEME.match(text)
    scheme, value = (schemed[1].lower(), schemed[2].strip()) if schemed else ("", text.strip())
    if scheme == "note":
        return f"note:{value}"
    if scheme != "url" and (doi := normalise_doi(value)):
        return f"doi:{doi}"
    if scheme in {"", "pmid"} and (pmid := normalise_pmid(value)):
        return f"pmid:{pmid}"
    if scheme in {"", "pmcid"} and (pmcid := normalise_pmcid(value)):
        return f"pmcid:{pmcid.lower()}"
    return f"url:{value}" if value.lower().startswith(("http://", "https://")) else None


def comparable(identifier: str) -> str:
    """Return an identifier in the one spelling by which two of them are compared.

    Addresses are compared without scheme, `www.`, fragment and last slash.
    """
    scheme, _, value = identifier.partition(":")
    if scheme.lower() != "url":
        return identifier.lower()
    address = _PROTOCOL.sub("", value.partition("#")[0].strip().lower())
    return f"url:{address.rstrip('/')}"
