"""What people want, laid over the findings and the written sections.

Where the inputs have changed in the meantime, what people wrote stands, and a conflict shows both.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from report_builder.edit import DELETED, INPUTS, Conflict, Edit, EditedField, Rival
from report_builder.history.identity import Record, first_id
from report_builder.history.journal import Choice, Present
from report_builder.history.passages import Clash, clean, merge_passages, read_passages, write_passages
from report_builder.history.settle import state_words
from report_builder.history.threeway import proposal, same, squeezed
from report_builder.keys import short_key
from report_builder.model import (
    Coding,
    Finding,
    Kind,
    Lesson,
    Prose,
    Reading,
    Segment,
    Source,
    Status,
    Where,
)
from report_builder.settings import Image

JOURNAL = "history/edits.jsonl"
"""The journal as a source: statements that people wrote into a draft stand there."""
JOURNAL_TITLE = "Statements written into the draft"
SURE = 0.9
"""Confidence from which the inputs themselves name theme and lens, so that another choice is a conflict."""
Join = Callable[[Finding, Sequence[Finding]], Finding]
"""Makes one finding of several: the first keeps its words, its id and its number."""


def written_codings(present: Present) -> tuple[Coding, ...]:
    """The statements that people wrote into a draft, coded as they placed them; verbatim, never cut."""
    return tuple(_written_coding(edit.new or "", edit, line, edit.about) for line, edit in present.written)


def written_id(edit: Edit) -> str:
    """The id that the finding made of a statement written into a draft will have."""
    return first_id(_written_coding(edit.new or "", edit, 0, edit.about).segment.id)


def lessons(present: Present, records: Iterable[Record]) -> tuple[Lesson, ...]:
    """What people decided on theme and lens, with the words of the inputs: like statements follow.

    What they set aside teaches nothing: a statement can be true and yet not wanted.
    """
    found = ((record, present.choices.get(record.id, {})) for record in records)
    return tuple(
        Lesson(record.statement, *(_placed(choices, axis) for axis in ("theme", "lens")))
        for record, choices in found
        if any(_placed(choices, axis) for axis in ("theme", "lens"))
    )


def _placed(choices: Mapping[str, Choice], axis: str) -> str:
    choice = choices.get(axis)
    return (choice.edit.new or "") if choice else ""


def revive(
    findings: Sequence[Finding], gone: Mapping[str, tuple[int, str, str]], present: Present
) -> tuple[Finding, ...]:
    """Findings that the inputs no longer have, though a person rewrote their statement: none of that is lost.

    `gone` maps the id of a finding that is gone to its number, theme and lens.
    """
    there = {finding.id for finding in findings}
    found = []
    for id, (number, theme, lens) in gone.items():
        choice = present.wanted(id, "statement")
        if id in there or choice is None or choice.edit.new is None:
            continue
        coding = _written_coding(choice.edit.new, choice.edit, present.lines[choice.edit], f"{theme}/{lens}")
        status = Status.CODED if theme and lens else Status.UNDECIDED
        finding = _finding_of(coding, id, number, status)
        if squeezed(DELETED) not in choice.seen:
            gone_there = Conflict(
                id, "statement", choice.edit.inputs, _rival(choice.edit), (Rival(DELETED, INPUTS),)
            )
            finding = replace(finding, conflicts=(gone_there,))
        found.append(finding)
    return tuple(found)


def with_journal(
    sources: tuple[Source, ...], segments: tuple[Segment, ...], findings: Sequence[Finding]
) -> tuple[tuple[Source, ...], tuple[Segment, ...]]:
    """The journal is a source too: of the statements that people wrote into drafts."""
    known = {segment.id for segment in segments}
    members = [member for finding in findings for member in finding.members]
    written = [member for member in members if member.segment.id not in known]
    source = [Source(JOURNAL, JOURNAL_TITLE, ())] if written else []
    return (*sources, *source), (*segments, *(member.segment for member in written))


def apply_edits(
    findings: Sequence[Finding],
    present: Present,
    themes: Collection[str],
    lenses: Collection[str],
    join: Join,
) -> tuple[Finding, ...]:
    """The findings as people want them, in the same order.

    A finding whose theme or lens a person chose is coded, with full confidence, unless it was set aside.
    Where the theme or lens is none of the workshop's (any more), it is undecided. One that a person merged
    into another is a member of that.
    """
    edited = [_apply(finding, present) for finding in findings]
    placed = [_with_known_place(finding, themes, lenses) for finding in edited]
    return _joined([replace(f, rank=_rank(f, present)) for f in placed], present, join)


def apply_to_prose(
    prose: Sequence[Prose], present: Present
) -> tuple[tuple[Prose, ...], tuple[Conflict, ...]]:
    """The sections as people want them, merged with what the inputs say now; and where both differ."""
    texts = {text.name: text.html for text in prose}
    made: list[Prose] = []
    conflicts: list[Conflict] = []
    for name in dict.fromkeys([*texts, *present.sections]):
        written = present.sections.get(name)
        fresh = texts.get(name, "")
        if written is None:
            made.append(Prose(name, fresh, fresh))
            continue
        inputs = clean(written.inputs)
        versions = (read_passages(html) for html in (inputs, clean(written.html), fresh))
        passages, clashes = merge_passages(*versions)
        made.append(Prose(name, write_passages(passages), fresh, written.html, inputs))
        conflicts += [_section_conflict(name, clash, written.last, INPUTS) for clash in clashes]
        conflicts += [
            _section_conflict(name, clash, written.last, edit.author, edit) for clash, edit in written.clashes
        ]
    return tuple(made), tuple(conflicts)


def caption_images(images: Sequence[Image], present: Present) -> tuple[Image, ...]:
    """The pictures with the captions that people want; the credit, which is printed behind, stays."""
    return tuple(_captioned(image, present.wanted(image.file, "caption")) for image in images)


def _captioned(image: Image, choice: Choice | None) -> Image:
    if choice is None or choice.edit.new is None:
        return image
    return replace(image, caption=choice.edit.new.removesuffix(image.credit).rstrip(" ."))


def _apply(finding: Finding, present: Present) -> Finding:
    choices = present.choices.get(finding.id, {})
    memos = present.memos.get(finding.id, ())
    if not choices:
        return replace(finding, memos=memos) if memos else finding
    read_as = Reading(finding.statement, finding.theme, finding.lens, finding.status)
    made = replace(finding, read_as=read_as, memos=memos)
    made = _apply_statement(made, choices.get("statement"))
    made = _apply_place(made, choices)
    made = _apply_status(made, choices.get("status"), choices.get("statement"))
    return _apply_review(made, choices)


def _apply_statement(finding: Finding, choice: Choice | None) -> Finding:
    if choice is None:
        return finding
    edit, fresh = choice.edit, finding.statement
    rivals = [_rival(rival) for rival in choice.rivals]
    if edit.new is None:
        stands = Rival(fresh, INPUTS)
    else:
        stands = _rival(edit)
        if not same(edit.new, fresh) and squeezed(fresh) not in choice.seen:
            rivals.append(Rival(fresh, INPUTS))
    base = edit.inputs if rivals and rivals[0].author == INPUTS else edit.base
    conflict = Conflict(finding.id, "statement", base, stands, tuple(rivals)) if rivals else None
    if conflict:
        conflict = replace(conflict, proposal=proposal(base, stands.text, rivals[0].text))
    return replace(
        finding,
        statement=stands.text,
        html=clean(edit.html) if edit.new is not None else "",
        edited=finding.edited or not same(stands.text, fresh) or bool(edit.html),
        conflicts=(*finding.conflicts, *([conflict] if conflict else [])),
    )


def _apply_place(finding: Finding, choices: Mapping[str, Choice]) -> Finding:
    made = finding
    for axis, fresh in (("theme", finding.theme), ("lens", finding.lens)):
        choice = choices.get(axis)
        if choice is None or choice.edit.new is None:
            continue
        conflict = _place_conflict(finding, axis, fresh, choice)
        made = replace(
            made,
            theme=choice.edit.new if axis == "theme" else made.theme,
            lens=choice.edit.new if axis == "lens" else made.lens,
            edited=made.edited or choice.edit.new != fresh,
            reason=f"placed by {choice.edit.author}{_on(choice.edit)}",
            confidence=1.0,
            status=made.status if made.status is Status.SET_ASIDE else Status.CODED,
            conflicts=(*made.conflicts, *([conflict] if conflict else [])),
        )
    return made if made.theme and made.lens else replace(made, status=finding.status)


def _place_conflict(finding: Finding, axis: str, fresh: str, choice: Choice) -> Conflict | None:
    rivals = [_rival(rival) for rival in choice.rivals]
    named = finding.confidence >= SURE and finding.status is Status.CODED
    if named and fresh != choice.edit.new and squeezed(fresh) not in choice.seen:
        rivals.append(Rival(fresh, INPUTS))
    if not rivals:
        return None
    field: EditedField = "theme" if axis == "theme" else "lens"
    return Conflict(finding.id, field, choice.edit.base, _rival(choice.edit), tuple(rivals))


def _apply_status(finding: Finding, choice: Choice | None, statement: Choice | None) -> Finding:
    """A statement that was deleted, and changed by somebody who did not know, stays: a conflict.

    Whoever knew keeps it by rewriting it.
    """
    if choice is None or choice.edit.new not in list(Status):
        return finding
    edit, wanted = choice.edit, Status(choice.edit.new)
    if statement and squeezed(DELETED) in statement.seen and squeezed(finding.statement) not in choice.seen:
        return finding
    if choice.rivals:
        return replace(finding, conflicts=(*finding.conflicts, _state_conflict(finding.id, choice)))
    if wanted is Status.SET_ASIDE and squeezed(finding.statement) not in choice.seen:
        written = statement.edit if statement and statement.edit.new is not None else None
        kept = _rival(written) if written else Rival(finding.statement, INPUTS)
        stands = Rival(DELETED, edit.author, edit.date, edit.origin)
        conflict = Conflict(finding.id, "status", edit.base, stands, (kept,))
        return replace(finding, conflicts=(*finding.conflicts, conflict))
    if wanted is Status.CODED and (finding.status is wanted or not (finding.theme and finding.lens)):
        return finding
    how = "set aside" if wanted is Status.SET_ASIDE else f"marked {wanted.value}"
    why = f": {edit.words}" if edit.words else ""
    return replace(
        finding,
        status=wanted,
        reason=f"{how} by {edit.author}{_on(edit)}{why}",
        confidence=1.0 if wanted is Status.CODED else finding.confidence,
    )


def _state_conflict(id: str, choice: Choice) -> Conflict:
    """Two people chose two states without having seen each other's; the one set aside is told first."""
    sides = sorted((choice.edit, *choice.rivals), key=lambda edit: edit.new != Status.SET_ASIDE)
    first, *others = (replace(_rival(edit), text=state_words(edit.new or "")) for edit in sides)
    return Conflict(id, "status", choice.edit.base, first, tuple(others))


