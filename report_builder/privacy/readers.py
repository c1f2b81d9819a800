"""Findings and settings -> the same as readers may see them: no author and no file's name tells who it was.

The review sheet and the terminal, which stay with the team, show the authors of edits and the real places.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from report_builder.draft import DRAFTER, UNKNOWN
from report_builder.edit import INPUTS, Conflict, Edit, Rival
from report_builder.model import Coding, Finding, Participant, Source, Where
from report_builder.privacy.alphabets import plain
from report_builder.privacy.consents import may_be_shown, people_of_finding
from report_builder.privacy.masking import MASK, Masker
from report_builder.privacy.people import WORD, released_names
from report_builder.privacy.stage import Masks
from report_builder.settings import AgendaItem, Session, Workshop
from report_builder.words import fold

NOBODY = frozenset({DRAFTER, UNKNOWN, INPUTS, "the team", ""})
"""Authors that are no person."""


@dataclass(frozen=True)
class Readers:
    """What readers may see of a workshop."""

    workshop: Workshop
    masks: Masks
    authors: Collection[str]
    """Everybody who edited something."""
    participants: Sequence[Participant]
    paths: Mapping[str, str]
    """Path of a source -> as printed."""

    @cached_property
    def unreleased(self) -> frozenset[str]:
        """Authors of edits whose names workshop.toml doesn't release."""
        released = released_names(self.workshop)
        return frozenset(
            author
            for author in self.authors
            if author not in NOBODY and " ".join(map(plain, WORD.findall(author))) not in released
        )

    def author(self, name: str) -> str:
        """An author as shown."""
        return MASK if name in self.unreleased else name

    def finding(self, finding: Finding) -> Finding:
        """A finding without names of authors and files; its reason may quote other statements."""
        chatham = any(self.masks.is_chatham(member.segment.where.path) for member in finding.members)
        masker = self.masks.chatham if chatham else self.masks.names
        members = tuple(map(self._member, finding.members))
        made = replace(
            finding,
            reason=self._reason(finding.reason, masker),
            members=members
            if any(a is not b for a, b in zip(members, finding.members, strict=True))
            else finding.members,
            conflicts=tuple(map(self.conflict, finding.conflicts)),
            memos=tuple(map(self.edit, finding.memos)),
            note=masker.mask(finding.note),
            people=people_of_finding(finding, self.workshop, self.participants, chatham),
        )
        if chatham:
            made = replace(made, statement=masker.mask(made.statement), html=masker.mask_html(made.html))
        return made

    def conflict(self, conflict: Conflict) -> Conflict:
        """A conflict without names of authors and files."""
        sides = tuple(map(self._rival, conflict.against))
        return replace(conflict, stands=self._rival(conflict.stands), against=sides)

    def edit(self, edit: Edit) -> Edit:
        """An edit, as a comment shows it."""
        return replace(edit, author=self.author(edit.author), origin=self._origin(edit.origin))

    def source(self, source: Source) -> Source:
        """A source as listed and counted; its blocks are not shown."""
        mask = self.masks.of_source(source.path).mask
        return replace(
            source,
            path=self.paths.get(source.path, source.path),
            title=mask(source.title),
            ratings=tuple(
                replace(one, question=mask(one.question), title=mask(one.title)) for one in source.ratings
            ),
            choices=tuple(
                replace(
                    one,
                    question=mask(one.question),
                    answers=tuple(tuple(map(mask, answers)) for answers in one.answers),
                )
                for one in source.choices
            ),
        )

    def where(self, where: Where) -> Where:
        """A place as printed."""
        mask = self.masks.names.mask
        path = self.paths.get(where.path, where.path)
        sheet, column = mask(where.sheet), mask(where.column)
        if (path, sheet, column) == (where.path, where.sheet, where.column):
            return where
        return where._replace(path=path, sheet=sheet, column=column)

    def settings(self) -> Workshop:
        """workshop.toml as printed: names stand where they are released, and nowhere else."""
        masker = self.masks.usual
        return replace(
            self.workshop,
            sessions=tuple(_session(session, masker) for session in self.workshop.sessions),
            agenda=tuple(_agenda_item(item, masker) for item in self.workshop.agenda),
            images=tuple(
                replace(image, caption=masker.mask(image.caption), alt=masker.mask(image.alt))
                for image in self.workshop.images
                if may_be_shown(image)
            ),
            themes=tuple(
                replace(theme, description=masker.mask(theme.description)) for theme in self.workshop.themes
            ),
            privacy=replace(self.workshop.privacy, rule=masker.mask(self.workshop.privacy.rule)),
        )

    def _member(self, member: Coding) -> Coding:
        where = self.where(member.segment.where)
        reason = self._reason(member.reason, self.masks.names) if member.reason else ""
        if where is member.segment.where and reason == member.reason:
            return member
        return replace(member, segment=replace(member.segment, where=where), reason=reason)

    def _reason(self, reason: str, masker: Masker) -> str:
        for author in self.unreleased:
            if author in reason:
                reason = reason.replace(f"by {author}", f"by {MASK}")
        return masker.mask(reason)

    def _rival(self, rival: Rival) -> Rival:
        return replace(rival, author=self.author(rival.author), origin=self._origin(rival.origin))

    def _origin(self, origin: str) -> str:
        for author in self.unreleased:
            origin = origin.replace(author, MASK)
        return self.masks.names.mask(origin)


def make_readers(
    workshop: Workshop,
    masks: Masks,
    edits: Iterable[Edit],
    sources: Sequence[Source],
    participants: Sequence[Participant],
) -> Readers:
    """What readers may see; no two files are printed under one name."""
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for source in sources:
        path = masked = masks.names.mask_path(source.path)
        number = 1
        while path in taken:
            number += 1
            path = f"{masked} ({number})"
        taken.add(path)
        if path != source.path:
            paths[source.path] = path
    return Readers(workshop, masks, {edit.author for edit in edits}, participants, paths)


def _session(session: Session, masker: Masker) -> Session:
    return replace(session, title=masker.mask(session.title), summary=masker.mask(session.summary))


def _agenda_item(item: AgendaItem, masker: Masker) -> AgendaItem:
    """A line of the agenda; who speaks there may be named in it."""
    if item.speaker and fold(item.speaker) in fold(item.title):
        return item
    return replace(item, title=masker.mask(item.title))
