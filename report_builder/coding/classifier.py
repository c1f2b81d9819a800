"""The classifier: which lens a statement reads like, or none, learnt from the examples in `examples/`.

Two things are asked: does it say anything for the report, and if so, of which lens is it. For each, a
statement's features are weighed and summed; the sums become probabilities. The weights are made by
`tests/bench/train.py` and lie in `model.npz`; here they are applied, to all statements at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from report_builder.coding.features import Numbered, features_of, number, parts_of, tokens_of
from report_builder.coding.likeness import EMPTY
from report_builder.coding.outcomes import OUTCOMES as OUTCOMES
from report_builder.coding.outcomes import Judged

Floats = npt.NDArray[np.floating[Any]]
MODEL = Path(__file__).with_name("model.npz")
AT_ONCE = 2_000
"""Statements weighed at once, so that memory stays small."""
WORDS_SHOWN = 3


@dataclass(frozen=True)
class Model:
    """The weights as read."""

    weights: Floats
    """A row for each number of a feature; a column for each lens among lenses, the last for none or not."""
    bias: Floats
    sharpness: float
    """More than 1 where the probabilities are less sure than they are right, less than 1 where surer."""


@cache
def load_model() -> Model:
    """The model that comes with the package; read once, when it is first needed."""
    with np.load(MODEL) as file:
        return Model(file["weights"].astype(np.float32), file["bias"], float(file["sharpness"]))


def judge(statements: Sequence[tuple[str, str]]) -> list[Judged]:
    """Judge statements, each a text and the heading above it; in order."""
    model = load_model()
    judged: list[Judged] = []
    for at in range(0, len(statements), AT_ONCE):
        batch = statements[at : at + AT_ONCE]
        chances = probabilities([features_of(text, heading) for text, heading in batch], model)
        judged += [
            Judged(_ranked(row), _known(text)) for row, (text, _) in zip(chances.tolist(), batch, strict=True)
        ]
    return judged


def probabilities(features: Sequence[Numbered], model: Model) -> Floats:
    """A row for each statement, a column for each outcome."""
    numbers = np.fromiter((n for one in features for n in one.numbers), dtype=np.int64)
    values = np.fromiter((v for one in features for v in one.values), dtype=np.float32)
    starts = np.cumsum([0, *(len(one.numbers) for one in features[:-1])])
    sums = np.add.reduceat(model.weights[numbers] * values[:, None], starts, axis=0) + model.bias
    lenses, none = sums[:, :-1], 1 / (1 + np.exp(-sums[:, -1:]))
    among = _shares(np.exp(lenses - lenses.max(axis=1, keepdims=True)))
    return sharpen(np.hstack([among * (1 - none), none]), model.sharpness)


def sharpen(chances: Floats, sharpness: float) -> Floats:
    """The same probabilities, the likely ones likelier if `sharpness` is above 1."""
    return _shares(chances**sharpness)


def _shares(rows: Floats) -> Floats:
    return np.asarray(rows / rows.sum(axis=1, keepdims=True))


def telling_words(text: str, outcome: str) -> list[str]:
    """The words of a text that speak most for an outcome, strongest first."""
    column = OUTCOMES.index(outcome)
    words = {word: _word_weights(word)[column] for word in tokens_of(text) if _says_something(word)}
    telling = sorted((word for word in words if words[word] > 0), key=lambda word: -words[word])
    return telling[:WORDS_SHOWN]


def _says_something(word: str) -> bool:
    return word[0].isalnum() and word not in EMPTY


def _ranked(row: Sequence[float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(zip(OUTCOMES, row, strict=True), key=lambda pair: -pair[1]))


def _known(text: str) -> float:
    words = tokens_of(text)
    return sum(map(_is_known, words)) / len(words) if words else 0.0


@lru_cache(maxsize=100_000)
def _is_known(word: str) -> bool:
    """Whether the examples have a word; in another script it only shares a number with one of them."""
    return word.isascii() and bool(load_model().weights[number("word", word)].any())


@lru_cache(maxsize=100_000)
def _word_weights(word: str) -> tuple[float, ...]:
    """What a word by itself says for each lens, more than for the others, and for none."""
    parts = list(parts_of(word))
    weights = load_model().weights
    own = weights[number("word", word)] + weights[parts].sum(axis=0) / max(len(parts), 1) ** 0.5
    return (*(own[:-1] - own[:-1].mean()).tolist(), float(own[-1]))
