"""Web pages: the main text without navigation, forms, scripts and notices."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from ragqa.errors import NoTextError, ReadError
from ragqa.ingestion.blocks import Block, heading
from ragqa.ingestion.bracketed_marks import without_bracketed_marks
from ragqa.ingestion.hidden_markup import has_background, hiding_selectors, is_hidden, is_white
from ragqa.ingestion.html_meta import particulars_of
from ragqa.ingestion.injection import Kind, finding
from ragqa.ingestion.inline_headings import split_inline
from ragqa.ingestion.markup import reference_mark, superscript, without_marks
from ragqa.ingestion.plain_text import mark_apparatus
from ragqa.ingestion.reader import DocumentBuilder, Reading
from ragqa.ingestion.safe_xml import Element, plain
from ragqa.ingestion.text_files import decode
from ragqa.linguistics.word_list import word_list
from ragqa.schema.document import SectionRole
from ragqa.schema.source import Access

_DROPPED = word_list(
    """
    nav header footer aside script style form noscript template iframe object svg math
    button select input textarea dialog canvas audio video map menu head
    """
)
_BLOCKS = word_list(
    """
    p div section article main li ul ol dl dt dd blockquote pre figure figcaption table
    caption h1 h2 h3 h4 h5 h6 hr center details summary address body fieldset tr td th tbody
    thead tfoot
    """
)
_HEADINGS = re.compile(r"h([1-6])\Z")
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|nav|navbar|navigation|breadcrumbs?|menu|sidebar|"
    r"share|sharing|social|advert\w*|ads?|banner|skip-?link|newsletter|popup|modal|toc|"
    r"screen-reader-text|sr-only|mw-editsection|noprint|navbox|catlinks|printfooter|"
    r"site-footer|site-header|related-articles)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CITATION_CLASS = re.compile(r"\b(?:reference|citation|bibr|xref|footnote-ref)\b", re.IGNORECASE)
# Hidden words from which a report is worth making.
_FEWEST_WORDS = 4
# An article element smaller than this share of the page is a teaser, not the page.
_MAIN_SHARE = 0.3


class HtmlReader:
    """Reads one document; h1 to h6 are its headings."""

    def read(self, path: Path) -> Reading:
        """Return the document of a web page."""
        root, builder = _parse(path), DocumentBuilder(path)
        builder.look_over("".join(map(str, root.itertext())))
        stated = particulars_of(root)
        main = _main(root)
        _apply_style_sheets(root)
        builder.note(finding(Kind.HIDDEN, text) for text in _hidden(main))
        blocks = mark_apparatus(without_bracketed_marks(list(html_blocks(main))))
        title = " ".join((root.findtext(".//title") or "").split())
        document = builder.only(
            blocks, stated, access=Access.FULL_TEXT, title=stated.title or _h1(blocks) or title
        )
        return Reading(documents=(document,), findings=builder.findings)


def _parse(path: Path) -> Element:
    data = path.read_bytes()
    if not data.strip():
        raise NoTextError(f"{path.name} is empty.")
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:4096])
    try:
        text = data.decode(declared[1].decode()) if declared else decode(data, path.name)
    except (LookupError, UnicodeDecodeError):
        text = decode(data, path.name)
    # A declared encoding inside a text that is already decoded would be refused.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml_html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (lxml_html.etree.ParserError, ValueError) as error:
        raise ReadError(f"{path.name} is no HTML: {error}.") from error
    return root


def _h1(blocks: list[Block]) -> str:
    return next((block.title for block in blocks if block.level == 1), "")


def _main(root: Element) -> Element:
    body = root.find(".//body")
    body = root if body is None else body
    whole = len(plain(body)) or 1
    candidates = [*root.iter("main"), *root.iter("article"), *root.findall(".//*[@role='main']")]
    candidates = [one for one in candidates if len(plain(one)) >= _MAIN_SHARE * whole]
    return candidates[0] if candidates else body


def html_blocks(element: Element, depth: int = 0) -> Iterator[Block]:
    """Yield the blocks below an element that stands `depth` lists deep.

    Inline text between block elements is a paragraph, inside a list an item.
    """
    running = element.text or ""
    for child in element:
        if _is_block(child):
            yield from _paragraph(running, depth)
            yield from _block(child, depth)
            running = child.tail or ""
        else:
            running = _inline(child, running) + (child.tail or "")
    yield from _paragraph(running, depth)


def _is_block(element: Element) -> bool:
    if not isinstance(element.tag, str) or _is_clutter(element):
        return False
    return element.tag in _BLOCKS or any(child.tag in _BLOCKS for child in element.iter(*_BLOCKS))


def _is_clutter(element: Element) -> bool:
    if element.tag in _DROPPED and not _is_article_header(element):
        return True
    if _is_hidden(element):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    named = bool(_CLUTTER.search(names))
    return named and element.tag not in {"body", "main", "article", "html"}


def _is_hidden(element: Element) -> bool:
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    if not attributes:
        return False
    if is_hidden(attributes):
        return True
    return is_white(attributes) and not any(
        has_background({"style": one.get("style"), "bgcolor": one.get("bgcolor")})
        for one in element.iterancestors()
    )


def _apply_style_sheets(root: Element) -> None:
    """Mark what the style sheets of the page hide, as its own attributes could."""
    names = hiding_selectors("\n".join(style.text or "" for style in root.iter("style")))
    if not names:
        return
    for element in root.iter(etree.Element):
        own = [f".{name}" for name in element.get("class", "").split()]
        if names.intersection([*own, f"#{element.get('id', '')}"]):
            element.set("hidden", "")


def _hidden(element: Element) -> Iterator[str]:
    """Yield the texts below an element that are not shown, but for labels and icons."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _DROPPED:
            continue
        if not _is_hidden(child):
            yield from _hidden(child)
        elif len((text := plain(child)).split()) >= _FEWEST_WORDS:
            yield text


