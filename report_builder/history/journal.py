"""The journal of what people changed, folded into the present state.

An edit settles all that whoever made it had before their eyes: what stood in the draft, what the inputs said
then, and the other versions on show. What they had not seen stays open, as a rival; so does what another
person made of the very same draft. It makes no difference which of two edits comes in first.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from report_builder.draft import UNKNOWN
from report_builder.edit import DELETED, Edit
from report_builder.history.passages import Clash, merge_passages, read_passages, write_passages
from report_builder.history.threeway import same, squeezed, stretches
from report_builder.model import Status
from report_builder.words import fold

ANYBODY = frozenset(
    {"", UNKNOWN, "author", "user", "unknown author", "windows user", "microsoft office user", "admin"}
)
"""Names of authors, in small letters, that are nobody's own."""
PLACES = ("theme", "lens")
LAST_COUNTS = ("order", "note", "also", "key-finding", "merged-into")
"""Fields that hold no words of the report: the last edit counts, whoever made it."""


@dataclass(frozen=True)
class Choice:
    """What people want of one field."""

    edit: Edit
    """The edit that stands; its `new` is None where the inputs are wanted."""
    seen: frozenset[str]
    """All that whoever made it had before their eyes."""
    rivals: tuple[Edit, ...] = ()
    """Edits made without having seen it."""


@dataclass(frozen=True)
class WrittenSection:
    """A section as people edited it."""

    html: str
    inputs: str
    """HTML of the inputs that this was made from."""
    last: Edit
    """The last one that changed its words."""
    clashes: tuple[tuple[Clash, Edit], ...] = ()
    """Sentences that two people changed without having seen each other's, each with the later edit."""


@dataclass(frozen=True)
class Present:
    """The journal folded."""

    choices: Mapping[str, Mapping[str, Choice]] = field(default_factory=dict)
    """Id -> field -> what is wanted."""
    sections: Mapping[str, WrittenSection] = field(default_factory=dict)
    written: tuple[tuple[int, Edit], ...] = ()
    """Statements that people wrote into a draft, each with its line in the journal."""
    memos: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    """Id of a finding or section -> open comments, oldest first."""
    told: tuple[Edit, ...] = ()
    """Changes that could not be carried and that nobody has ticked off."""
    apart: frozenset[str] = frozenset()
    """Statements, folded, that people split off: they merge with the very same words only."""
    lines: Mapping[Edit, int] = field(default_factory=dict)
    """Each edit -> its line in the journal."""

    @property
    def statements(self) -> dict[str, str]:
        """Id of a finding -> the words that a person gave it."""
        found = ((id, choices.get("statement")) for id, choices in self.choices.items())
        return {id: choice.edit.new for id, choice in found if choice and choice.edit.new is not None}

    @property
    def joined(self) -> dict[str, str]:
        """Id of a finding -> id of the one that a person merged it into."""
        found = ((id, choices.get("merged-into")) for id, choices in self.choices.items())
        return {id: choice.edit.new for id, choice in found if choice and choice.edit.new is not None}

    def wanted(self, id: str, field: str) -> Choice | None:
        """What people want of a field, if anything."""
        return self.choices.get(id, {}).get(field)


def taken_in(present: Present) -> frozenset[str]:
    """Ids of findings that people want in the report, even where the inputs set them aside."""
    states = ((id, fields.get("status")) for id, fields in present.choices.items())
    return frozenset(
        id for id, choice in states if choice and choice.edit.new in (Status.CODED, Status.UNDECIDED)
    )


def fold_edits(edits: Iterable[Edit]) -> Present:
    """The present state of a journal, oldest edit first; the same line twice counts once."""
    choices: dict[str, dict[str, Choice]] = {}
    sections: dict[str, WrittenSection] = {}
    beside: dict[str, dict[str, tuple[int, Edit]]] = {"memo": {}, "told": {}, "finding": {}}
    apart: set[str] = set()
    lines: dict[Edit, int] = {}
    for line, edit in enumerate(edits, 1):
        lines.setdefault(edit, line)
    for edit, line in lines.items():
        if edit.field == "section":
            _fold_section(sections, edit)
        elif edit.field == "resolved" or edit.field in beside:
            _fold_beside(beside, edit, line)
        elif edit.field == "apart":
            _fold_apart(apart, edit)
        else:
            of_id = choices.setdefault(edit.id, {})
            of_id[edit.field] = _choose(of_id.get(edit.field), edit)
    memos: dict[str, list[Edit]] = {}
    for _, memo in beside["memo"].values():
        memos.setdefault(memo.about, []).append(memo)
    return Present(
        choices=choices,
        sections=sections,
        written=tuple(beside["finding"].values()),
        memos={about: tuple(found) for about, found in memos.items()},
        told=tuple(edit for _, edit in beside["told"].values()),
        apart=frozenset(apart),
        lines=lines,
    )


