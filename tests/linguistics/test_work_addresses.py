"""Addresses of works are safe to follow, and stay the same when made again."""

from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.work_addresses import work_address

_HOSTS = st.sampled_from(("http://x.example", "https://a.example:80", "javascript:", "HTTP://Y.ex"))


def test_an_identifier_wins_over_the_words_of_the_work() -> None:
    everything = {"doi": "10.1000/x", "pmid": "1", "pmcid": "PMC2", "url": "https://x.example"}
    assert work_address(**everything) == "https://doi.org/10.1000/x"
    assert work_address(**everything | {"doi": None}) == "https://pubmed.ncbi.nlm.nih.gov/1/"
    assert work_address(**everything | {"doi": None, "pmid": None}) == (
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC2/"
    )
    assert work_address(doi=None, pmid=None, pmcid=None, url="https://x.example") == (
        "https://x.example"
    )
    assert work_address(doi=None, pmid=None, pmcid=None, url="javascript:x") is None


@given(_HOSTS, st.text(max_size=30))
def test_an_address_made_again_is_the_same(host: str, path: str) -> None:
    made = work_address(doi=None, pmid=None, pmcid=None, url=f"{host}/{path}")
    assert work_address(doi=None, pmid=None, pmcid=None, url=made) == made
