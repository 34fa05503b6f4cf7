"""Where one version of an article of the library is."""

from dataclasses import dataclass

from ragqa.library.store import ArticleId
from ragqa.schema.claim import ClaimId


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePlace:
    """The addresses of one version; `number` is that of the version."""

    article_id: ArticleId
    number: int

    @property
    def current(self) -> str:
        """The article, whichever version is shown then."""
        return f"/articles/{self.article_id}"

    @property
    def address(self) -> str:
        """The version; what belongs to it lies below."""
        return f"{self.current}/versions/{self.number}"

    @property
    def page(self) -> str:
        """Where the evidence of one of its sentences leads back to."""
        return self.address

    @property
    def review(self) -> str:
        """Where it is reviewed."""
        return f"/review/{self.article_id}"

    def evidence(self, claim: ClaimId, number: int) -> str:
        """Return where the evidence of a sentence in one reference can be read."""
        return f"{self.address}/evidence/{claim}/{number}"