def _is_article_header(element: Element) -> bool:
    """Tell the header of an article, which holds its title, from that of the page."""
    return element.tag == "header" and element.find(".//h1") is not None


def _block(element: Element, depth: int) -> Iterator[Block]:
    if level := _HEADINGS.match(str(element.tag)):
        text = without_marks(_inside(element, ""))
        if text:
            yield heading(text, int(level[1]))
    elif element.tag == "table" and not _is_layout(element):
        yield from _table(element)
    elif element.tag == "figcaption":
        yield Block(text=without_marks(_inside(element, "")), role=SectionRole.TABLE)
    elif element.tag == "pre":
        for part in re.split(r"\n\s*\n", _inside(element, "")):
            yield from _paragraph(part, depth)
    else:
        yield from html_blocks(element, depth + (element.tag in {"ul", "ol"}))


def _is_layout(table: Element) -> bool:
    """Tell whether a table only arranges the page: it holds headings or tables."""
    return table.find(".//h2") is not None or table.find(".//table") is not None


def _table(table: Element) -> Iterator[Block]:
    for row in table.iter("caption", "tr"):
        cells = [row] if row.tag == "caption" else list(row.iter("td", "th"))
        texts = [without_marks(_inside(cell, "")) for cell in cells]
        if any(texts):
            yield Block(text=" | ".join(text for text in texts if text), role=SectionRole.TABLE)


def _paragraph(text: str, depth: int) -> Iterator[Block]:
    cleaned = without_marks(text)
    if cleaned and depth:
        yield Block(text=cleaned, depth=depth)
    elif cleaned:
        yield from split_inline(cleaned)


def _inside(element: Element, before: str) -> str:
    text = before + (element.text or "")
    for child in element:
        text = _inline(child, text) + (child.tail or "")
    return text


def _inline(child: Element, before: str) -> str:
    if not isinstance(child.tag, str) or _is_clutter(child):
        return before
    if child.tag == "br":
        return before + " "
    if child.tag == "sup" or (child.tag == "a" and _CITATION_CLASS.search(child.get("class", ""))):
        inner = plain(child)
        linked = child.tag == "a" or child.find(".//a") is not None
        marked = reference_mark(inner) if linked else superscript(before, inner)
        return before + marked
    spaced = " " if child.tag in _BLOCKS else ""
    return _inside(child, before + spaced) + spaced
