"""How well statements are coded: `python -m tests.bench.coding FILE.jsonl [--json] [--predictions OUT.jsonl]`.

Each line of the file is one statement: `text`, `lens` (with `none`), `hard`, and if there is one `context` (the
heading above it) and `source` (the file it is from). They go the way of a build, through `extract` and
`code_segments`, each source as a workshop of its own with one theme; once with the text alone, once with context.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report_builder.coding import code_segments
from report_builder.extract import extract
from report_builder.model import Block, Coding, Kind, Source, Status, Where
from report_builder.workshop import parse_workshop

NONE = "none"
LENSES = ("practice", "need", "challenge", "legal-ethical", NONE)
WORKSHOP = parse_workshop(
    """
[event]
title = "Bench"
date = 2024-01-01
place = "-"
organiser = "-"

[[themes]]
id = "all"
title = "The only theme"
"""
)
BINS = 10


@dataclass(frozen=True)
class Statement:
    """One line of the file."""

    text: str
    context: str
    lens: str
    hard: bool
    source: str
    fields: dict[str, Any]
    """The line as read."""


@dataclass(frozen=True)
class Scored:
    """A statement and what the tool made of it."""

    statement: Statement
    coding: Coding

    @property
    def guess(self) -> str:
        """The best guess; without a lens, or set aside, it is none."""
        return NONE if self.coding.status is Status.SET_ASIDE else self.coding.lens or NONE

    @property
    def right(self) -> bool:
        """Whether the best guess is what the reader said."""
        return self.guess == self.statement.lens

    @property
    def clear(self) -> bool:
        """Whether a second careful reader would say the same."""
        return not self.statement.hard

    @property
    def coded(self) -> bool:
        """Whether it goes into the report without a person looking at it."""
        return self.coding.status is Status.CODED

    @property
    def aside(self) -> bool:
        """Whether it is set aside."""
        return self.coding.status is Status.SET_ASIDE


def read_statements(path: Path) -> list[Statement]:
    """The lines of the file, in order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_statement(json.loads(line)) for line in lines if line.strip()]


def code_statements(statements: Sequence[Statement], *, with_context: bool) -> list[Scored]:
    """Code all statements as a build would, in order."""
    scored: dict[int, Scored] = {}
    for source in dict.fromkeys(statement.source for statement in statements):
        places = [place for place, statement in enumerate(statements) if statement.source == source]
        segments = [
            segment
            for place in places
            for segment in extract(_source(statements[place], place, with_context), WORKSHOP, {})
        ]
        codings = code_segments(segments, WORKSHOP)
        scored |= {
            place: Scored(statements[place], coding) for place, coding in zip(places, codings, strict=True)
        }
    return [scored[place] for place in sorted(scored)]


def score(scored: Sequence[Scored]) -> dict[str, Any]:
    """The figures; F1 on the best guess for every statement, precision and coverage on what is coded."""
    clear = [one for one in scored if one.clear]
    findings = [one for one in clear if one.statement.lens != NONE]
    coded = [one for one in scored if one.coded]
    return {
        "statements": len(scored),
        "accuracy": _share(scored, lambda one: one.right),
        "macro_f1": _macro_f1(scored),
        "macro_f1_clear": _macro_f1(clear),
        "per_lens": {lens: _per_lens(scored, lens) for lens in LENSES},
        "precision_at_threshold": _share(coded, lambda one: one.right),
        "coverage": _share(scored, lambda one: one.coded),
        "false_none_clear": _share(findings, lambda one: one.aside),
        "true_none": _share([one for one in clear if one.statement.lens == NONE], lambda one: one.aside),
        "calibration": _calibration(scored),
    }


def _statement(fields: dict[str, Any]) -> Statement:
    return Statement(
        text=" ".join(fields["text"].split()),
        context=" ".join((fields.get("context") or "").split()),
        lens=fields["lens"].replace("_", "-"),
        hard=bool(fields.get("hard")),
        source=str(fields.get("source", "")),
        fields=fields,
    )


