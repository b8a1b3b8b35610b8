"""The command ``petitions``: open, call the library, say what came of it.

Results go to standard output or the named file, progress and messages to standard error.
Exit codes: 0 done, 1 some letters were refused (the receipt says which and why), 2 nothing could be done.
"""

import sys

import typer

from nlp.cli.alarms import alarm_app
from nlp.cli.classify import classify
from nlp.cli.corpus import corpus_app
from nlp.cli.explore import search, terms
from nlp.cli.ingest import ingest
from nlp.cli.models import adapt, evaluate, train
from nlp.cli.office import doctor, serve
from nlp.cli.renewal import corrections, model_app
from nlp.cli.replay import replay
from nlp.cli.sealed import sealed
from nlp.cli.store import audit_app, backup, key, purge, restore, verify
from nlp.cli.weekly import weekly
from nlp.errors import LetterError

__all__ = ["app", "main"]

app = typer.Typer(
    help="国资信访件研判：给来信标出改制政策、历史欠账、检举控告、管理矛盾四类，附依据；只提建议，由人决定。全程离线。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
)
OFFICE = (classify, ingest, sealed, weekly, search, terms, replay, serve, doctor, backup, restore, verify, purge, key)
MODELS = (train, evaluate, adapt, corrections)
for command in (*OFFICE, *MODELS):
    app.command()(command)
app.add_typer(alarm_app, name="alarm")
app.add_typer(audit_app, name="audit")
app.add_typer(corpus_app, name="corpus")
app.add_typer(model_app, name="model")


def main() -> None:
    """Run the command; what is wrong is said in one sentence, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except LetterError as error:
        typer.echo(f"错误：{error}", err=True)
        sys.exit(2)
