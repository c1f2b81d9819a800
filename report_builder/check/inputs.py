"""Lints of what people typed: names that are no theme or lens, sessions without notes, people left out.

All are warnings: the report can be built, but somebody should look.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from fnmatch import fnmatch

from report_builder.coding.codebook import LENS, THEME, Codebook, make_codebook
from report_builder.errors import Problem
from report_builder.model import Participant, Segment, Source
from report_builder.settings import Workshop
from report_builder.words import fold

WORKSHOP = "inputs/workshop.toml"


def check_inputs(
    workshop: Workshop,
    sources: Sequence[Source],
    segments: Sequence[Segment],
    participants: Sequence[Participant],
) -> tuple[Problem, ...]:
    """Every warning about the inputs, in the order of the rules below."""
    return (
        *unknown_names(segments, make_codebook(workshop)),
        *unknown_groups(segments, workshop),
        *sessions_without_notes(workshop, sources),
        *missing_participants(workshop, participants),
        *no_funding(workshop),
    )


def unknown_names(segments: Sequence[Segment], codebook: Codebook) -> Iterator[Problem]:
    """input-theme, input-lens: a column or front matter names a theme or lens that doesn't exist."""
    for segment in segments:
        for axis, words in ((THEME, segment.theme), (LENS, segment.lens)):
            if words and not codebook.by_name(axis, words) and len(codebook.named_in(axis, words)) != 1:
                titles = [codebook.title(axis, id) for id in codebook.ids(axis)]
                near = get_close_matches(fold(words), codebook.names[axis], n=1)
                hint = f'Did you mean "{near[0]}"? ' if near else ""
                what = f'"{words}" is not one of this workshop\'s {axis}s'.replace("lenss", "lenses")
                mend = f"{hint}Known: {', '.join(titles)}."
                yield Problem(f"input-{axis}", f"inputs/{segment.where}", what, mend, "warning")


def unknown_groups(segments: Sequence[Segment], workshop: Workshop) -> Iterator[Problem]:
    """input-group: a sheet names a stakeholder group that workshop.toml doesn't list."""
    titles = ", ".join(group.title for group in workshop.groups)
    seen = set()
    for segment in segments:
        words = segment.group_words
        if workshop.groups and words and not segment.group and words not in seen:
            seen.add(words)
            what = f'"{words}" is not one of the stakeholder groups'
            known = f"Known: {titles or 'none'}."
            mend = f"Correct it, or add it to the aliases of a group in workshop.toml. {known}"
            yield Problem("input-group", f"inputs/{segment.where}", what, mend, "warning")


def sessions_without_notes(workshop: Workshop, sources: Sequence[Source]) -> Iterator[Problem]:
    """input-session: a session's `files` match no file."""
    for session in workshop.sessions:
        for pattern in session.files:
            if not any(fnmatch(source.path, pattern) for source in sources):
                what = f'session "{session.id}": no file "{pattern}" was read'
                near = get_close_matches(pattern, [source.path for source in sources], n=1)
                mend = f"Did you mean {near[0]}?" if near else "Correct its `files`, or add the notes."
                yield Problem("input-session", WORKSHOP, what, mend, "warning")


def missing_participants(workshop: Workshop, participants: Sequence[Participant]) -> Iterator[Problem]:
    """input-participants: without the list no group can be known to be small, and its table is left out."""
    if workshop.groups and not participants:
        what = "there is no list of participants, so small groups can't be told and no table is printed"
        mend = "Add inputs/participants.csv with the columns name, email, organisation, group, country."
        yield Problem("input-participants", "inputs/participants.csv", what, mend, "warning")


def no_funding(workshop: Workshop) -> Iterator[Problem]:
    """input-funding: no emblem and no statement will be printed."""
    if workshop.funding.programme == "none":
        what = "no EU funding is given, so no emblem and no funding statement are printed"
        mend = 'If the EU pays, add programme = "…" and grant_number = "…" under [funding].'
        yield Problem("input-funding", WORKSHOP, what, mend, "warning")
