"""What is masked, and where it stands: for `check --privacy`, before anything is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_builder.edit import Edit
from report_builder.model import Prose, Source
from report_builder.privacy.masking import Found, Masker
from report_builder.privacy.stage import TEXTS, Masks
from report_builder.settings import PLACE, Workshop

JOURNAL = "inputs/history/edits.jsonl"


@dataclass(frozen=True)
class Masked:
    """One stretch that stands as `[name]` in every output."""

    where: str
    kind: str
    words: str


def list_masked(
    workshop: Workshop,
    sources: Iterable[Source],
    prose: Iterable[Prose],
    edits: Sequence[Edit],
    masks: Masks,
) -> tuple[Masked, ...]:
    """Everything that is masked, file by file; the same words at one place are told once."""
    found = (
        Masked(where, one.kind, one.words)
        for where, ones in (
            *_in_sources(sources, masks),
            *_in_prose(prose, masks),
            *_in_edits(edits, masks.usual),
            *_in_settings(workshop, masks.usual),
        )
        for one in ones
    )
    return tuple(dict.fromkeys(found))


def as_text(masked: Sequence[Masked]) -> str:
    """A line for each."""
    lines = [f"masked    {one.where}: {one.kind} “{one.words}”" for one in masked]
    return "\n".join(lines or ["Nothing has to be masked."])


def as_json(masked: Sequence[Masked]) -> list[Mapping[str, Any]]:
    """The list `masked` that `check --privacy --json` prints."""
    return [{"where": one.where, "kind": one.kind, "words": one.words} for one in masked]


Place = tuple[str, Sequence[Found]]


def _in_sources(sources: Iterable[Source], masks: Masks) -> Iterator[Place]:
    for source in sources:
        masker = masks.of_source(source.path)
        yield f"inputs/{source.path}, its name", masks.names.find(source.path)
        for block in source.blocks:
            yield f"inputs/{block.where}", masker.find(block.text)


def _in_prose(prose: Iterable[Prose], masks: Masks) -> Iterator[Place]:
    for text in prose:
        yield f"inputs/sections/{text.name}.md", masks.usual.find_html(text.html)


def _in_edits(edits: Sequence[Edit], masker: Masker) -> Iterator[Place]:
    for line, edit in enumerate(edits, 1):
        where = f"{JOURNAL}, line {line}"
        if edit.field == "section":
            yield where, masker.find_html(edit.new or "")
        elif edit.field in TEXTS:
            yield where, masker.find(edit.new or "")


def _in_settings(workshop: Workshop, masker: Masker) -> Iterator[Place]:
    for session in workshop.sessions:
        for text in (session.title, session.summary):
            yield f"{PLACE}, session {session.id}", masker.find(text)
    for image in workshop.images:
        for text in (image.caption, image.alt):
            yield f"{PLACE}, image {image.file}", masker.find(text)
    for item in workshop.agenda:
        yield f"{PLACE}, agenda {item.time}", masker.find(item.title)
