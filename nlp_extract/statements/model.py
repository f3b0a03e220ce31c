"""The model as data: arrays in ``weights.npz`` (no pickle) and what is known of them in ``card.json``.

Everything that bears on a prediction is in the arrays, and the card holds their hash: a file that
changed is refused. Loading and predicting need numpy alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp_extract.errors import ModelError
from nlp_extract.statements.features import text_features
from nlp_extract.statements.files import replace_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

WEIGHTS, CARD = "weights.npz", "card.json"
FORMAT = 1
_LARGEST = 64 * 1024 * 1024
_REMEDY = "请重新安装本程序，或用 nlp-extract train 重新训练模型"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Vocabulary:
    """The features that the text heads know: name → column, and how much each is worth (idf)."""

    families: tuple[str, ...]
    columns: dict[str, int]
    idf: Matrix

    def vector(self, text: str) -> tuple[list[int], Matrix]:
        """Columns (ascending) and values of one text; the values have length 1."""
        return self.weigh(text_features(text, self.families))

    def weigh(self, names: Collection[str]) -> tuple[list[int], Matrix]:
        """The same from the names of a text's features."""
        columns = self.columns
        found = sorted([columns[name] for name in names if name in columns])
        values = self.idf[found]
        length = float((values @ values) ** 0.5)
        return found, values / length if length else values


@dataclass(frozen=True)
class Head:
    """A linear decision: ``scores = x @ weights + bias``, one column a name of ``names``."""

    names: tuple[str, ...]
    weights: Matrix
    bias: Matrix

    def probabilities(self, rows: Matrix) -> Matrix:
        """Softmax of the scores, shape (rows, names)."""
        import numpy as np

        scores = rows @ self.weights + self.bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class Model:
    """Text heads over one vocabulary (``text``, its names grouped as in ``groups``) and, on top of
    their scores, ``words`` (the topic by words and cues), the heads that see the place of a piece too
    (``label``, ``topic``, ``tense``), and the one that decides whether a remedy answers a problem (``pair``)."""

    vocabulary: Vocabulary
    text: Head
    groups: tuple[tuple[str, int, int], ...]
    label: Head
    words: Head
    topic: Head
    tense: Head
    pair: Head
    threshold: float
    card: dict[str, Any]

    def scores(self, texts: Sequence[str]) -> dict[str, Matrix]:
        """Of each group (label, topic, tense) of the text heads the scores, shape (texts, names of the group)."""
        import numpy as np

        rows = np.zeros((len(texts), len(self.text.names)))
        for row, text in enumerate(texts):
            columns, values = self.vocabulary.vector(text)
            rows[row] = values @ self.text.weights[columns] + self.text.bias
        return {name: rows[:, start:end] for name, start, end in self.groups}


_HEADS = ("text", "label", "words", "topic", "tense", "pair")


def save(model: Model, folder: Path) -> None:
    """Write weights and card; the card gets the hash of the weights. Same model, same bytes."""
    import numpy as np

    arrays: dict[str, Any] = {"idf": model.vocabulary.idf.astype(np.float16)}
    for name in _HEADS:
        head: Head = getattr(model, name)
        kind = np.float16 if name == "text" else np.float32
        arrays[f"{name}_weights"], arrays[f"{name}_bias"] = head.weights.astype(kind), head.bias.astype(np.float32)
    settings = {
        "format": FORMAT,
        "families": model.vocabulary.families,
        "vocabulary": list(model.vocabulary.columns),
        "groups": model.groups,
        "names": {name: getattr(model, name).names for name in _HEADS},
        "threshold": model.threshold,
    }
    arrays["settings"] = np.frombuffer(json.dumps(settings, ensure_ascii=False).encode(), dtype=np.uint8)
    data = _npz(arrays)
    card = {**model.card, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / WEIGHTS, data)
    replace_file(folder / CARD, (json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def rounded(model: Model) -> Model:
    """The model as it will be after saving and loading."""
    import numpy as np

    def head(name: str) -> Head:
        given: Head = getattr(model, name)
        kind = np.float16 if name == "text" else np.float32
        weights, bias = given.weights.astype(kind), given.bias.astype(np.float32)
        return Head(given.names, weights.astype(np.float64), bias.astype(np.float64))

    given = model.vocabulary
    vocabulary = Vocabulary(given.families, given.columns, given.idf.astype(np.float16).astype(np.float64))
    heads = {name: head(name) for name in _HEADS}
    return Model(vocabulary, groups=model.groups, threshold=model.threshold, card=model.card, **heads)


def _npz(arrays: dict[str, Any]) -> bytes:
    """An npz file without the time of writing in it."""
    import numpy as np

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(arrays):
            part = io.BytesIO()
            np.lib.format.write_array(part, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, part.getvalue())
    return target.getvalue()


def load(folder: Path) -> Model:
    """The model of a folder. Raises ModelError where it is missing, damaged or not what its card says."""
    data, card = _bytes(folder / WEIGHTS), _card(folder / CARD)
    if hashlib.sha256(data).hexdigest() != card.get("sha256"):
        raise ModelError("模型权重与说明卡中的校验值不符", file=str(folder / WEIGHTS), remedy=_REMEDY)
    try:
        return _read(data, card)
    except (KeyError, ValueError, TypeError, AttributeError, EOFError, zipfile.BadZipFile, NotImplementedError) as why:
        raise ModelError(f"模型权重无法解读（{why}）", file=str(folder / WEIGHTS), remedy=_REMEDY) from why


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise ModelError("模型文件超过 64 MB", file=str(path), remedy=_REMEDY)
        return path.read_bytes()
    except OSError as why:
        raise ModelError(f"模型文件无法读取（{why.strerror}）", file=str(path), remedy=_REMEDY) from why


def _card(path: Path) -> dict[str, Any]:
    try:
        card = json.loads(_bytes(path).decode("utf-8"))
    except (ValueError, RecursionError) as why:
        raise ModelError("模型说明卡不是有效的 JSON", file=str(path), remedy=_REMEDY) from why
    if not isinstance(card, dict):
        raise ModelError("模型说明卡不是 JSON 对象", file=str(path), remedy=_REMEDY)
    return card


def _read(data: bytes, card: dict[str, Any]) -> Model:
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    settings = json.loads(arrays["settings"].tobytes().decode("utf-8"))
    if settings["format"] != FORMAT:
        raise ValueError(f"format {settings['format']}")
    heads = {}
    for name in _HEADS:
        names = tuple(str(known) for known in settings["names"][name])
        weights, bias = arrays[f"{name}_weights"].astype(np.float64), arrays[f"{name}_bias"].astype(np.float64)
        if weights.ndim != 2 or weights.shape[1] != len(names) or bias.shape != (len(names),):
            raise ValueError(f"{name}: {weights.shape}, {bias.shape}")
        heads[name] = Head(names, weights, bias)
    columns = {name: column for column, name in enumerate(settings["vocabulary"])}
    if not len(columns) == len(heads["text"].weights) == len(arrays["idf"]):
        raise ValueError("vocabulary")
    vocabulary = Vocabulary(tuple(settings["families"]), columns, arrays["idf"].astype(np.float64))
    groups = tuple((str(name), int(start), int(end)) for name, start, end in settings["groups"])
    return Model(vocabulary, groups=groups, threshold=float(settings["threshold"]), card=card, **heads)
