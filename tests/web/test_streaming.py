"""An answer while it is made, as the pieces of its page."""

import re

import pytest
from starlette.testclient import TestClient

from ragqa.desk.asking import Asking
from ragqa.errors import BusyError
from tests.web.pages import QUESTION, Page

CLAIM = re.compile(r'data-claim="(\w+)"')


def begun(site: TestClient, question: str = QUESTION) -> str:
    sent = site.post("/ask", data={"question": question}, follow_redirects=False)
    return str(sent.headers["location"].partition("#")[0]) + "/turns/1"


def pieces(site: TestClient, turn: str, **headers: str) -> list[str]:
    """Return the data of each event."""
    text = site.get(f"{turn}/events", headers=headers).text
    events = re.split(r"(?:\r\n){2}|\n{2}", text)
    lines = [re.split(r"\r\n|\n", event) for event in events]
    joined = ["\n".join(line[6:] for line in event if line.startswith("data: ")) for event in lines]
    return [piece for piece in joined if piece]


def test_evidence_is_told_before_claims_and_the_article_holds_all_that_was_told(
    site: TestClient,
) -> None:
    told = pieces(site, begun(site))
    first_work = next(at for at, piece in enumerate(told) if "found-works" in piece)
    claims = [at for at, piece in enumerate(told) if "-claims" in piece]
    assert 0 < first_work < claims[0]
    shown = [name for at in claims for name in CLAIM.findall(told[at])]
    assert len(shown) == len(set(shown)) >= 3
    assert set(shown) == set(CLAIM.findall(told[-1]))


def test_each_claim_is_put_into_the_part_where_it_stands(site: TestClient) -> None:
    told = pieces(site, begun(site))
    article = told[-1]
    for piece in told:
        if target := re.search(r'hx-target="#turn-1-(\w+)-claims"', piece):
            (name,) = CLAIM.findall(piece)
            part = article[article.index(f'id="turn-1-{target.group(1)}"') :]
            assert name in part.partition("</section>")[0]


def test_the_numbers_and_addresses_of_claims_stay_what_they_were(site: TestClient) -> None:
    told = pieces(site, begun(site))
    for piece in told[:-1]:
        for link in Page(piece).links("/evidence/"):
            assert link in told[-1]


def test_an_answered_turn_is_sent_at_once(site: TestClient) -> None:
    turn = begun(site)
    first = pieces(site, turn)
    again = pieces(site, turn)
    assert len(again) == 2
    assert CLAIM.findall(again[-1]) == CLAIM.findall(first[-1])


def test_a_page_that_comes_back_is_shown_no_claim_a_second_time(site: TestClient) -> None:
    told = pieces(site, begun(site), **{"Last-Event-ID": "4"})
    assert not [piece for piece in told[:-1] if CLAIM.search(piece)]
    assert "Searching" not in told[0]
    assert CLAIM.search(told[-1])


def test_an_abstention_takes_the_place_of_what_was_searched(site: TestClient) -> None:
    told = pieces(site, begun(site, "How is malaria treated?"))
    assert "No answer from the indexed sources" in told[-1]


def test_a_server_that_is_busy_says_so_and_offers_to_ask_again(
    site: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise BusyError("9 questions are being answered or wait. Ask again in a minute.")

    turn = begun(site)
    monkeypatch.setattr(Asking, "events", full)
    told = pieces(site, turn)
    assert "Ask again in a minute." in told[-1]
    assert Page(told[-1]).links("/wait$") == [f"{turn}/wait"]


def test_a_turn_of_nobody_says_so(site: TestClient) -> None:
    (told,) = pieces(site, "/conversations/v0/turns/1")[1:]
    assert "You have no conversation" in told
