"""The inputs -> the same without names: what people said, what they wrote, and what is remembered of both.

Everything goes through the same masks before it is compared, so that a statement, the edit of it and the
record of it agree, whenever somebody came onto the list. The files themselves stay as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from report_builder.draft import Draft
from report_builder.edit import Edit
from report_builder.history.identity import Record
from report_builder.model import Heading, Participant, Prose, Segment, Source
from report_builder.privacy.masking import MASK, Masker
from report_builder.privacy.people import PERSONAL, people_of
from report_builder.settings import Session, Workshop
from report_builder.words import matches_path

TEXTS = ("statement", "caption", "finding", "memo", "told", "apart", "note", "status")
"""Fields of edits that hold words of people; those of the others are ids."""


@dataclass(frozen=True)
class Masks:
    """How the words of a workshop are masked."""

    names: Masker
    chatham: Masker
    """With organisations too."""
    whole: bool
    """The Chatham House Rule holds for the whole workshop."""
    files: tuple[str, ...]
    """Patterns of the files that it holds for."""

    @property
    def usual(self) -> Masker:
        """What counts where no source is told."""
        return self.chatham if self.whole else self.names

    def is_chatham(self, path: str) -> bool:
        """Whether the Chatham House Rule holds for a source."""
        return self.whole or any(matches_path(path, pattern) for pattern in self.files)

    def of_source(self, path: str) -> Masker:
        """The masks of what stands in a source."""
        return self.chatham if self.is_chatham(path) else self.names


def make_masks(workshop: Workshop, participants: Sequence[Participant], sources: Iterable[Source]) -> Masks:
    """The masks of a workshop, for everybody that it knows by name."""
    people = people_of(workshop, participants, sources)
    without = replace(people, organisations=())
    files = (*workshop.privacy.chatham_house_files, *_files_of(workshop.sessions))
    names = Masker(without)
    ruled = workshop.privacy.chatham_house or bool(files)
    chatham = Masker(people) if ruled and people.organisations else names
    return Masks(names, chatham, workshop.privacy.chatham_house, files)


def _files_of(sessions: Iterable[Session]) -> Iterable[str]:
    return (pattern for session in sessions if session.chatham_house for pattern in session.files)


def mask_segments(segments: Iterable[Segment], masks: Masks) -> tuple[Segment, ...]:
    """The segments masked; their ids stay, so that they are the same before and after."""
    return tuple(_segment(segment, masks) for segment in segments)


def _segment(segment: Segment, masks: Masks) -> Segment:
    masker = masks.of_source(segment.where.path)
    mask = masker.mask
    text = MASK if segment.aside == PERSONAL else mask(segment.text)
    headings = tuple(_heading(heading, masker) for heading in segment.headings)
    context, question = mask(segment.context), mask(segment.question)
    if (text, headings, context, question) == (
        segment.text,
        segment.headings,
        segment.context,
        segment.question,
    ):
        return segment
    return replace(segment, text=text, headings=headings, context=context, question=question)


def _heading(heading: Heading, masker: Masker) -> Heading:
    text = masker.mask(heading.text)
    return heading if text == heading.text else replace(heading, text=text)


def mask_edits(edits: Iterable[Edit], masks: Masks) -> tuple[Edit, ...]:
    """The journal as it is used: the names that people typed are masked, its authors stay."""
    return tuple(_edit(edit, masks.usual) for edit in edits)


def _edit(edit: Edit, masker: Masker) -> Edit:
    if edit.field not in (*TEXTS, "section"):
        return edit
    mask = masker.mask_html if edit.field == "section" else masker.mask
    return replace(
        edit,
        base=mask(edit.base),
        new=None if edit.new is None else mask(edit.new),
        inputs=mask(edit.inputs),
        seen=tuple(map(mask, edit.seen)),
        html=masker.mask_html(edit.html),
        words=masker.mask(edit.words),
    )


def mask_records(records: Iterable[Record], masks: Masks) -> tuple[Record, ...]:
    """What is remembered of the findings."""
    return tuple(replace(record, statement=masks.usual.mask(record.statement)) for record in records)


def mask_prose(prose: Iterable[Prose], masks: Masks) -> tuple[Prose, ...]:
    """The texts that people wrote."""
    return tuple(replace(text, html=masks.usual.mask_html(text.html)) for text in prose)


def mask_draft(draft: Draft, masks: Masks) -> Draft:
    """An earlier draft, to be compared with: it may be older than a name on the list."""
    masker = masks.usual
    return replace(
        draft,
        paragraphs=tuple(
            replace(p, text=masker.mask(p.text), html=masker.mask_html(p.html)) for p in draft.paragraphs
        ),
        fields=tuple(replace(field, inputs=masker.mask(field.inputs)) for field in draft.fields),
        sections={
            name: (masker.mask_html(shown), masker.mask_html(inputs), masker.mask_html(written))
            for name, (shown, inputs, written) in draft.sections.items()
        },
    )
