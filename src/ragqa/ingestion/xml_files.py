"""XML files told apart by content: JATS articles and PubMed citations."""

from pathlib import Path

from ragqa.errors import NoTextError, ReadError
from ragqa.ingestion.jats import JatsReader
from ragqa.ingestion.pubmed_xml import PubmedXmlReader
from ragqa.ingestion.reader import Reading
from ragqa.ingestion.safe_xml import parse_xml

_PUBMED = ("PubmedArticleSet", "PubmedArticle", "PubmedBookArticle", "PubmedBookArticleSet")


class XmlReader:
    """Reads an XML file as what its root element says it is."""

    def read(self, path: Path) -> Reading:
        """Return the documents of a JATS or PubMed file."""
        if not path.read_bytes().strip():
            raise NoTextError(f"{path.name} is empty.")
        root = parse_xml(path)
        if root.tag in _PUBMED:
            return PubmedXmlReader().read_tree(path, root)
        if root.tag == "article" or root.find(".//article/front") is not None:
            return JatsReader().read_tree(path, root)
        raise ReadError(
            f"{path.name} is neither a JATS article nor PubMed XML: its root is <{root.tag}>."
        )
