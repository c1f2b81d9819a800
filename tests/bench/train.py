"""Trains the classifier: `python -m tests.bench.train [--write]`, before a release and after a change of the examples.

Prints how well each field of the examples is coded by a classifier trained on the others; with `--write` the one
trained on all is written to `report_builder/coding/model.npz`. Needs scikit-learn (`pip install -e ".[train]"`)
and some minutes.
The same examples make the same file.
"""

import argparse
import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from report_builder.coding.classifier import MODEL, Floats, Model, probabilities, sharpen
from report_builder.coding.features import SIZE, Numbered, features_of
from report_builder.coding.outcomes import NONE, OUTCOMES
from report_builder.keys import short_key

EXAMPLES = MODEL.with_name("examples")
STRENGTH = 0.1
"""Inverse strength of the penalty on large weights."""
STRENGTH_OF_SIGNS = 0.03
HARD = 0.5
"""How much an example counts of which a second careful reader could think differently."""
SHARPNESSES = tuple(round(0.5 + step / 20, 2) for step in range(31))


class Example(NamedTuple):
    """One line of a file in examples/."""

    lens: str
    difficulty: str
    heading: str
    statement: str
    field: str
    """The file that it is from."""


def read_examples(folder: Path = EXAMPLES) -> list[Example]:
    """All examples, in the order of the files' names."""
    examples = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            examples += [Example(field=path.stem, **row) for row in rows]
    return examples


def train(examples: Sequence[Example]) -> Model:
    """Weights from examples, each seen with its heading and without.

    Two classifiers are trained and their weights averaged: one sees everything, the other only form and signs.
    What words tell of a lens in these examples says less of another field than what the signs tell.
    """
    outcomes = np.array([OUTCOMES.index(one.lens) for one in examples] * 2)
    counts = np.array([HARD if one.difficulty == "hard" else 1.0 for one in examples] * 2)
    fitted = [
        _fit(_see(examples, words_too=True), outcomes, counts, STRENGTH),
        _fit(_see(examples, words_too=False), outcomes, counts, STRENGTH_OF_SIGNS),
    ]
    weights = np.mean([one.weights for one in fitted], axis=0)
    return Model(weights, np.mean([one.bias for one in fitted], axis=0), 1.0)


def judge_fields(examples: Sequence[Example]) -> Floats:
    """Probabilities for each example from a model trained on all other fields, before they are sharpened."""
    chances = np.zeros((len(examples), len(OUTCOMES)))
    for field in sorted({one.field for one in examples}):
        model = train([one for one in examples if one.field != field])
        places = [place for place, one in enumerate(examples) if one.field == field]
        held_out = [features_of(examples[place].statement, examples[place].heading) for place in places]
        chances[places] = probabilities(held_out, model)
    return chances


def fit_sharpness(chances: Floats, outcomes: Sequence[int]) -> float:
    """The power that makes probabilities as sure as they are right, by the least log-loss."""
    return min(SHARPNESSES, key=lambda sharpness: _loss(sharpen(chances, sharpness), outcomes))


def _see(examples: Sequence[Example], *, words_too: bool) -> list[Numbered]:
    return [
        features_of(one.statement, heading, words_too=words_too)
        for with_heading in (False, True)
        for one in examples
        for heading in [one.heading if with_heading else ""]
    ]


def digest() -> str:
    """Short name of what the model is made of: it changes with the examples, the signs and the features."""
    made_of = [*sorted(EXAMPLES.glob("*.tsv")), MODEL.with_name("signs.toml"), MODEL.with_name("features.py")]
    lines = (line for path in made_of for line in path.read_text(encoding="utf-8").splitlines())
    return short_key(*lines)


def _fit(seen: Sequence[Numbered], outcomes: Floats, counts: Floats, strength: float) -> Model:
    """Which lens, learnt from the findings alone; and whether it is none, learnt from all."""
    from sklearn.linear_model import LogisticRegression

    rarity = _rarity(seen)
    matrix = _matrix(seen) @ _diagonal(rarity)
    none = outcomes == OUTCOMES.index(NONE)
    fitted = [
        LogisticRegression(C=strength, max_iter=1000).fit(
            matrix[kept], truth[kept], sample_weight=counts[kept]
        )
        for truth, kept in ((outcomes, ~none), (none, np.full(len(none), True)))
    ]
    weights = np.hstack([one.coef_.T for one in fitted]) * rarity[:, None]
    return Model(weights, np.concatenate([one.intercept_ for one in fitted]), 1.0)


def _matrix(seen: Sequence[Numbered]) -> Any:
    from scipy.sparse import csr_matrix

    numbers = [number for one in seen for number in one.numbers]
    values = [value for one in seen for value in one.values]
    ends = np.cumsum([0, *(len(one.numbers) for one in seen)])
    return csr_matrix((values, numbers, ends), shape=(len(seen), SIZE))


def _rarity(seen: Iterable[Numbered]) -> Floats:
    """How much a feature counts: the more, the fewer statements have it."""
    statements, counts = 0, np.zeros(SIZE)
    for one in seen:
        statements += 1
        counts[list(set(one.numbers))] += 1
    return np.asarray(np.log((1 + statements) / (1 + counts)) + 1)


def _diagonal(values: Floats) -> Any:
    from scipy.sparse import diags

    return diags(values)


def _loss(chances: Floats, outcomes: Sequence[int]) -> float:
    return float(-np.log(chances[range(len(outcomes)), list(outcomes)]).mean())


def main() -> None:
    """Train, print the figures, and write the model if asked to."""
    from sklearn.metrics import f1_score

    parser = argparse.ArgumentParser(prog="python -m tests.bench.train", description="Train the classifier.")
    parser.add_argument("--write", action="store_true", help="write the model into the package")
    asked = parser.parse_args()
    examples = read_examples()
    outcomes = [OUTCOMES.index(one.lens) for one in examples]
    chances = judge_fields(examples)
    guesses = chances.argmax(axis=1)
    scores = f1_score(outcomes, guesses, average=None)
    print(f"{len(examples)} examples, each field coded by what the other fields teach")
    print(f"macro F1  {scores.mean():.3f}")
    print("\n".join(f"{outcome:<15}{score:.3f}" for outcome, score in zip(OUTCOMES, scores, strict=True)))
    sharpness = fit_sharpness(chances, outcomes)
    print(f"sharpness {sharpness}")
    if asked.write:
        model = train(examples)
        np.savez_compressed(
            MODEL,
            weights=model.weights.astype(np.float16),
            bias=model.bias.astype(np.float32),
            sharpness=np.float32(sharpness),
            taught_by=np.array(digest()),
        )
        print(f"written   {MODEL.name}, {MODEL.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
