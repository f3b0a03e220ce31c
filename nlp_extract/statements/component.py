"""spaCy factory: ``nlp.add_pipe("nlp_extract_statements")`` tags the statements of a Doc.

The Doc is the text of a section five, a paragraph a line. The component writes ``doc.spans["statements"]``
(label: problem, remedy or other; displaCy draws them) and ``doc.user_data["nlp_extract.statements"]``: a list
of plain dictionaries in the order of the spans.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from nlp_extract.document import Document, Passage, Source
from nlp_extract.facts import Statement
from nlp_extract.statements.model import Model, load
from nlp_extract.statements.predict import SECTION, current, tag

USER_DATA = "nlp_extract.statements"


class StatementTagger:
    """Cuts a Doc into statements and tags them; ``model`` is a folder, "" the program's own."""

    def __init__(self, name: str, model: str = "") -> None:
        self.name = name
        self.model: Model = load(Path(model)) if model else current()

    def __call__(self, doc: Doc) -> Doc:
        document = Document(doc.text, Source("doc", "text"))
        passages = tuple(
            Passage(document.surface(line), tuple(range(line.start, line.end)), SECTION) for line in document.lines()
        )
        found = tag(passages, document, self.model)
        spans = [
            span
            for one in found
            if (span := doc.char_span(one.span.start, one.span.end, label=one.label, alignment_mode="expand"))
        ]
        doc.spans["statements"] = SpanGroup(doc, name="statements", spans=spans)
        doc.user_data[USER_DATA] = [_plain(one) for one in found]
        return doc


def _plain(one: Statement) -> dict[str, str | int | float | list[int] | None]:
    """A statement as data that survives ``Doc.to_bytes``."""
    return {
        "start": one.span.start,
        "end": one.span.end,
        "label": one.label,
        "topic": one.topic,
        "probability": one.probability,
        "tense": one.tense,
        "answers": list(one.answers),
    }


@Language.factory("nlp_extract_statements", default_config={"model": ""})
def make_statements(nlp: Language, name: str, model: str) -> StatementTagger:
    """The component as spaCy's configuration names it."""
    return StatementTagger(name, model)
