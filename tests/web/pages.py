"""What tests of pages do again and again."""

import re
from html.parser import HTMLParser

from starlette.testclient import TestClient

QUESTION = "Are dopamine agonists recommended for restless legs?"
UNANSWERABLE = "How is malaria treated?"


class Page(HTMLParser):
    """A page as its tags and words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for name, attributes in self.tags
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]

    def links(self, pattern: str) -> list[str]:
        found = [str(a["href"]) for a in self.all("a") if "href" in a]
        return [link for link in found if re.search(pattern, link)]


def asked(site: TestClient, question: str, **more: str) -> str:
    """Ask without script and wait; return the address of the conversation."""
    sent = site.post("/ask", data={"question": question, **more}, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    address = sent.headers["location"]
    conversation, _, anchor = address.partition("#turn-")
    waited = site.get(f"{conversation}/turns/{anchor}/wait", follow_redirects=False)
    assert (waited.status_code, waited.headers["location"]) == (303, address)
    return str(conversation)


def shown(site: TestClient, address: str) -> Page:
    response = site.get(address)
    assert response.status_code == 200, response.text
    return Page(response.text)
