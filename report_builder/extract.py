"""Source -> Segments: what can be coded, with the headings, the context and the session around it.

Every block of a source goes into exactly one segment or is counted as a unit (heading, empty).
Which words are no statement at all stands in asides.py.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from report_builder.asides import reason_to_set_aside
from report_builder.cells import cell_statements
from report_builder.keys import short_key
from report_builder.model import Block, Heading, Kind, Participant, Segment, Source
from report_builder.progress import doing
from report_builder.settings import OTHER, Session, Workshop
from report_builder.words import LIST_SIGN, count_words, fold, matches_path, sentences

AT_ONCE = 1_000
"""Statements that are cut from one move of the bar to the next."""
LABEL_WORDS = {Kind.PARAGRAPH: 8, Kind.ITEM: 3}
"""A line of at most so many words that ends with a colon introduces what follows and says nothing itself."""
LABEL_LEVEL = 9
"""Level at which such a line stands among the headings: below all of them."""
TURN_WORDS = 60
"""A spoken passage without full stops is cut after so many words."""
MODERATION_WORDS = 20
"""What a session's moderator says in fewer words than this moves the session on."""
LIST_SIGNS = re.compile(r"[,;/&+]|\band\b")
"""What stands between the groups where a cell names several."""


@dataclass
class _Place:
    """What stands around the block being read: changes as the reading goes on."""

    headings: list[Heading] = field(default_factory=list)
    entries: list[tuple[int, str]] = field(default_factory=list)
    """Level and text of the list entries that the next one may stand under."""

    def enter(self, block: Block, lenses: frozenset[str]) -> None:
        """Take note of a heading: it closes those of its own level and below, and all lists.

        One that names a lens leaves those of its own level open that name none: people often write the theme
        and its lenses in the same style.
        """
        if block.kind is Kind.HEADING and block.text.strip():
            is_lens = fold(block.text) in lenses
            self.headings = [
                heading
                for heading in self.headings
                if heading.level < block.level
                or (is_lens and heading.level == block.level and fold(heading.text) not in lenses)
            ]
            self.headings.append(Heading(block.text, block.level, block.where))
            self.entries = []

    def stand_under(self, block: Block) -> str:
        """The list entry that a block stands under, and take note of the block itself."""
        level = block.level if block.kind is Kind.ITEM else 0
        self.entries = [entry for entry in self.entries if entry[0] < level]
        context = self.entries[-1][1] if self.entries else ""
        if level:
            self.entries.append((level, block.text))
        return context

    def introduce(self, block: Block, lenses: frozenset[str]) -> None:
        """Take note of a line that introduces what follows: a heading of the lowest level."""
        if block.kind is Kind.PARAGRAPH:
            text = block.text.rstrip(": ")
            self.enter(block._replace(kind=Kind.HEADING, level=LABEL_LEVEL, text=text), lenses)


def extract(source: Source, workshop: Workshop, groups: Mapping[str, str]) -> tuple[Segment, ...]:
    """The segments of a source in reading order.

    `groups` maps the folded name of a stakeholder group or speaker to the id of the group.
    """
    session = session_of(source.path, workshop.sessions)
    theme = source.attributes.get("theme", "")
    segments: list[Segment] = []
    seen: dict[str, int] = {}
    for at, segment in enumerate(_segments(source, workshop)):
        if not at % AT_ONCE:
            doing("sorting", source.path, at, len(source.blocks))
        count = seen[segment.text] = seen.get(segment.text, 0) + 1
        said = _group(segment.group_words, groups) or groups.get(fold(segment.speaker), "")
        segments.append(
            replace(
                segment,
                id=short_key(source.path, segment.text, str(count)),
                session=session.id if session else "",
                theme=segment.theme or theme,
                group=said or (groups.get(fold(session.group), "") if session else ""),
                aside=segment.aside or _reason_to_set_aside(segment, session),
            )
        )
    return tuple(segments)


def count_units(sources: Iterable[Source]) -> dict[str, int]:
    """How many places hold no segment, by reason: headings, empty ones and the sources' own."""
    counts: dict[str, int] = {}
    for source in sources:
        for reason, number in source.units.items():
            counts[reason] = counts.get(reason, 0) + number
        for block in source.blocks:
            reason = _unit(block)
            if reason:
                counts[reason] = counts.get(reason, 0) + 1
    return dict(sorted(counts.items()))


def session_of(path: str, sessions: Sequence[Session]) -> Session | None:
    """The session that a file belongs to: by its `files`, else by its id in the file's path."""
    for session in sessions:
        if any(matches_path(path, pattern) for pattern in session.files):
            return session
    folded = f" {fold(path)} "
    guesses = [session for session in sessions if f" {fold(session.id)} " in folded]
    return guesses[0] if len(guesses) == 1 else None


