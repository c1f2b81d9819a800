"""Trains the classifier: `python -m tests.bench.train [--write]`, before a release and after a change of the examples.

Prints how well each field of the examples is coded by a classifier trained on the others; with `--write` the one
trained on all is written to `report_builder/coding/model.npz`. Needs scikit-learn (`pip install -e ".[train]"`).
The same examples make the same file.
"""

import argparse
import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from report_builder.coding.classifier import MODEL, OUTCOMES, Floats, Model, probabilities
from report_builder.coding.features import SIZE, Numbered, features_of

EXAMPLES = MODEL.with_name("examples")
STRENGTH = 0.1
"""Inverse strength of the penalty on large weights."""
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
    """Weights from examples, each seen with its heading and without."""
    seen = [
        features_of(one.statement, heading)
        for heading_of in (_none, _own)
        for one in examples
        for heading in [heading_of(one)]
    ]
    rarity = _rarity(seen)
    outcomes = [OUTCOMES.index(one.lens) for one in examples] * 2
    fitted = LogisticRegression(C=STRENGTH, max_iter=1000).fit(_matrix(seen) @ _diagonal(rarity), outcomes)
    weights = np.zeros((SIZE, len(OUTCOMES)), np.float32)
    weights[:] = fitted.coef_.T * rarity[:, None]
    return Model(weights, fitted.intercept_.astype(np.float32), 1.0)


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
    return min(SHARPNESSES, key=lambda sharpness: _loss(_sharpen(chances, sharpness), outcomes))


def _none(example: Example) -> str:
    return ""


def _own(example: Example) -> str:
    return example.heading


def _matrix(seen: Sequence[Numbered]) -> Any:
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
    return csr_matrix((values, (range(SIZE), range(SIZE))))


def _sharpen(chances: Floats, sharpness: float) -> Floats:
    powers = chances**sharpness
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _loss(chances: Floats, outcomes: Sequence[int]) -> float:
    return float(-np.log(chances[range(len(outcomes)), list(outcomes)]).mean())


def main() -> None:
    """Train, print the figures, and write the model if asked to."""
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
            MODEL, weights=model.weights.astype(np.float16), bias=model.bias, sharpness=np.float32(sharpness)
        )
        print(f"written   {MODEL.name}, {MODEL.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
