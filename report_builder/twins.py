"""Codings -> Codings: a file that says what another says is counted once.

Notes come as `notes.docx` and `notes final (2).docx`, a form is sent twice. The first in reading order
counts, or the one that workshop.toml keeps; what the other repeats is set aside, with that reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from report_builder.errors import Problem
from report_builder.model import Coding, Finding, Status
from report_builder.settings import PLACE, Workshop
from report_builder.words import count_words, fold, matches_path

SHARE = 0.9
"""Two files say the same if so many of the larger one's segments are equal."""
LIKENESS = 90
"""In percent: a segment that is as like one of the first file's is a repetition too, with a slip mended."""
FEWEST_WORDS = 12
"""Two files with fewer words in common may say the same by chance, as short answers do."""
REASON = "same as "


@dataclass(frozen=True)
class _File:
    path: str
    words: Counter[str]
    """Each segment's words, folded, and how often they stand there."""

    def shares(self, other: "_File") -> bool:
        """Tell whether the two say the same."""
        common = self.words & other.words
        largest = max(self.words.total(), other.words.total())
        enough = sum(count_words(words) for words in common) >= FEWEST_WORDS
        return enough and common.total() >= SHARE * largest


def set_twins_aside(codings: Sequence[Coding], workshop: Workshop) -> tuple[Coding, ...]:
    """Set aside what stands in a file that says the same as another; its other statements stay."""
    files = _files(codings)
    firsts = _firsts(files, workshop.inputs.keep)
    if not firsts:
        return tuple(codings)
    words = {file.path: file.words for file in files}
    return tuple(_without_twin(coding, firsts, words) for coding in codings)


def twin_problems(findings: Iterable[Finding]) -> Iterator[Problem]:
    """input-twin: a file says the same as another, and is counted once."""
    aside = Counter(
        (finding.members[0].segment.where.path, finding.reason.removeprefix(REASON))
        for finding in findings
        if finding.status is Status.SET_ASIDE and finding.reason.startswith(REASON)
    )
    for (path, first), count in aside.items():
        what = f"it says the same as {first}, so {count} of its statements are not counted again"
        mend = f'Take one of them out, or set keep = ["{path}"] under [inputs] in {PLACE} to count this one.'
        yield Problem("input-twin", f"inputs/{path}", what, mend, "warning")


def _files(codings: Sequence[Coding]) -> list[_File]:
    words: dict[str, Counter[str]] = {}
    for coding in codings:
        words.setdefault(coding.segment.where.path, Counter())[fold(coding.segment.text)] += 1
    return [_File(path, counted) for path, counted in words.items()]


def _firsts(files: Sequence[_File], keep: Sequence[str]) -> dict[str, str]:
    """Map each file that says the same as another to that one; those to keep are none."""
    kept = [file for file in files if any(matches_path(file.path, pattern) for pattern in keep)]
    order = [*kept, *(file for file in files if file not in kept)]
    holders: dict[str, list[_File]] = {}
    firsts: dict[str, str] = {}
    for file in order:
        near = Counter(holder.path for words in file.words for holder in holders.get(words, ()))
        likely = [path for path, shared in near.most_common(3) if shared >= len(file.words) / 2]
        twin = next((other for other in order if other.path in likely and file.shares(other)), None)
        if twin and file not in kept:
            firsts[file.path] = twin.path
            continue
        for words in file.words:
            holders.setdefault(words, []).append(file)
    return firsts


def _without_twin(coding: Coding, firsts: Mapping[str, str], words: Mapping[str, Counter[str]]) -> Coding:
    path, own = coding.segment.where.path, fold(coding.segment.text)
    first = firsts.get(path, "")
    if not first or coding.status is Status.SET_ASIDE or not _stands_in(own, words[first], words[path]):
        return coding
    return replace(
        coding,
        statement=coding.segment.text,
        status=Status.SET_ASIDE,
        theme="",
        lens="",
        reason=REASON + first,
        confidence=1.0,
    )


def _stands_in(own: str, first: Counter[str], twin: Counter[str]) -> bool:
    """Tell whether the first file has these words, or nearly these where the twin has not its own."""
    if own in first:
        return True
    changed = (words for words in first if words not in twin)
    return any(fuzz.ratio(own, words) >= LIKENESS for words in changed)
