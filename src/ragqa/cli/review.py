"""`ragqa review …`: people read the articles of a library and approve them, or send them back."""

import json
from typing import Annotated

import typer

from ragqa.cli.opened_library import open_reviewing
from ragqa.cli.options import ByOption, JsonOption, LibraryOption, acting, require_command
from ragqa.cli.review_lines import (
    case_line,
    entry_line,
    reading_lines,
    standing_line,
)
from ragqa.errors import UsageError
from ragqa.library.review import Case
from ragqa.library.review_objects import (
    case_object,
    entry_object,
    reading_object,
    standing_object,
)
from ragqa.library.reviewing import Reviewer
from ragqa.schema.review import ReviewState

app = typer.Typer(
    help="Read the articles of a library, comment on them, approve them or send them back.",
    invoke_without_command=True,
    callback=require_command,
    rich_markup_mode=None,
)


def _state(text: str) -> ReviewState:
    name = text.strip().lower().replace("-", " ").replace("_", " ")
    if name not in list(ReviewState):
        states = ", ".join(state.replace(" ", "-") for state in ReviewState)
        raise UsageError(f"{text!r} is no state of a review. Give one of {states}.")
    return ReviewState(name)


ArticleArgument = Annotated[
    str,
    typer.Argument(
        metavar="ARTICLE", help="Its id, the beginning of it, or the question word for word."
    ),
]
CredentialOption = Annotated[
    str,
    typer.Option("--credential", metavar="TEXT", help="What entitles you, such as “MD, sleep”."),
]
CommentOption = Annotated[
    str, typer.Option("--comment", metavar="TEXT", help="What is to be said of it.")
]


