"""The receipt of a run: every file and every row, and what became of it.

It adds up when ``rows = letters + refused + blank + headings`` and every file was read, refused or skipped. Rows are
counted where they come in and outcomes where they are decided, so a row lost on the way shows. A letter that repeats an
earlier one word for word stays a letter and is counted as a duplicate beside. A receipt names files, sheets and rows;
it never holds the text of a letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

__all__ = ["MAX_LISTED", "Doubt", "FileCount", "Receipt", "Refusal", "Scan"]

MAX_LISTED = 50_000
"""How many refusals and notes are kept one by one; the rest are counted only, so that memory stays bounded."""

Outcome = Literal["open", "read", "refused", "skipped"]
OUTCOMES = {"open": "未读完", "read": "已读", "refused": "未收", "skipped": "跳过"}


@dataclass(slots=True)
class FileCount:
    """What became of one file and of its rows; ``reason`` says why it was refused or skipped."""

    name: str
    outcome: Outcome = "open"
    reason: str = ""
    rows: int = 0
    letters: int = 0
    refused: int = 0
    blank: int = 0
    headings: int = 0
    duplicates: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether the file was dealt with and every row of it has one outcome."""
        counted = self.letters + self.refused + self.blank + self.headings
        return self.outcome != "open" and self.rows == counted and self.duplicates <= self.letters


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file (``rows`` is 0) or rows that did not become letters: where, why, and what to do.

    >>> str(Refusal("来信.xlsx 工作表“一月” 第 3 行", "正文和标题都为空", "请补录正文后重新导入"))
    '来信.xlsx 工作表“一月” 第 3 行：正文和标题都为空。请补录正文后重新导入。'
    """

    where: str
    problem: str
    remedy: str
    rows: int = 1

    def __str__(self) -> str:
        return f"{self.where}：{self.problem}。{self.remedy}。"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Characters of a scanned letter the recognition is not sure of; offsets into the text, confidence 0 to 1."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Scan:
    """What a recognized letter was read from: the images of its pages where they were kept, and the doubts."""

    letter_id: str
    pages: tuple[Path, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Give the scan as plain values for JSON.

        >>> Scan("1.png", doubts=(Doubt(3, 4, 0.5),)).as_dict()
        {'letter': '1.png', 'pages': [], 'doubts': [[3, 4, 0.5]]}
        """
        doubts = [[doubt.start, doubt.end, round(doubt.confidence, 3)] for doubt in self.doubts]
        return {"letter": self.letter_id, "pages": [page.as_posix() for page in self.pages], "doubts": doubts}


