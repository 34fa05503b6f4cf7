"""What a person's approval is bound to: one exact article, by the hash of all that it says."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ragqa.schema.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One person's word that the article with this content hash may be relied on.

    `approved_at` is an ISO date and time.
    """

    content_hash: str
    reviewer: str
    credential: str
    approved_at: str


def content_hash(article: "Article") -> str:
    """Return the SHA-256 of everything an approval covers, in hexadecimal.

    That is every field but three: when the article was made, what it cost, and its review. Text,
    claims with their citations, references, notices, prompts, models, settings and snapshot are
    in it, and a field that the article gains later is in it too.
    """
    fields = asdict(article)
    del fields["review"], fields["usage"], fields["provenance"]["generated_at"]
    written = json.dumps(fields, sort_keys=True, allow_nan=False)
    return hashlib.sha256(written.encode("ascii")).hexdigest()