@app.command(
    "list",
    help="""List the articles of a library and where each stands.

    Example: ragqa review list --state submitted
    """,
)
def list_articles(
    state: Annotated[
        ReviewState | None,
        typer.Option(
            "--state",
            metavar="STATE",
            parser=_state,
            help="Only submitted, under-review, sent-back or approved ones.",
        ),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print one line for each article."""
    with open_reviewing(library) as reviewing:
        found = reviewing.listed(state)
    if as_json:
        _print_json({"articles": [standing_object(one) for one in found]})
    else:
        print("\n".join([*map(standing_line, found), f"Articles: {len(found):,}."]))
    return 0


@app.command(
    help="""Show an article as it is rendered, with its claims by id, comments and versions.

    Example: ragqa review show "Does vitamin D prevent falls in older adults?"
    """
)
def show(
    article: ArticleArgument,
    version: Annotated[
        int | None,
        typer.Option(min=1, help="An earlier version, as the list at the end numbers them."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print one version of an article and what was said of it."""
    with open_reviewing(library) as reviewing:
        reading = reviewing.read(article, number=version)
    if as_json:
        _print_json(reading_object(reading))
    else:
        print("\n".join(reading_lines(reading)))
    return 0


@app.command(
    help="""Take a submitted article into review.

    Nobody reviews a text that they submitted themselves.

    Example: ragqa review start a1b2c3 --by "Ann Roe" --credential MD
    """
)
def start(
    article: ArticleArgument,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Take it out of the hands of who reviews it.")
    ] = False,
    by: ByOption = None,
    credential: CredentialOption = "",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Begin a review and print where the article stands."""
    who = _reviewer(by, credential)
    with open_reviewing(library) as reviewing:
        case = reviewing.start(article, who, take_over=take_over)
    return _print_case(case, as_json=as_json)


@app.command(
    help="""Say something of one claim of an article that you review.

    Example: ragqa review comment a1b2c3 --claim c4d5 "For how long?" --by "Ann Roe"
    """
)
def comment(
    article: ArticleArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be said of it.")],
    claim: Annotated[
        str, typer.Option("--claim", metavar="ID", help="Id of the claim, or the beginning of it.")
    ],
    by: ByOption = None,
    credential: CredentialOption = "",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Keep a comment and print where the article stands."""
    who = _reviewer(by, credential)
    with open_reviewing(library) as reviewing:
        case = reviewing.comment(article, who, claim, text)
    if not as_json:
        print(f"The comment on claim {case.comments[-1].claim} is kept.")
    return _print_case(case, as_json=as_json)


@app.command(
    help="""Approve the text of an article that you review; one changed character undoes it.

    The credential is the one you started with, unless you give another.

    Example: ragqa review approve a1b2c3 --by "Ann Roe" --credential MD
    """
)
def approve(
    article: ArticleArgument,
    by: ByOption = None,
    credential: CredentialOption = "",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Approve and print where the article stands."""
    who = _reviewer(by, credential)
    with open_reviewing(library) as reviewing:
        case = reviewing.approve(article, who)
    return _print_case(case, as_json=as_json)


@app.command(
    "send-back",
    help="""Give an article that you review back, with what is wrong with it.

    Example: ragqa review send-back a1b2c3 --comment "The dose lacks its duration." --by "Ann Roe"
    """,
)
def send_back(
    article: ArticleArgument,
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help="What is wrong.")],
    by: ByOption = None,
    credential: CredentialOption = "",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Send back and print where the article stands."""
    who = _reviewer(by, credential)
    with open_reviewing(library) as reviewing:
        case = reviewing.send_back(article, who, comment)
    return _print_case(case, as_json=as_json)


@app.command(
    help="""Put an article that was sent back up for review again, as it is.

    `ragqa batch run` submits what it writes by itself.

    Example: ragqa review submit a1b2c3 --comment "The source gives no duration." --by "Eve Poe"
    """
)
def submit(
    article: ArticleArgument,
    comment: CommentOption = "",
    by: ByOption = None,
    credential: CredentialOption = "",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Submit and print where the article stands."""
    who = _reviewer(by, credential)
    with open_reviewing(library) as reviewing:
        case = reviewing.submit(article, who, comment)
    return _print_case(case, as_json=as_json)


@app.command(
    help="""Print the review log of an article, or all that was done in the library, in order.

    Example: ragqa review log a1b2c3
    """
)
def log(
    article: Annotated[
        str | None, typer.Argument(metavar="[ARTICLE]", help="Only what was done to this one.")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print one line for each step."""
    with open_reviewing(library) as reviewing:
        steps = reviewing.log(article)
    if as_json:
        _print_json({"steps": [entry_object(number, entry) for number, entry in steps]})
    else:
        print("\n".join([*(entry_line(*one) for one in steps), f"Steps: {len(steps):,}."]))
    return 0


@app.command(
    "verify-log",
    help="""Prove that the review log is as it was written; exit 0 only then.

    Each row is sealed by a hash over itself and the row before it. Who can rewrite the whole
    database can forge them all: note the last seal elsewhere, and give it with --seal later.

    Example: ragqa review verify-log --json
    """,
)
def verify_log(
    seal: Annotated[
        str | None,
        typer.Option("--seal", metavar="SEAL", help="A seal that the log must still hold."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Check the log and name the first bad row."""
    with open_reviewing(library) as reviewing:
        check = reviewing.check(seal)
    fault = check.fault
    if as_json:
        told = fault and {"row": fault.sequence, "message": fault.message}
        _print_json({"intact": not fault, "rows": check.rows, "seal": check.seal, "fault": told})
    elif fault:
        print(fault.message)
    else:
        print(f"Rows as they were written: {check.rows:,}. The last seal is {check.seal}.")
    return 1 if fault else 0


def _reviewer(by: str | None, credential: str) -> Reviewer:
    return Reviewer(name=acting(by), credential=credential.strip())


def _print_case(case: Case, *, as_json: bool) -> int:
    if as_json:
        _print_json({"article_id": case.article_id, **case_object(case)})
    else:
        print(case_line(case))
    return 0


def _print_json(content: dict[str, object]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))
