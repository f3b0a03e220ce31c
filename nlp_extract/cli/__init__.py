"""The command line ``nlp-extract``: a module a command; each parses, calls the library and prints.

Only click and light modules are imported here: spaCy, scikit-learn, jieba, numpy and lxml come with
the pipeline, inside the commands, so that ``--help`` answers at once.

Exit status: 0 done and nothing found at or above ``--fail-on``; 1 findings; 2 wrong use, or settings
and lexicons that cannot be used; 3 a file could not be processed; 130 interrupted; 141 the reader of the
output went away.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from nlp_extract import __version__
from nlp_extract.cli.check import check
from nlp_extract.cli.chinese import ChineseGroup, wrong_use
from nlp_extract.cli.config import config
from nlp_extract.cli.errors import ConfigError
from nlp_extract.cli.extract import extract
from nlp_extract.cli.label import label
from nlp_extract.cli.messages import say
from nlp_extract.cli.model import compare, evaluate, train
from nlp_extract.cli.rules import explain, rules
from nlp_extract.errors import KnowledgeError, NlpExtractError

USAGE, UNPROCESSED, INTERRUPTED = 2, 3, 130


@click.group(
    cls=ChineseGroup,
    commands=[extract, check, rules, explain, config, train, evaluate, compare, label],
    help="读取政府信息公开工作年度报告：提取数量、表格、问题与整改，核对正文与表格是否一致。全程离线。",
    epilog="退出码：0 正常；1 有发现（见 check --fail-on）；2 用法错误；3 有文件未能处理。",
)
@click.version_option(__version__, prog_name="nlp-extract", message="%(prog)s %(version)s", help="显示版本")
def root() -> None:
    """The command without a command."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status; no exception of ours or of click's goes through."""
    try:
        status = root.main(arguments, prog_name="nlp-extract", standalone_mode=False)
    except click.ClickException as error:
        say(f"错误：{wrong_use(error)}")
        status = USAGE
    except (ConfigError, KnowledgeError) as error:
        say(f"错误：{error}")
        status = USAGE
    except NlpExtractError as error:
        say(f"错误：{error}")
        status = UNPROCESSED
    except click.Abort:
        say("已中断")
        status = INTERRUPTED
    sys.exit(status)
