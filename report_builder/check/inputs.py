"""Lints of what people typed: names that are no theme or lens, sessions without notes, people left out.

All are warnings: the report can be built, but somebody should look.
"""

from collections.abc import Iterator, Sequence

from report_builder.coding.codebook import LENS, THEME, Codebook, make_codebook
from report_builder.errors import Problem, did_you_mean
from report_builder.funding import FundingStatement, Standing
from report_builder.model import Finding, Participant, Segment, Source, Status, Where
from report_builder.privacy.consents import may_be_shown
from report_builder.settings import PLACE, Workshop
from report_builder.twins import twin_problems
from report_builder.words import fold, matches_path

GROUPS_SHOWN = 5
PLURAL = {THEME: "themes", LENS: "lenses"}


def check_inputs(
    workshop: Workshop,
    sources: Sequence[Source],
    segments: Sequence[Segment],
    findings: Sequence[Finding],
    participants: Sequence[Participant],
    languages: Sequence[str],
    funding: FundingStatement | None = None,
) -> tuple[Problem, ...]:
    """Every warning about the inputs, in the order of the rules below.

    `languages` are those that the report's own words are known in, `funding` is what is printed of it.
    """
    return (
        *unknown_names(segments, make_codebook(workshop)),
        *unknown_groups(segments, workshop),
        *sessions_without_notes(workshop, sources),
        *columns_without_file(workshop, sources),
        *empty_facts(workshop),
        *missing_participants(workshop, participants),
        *pictures_without_consent(workshop),
        *twin_problems(findings),
        *lost_edits(findings, workshop),
        *unspoken_language(workshop, languages),
        *no_funding(workshop),
        *unsure_statement(funding),
    )


def unknown_names(segments: Sequence[Segment], codebook: Codebook) -> Iterator[Problem]:
    """input-theme, input-lens: a column or front matter names a theme or lens that doesn't exist."""
    for axis in (THEME, LENS):
        known = ", ".join(codebook.title(axis, id) for id in codebook.ids(axis))
        places: dict[str, list[Where]] = {}
        for segment in segments:
            words = segment.theme if axis == THEME else segment.lens
            if words and not codebook.by_name(axis, words) and len(codebook.named_in(axis, words)) != 1:
                places.setdefault(words, []).append(segment.where)
        for words, where in places.items():
            what = f'"{words}" is not one of this workshop\'s {PLURAL[axis]}{_times(where)}'
            mend = f"{did_you_mean(fold(words), codebook.names[axis])}Known: {known}."
            place = where[0]._replace(column="")
            yield Problem(f"input-{axis}", f"inputs/{place}", what, mend, "warning")


def unknown_groups(segments: Sequence[Segment], workshop: Workshop) -> Iterator[Problem]:
    """input-group: a sheet names a stakeholder group that workshop.toml doesn't list."""
    if workshop.privacy.attribution == "none":
        return
    if not workshop.groups:
        yield from _no_groups(segments)
        return
    known = ", ".join(group.title for group in workshop.groups)
    places: dict[str, list[Where]] = {}
    for segment in segments:
        if segment.group_words and not segment.group:
            places.setdefault(segment.group_words, []).append(segment.where)
    for words, where in places.items():
        what = f'"{words}" is not one of the stakeholder groups{_times(where)}'
        mend = f"Correct it, or add it to the aliases of a group in workshop.toml. Known: {known}."
        place = where[0]._replace(column="")
        yield Problem("input-group", f"inputs/{place}", what, mend, "warning")


def _no_groups(segments: Sequence[Segment]) -> Iterator[Problem]:
    """Told once, with the names as they stand in the sheets: most workshops have a handful of groups."""
    named = list(dict.fromkeys(segment.group_words for segment in segments if segment.group_words))
    if named:
        some = [f'"{words}"' for words in named[:GROUPS_SHOWN]] + ["…"] * (len(named) > GROUPS_SHOWN)
        what = f"notes or sheets name stakeholder groups ({', '.join(some)}), but none is listed here"
        mend = "Add them under [[groups]], or the report names none beside the findings."
        yield Problem("input-group", PLACE, what, mend, "warning")


def _times(places: Sequence[Where]) -> str:
    return f" (here and in {len(places) - 1} more places)" if len(places) > 1 else ""


