"""Section five: cut into statements, each tagged with label, topic, tense and what it answers.

    passages → cut (pieces) → features (text and place) → model (probabilities) → predict (Statement)

`dataset`, `baseline`, `classifier` and `train` make a model from `corpora/`; reading a report needs
none of them, and no scikit-learn.
"""

from __future__ import annotations

from nlp_extract.statements.predict import tag

__all__ = ["tag"]
