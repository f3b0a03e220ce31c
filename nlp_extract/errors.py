"""Every error of the package: what went wrong, where, and what to do about it.

A bad input file, knowledge file or model ends in one of these, never in a traceback of a library.
The texts are Chinese, since the people who meet them are disclosure offices.
"""

from __future__ import annotations


class NlpExtractError(Exception):
    """The root of all errors that the package raises on purpose.

    ``problem`` says what is wrong, ``file`` and ``place`` where (either may be empty),
    ``remedy`` what the user can do.
    """

    def __init__(self, problem: str, *, remedy: str, file: str = "", place: str = "") -> None:
        self.problem = problem
        self.remedy = remedy
        self.file = file
        self.place = place
        super().__init__(problem, remedy, file, place)

    def __str__(self) -> str:
        where = "，".join(part for part in (self.file, self.place) if part)
        return (
            f"{where}：{self.problem}。处理办法：{self.remedy}" if where else f"{self.problem}。处理办法：{self.remedy}"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.problem, self.remedy, self.file, self.place))


def _rebuild(kind: type[NlpExtractError], problem: str, remedy: str, file: str, place: str) -> NlpExtractError:
    return kind(problem, remedy=remedy, file=file, place=place)


class ReadError(NlpExtractError):
    """A file that cannot be read as a report."""


class MissingFileError(ReadError):
    """No such file, or a folder where a file is needed."""


class EmptyFileError(ReadError):
    """A file without any text."""


class UnsupportedFormatError(ReadError):
    """A kind of file that no reader knows."""


class EncodingError(ReadError):
    """Bytes that are text in no encoding we can vouch for."""


class DamagedFileError(ReadError):
    """A file of a known kind that is broken, encrypted or has no text layer."""


class LimitError(ReadError):
    """A file or a part of it is larger, deeper or slower than the limits allow."""


class CrashError(ReadError):
    """The process that worked on a file ended before it answered."""


class NotAReportError(ReadError):
    """Readable text, but no annual report on information disclosure."""


class KnowledgeError(NlpExtractError):
    """A lexicon file that is malformed; names file and line."""


class PatternTimeoutError(NlpExtractError):
    """A pattern ran longer than its time limit on hostile text."""


class ModelError(NlpExtractError):
    """A model file that is missing, damaged or does not match its card."""


class DataError(NlpExtractError):
    """Training or annotation data that cannot be used; names file and line."""


class InternalError(NlpExtractError):
    """An exception that is a fault of the program, not of the report."""


def internal_error(bug: BaseException, file: str) -> InternalError:
    """Our own fault, told in one line with the place in the code."""
    import traceback  # only where something went wrong
    from pathlib import PurePath

    frame = traceback.extract_tb(bug.__traceback__)[-1]
    where = f"{PurePath(frame.filename).name}:{frame.lineno}"
    return InternalError(
        f"程序内部错误（{type(bug).__name__}: {bug}，{where}）", file=file, remedy="请把这一行连同文件反馈给开发者"
    )