def sessions_without_notes(workshop: Workshop, sources: Sequence[Source]) -> Iterator[Problem]:
    """input-session: a session's `files` match no file."""
    paths = [source.path for source in sources]
    for session in workshop.sessions:
        for pattern in session.files:
            if not any(matches_path(path, pattern) for path in paths):
                what = f'session "{session.id}": no file "{pattern}" was read'
                mend = f"{did_you_mean(pattern, paths)}Correct its `files`, or add the notes."
                yield Problem("input-session", PLACE, what, mend, "warning")


def columns_without_file(workshop: Workshop, sources: Sequence[Source]) -> Iterator[Problem]:
    """input-columns: a mapping of columns is for no file that was read."""
    paths = [source.path for source in sources]
    for columns in workshop.columns:
        if not any(matches_path(path, columns.file) for path in paths):
            what = f'columns: no file "{columns.file}" was read'
            mend = f"{did_you_mean(columns.file, paths)}Correct `file`."
            yield Problem("input-columns", PLACE, what, mend, "warning")


def empty_facts(workshop: Workshop) -> Iterator[Problem]:
    """input-empty: what should stand on the cover is left empty."""
    empty = {"event.place": workshop.event.place, "event.organiser": workshop.event.organiser}
    for key, text in empty.items():
        if not text.strip():
            yield Problem(
                "input-empty", PLACE, f"{key} is empty", "Fill it in; it stands on the cover.", "warning"
            )


def pictures_without_consent(workshop: Workshop) -> Iterator[Problem]:
    """input-consent: nothing is said of how the people in a picture agreed, or they did not."""
    for image in workshop.images:
        if not may_be_shown(image):
            said = f'consent is "{image.consent}"' if image.consent else "nothing is said of consent"
            what = f"images, {image.file}: {said}, so it is left out"
            mend = 'Add consent = "no people", or how the people shown agreed.'
            yield Problem("input-consent", PLACE, what, mend, "warning")


def lost_edits(findings: Sequence[Finding], workshop: Workshop) -> Iterator[Problem]:
    """input-edit: an edit put a statement under a theme or lens that the workshop doesn't have."""
    themes = [theme.id for theme in workshop.themes]
    lenses = [lens.id for lens in workshop.lenses]
    for finding in findings:
        if finding.edited and finding.status is Status.UNDECIDED:
            name = finding.theme if finding.theme not in themes else finding.lens
            if name not in (*themes, *lenses):
                what = f'F{finding.number} was put under "{name}", which is no theme or lens of this workshop'
                mend = (
                    f"{did_you_mean(name, (*themes, *lenses))}Put the theme or lens back into workshop.toml."
                )
                yield Problem("input-edit", "inputs/history/edits.jsonl", what, mend, "warning")


def missing_participants(workshop: Workshop, participants: Sequence[Participant]) -> Iterator[Problem]:
    """input-participants: without the list no group can be known to be small, and its table is left out."""
    if workshop.groups and not participants:
        what = "there is no list of participants, so small groups can't be told and no table is printed"
        mend = "Add inputs/participants.csv with the columns name, email, organisation, group, country."
        yield Problem("input-participants", "inputs/participants.csv", what, mend, "warning")


def unspoken_language(workshop: Workshop, languages: Sequence[str]) -> Iterator[Problem]:
    """input-language: there are no words of the report's own in its language."""
    if not {workshop.language, workshop.language.split("-")[0]}.intersection(languages):
        what = (
            f'the report\'s own words are not there in "{workshop.language}", so they are printed in English'
        )
        mend = f"Put a catalogue of the words into templates/{workshop.language}.po; see docs/languages.md."
        yield Problem("input-language", PLACE, what, mend, "warning")


def unsure_statement(funding: FundingStatement | None) -> Iterator[Problem]:
    """input-wording: a funding statement is known from memory alone."""
    if funding is None:
        return
    said = [(funding.status, funding.text), *((each.status, each.text) for each in funding.local)]
    for status, text in said:
        if status is Standing.MEMORY:
            what = f'the wording "{text}" is known from memory alone'
            yield Problem("input-wording", PLACE, what, "Compare it with your grant agreement.", "warning")


def no_funding(workshop: Workshop) -> Iterator[Problem]:
    """input-funding: no emblem and no statement will be printed."""
    if workshop.funding.programme == "none":
        what = "no EU funding is given, so no emblem and no funding statement are printed"
        mend = 'If the EU pays, add programme = "…" and grant_number = "…" under [funding].'
        yield Problem("input-funding", PLACE, what, mend, "warning")
