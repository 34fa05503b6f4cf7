"""XML read without entities, network or unbounded trees: a file cannot reach anything else."""

import html
from pathlib import Path

from lxml import etree

from ragqa.errors import ReadError

Element = etree._Element


def parse_xml(path: Path) -> Element:
    """Return the root element of the XML file at `path`.

    Raises:
        ReadError: it is not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else "it is empty"
        raise ReadError(f"{path.name} is no well-formed XML: {reason}.") from error
    for element in root.iter(etree.Element):
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = etree.QName(element).localname
    return root


def entity_text(entity: Element) -> str:
    """Return the character of a named entity such as `&nbsp;`; anything else is dropped."""
    written = html.unescape(entity.text or "")
    return "" if written.startswith("&") else written


def plain(element: Element | None) -> str:
    """Return all text of an element on one line, without its markup."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if child.tag is etree.Entity:
            parts.append(entity_text(child))
        elif isinstance(child.tag, str):
            parts.append(plain(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def first(element: Element | None, path: str) -> str:
    """Return the text of the first element at `path`, or an empty string."""
    return plain(element.find(path)) if element is not None else ""
