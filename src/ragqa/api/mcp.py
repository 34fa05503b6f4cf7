"""What language models may call, by the Model Context Protocol: four tools, all of them reading."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from ragqa.api.mcp_results import Hit, Hits, SourceText, Verdict, source_text
from ragqa.desk.asking import Asking
from ragqa.desk.checking import BareClaim, Checking
from ragqa.desk.events import Checked, Drafted, Event, Failed, Finished, Found, Waiting
from ragqa.desk.searching import Searching
from ragqa.desk.serving import ServingIndex
from ragqa.desk.sources import read_source
from ragqa.errors import RagqaError, UsageError
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.rendering.rows_as_json import found_row, verdict_row
from ragqa.retrieval.filters import checked_filters
from ragqa.schema.article import Abstention, Article
from ragqa.schema.question import LONGEST_QUESTION, Audience, Question, checked_question
from ragqa.schema.source import Design, Kind
from ragqa.verification.evidence import LONGEST_EVIDENCE

INSTRUCTIONS = (
    "ragqa answers clinical questions from the guidelines and papers that its owner has "
    "collected, and from nothing else. Every sentence of an article was checked against the "
    "passage that it cites before it was shown.\n\n"
    "For a clinical question call `ask`: it returns the whole article. Keep its reference numbers "
    "with the sentences they follow, keep its hedges, and say what it lists as open or withheld. "
    "An abstention means that the sources do not answer, and is itself the answer. Call `search` "
    "to see passages instead of an article, `fetch_source` to read around one, and `verify` "
    "before you write a sentence of your own that rests on a passage."
)
LONGEST_PIECE = 20_000
"""Characters of a document that one call fetches: about as many as five pages hold."""
LONGEST_CLAIM = 2_000
"""Characters of one sentence to check."""

_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class McpTools:
    """The tools; what each says of itself is what a model chooses it by.

    Args:
        serving: the index.
        asking: answers questions from it.
        searching: searches it.
        checking: checks sentences.
    """

    def __init__(
        self, *, serving: ServingIndex, asking: Asking, searching: Searching, checking: Checking
    ) -> None:
        self._serving = serving
        self._asking = asking
        self._searching = searching
        self._checking = checking

    async def ask(
        self,
        context: Context,
        question: Annotated[
            str,
            Field(
                max_length=LONGEST_QUESTION,
                description="One whole question in words: 'Is drug A safe in pregnancy?', not "
                "'and in pregnancy?'.",
            ),
        ],
        audience: Annotated[
            Audience, Field(description="Who will read it; the claims stay the same.")
        ] = Audience.CLINICIAN,
    ) -> CallToolResult:
        """Answer a clinical question from the indexed guidelines and papers.

        Call this first for any clinical question. It returns an article as Markdown and, as
        structured content, every claim with the exact quotes that it cites, the references, what
        stays open and what was withheld. It takes a second or two. An abstention says that the
        sources do not answer.
        """
        with _as_tool_errors():
            asked = Question(text=checked_question(question), audience=audience)
            answer = await self._answered(asked, context)
        return CallToolResult(
            content=[TextContent(type="text", text=render_markdown(answer))],
            structured_content=json.loads(render_json(answer)),
        )

    async def search(
        self,
        query: Annotated[
            str, Field(max_length=LONGEST_QUESTION, description="What to look for, in words.")
        ],
        top: Annotated[int, Field(ge=1, le=50, description="How many passages to return.")] = 10,
        kind: Annotated[
            Kind | None, Field(description="Only passages of guidelines, or only of research.")
        ] = None,
        year_from: Annotated[
            int | None, Field(description="Only works of this year or later.")
        ] = None,
        year_to: Annotated[
            int | None, Field(description="Only works of this year or earlier.")
        ] = None,
        designs: Annotated[
            list[Design] | None, Field(description="Only studies of one of these designs.")
        ] = None,
        population: Annotated[
            str | None,
            Field(description="Words for whom it is about: children, women, dialysis, animals."),
        ] = None,
    ) -> Hits:
        """Find passages of the indexed guidelines and papers, best first, without an answer.

        Call this to see what there is on a subject, or to find evidence for `verify`; for an
        answer call `ask`. Each hit has the exact text of the passage, its place in its document,
        its work, and whom it is about.
        """
        with _as_tool_errors():
            wanted = checked_question(query)
            filters = checked_filters(
                year_from=year_from, year_to=year_to, designs=designs or (), population=population
            )
            found = await self._searching.search(wanted, top=top, kind=kind, filters=filters)
        rows = [found_row(rank, item) for rank, item in enumerate(found.evidence, start=1)]
        return Hits(query=wanted, results=[Hit.model_validate(row) for row in rows])

    async def verify(
        self,
        claim: Annotated[
            str,
            Field(max_length=LONGEST_CLAIM, description="One sentence, as it would be written."),
        ],
        evidence: Annotated[
            str,
            Field(
                max_length=LONGEST_EVIDENCE,
                description="The words of the source, quoted exactly: a passage, not a summary.",
            ),
        ],
    ) -> Verdict:
        """Check whether a quoted passage supports a sentence.

        Call this before you write a sentence of your own that rests on a source. The checks are
        those that every sentence of an article is put to: numbers, units, direction, negation,
        strength, and whom it is about. Only SUPPORTED may be written with this evidence.
        """
        with _as_tool_errors():
            for name, text in (("claim", claim), ("evidence", evidence)):
                _check_said(name, text)
            (verdict,) = await self._checking.verify([BareClaim(claim=claim, evidence=evidence)])
        return Verdict.model_validate(verdict_row(verdict))

    def fetch_source(
        self,
        document_id: Annotated[
            str,
            Field(
                max_length=500,
                description="`document_id` of a search hit, a citation or a reference.",
            ),
        ],
        start: Annotated[int, Field(ge=0, description="Offset of the first character.")] = 0,
        end: Annotated[
            int | None,
            Field(
                ge=1,
                description=f"Offset after the last; at most {LONGEST_PIECE:,} characters are "
                "returned.",
            ),
        ] = None,
    ) -> SourceText:
        """Read the text of one indexed document, or a piece of it.

        Call this to read around a passage: `start` and `end` of a hit or a citation are offsets
        into this text. Whatever is longer than one piece goes on at the returned `end`, until
        `end` equals `length`.
        """
        with _as_tool_errors():
            document = read_source(self._serving, document_id).document
            return source_text(document, *_piece(len(document.text), start, end))

    async def _answered(self, asked: Question, context: Context) -> Article | Abstention:
        steps = 0
        async for event in self._asking.events(asked):
            match event:
                case Finished(answer=answer):
                    return answer
                case Failed(error=error):
                    raise ToolError(error)
            if told := _told(event):
                steps += 1
                await context.report_progress(steps, message=told)
        raise ToolError("The answer broke off before its end. Ask again.")


def build_mcp(tools: McpTools) -> MCPServer:
    """Return the server with its tools, for any transport."""
    server = MCPServer(
        "ragqa",
        title="ragqa",
        instructions=INSTRUCTIONS,
        version=version("ragqa"),
        log_level="WARNING",
        subscriptions=False,
    )
    for title, tool in (
        ("Answer a clinical question", tools.ask),
        ("Search the sources", tools.search),
        ("Check a sentence against its evidence", tools.verify),
        ("Read a source", tools.fetch_source),
    ):
        server.add_tool(tool, title=title, annotations=_READS)
    return server


@contextmanager
def _as_tool_errors() -> Iterator[None]:
    """Tell errors to the model in their own sentence."""
    try:
        yield
    except RagqaError as error:
        raise ToolError(str(error)) from error


def _check_said(name: str, text: str) -> None:
    if not any(character.isalpha() for character in text):
        raise UsageError(f"The {name} is empty. Give it in words.")


def _piece(length: int, start: int, end: int | None) -> tuple[int, int]:
    if start >= length or (end is not None and end <= start):
        raise UsageError(
            f"There is no text from {start:,} to {length if end is None else end:,}. "
            f"The document has {length:,} characters, counted from 0."
        )
    last = length if end is None else min(end, length)
    return start, min(last, start + LONGEST_PIECE)


def _told(event: Event) -> str | None:
    """Say what happened in a few words; claims are told all at once, at the end."""
    match event:
        case Waiting(ahead=ahead):
            return f"{ahead} questions are answered first"
        case Found(evidence=evidence):
            return f"{len(evidence)} passages found"
        case Drafted(sentences=sentences):
            return f"{sentences} sentences to check"
        case Checked(sentences=sentences):
            return f"{sentences} sentences checked"
        case _:
            return None
