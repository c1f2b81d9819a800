"""The measures: what they count, on a few statements; and that the shipped classifier is the one of its examples."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from report_builder.coding.classifier import MODEL, OUTCOMES, probabilities
from report_builder.coding.classifier import Model as Weights
from report_builder.coding.features import SIZE, Numbered
from tests.bench.coding import code_statements, main, read_statements, score
from tests.bench.train import digest, read_examples

LINES: list[dict[str, Any]] = [
    {"text": "We need a single phone number.", "context": "Needs", "lens": "need", "hard": False},
    {"text": "The old radios break down.", "context": "Needs", "lens": "challenge", "hard": False},
    {"text": "Thank you all for coming.", "context": None, "lens": "none", "hard": False},
    {"text": "Radios.", "context": None, "lens": "legal_ethical", "hard": True},
]


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    return path


def test_the_heading_decides_with_context_and_is_not_seen_without(labels: Path) -> None:
    statements = read_statements(labels)
    context = [one.guess for one in code_statements(statements, with_context=True)]
    text = [one.guess for one in code_statements(statements, with_context=False)]
    assert context == ["need", "need", "none", "none"]
    assert text[1] == "challenge"


def test_the_figures_are_counted_as_they_are_named(labels: Path) -> None:
    figures = score(code_statements(read_statements(labels), with_context=True))
    assert figures["accuracy"] == 0.5
    assert (figures["precision_at_threshold"], figures["coverage"]) == (0.5, 0.5)
    assert (figures["false_none_clear"], figures["true_none"]) == (0.0, 1.0)
    assert figures["per_lens"]["need"] == {"precision": 0.5, "recall": 1.0, "f1": 0.6667, "statements": 1}
    assert figures["macro_f1"] == pytest.approx((0.6667 + 0 + 0.6667 + 0) / 4, abs=1e-3)


def test_json_and_predictions(
    labels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    monkeypatch.setattr("sys.argv", ["coding", str(labels), "--json", "--predictions", str(out)])
    main()
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == {"text", "with_context"}
    predicted = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [one["text"] for one in predicted] == [line["text"] for line in LINES]
    assert predicted[0]["with_context"]["lens"] == "need"


def test_the_shipped_classifier_was_taught_by_the_shipped_examples() -> None:
    with np.load(MODEL) as model:
        assert str(model["taught_by"]) == digest(), "run python -m tests.bench.train --write"


def test_every_example_is_whole() -> None:
    examples = read_examples()
    assert len(examples) > 5000
    assert {one.lens for one in examples} == set(OUTCOMES)
    assert {one.difficulty for one in examples} == {"clear", "hard"}
    assert all(one.statement.strip() for one in examples)


def test_weights_add_up_to_probabilities() -> None:
    weights = np.zeros((SIZE, len(OUTCOMES)), np.float32)
    weights[7] = [0, 2, 0, 0, -2]
    chances = probabilities(
        [Numbered([7], [1.0]), Numbered([8, 9], [1.0, 1.0])], Weights(weights, np.zeros(len(OUTCOMES)), 1.0)
    )
    assert chances.sum(axis=1) == pytest.approx([1, 1])
    assert chances[0].argmax() == OUTCOMES.index("need")
    assert chances[1] == pytest.approx([0.125, 0.125, 0.125, 0.125, 0.5])