def _fold_beside(beside: dict[str, dict[str, tuple[int, Edit]]], edit: Edit, line: int) -> None:
    """Comments, new statements and changes that can't be carried stand beside each other until ticked off."""
    if edit.field == "resolved" or edit.new is None:
        for kept in beside.values():
            kept.pop(edit.id, None)
    else:
        beside[edit.field][edit.id] = (line, edit)


def _fold_apart(apart: set[str], edit: Edit) -> None:
    if edit.new is None:
        apart.discard(fold(edit.base))
    else:
        apart.add(fold(edit.new))


def _choose(before: Choice | None, edit: Edit) -> Choice:
    seen = frozenset(squeezed(text) for text in (edit.base, edit.inputs, *edit.seen))
    if before is None:
        return Choice(edit, seen)
    edit = _order_of_both(before.edit, edit)
    rivals = tuple(rival for rival in before.rivals if not _settles(edit, seen, rival))
    if before.edit.new is not None and edit.new is not None and same(before.edit.new, edit.new):
        return Choice(edit, before.seen | seen, rivals)
    if before.edit.new is None or edit.field in LAST_COUNTS or _settles(edit, seen, before.edit):
        # a draft shows where a statement stands, not where the inputs have it
        seen |= before.seen if edit.field in PLACES else frozenset()
        return Choice(edit, seen | {squeezed(before.edit.new or "")}, rivals)
    came_late = edit.new is not None and _settles(before.edit, before.seen, edit)
    if came_late or any(same(rival.new or "", edit.new or "") for rival in rivals):
        return replace(before, rivals=rivals)
    return replace(before, rivals=(*rivals, edit))


def _settles(edit: Edit, seen: Collection[str], other: Edit) -> bool:
    """Whether whoever made an edit had the words of another before their eyes."""
    return _goes_on(edit, other) or (squeezed(other.new or "") in seen and not _side_by_side(edit, other))


def _goes_on(edit: Edit, other: Edit) -> bool:
    """Whether somebody went on in their own copy of a draft after it had been taken in.

    Not so under a name that many programs give to everybody.
    """
    same_copy = _side_by_side(edit, other) and edit.author == other.author
    return same_copy and edit.author.casefold() not in ANYBODY and edit.date >= other.date


def _side_by_side(one: Edit, other: Edit) -> bool:
    """Whether both were made in copies of one draft, so that neither knew of the other."""
    return bool(one.draft) and one.draft == other.draft


def _order_of_both(before: Edit, edit: Edit) -> Edit:
    """An order made without having seen another one, with that one's changes too; else the edit as it is.

    What an order does not name follows at its end, so the draft showed it there.
    """
    if edit.field != "order" or before.new is None or edit.new is None:
        return edit
    base, mine, theirs = (text.split() for text in (edit.base, before.new, edit.new))
    mine += [id for id in base if id not in mine]
    both: list[str] = []
    for stretch in stretches(base, mine, theirs):
        settled = stretch.settled(lambda one, other: list(one) == list(other))
        both += [*stretch.theirs, *stretch.mine] if settled is None else settled
    return replace(edit, new=" ".join(dict.fromkeys(both)))


def _fold_section(sections: dict[str, WrittenSection], edit: Edit) -> None:
    before = sections.get(edit.id)
    if edit.new is None:
        sections.pop(edit.id, None)
        return
    seen = {squeezed(text) for text in (edit.base, edit.inputs, *edit.seen)}
    seen_all = before is not None and squeezed(before.html) in seen and not _side_by_side(before.last, edit)
    goes_on = before is not None and _goes_on(edit, before.last) and same(before.html, before.last.new or "")
    if before is None or seen_all or goes_on:
        open_still = () if before is None else before.clashes
        kept = tuple((clash, by) for clash, by in open_still if squeezed(clash.theirs or DELETED) not in seen)
        sections[edit.id] = WrittenSection(edit.new, edit.inputs, edit, kept)
        return
    mine = _made_from(before, edit.inputs)
    merged, clashes = _merge(edit.base, mine.html, edit.new)
    sections[edit.id] = replace(
        mine,
        html=merged,
        last=mine.last if merged == mine.html else edit,
        clashes=(*mine.clashes, *((clash, edit) for clash in clashes)),
    )


def _made_from(section: WrittenSection, inputs: str) -> WrittenSection:
    """A section as if it had been made from other inputs; as it is, where these changed the same."""
    merged, clashes = _merge(section.inputs, section.html, inputs)
    return section if clashes else replace(section, html=merged, inputs=inputs)


def _merge(base: str, mine: str, theirs: str) -> tuple[str, tuple[Clash, ...]]:
    passages, clashes = merge_passages(*(read_passages(html) for html in (base, mine, theirs)))
    return write_passages(passages), clashes