def name_groups(
    workshop: Workshop, participants: Iterable[Participant], small: frozenset[str]
) -> dict[str, str]:
    """Folded names of groups and of participants -> id of the group; `other` for those in `small`.

    Empty where nothing may be said of groups.
    """
    if workshop.privacy.attribution == "none":
        return {}
    names = {
        fold(name): group.id for group in workshop.groups for name in (group.id, group.title, *group.aliases)
    }
    people = {fold(person.name): person.group for person in participants if person.name and person.group}
    return {name: OTHER.id if id in small else id for name, id in (people | names).items() if name}


def _segments(source: Source, workshop: Workshop) -> Iterator[Segment]:
    lenses, names = _lens_names(workshop), _lens_names(workshop) | _theme_names(workshop)
    place = _Place()
    for block, covered in _passages(source.blocks):
        if _unit(block):
            place.enter(block, lenses)
            continue
        context = place.stand_under(block)
        headings = tuple(place.headings)
        aside = block.aside
        if _is_label(block, names):
            place.introduce(block, lenses)
            aside = "label"
        for position, text in enumerate(_cut(block, workshop)):
            yield Segment(
                id="",
                text=text,
                where=block.where,
                kind=block.kind,
                headings=headings,
                context=context,
                blocks=0 if position else covered,
                question=block.question,
                speaker=block.speaker,
                respondent=block.respondent,
                theme=block.theme,
                lens=block.lens,
                group_words=block.group,
                colour=block.colour,
                aside=aside,
            )


def _passages(blocks: Iterable[Block]) -> Iterator[tuple[Block, int]]:
    """The blocks, with the cues of one spoken sentence joined; each with the number of blocks in it.

    A sentence ends with a full stop, with another speaker, with a silent cue, or when it grows too long.
    """
    turn: list[Block] = []
    words = 0
    for block in blocks:
        spoken = block.kind is Kind.CUE and bool(block.text.strip())
        goes_on = spoken and turn and block.speaker == turn[0].speaker and words < TURN_WORDS
        if turn and (not goes_on or turn[-1].text.rstrip().endswith((".", "!", "?", "…"))):
            yield _join(turn), len(turn)
            turn, words = [], 0
        if spoken:
            turn.append(block)
            words += count_words(block.text) or 1
        else:
            yield block, 1
    if turn:
        yield _join(turn), len(turn)


def _join(turn: Sequence[Block]) -> Block:
    return turn[0]._replace(text=" ".join(cue.text.strip() for cue in turn))


def _unit(block: Block) -> str:
    if not block.text.strip():
        return "empty"
    return "heading" if block.kind is Kind.HEADING else ""


def _lens_names(workshop: Workshop) -> frozenset[str]:
    names = (name for lens in workshop.lenses for name in (lens.title, *lens.marks))
    return frozenset(fold(name) for name in names if len(name) > 1)


def _theme_names(workshop: Workshop) -> frozenset[str]:
    return frozenset(fold(name) for theme in workshop.themes for name in (theme.title, *theme.aliases))


def _is_label(block: Block, names: frozenset[str]) -> bool:
    """Whether a line introduces what follows: it ends with a colon, or is nothing but a name."""
    if block.kind not in LABEL_WORDS:
        return False
    introduces = block.text.endswith(":") and count_words(block.text) <= LABEL_WORDS[block.kind]
    return introduces or fold(block.text) in names


def _cut(block: Block, workshop: Workshop) -> list[str]:
    """The statements of a block, verbatim: the entries of a list typed into it, or the sentences."""
    if block.kind is Kind.CELL and not block.where.table:
        return cell_statements(block.text)
    lines = [line.strip() for line in block.text.splitlines() if line.strip()]
    signs = [LIST_SIGN.match(line) for line in lines]
    if len(lines) > 1 and (all(signs) or (block.kind is Kind.CELL and sum(map(bool, signs)) > 1)):
        return [line[sign.end() :] if sign else line for line, sign in zip(lines, signs, strict=True)]
    if workshop.extract.unit == "sentence" and block.kind is Kind.PARAGRAPH:
        return sentences(block.text)
    return [block.text.strip()]


def _group(words: str, groups: Mapping[str, str]) -> str:
    """The group that the words name, whole or, where they list several, the first that is known."""
    names = [words, *LIST_SIGNS.split(words)]
    return next((groups[fold(name)] for name in names if fold(name) in groups), "")


def _reason_to_set_aside(segment: Segment, session: Session | None) -> str:
    headings = [heading.text for heading in segment.headings]
    reason = reason_to_set_aside(segment.text, headings)
    if reason:
        return reason
    moderator = fold(session.moderator) if session else ""
    moderates = moderator and fold(segment.speaker) == moderator
    return "moderation" if moderates and count_words(segment.text) < MODERATION_WORDS else ""