def _source(statement: Statement, place: int, with_context: bool) -> Source:
    """A file of notes with the heading and the statement under it."""
    path = f"notes/{place}.md"
    blocks = [Block(Kind.ITEM, statement.text, Where(path, line=2), level=1)]
    if with_context and statement.context:
        blocks.insert(0, Block(Kind.HEADING, statement.context, Where(path, line=1), level=1))
    return Source(path, "Bench", tuple(blocks))


def _share(scored: Sequence[Scored], holds: Callable[[Scored], bool]) -> float:
    return round(sum(map(holds, scored)) / len(scored), 4) if scored else 0.0


def _per_lens(scored: Iterable[Scored], lens: str) -> dict[str, float]:
    pairs = [(one.guess == lens, one.statement.lens == lens) for one in scored]
    hits = sum(guessed and true for guessed, true in pairs)
    guessed, true = sum(guess for guess, _ in pairs), sum(truth for _, truth in pairs)
    return {
        "precision": round(hits / guessed, 4) if guessed else 0.0,
        "recall": round(hits / true, 4) if true else 0.0,
        "f1": round(2 * hits / (guessed + true), 4) if hits else 0.0,
        "statements": true,
    }


def _macro_f1(scored: Sequence[Scored]) -> float:
    """Over the lenses that the file has."""
    present = [lens for lens in LENSES if any(one.statement.lens == lens for one in scored)]
    return round(sum(_per_lens(scored, lens)["f1"] for lens in present) / len(present), 4) if present else 0.0


def _calibration(scored: Sequence[Scored]) -> dict[str, Any]:
    """How far confidence is from the share that is right: bins of a tenth, and their mean distance."""
    bins: list[list[Scored]] = [[] for _ in range(BINS)]
    for one in scored:
        bins[min(int(one.coding.confidence * BINS), BINS - 1)].append(one)
    rows = [
        {
            "from": number / BINS,
            "statements": len(held),
            "confidence": round(sum(one.coding.confidence for one in held) / len(held), 4),
            "right": _share(held, lambda one: one.right),
        }
        for number, held in enumerate(bins)
        if held
    ]
    error = sum(row["statements"] * abs(row["confidence"] - row["right"]) for row in rows)
    return {"error": round(error / len(scored), 4) if scored else 0.0, "bins": rows}


def _prediction(text: Scored, context: Scored) -> dict[str, Any]:
    return text.statement.fields | {
        name: {
            "lens": one.guess,
            "status": one.coding.status.value,
            "confidence": round(one.coding.confidence, 4),
            "reason": one.coding.reason,
        }
        for name, one in (("text_only", text), ("with_context", context))
    }


def _table(figures: dict[str, dict[str, Any]]) -> str:
    plain = [name for name, value in figures["text"].items() if not isinstance(value, dict)]
    rows = [(name, *(one[name] for one in figures.values())) for name in plain]
    rows += [(f"F1 {lens}", *(one["per_lens"][lens]["f1"] for one in figures.values())) for lens in LENSES]
    rows += [("calibration error", *(one["calibration"]["error"] for one in figures.values()))]
    head = f"{'':<24}{'text alone':>12}{'with context':>14}"
    return "\n".join([head, *(f"{name:<24}{text:>12}{context:>14}" for name, text, context in rows)])


def main() -> None:
    """Score a file and print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.coding", description="Score the coding of statements."
    )
    parser.add_argument("file", type=Path, help="statements with their lens, one JSON object a line")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--predictions", type=Path, help="write what was made of each statement")
    asked = parser.parse_args()
    statements = read_statements(asked.file)
    text = code_statements(statements, with_context=False)
    context = code_statements(statements, with_context=True)
    figures = {"text": score(text), "with_context": score(context)}
    print(json.dumps(figures, indent=2) if asked.json else _table(figures))
    if asked.predictions:
        lines = (
            json.dumps(_prediction(*pair), ensure_ascii=False) for pair in zip(text, context, strict=True)
        )
        asked.predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
