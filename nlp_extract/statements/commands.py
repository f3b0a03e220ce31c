"""What ``nlp-extract train``, ``evaluate`` and ``compare`` do; the command line only parses and prints."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp_extract.errors import DataError, ModelError
from nlp_extract.statements import experiments
from nlp_extract.statements.dataset import (
    LabelledReport,
    check_conflicts,
    check_ids,
    load_corpus,
    near_duplicates,
    split,
)
from nlp_extract.statements.exchange import read_file
from nlp_extract.statements.labels import labelled_reports
from nlp_extract.statements.model import CARD, Model, load, save
from nlp_extract.statements.scores import Judged, label_f1, summary, topic_f1

Progress = Callable[[str, float], None]
"""Called with what is being done (Chinese) and how far the whole is (0–1)."""


@dataclass(frozen=True, slots=True)
class Training:
    """The outcome of ``train``. ``replaced`` is False where the old model stayed because it is better;
    ``kept`` is where the old one lies now (None where there was none)."""

    card: dict[str, Any]
    replaced: bool
    old: dict[str, float]
    new: dict[str, float]
    kept: Path | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of a model on labelled reports and every statement it got wrong."""

    scores: dict[str, Any]
    errors: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same statements: those that changed, as (by the first, by the second)."""

    first: dict[str, Any]
    second: dict[str, Any]
    changed: tuple[tuple[Judged, Judged], ...]


def _silent(what: str, share: float) -> None:
    """Progress for those who do not want any."""


def train_command(
    corpus: Path, out: Path, *, add: Sequence[Path] = (), force: bool = False, quick: bool = False,
    progress: Progress = _silent,
) -> Training:  # fmt: skip
    """Train on the labelled reports of ``corpus`` and write the model into the folder ``out``.

    ``add``: further files or folders of the same markup, or files of ``label import`` and ``label edit``;
    they are trained on, never tested on. ``quick`` takes the features of the model in ``out`` as they are
    instead of comparing all candidates, and leaves the learning curve out of the card.
    An older model in ``out`` is only replaced where the new one is not worse on the fixed test reports,
    or with ``force``; it is kept beside as ``<out>.previous``. Raises DataError and ModelError.
    """
    progress("读取语料", 0.0)
    reports, extra = load_corpus(corpus), _added(add)
    check_ids((*reports, *extra))
    check_conflicts((*reports, *extra))
    parts = split(reports)
    _need(parts)
    _no_leak(extra, parts["test"])
    candidates = _features(out) if quick else experiments.CANDIDATES
    train = (*parts["train"], *extra)
    model, card = experiments.run(train, parts["dev"], parts["test"], progress, candidates)
    new, old = _both(model, parts["test"]), _old_scores(out, parts["test"])
    kept = None
    replaced = force or not old or sum(new.values()) >= sum(old.values())
    if replaced:
        kept = _put(Model(**{**_fields(model), "card": card}), out)
    progress("完成", 1.0)
    return Training(card, replaced, old, new, kept)


def _fields(model: Model) -> dict[str, Any]:
    return {name: getattr(model, name) for name in model.__dataclass_fields__}


def _added(paths: Sequence[Path]) -> tuple[LabelledReport, ...]:
    return tuple(report for path in paths for report in _reports(path))


def _reports(path: Path) -> tuple[LabelledReport, ...]:
    """Statement markup (a folder, a ``.txt``) or labels of ``nlp-extract label``."""
    if path.is_dir() or path.suffix.lower() == ".txt":
        return load_corpus(path)
    return labelled_reports(read_file(path), str(path))


def _no_leak(extra: Sequence[LabelledReport], test: Sequence[LabelledReport]) -> None:
    """Raises DataError where a statement to be learned is tested on as well."""
    tested = {report.id for report in test}
    for first, second in near_duplicates((*test, *extra)) if extra else ():
        if (first[0] in tested) != (second[0] in tested):
            old, new = (first[1], second[1]) if first[0] in tested else (second[1], first[1])
            raise DataError(
                f"与测试部分的 {old.file} 第 {old.line} 行几乎相同：{new.text[:40]}",
                file=new.file, place=f"第 {new.line} 行", remedy="请删去这一条，否则评分会虚高",
            )  # fmt: skip


def _features(out: Path) -> tuple[experiments.Candidate, ...]:
    """The features of the model that is there, the first candidate where there is none."""
    if not (out / CARD).exists():
        return experiments.CANDIDATES[:1]
    features = load(out).card.get("features", {})
    wanted = (features.get("families"), features.get("C"))
    known = tuple(one for one in experiments.CANDIDATES if ([*one[0]], one[1]) == wanted)
    return known or experiments.CANDIDATES[:1]


def _need(parts: dict[Any, tuple[LabelledReport, ...]]) -> None:
    for part, reports in parts.items():
        if len(reports) < 3:
            raise DataError(f"语料太少：{part} 部分只有 {len(reports)} 份报告", remedy="请提供至少三十份报告")


def _both(model: Model, reports: Sequence[LabelledReport]) -> dict[str, float]:
    judged = experiments.judge(model, reports)
    return {"label_macro_f1": round(label_f1(judged), 4), "topic_macro_f1": round(topic_f1(judged), 4)}


def _old_scores(out: Path, reports: Sequence[LabelledReport]) -> dict[str, float]:
    """Scores of the model that is there; none where there is none or it cannot be read."""
    if not (out / CARD).exists():
        return {}
    try:
        return _both(load(out), reports)
    except ModelError:
        return {}


def _put(model: Model, out: Path) -> Path | None:
    """Write the model, keeping the old one as ``<out>.previous``."""
    kept = out.with_name(out.name + ".previous")
    had = (out / CARD).exists()
    if had:
        if kept.exists():
            shutil.rmtree(kept)
        shutil.copytree(out, kept)
    save(model, out)
    return kept if had else None


def evaluate_command(
    corpus: Path, model: Path, *, everything: bool = False, progress: Progress = _silent
) -> Evaluation:
    """Score the model of a folder on the test reports of ``corpus``, or on all with ``everything``."""
    progress("读取语料", 0.0)
    judged = experiments.judge(load(model), _chosen(corpus, everything))
    progress("完成", 1.0)
    return Evaluation(summary(judged), tuple(one for one in judged if not one.right))


def compare_command(corpus: Path, first: Path, second: Path, *, everything: bool = False) -> Comparison:
    """Two models on the same reports, statement by statement."""
    reports = _chosen(corpus, everything)
    a, b = experiments.judge(load(first), reports), experiments.judge(load(second), reports)
    changed = tuple(
        (one, two)
        for one, two in zip(a, b, strict=True)
        if (one.said_label, one.said_topic) != (two.said_label, two.said_topic)
    )
    return Comparison(summary(a), summary(b), changed)


def _chosen(corpus: Path, everything: bool) -> tuple[LabelledReport, ...]:
    reports = load_corpus(corpus)
    return reports if everything else split(reports)["test"]


def card_text(card: dict[str, Any]) -> str:
    """The card as it is written to disk, for those who print it."""
    return json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True)
