"""Measure the PDF reader: pages a second on one core, words, their order, mended hyphens.

    python evals/pdf_text.py [--pages 400] [--real ../shared/data/ingest_files]

Writes PDFs of known text with reportlab, half of them in two columns with words broken at the
line ends, all with running heads, page numbers and tables, and reads them in this process. Words
are counted as they stand in the truth (multiset); order is the share of neighbouring pairs of the
truth that are neighbours in what was read; a broken word counts when it comes out whole. A
multiple of PDFium alone, which fetches the text of the same pages and does nothing else, is given
beside the speed, so that a loaded machine can be told from a slow reader.
"""

import argparse
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ragqa.errors import RagqaError
from ragqa.ingestion.pdf import PdfReader

ROUNDS = 3
FONT, SIZE, LEADING = "Times-Roman", 9.5, 11.5
MARGIN, GUTTER = 57.0, 17.0
WORD = re.compile(r"\w+(?:-\w+)*")
CORPUS = Path(__file__).resolve().parent.parent / "corpus"


@dataclass
class Made:
    path: Path
    pages: int
    words: list[str]
    broken: list[str]


def vocabulary() -> list[str]:
    """Return the words of the demo corpus, as often as they stand there."""
    texts = (path.read_text("utf-8") for path in sorted(CORPUS.rglob("*.md")))
    words = [word for text in texts for word in re.findall(r"[A-Za-z][a-z]+(?:-[a-z]+)?", text)]
    return [word.lower() for word in words]


def paragraph(words: Sequence[str], chance: random.Random) -> str:
    """Return sentences of words drawn by chance."""
    sentences = []
    for _ in range(chance.randint(3, 8)):
        drawn = [chance.choice(words) for _ in range(chance.randint(8, 24))]
        sentences.append(" ".join(drawn).capitalize() + ".")
    return " ".join(sentences)


def wrapped(text: str, width: float, *, breaks: bool, broken: list[str]) -> Iterator[str]:
    """Yield printed lines; long words that do not fit are broken, most as printers do."""
    line = ""
    for word in text.split():
        whole = f"{line} {word}".strip()
        if stringWidth(whole, FONT, SIZE) <= width:
            line = whole
            continue
        for cut in (
            range(len(word) - 3, 2, -1) if breaks and word.isalpha() and len(word) > 6 else ()
        ):
            part = f"{line} {word[:cut]}-".strip()
            if word[cut] not in "aeiou" and stringWidth(part, FONT, SIZE) <= width:
                broken.append(word)
                yield part
                line = word[cut:]
                break
        else:
            yield line
            line = word
    yield line


def write(path: Path, pages: int, *, columns: int, words: Sequence[str], seed: int) -> Made:
    chance = random.Random(seed)
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    width = (A4[0] - 2 * MARGIN - GUTTER * (columns - 1)) / columns
    made = Made(path, pages, [], [])
    lines: list[str | None] = []
    for number in range(1, pages + 1):
        furniture(canvas, number)
        for column in range(columns):
            y = A4[1] - MARGIN - LEADING
            while y > MARGIN + LEADING:
                if not lines:
                    text = paragraph(words, chance)
                    made.words += WORD.findall(text.lower())
                    lines = [
                        *wrapped(text, width, breaks=columns > 1, broken=made.broken), None,
                    ]  # fmt: skip
                line = lines.pop(0)
                if line:
                    canvas.setFont(FONT, SIZE)
                    canvas.drawString(MARGIN + column * (width + GUTTER), y, line)
                y -= LEADING
        canvas.showPage()
    canvas.save()
    left = " ".join(line for line in lines if line)
    made.words = made.words[: len(made.words) - len(WORD.findall(left))]
    return made


def furniture(canvas: Canvas, number: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(MARGIN, A4[1] - 34, "Journal of Measured Reading")
    canvas.drawRightString(A4[0] - MARGIN, A4[1] - 34, "2026;12:1")
    canvas.drawRightString(A4[0] - MARGIN, 28, f"Page {number}")


def score(made: Made, text: str) -> tuple[float, float, float]:
    """Return the shares of words, of neighbouring pairs and of broken words that came out."""
    truth, read = made.words, WORD.findall(text.lower())
    words = Counter(truth) & Counter(read)
    pairs = Counter(pairwise(truth))
    kept = pairs & Counter(pairwise(read))
    held = Counter(re.sub(r"\W", "", word.lower()) for word in made.broken)
    whole = held & Counter(read)
    return (
        words.total() / len(truth),
        kept.total() / pairs.total(),
        whole.total() / held.total() if held else 1.0,
    )


def pages_a_second(paths: Sequence[Path], pages: int) -> float:
    def once() -> float:
        began = time.process_time()
        for path in paths:
            PdfReader().read(path)
        return pages / (time.process_time() - began)

    return statistics.median(once() for _ in range(ROUNDS))


def bare(paths: Sequence[Path], pages: int) -> float:
    """Return the pages a second of PDFium alone."""

    def once() -> float:
        began = time.process_time()
        for path in paths:
            with pdfium.PdfDocument(path) as pdf:
                for page in pdf:
                    page.get_textpage().get_text_range()
        return pages / (time.process_time() - began)

    return statistics.median(once() for _ in range(ROUNDS))


def measure_made(folder: Path, pages: int) -> None:
    words = vocabulary()
    made = {
        columns: [
            write(
                folder / f"{columns}-{n}.pdf",
                20,
                columns=columns,
                words=words,
                seed=n + 100 * columns,
            )
            for n in range(max(1, pages // 40))
        ]
        for columns in (1, 2)
    }
    print("columns     pages  pages/s  x bare   words   order  broken")
    for columns, files in made.items():
        count = sum(one.pages for one in files)
        paths = [one.path for one in files]
        speed, alone = pages_a_second(paths, count), bare(paths, count)
        scores = [score(one, PdfReader().read(one.path).documents[0].text) for one in files]
        shares = [statistics.mean(share) for share in zip(*scores, strict=True)]
        print(
            f"{columns:<10}{count:>7}{speed:>9.0f}{alone / speed:>8.1f}"
            + "".join(f"{share:>8.4f}" for share in shares)
        )


def measure_real(folder: Path) -> None:
    paths = sorted((*folder.glob("guideline_pdf/*.pdf"), *folder.glob("article_pdf/*.pdf")))
    print(f"\n{'pages':>6}{'pages/s':>9}{'characters':>12}  file")
    total, seconds = 0, 0.0
    for path in paths:
        began = time.process_time()
        try:
            document = PdfReader().read(path).documents[0]
        except RagqaError as error:
            print(f"{'':27}  {path.name}: {error}")
            continue
        spent = time.process_time() - began
        with pdfium.PdfDocument(path) as pdf:
            pages = len(pdf)
        total, seconds = total + pages, seconds + spent
        print(f"{pages:>6}{pages / spent:>9.0f}{len(document.text):>12}  {path.name}")
    if total:
        print(f"{total:>6}{total / seconds:>9.0f}{'':12}  all")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--pages", type=int, default=400, help="pages to write, half in two columns"
    )
    parser.add_argument("--real", type=Path, help="folder with guideline_pdf/ and article_pdf/")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure_made(Path(folder), options.pages)
    if options.real:
        measure_real(options.real)


if __name__ == "__main__":
    main()
