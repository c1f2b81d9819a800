"""What changed between drafts, in words and as JSON."""

from collections.abc import Sequence
from typing import Any

from report_builder.draft import Change, Difference, DraftName, WordChange

CONTEXT = 5
"""Words that are shown on either side of a change in a long text; as few are never left out."""
SHOWN = 110
"""Letters of a statement that one line shows."""
REVIEW = "awaiting review"


def as_json(difference: Difference) -> dict[str, Any]:
    """The object that `diff --json` prints; its keys are fixed in docs/reference.md."""
    return {
        "from": _name(difference.old),
        "to": _name(difference.new),
        "findings": list(difference.findings),
        "awaiting_review": list(difference.awaiting),
        **{
            kind: [_fields(change) for change in difference.of(kind)]
            for kind in ("added", "gone", "reworded", "moved", "support")
        },
        "prose": [
            {"section": change.id, "old": change.old, "new": change.new, "words": _words(change)}
            for change in difference.of("prose")
        ],
    }


def as_text(difference: Difference) -> str:
    """What changed, a line each, for the terminal: words that went [-so-], words that came {+so+}."""
    old, new = difference.old, difference.new
    lines = [f"{'from':<10}{_called(old)}", f"{'to':<10}{_called(new)}"]
    lines += [f"{change.kind:<10}{_line(change)}" for change in difference.changes]
    if not difference.changes:
        lines.append("Nothing changed in findings and texts.")
    for name, numbers in (("findings", difference.findings), (REVIEW, difference.awaiting)):
        lines.append(f"{name:<17}{_from_to(*map(str, numbers))}")
    return "\n".join(lines)


def _line(change: Change) -> str:
    if change.kind == "prose":
        return f"{change.id}: {_marked(change.words)}"
    label = f"F{change.number}" if change.number else "new"
    said = {
        "reworded": _marked(change.words),
        "moved": f"{_from_to(change.old, change.new)}: {_short(change.statement)}",
        "support": f"{_from_to(change.old, change.new)}: {_short(change.statement)}",
    }
    return f"{label:<6}{said.get(change.kind, f'{change.place}: {_short(change.statement)}')}"


def _from_to(old: str, new: str) -> str:
    return f"{old} -> {new}" if old != new else new


def _marked(words: Sequence[WordChange]) -> str:
    """The changes with the words around them; what is far from any is left out."""
    last = len(words) - 1
    return "".join(
        _signed(one.old, one.new) if one.old != one.new else _nearby(one.new, first=at == 0, last=at == last)
        for at, one in enumerate(words)
    )


def _signed(old: str, new: str) -> str:
    """Words that went and words that came, the spaces around them outside the signs."""
    before = " " * (old or new).startswith(" ")
    after = " " * (new or old).endswith(" ")
    gone, come = (_nearby(text.strip(), first=False, last=False) for text in (old, new))
    return before + f"[-{gone}-]" * bool(gone) + f"{{+{come}+}}" * bool(come) + after


def _nearby(text: str, *, first: bool, last: bool) -> str:
    words = text.split(" ")
    head, tail = words[: 0 if first else CONTEXT], words[len(words) if last else -CONTEXT :]
    if len(words) <= len(head) + len(tail) + CONTEXT:
        return text
    return " ".join([*head, "…", *tail])


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"


def _called(name: DraftName) -> str:
    return f"version {name.version}, {name.date}, " + (
        f"draft {name.draft}" if name.draft else "as it is now"
    )


def _name(name: DraftName) -> dict[str, str]:
    return {"draft": name.draft, "version": name.version, "date": name.date}


def _fields(change: Change) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": change.id,
        "number": change.number,
        "place": change.place,
        "statement": change.statement,
    }
    if change.kind in ("reworded", "moved"):
        fields |= {"old": change.old, "new": change.new}
    if change.kind == "reworded":
        fields["words"] = _words(change)
    if change.kind == "support":
        fields |= {"old": int(change.old), "new": int(change.new)}
    return fields


def _words(change: Change) -> list[dict[str, str]]:
    return [{"old": one.old, "new": one.new} for one in change.words]
