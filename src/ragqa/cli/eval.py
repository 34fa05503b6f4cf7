"""`ragqa eval`: what the parts of ragqa are worth, measured against labelled data."""

import typer

from ragqa.cli import eval_compare, eval_import, eval_judge, eval_run, eval_verifier
from ragqa.cli.options import require_command

app = typer.Typer(
    help="Measure what ragqa does against what people said is right.",
    invoke_without_command=True,
    callback=require_command,
    rich_markup_mode=None,
)
app.command("run", help=eval_run.HELP)(eval_run.run)
app.command("compare", help=eval_compare.HELP)(eval_compare.compare)
app.command("judge", help=eval_judge.HELP)(eval_judge.judge)
app.command("verifier", help=eval_verifier.HELP)(eval_verifier.verifier)
app.command("import", help=eval_import.HELP)(eval_import.import_gold)
