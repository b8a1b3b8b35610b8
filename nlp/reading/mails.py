"""Mail as letters: the text is one letter, its attachments are files like any other."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.letter import Letter
from nlp.reading.archives import Allowance, Member
from nlp.reading.blocks import CUT_SHORT
from nlp.reading.cells import clean_text, is_blank
from nlp.reading.columns import Columns
from nlp.reading.intake import Intake
from nlp.reading.names import shown_name
from nlp.reading.tables import make_letter

__all__ = ["read_mail"]

FIELDS = Columns(text=(1,), title=0, received=2, sender=3)


def _letter_of(fields: dict[str, str], name: str, alone: bool, intake: Intake) -> Letter | None:
    """Make a letter of the text of a mail; where it has none, its attachments are the letter, or else its subject."""
    intake.receipt.take_row()
    body = clean_text(fields["body"])
    if is_blank(body) and not alone:
        intake.receipt.count_blank()
        return None
    received = dt.date.fromisoformat(fields["received"]) if fields["received"] else None
    return make_letter([fields["title"], body, received, fields["sender"]], FIELDS, name, name, intake)


def read_mail(path: Path, kind: str, name: str, intake: Intake, allowance: Allowance) -> Iterator[Letter | Member]:
    """Yield the letter of a mail, then its attachments, which are on disk until the next one is asked for.

    Raises ``ReadingError`` when the mail cannot be read.
    """
    with TemporaryDirectory(prefix="petitions-", ignore_cleanup_errors=True) as folder:
        replies = list(intake.parsers.ask(kind, path, name, folder=folder))  # the parser is free for the attachments
        for reply in replies:
            if "mail" in reply:
                if reply["cut"]:
                    intake.receipt.note(CUT_SHORT.format(name))
                if letter := _letter_of(reply["mail"], name, len(replies) == 1, intake):
                    yield letter
                continue
            shown = shown_name(f"{name}/{reply['name'].replace(chr(92), '/').rpartition('/')[2]}")
            if "because" in reply:
                yield Member(shown, None, *reply["because"])
                continue
            place = Path(folder, reply["file"])
            allowance.take(place.stat().st_size, shown)
            yield Member(shown, place)
            with suppress(OSError):  # Windows keeps a file that is still open until the folder goes
                place.unlink()