def _apply_review(finding: Finding, choices: Mapping[str, Choice]) -> Finding:
    new = {name: choice.edit.new or "" for name, choice in choices.items()}
    return replace(
        finding, also=new.get("also", ""), key=bool(new.get("key-finding", "")), note=new.get("note", "")
    )


def _joined(findings: Sequence[Finding], present: Present, join: Join) -> tuple[Finding, ...]:
    """Put findings that a person merged into others there; chains are followed to their end."""
    by_id = {finding.id: finding for finding in findings}
    members: dict[str, list[Finding]] = {}
    for finding in findings:
        target = _target(finding.id, by_id, present)
        if target != finding.id:
            members.setdefault(target, []).append(finding)
    taken = {finding.id for found in members.values() for finding in found}
    return tuple(
        join(finding, members[finding.id]) if finding.id in members else finding
        for finding in findings
        if finding.id not in taken
    )


def _target(id: str, findings: Mapping[str, Finding], present: Present) -> str:
    """Where a finding's members go; into itself where people joined findings in a circle."""
    seen = {id}
    first = id
    while (choice := present.wanted(id, "merged-into")) and (into := choice.edit.new) in findings:
        if into is None or into in seen:
            return first
        id = into
        seen.add(id)
    return id


def _rank(finding: Finding, present: Present) -> int | None:
    """Where people put a finding among those of its theme and lens."""
    choice = present.wanted(f"{finding.theme}/{finding.lens}", "order")
    order = (choice.edit.new or "").split() if choice else []
    return order.index(finding.id) if finding.id in order else None


