"""Works that are about another work: what they name, and what there is of them to index."""

import re
from collections.abc import Sequence

from ragqa.ingestion.blocks import Block
from ragqa.ingestion.particulars import Particulars
from ragqa.linguistics.identifiers import normalise_doi
from ragqa.schema.document import SectionRole

_PMID = re.compile(r"\bPMID:? ?(\d+)")


def names_in(citation: str) -> tuple[str, ...]:
    """Return the PMID and the DOI that the citation of another work gives."""
    pmid, doi = _PMID.search(citation), normalise_doi(citation)
    return (*((f"pmid:{pmid[1]}",) if pmid else ()), *((f"doi:{doi}",) if doi else ()))


def with_notice(blocks: Sequence[Block], stated: Particulars) -> list[Block]:
    """Return the text of a record, or its title where it is a notice without a text.

    Most retraction notices have no abstract, and must be in the index to have their effect. A
    title alone can be searched, but is no sentence to lift.
    """
    if not stated.is_notice or not stated.title or any(not block.level for block in blocks):
        return list(blocks)
    return [Block(text=stated.title, role=SectionRole.TABLE)]
