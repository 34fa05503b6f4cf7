"""JATS and NLM articles, as PubMed Central and publishers give them (.xml, .nxml)."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ragqa.errors import ReadError
from ragqa.ingestion.blocks import Block, heading
from ragqa.ingestion.jats_meta import particulars_of
from ragqa.ingestion.markup import reference_mark, superscript, without_marks
from ragqa.ingestion.notices import with_notice
from ragqa.ingestion.particulars import Particulars
from ragqa.ingestion.reader import DocumentBuilder, Reading
from ragqa.ingestion.safe_xml import Element, entity_text, first, parse_xml, plain
from ragqa.linguistics.word_list import word_list
from ragqa.schema.document import Document, DocumentId, SectionRole
from ragqa.schema.source import Access

_CONTAINERS = word_list(
    """
    body sec app app-group boxed-text list list-item def-list def-item def disp-quote
    abstract statement disp-formula-group fig-group p-group back speech verse-group sec-meta
    ack fn-group notes bio glossary trans-abstract question answer question-wrap
    """
)
_DROPPED = word_list(
    """
    label object-id xref-group tex-math alternatives-tex media graphic inline-graphic
    supplementary-material processing-meta permissions fn table-wrap-foot sec-meta counts
    """
)
_YEAR = re.compile(r"\(?(?:19|20)\d\d[a-z]?\)?")
_UNREAD_ABSTRACTS = frozenset({"graphical", "teaser", "toc", "precis", "video", "key-points-image"})


class JatsReader:
    """Reads the article or articles of a JATS file; body and back matter when they are there."""

    def read(self, path: Path) -> Reading:
        """Return one document for each article of the file."""
        return self.read_tree(path, parse_xml(path))

    def read_tree(self, path: Path, root: Element) -> Reading:
        """Return the documents below a parsed root element."""
        articles = [root] if root.tag == "article" else list(root.iter("article"))
        if not articles:
            raise ReadError(f"{path.name} holds no JATS article.")
        builder = DocumentBuilder(path)
        if len(articles) == 1:
            blocks, stated, access = _work(articles[0])
            documents: tuple[Document, ...] = (builder.only(blocks, stated, access=access),)
        else:
            documents = tuple(_one_of_many(builder, article) for article in articles)
        return Reading(documents=documents, findings=builder.findings)


def _one_of_many(builder: DocumentBuilder, article: Element) -> Document:
    blocks, stated, access = _work(article)
    known = stated.pmcid or stated.pmid
    return builder.one_of_many(
        blocks, stated, access=access, title="", document_id=DocumentId(known) if known else None
    )


def _work(article: Element) -> tuple[list[Block], Particulars, Access]:
    body = article.find("body")
    blocks = [*_abstracts(article), *(_children(body, 1) if body is not None else ())]
    full = any(not block.level for block in _children(body, 1)) if body is not None else False
    blocks += _back_matter(article)
    stated = particulars_of(article)
    return with_notice(blocks, stated), stated, Access.FULL_TEXT if full else Access.ABSTRACT


def _abstracts(article: Element) -> Iterator[Block]:
    for abstract in article.findall("front/article-meta/abstract"):
        if abstract.get("abstract-type") in _UNREAD_ABSTRACTS:
            continue
        title = first(abstract, "title") or "Abstract"
        yield heading(title, 1)
        yield from _children(abstract, 2)


def _back_matter(article: Element) -> Iterator[Block]:
    back = article.find("back")
    if back is None:
        return
    for part in back:
        if part.tag in {"app-group", "app", "sec", "glossary"}:
            yield from _block(part, 1)
        elif part.tag == "ack":
            yield heading(first(part, "title") or "Acknowledgements", 1)
            yield from _children(part, 2)
        elif part.tag == "ref-list":
            yield from _references(part)


def _references(ref_list: Element) -> Iterator[Block]:
    yield heading("References", 1)
    for reference in ref_list.iter("ref"):
        words = " ".join(str(text) for text in reference.itertext())
        yield Block(text=without_marks(words), role=SectionRole.APPARATUS)


def _children(element: Element, level: int) -> Iterator[Block]:
    """Yield the blocks of a container; text between block elements is a paragraph too."""
    running = element.text or ""
    for child in element:
        if child.tag == "title" or child.tag in _DROPPED:
            running += child.tail or ""
        elif _is_block(child):
            yield from _paragraph(running)
            yield from _block(child, level)
            running = child.tail or ""
        else:
            running = _inline(child, running) + (child.tail or "")
    yield from _paragraph(running)


def _is_block(element: Element) -> bool:
    return element.tag in _CONTAINERS or element.tag in {
        "p", "table-wrap", "fig", "disp-formula", "table-wrap-group", "array", "ref-list", "term",
    }  # fmt: skip


def _block(element: Element, level: int) -> Iterator[Block]:
    match element.tag:
        case "table-wrap" | "fig" | "array" | "table-wrap-group" | "fig-group":
            yield from _table(element)
        case "ref-list":
            yield from _references(element)
        case "disp-formula":
            return
        case "sec" | "app" | "boxed-text" | "glossary":
            yield from _section(element, level)
        case _:
            yield from _children(element, level)


def _section(element: Element, level: int) -> Iterator[Block]:
    title = element.find("title")
    if title is None:
        title = element.find("caption/title")
    named = without_marks(_inside(title, "")) if title is not None else ""
    if named:
        yield heading(named, level)
    yield from _children(element, level + 1 if named else level)


def _table(element: Element) -> Iterator[Block]:
    caption = " ".join(
        without_marks(_inside(part, "")) for part in element.iter("label", "caption") if _own(part)
    )
    if caption:
        yield Block(text=caption, role=SectionRole.TABLE)
    for row in element.iter("tr"):
        cells = [without_marks(_inside(cell, "")) for cell in row.iter("td", "th")]
        if any(cells):
            text = " | ".join(cell for cell in cells if cell)
            yield Block(text=text, role=SectionRole.TABLE)


def _own(part: Element) -> bool:
    parent = part.getparent()
    return parent is not None and parent.tag in {
        "table-wrap",
        "fig",
        "table-wrap-group",
        "fig-group",
    }


def _paragraph(text: str) -> Iterator[Block]:
    cleaned = without_marks(text)
    if cleaned:
        yield Block(text=cleaned)


def _inside(element: Element, before: str) -> str:
    """Return `before` followed by the text of an element, its reference marks wrapped."""
    text = before + (element.text or "")
    for child in element:
        text = _inline(child, text) + (child.tail or "")
    return text


def _inline(child: Element, before: str) -> str:
    if child.tag is etree.Entity:
        return before + entity_text(child)
    if child.tag == "xref":
        return before + _cross_reference(child)
    if child.tag == "sup":
        inner = _inside(child, "")
        return before + (inner if "\ue000" in inner else superscript(before, inner))
    if child.tag in {"break", "title", "p"}:
        return _inside(child, before + " ") + " "
    return before if child.tag in _DROPPED else _inside(child, before)


def _cross_reference(xref: Element) -> str:
    text = plain(xref)
    # "(Roe et al., 2001)" with only the year linked would lose its end.
    marks = xref.get("ref-type") in {"bibr", "fn", "table-fn"} and not _YEAR.fullmatch(text)
    return reference_mark(text) if marks else text
