"""The receipt of a run: every file and every row, and what became of it.

It adds up when ``rows = letters + refused + blank + headings`` and every file was read, refused or skipped. Rows are
counted where they come in and outcomes where they are decided, so a row lost on the way shows. A receipt names files,
sheets and rows; it never holds the text of a letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["MAX_LISTED", "FileCount", "Receipt", "Refusal"]

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

    @property
    def adds_up(self) -> bool:
        """Whether the file was dealt with and every row of it has one outcome."""
        return self.outcome != "open" and self.rows == self.letters + self.refused + self.blank + self.headings


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


@dataclass(slots=True)
class Receipt:
    """Count what comes in and what becomes of it, file by file; rows belong to the file opened last.

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
    unlisted: int = 0
    withdrawn: int = 0

    def open_file(self, name: str) -> None:
        """Begin a file; the rows that follow are its rows."""
        self.files.append(FileCount(name))

    def close_file(self) -> None:
        """Mark the current file as read to its end."""
        self.files[-1].outcome = "read"

    def refuse_file(self, problem: str, remedy: str) -> None:
        """Mark the current file as refused; rows already taken from it stay counted."""
        current = self.files[-1]
        current.outcome, current.reason = "refused", problem
        self._list_refusal(Refusal(current.name, problem, remedy, rows=0))

    def skip_file(self, name: str, reason: str) -> None:
        """Account for a file that holds no letters by its nature, such as an Office lock file."""
        self.files.append(FileCount(name, outcome="skipped", reason=reason))

    def take_row(self, count: int = 1) -> None:
        """Count rows as they come in, before anything is decided about them."""
        self.files[-1].rows += count

    def count_letter(self) -> None:
        """Count a row that became a letter."""
        self.files[-1].letters += 1

    def count_blank(self) -> None:
        """Count a row in which every cell is empty."""
        self.files[-1].blank += 1

    def count_heading(self, count: int = 1) -> None:
        """Count title lines above the table and header rows."""
        self.files[-1].headings += count

    def refuse_row(self, where: str, problem: str, remedy: str, count: int = 1) -> None:
        """Count and list rows that did not become letters."""
        self.files[-1].refused += count
        self._list_refusal(Refusal(where, problem, remedy, rows=count))

    def withdraw_letter(self, where: str, problem: str, remedy: str) -> None:
        """Turn a letter already counted into a refusal, when a later step cannot go on with it.

        ``where`` is the letter's ``source``. The count of its file keeps what reading decided.
        """
        self.withdrawn += 1
        self._list_refusal(Refusal(where, problem, remedy))

    def note(self, sentence: str) -> None:
        """Keep a remark that concerns no outcome: a guessed column, a changed id."""
        if len(self.notes) < MAX_LISTED:
            self.notes.append(sentence)
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
        rows = f"来信 {self.letters} 封，未收 {self.refused} 行，空行 {self.blank} 行，表头 {self.headings} 行"
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
        totals = ("rows", "letters", "refused", "blank", "headings")
        file_keys = ("name", "outcome", "reason", *totals)
        return {
            "adds_up": self.adds_up,
            **{key: getattr(self, key) for key in totals},
            "files": [{key: getattr(count, key) for key in file_keys} for count in self.files],
            "refusals": [
                {"where": r.where, "problem": r.problem, "remedy": r.remedy, "rows": r.rows} for r in self.refusals
            ],
            "notes": self.notes,
            "unlisted": self.unlisted,
        }