@dataclass(slots=True)
class Receipt:
    """Count what comes in and what becomes of it, file by file; rows belong to the innermost file that is open.

    A file may be opened inside another, as the members of an archive and the attachments of a mail are.

    >>> receipt = Receipt()
    >>> receipt.open_file("来信.csv")
    >>> receipt.take_row(); receipt.count_letter()
    >>> receipt.take_row(); receipt.refuse_row("来信.csv 第 3 行", "正文和标题都为空", "请补录正文")
    >>> receipt.close_file()
    >>> receipt.adds_up, receipt.letters, receipt.refused
    (True, 1, 1)
    """

    files: list[FileCount] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    unlisted: int = 0
    withdrawn: int = 0
    _open: list[FileCount] = field(default_factory=list, repr=False)

    def open_file(self, name: str) -> None:
        """Begin a file; the rows that follow are its rows until it is closed or another is opened inside it."""
        self.files.append(FileCount(name))
        self._open.append(self.files[-1])

    def close_file(self) -> None:
        """Mark the current file as read to its end."""
        self._open.pop().outcome = "read"

    def refuse_file(self, problem: str, remedy: str) -> None:
        """Mark the current file as refused; rows already taken from it stay counted."""
        current = self._open.pop()
        current.outcome, current.reason = "refused", problem
        self._list_refusal(Refusal(current.name, problem, remedy, rows=0))

    def skip_file(self, name: str, reason: str) -> None:
        """Account for a file that holds no letters by its nature, such as an Office lock file."""
        self.files.append(FileCount(name, outcome="skipped", reason=reason))

    def take_row(self, count: int = 1) -> None:
        """Count rows as they come in, before anything is decided about them."""
        self._open[-1].rows += count

    def count_letter(self, duplicate: bool = False) -> None:
        """Count a row that became a letter, also one that repeats an earlier letter word for word."""
        self._open[-1].letters += 1
        self._open[-1].duplicates += duplicate

    def count_blank(self) -> None:
        """Count a row in which every cell is empty."""
        self._open[-1].blank += 1

    def count_heading(self, count: int = 1) -> None:
        """Count title lines above the table and header rows."""
        self._open[-1].headings += count

    def refuse_row(self, where: str, problem: str, remedy: str, count: int = 1) -> None:
        """Count and list rows that did not become letters."""
        self._open[-1].refused += count
        self._list_refusal(Refusal(where, problem, remedy, rows=count))

    def withdraw_letter(self, where: str, problem: str, remedy: str) -> None:
        """Turn a letter already counted into a refusal, when a later step cannot go on with it.

        ``where`` is the letter's ``source``. The count of its file keeps what reading decided.
        """
        self.withdrawn += 1
        self._list_refusal(Refusal(where, problem, remedy))

    @property
    def is_empty_file(self) -> bool:
        """Whether the current file gave neither a letter nor a refusal so far."""
        return not (self._open[-1].letters or self._open[-1].refused)

    def note(self, sentence: str) -> None:
        """Keep a remark that concerns no outcome: a guessed column, a changed id."""
        if len(self.notes) < MAX_LISTED:
            self.notes.append(sentence)
        else:
            self.unlisted += 1

    def keep_scan(self, scan: Scan) -> None:
        """Keep what a letter was recognized from."""
        if len(self.scans) < MAX_LISTED:
            self.scans.append(scan)
        else:
            self.unlisted += 1

    def _list_refusal(self, refusal: Refusal) -> None:
        if len(self.refusals) < MAX_LISTED:
            self.refusals.append(refusal)
        else:
            self.unlisted += 1

    @property
    def rows(self) -> int:
        """Rows that came in; a text file is one row."""
        return sum(count.rows for count in self.files)

    @property
    def letters(self) -> int:
        """Rows that became letters and stayed letters."""
        return sum(count.letters for count in self.files) - self.withdrawn

    @property
    def refused(self) -> int:
        """Rows that did not become letters though something was in them."""
        return sum(count.refused for count in self.files) + self.withdrawn

    @property
    def blank(self) -> int:
        """Rows in which every cell is empty."""
        return sum(count.blank for count in self.files)

    @property
    def headings(self) -> int:
        """Title lines and header rows."""
        return sum(count.headings for count in self.files)

    @property
    def duplicates(self) -> int:
        """Letters that repeat an earlier one of the run word for word; they are letters all the same."""
        return sum(count.duplicates for count in self.files)

    @property
    def files_refused(self) -> int:
        """Files that could not be read, or not to their end."""
        return self._files_with("refused")

    @property
    def complete(self) -> bool:
        """Whether nothing was refused, neither file nor row."""
        return not self.refused and not self.files_refused

    @property
    def adds_up(self) -> bool:
        """Whether every file and every row is accounted for."""
        return all(count.adds_up for count in self.files) and self.letters >= 0

    def _files_with(self, outcome: Outcome) -> int:
        return sum(count.outcome == outcome for count in self.files)

    def summary(self) -> str:
        """Say the whole in one sentence.

        >>> Receipt().summary()
        '共 0 个文件（已读 0，未收 0，跳过 0），0 行：来信 0 封，未收 0 行，空行 0 行，表头 0 行；账目相符。'
        """
        files = "，".join(
            f"{OUTCOMES[outcome]} {self._files_with(outcome)}"
            for outcome in ("read", "refused", "skipped", "open")
            if outcome != "open" or self._files_with(outcome)
        )
        repeated = f"（含重复件 {self.duplicates} 封）" if self.duplicates else ""
        rows = (
            f"来信 {self.letters} 封{repeated}，未收 {self.refused} 行，空行 {self.blank} 行，表头 {self.headings} 行"
        )
        verdict = "账目相符" if self.adds_up else "账目不符，请勿使用本次结果"
        return f"共 {len(self.files)} 个文件（{files}），{self.rows} 行：{rows}；{verdict}。"

    def lines(self, limit: int = 20) -> Iterator[str]:
        """Yield the receipt for a terminal: the summary, then at most ``limit`` refusals and ``limit`` notes."""
        yield self.summary()
        for title, entries in (("未收", self.refusals), ("提示", self.notes)):
            for entry in entries[:limit]:
                yield f"  {title}：{entry}"
            if len(entries) > limit:
                yield f"  {title}：另有 {len(entries) - limit} 条，见回执文件。"

    def as_dict(self) -> dict[str, object]:
        """Give the receipt as plain values for JSON."""
        totals = ("rows", "letters", "refused", "blank", "headings", "duplicates")
        file_keys = ("name", "outcome", "reason", *totals)
        return {
            "adds_up": self.adds_up,
            **{key: getattr(self, key) for key in totals},
            "files": [{key: getattr(count, key) for key in file_keys} for count in self.files],
            "refusals": [
                {"where": r.where, "problem": r.problem, "remedy": r.remedy, "rows": r.rows} for r in self.refusals
            ],
            "notes": self.notes,
            "scans": [scan.as_dict() for scan in self.scans],
            "unlisted": self.unlisted,
        }