def _with_known_place(finding: Finding, themes: Collection[str], lenses: Collection[str]) -> Finding:
    if finding.status is not Status.CODED or (finding.theme in themes and finding.lens in lenses):
        return finding
    unknown = f"theme {finding.theme}" if finding.theme not in themes else f"lens {finding.lens}"
    reason = f"{finding.reason}, but the workshop has no {unknown}"
    return replace(finding, status=Status.UNDECIDED, reason=reason, confidence=0.0)


def _written_coding(text: str, edit: Edit, line: int, place: str) -> Coding:
    theme, _, lens = place.partition("/")
    segment = Segment(
        id=short_key(JOURNAL, edit.id),
        text=text,
        where=Where(JOURNAL, line=line),
        kind=Kind.PARAGRAPH,
        theme=theme,
        lens=lens,
    )
    status = Status.CODED if theme and lens else Status.UNDECIDED
    reason = f"written by {edit.author} in {edit.origin}"
    return Coding(segment, text, status, theme, lens, reason, 1.0 if status is Status.CODED else 0.0)


def _finding_of(coding: Coding, id: str, number: int, status: Status) -> Finding:
    return Finding(
        statement=coding.statement,
        status=status,
        theme=coding.theme,
        lens=coding.lens,
        reason=coding.reason,
        confidence=coding.confidence,
        members=(coding,),
        id=id,
        number=number,
        edited=True,
    )


def _section_conflict(
    name: str, clash: Clash, mine: Edit, author: str, theirs: Edit | None = None
) -> Conflict:
    rival = Rival(
        clash.theirs or DELETED, author, theirs.date if theirs else "", theirs.origin if theirs else ""
    )
    stands = Rival(clash.mine or DELETED, mine.author, mine.date, mine.origin)
    return Conflict(name, "section", clash.base, stands, (rival,))


def _rival(edit: Edit) -> Rival:
    return Rival(edit.new or "", edit.author, edit.date, edit.origin)


def _on(edit: Edit) -> str:
    return f" on {edit.date[:10]}" if edit.date else ""
