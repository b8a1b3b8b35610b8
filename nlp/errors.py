"""The family of errors: what is wrong with the data is a ``LetterError``, a caller's mistake a ``ValueError``.

A message reads ``{where}: {what is wrong}, {the value}. {what to do}`` and never holds the text of a letter.
"""

__all__ = ["ArtefactError", "ClusterError", "CorpusError", "LetterError", "ReadingError", "SettingError", "StoreError"]


class LetterError(Exception):
    """Something that came from outside cannot be used; the message says where, what and what to do.

    >>> raise LetterError("来信.xlsx 第 3 行", "正文为空", "请补录正文后重新导入")
    Traceback (most recent call last):
    nlp.errors.LetterError: 来信.xlsx 第 3 行：正文为空。请补录正文后重新导入。
    """

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        self.where, self.problem, self.remedy = where, problem, remedy
        super().__init__(f"{where}：{problem}。{remedy}。")

    def __reduce__(self) -> tuple[type["LetterError"], tuple[str, str, str]]:
        """Rebuild from the three parts, so that an error crosses a process boundary whole."""
        return type(self), (self.where, self.problem, self.remedy)


class ReadingError(LetterError):
    """A file or a row of it cannot be read."""


class SettingError(LetterError):
    """A file an office may edit (taxonomy, terms, enterprises, rules of procedure) does not say what it must."""


class CorpusError(LetterError):
    """Labelled letters break the rules of a corpus."""


class ArtefactError(LetterError):
    """A model folder is missing, damaged or of another version."""


class StoreError(LetterError):
    """The database cannot be reached, is busy or full, was changed behind our back, or lacks what is asked for."""


class ClusterError(LetterError):
    """The machines that should share the work cannot be reached, or gave up."""
