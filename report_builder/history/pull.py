"""A returned draft -> edits for the journal.

In go the draft's record and what came back; out come edits in the order of the file. Who made a change is
told by tracked changes, else by who saved the file last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from report_builder.draft import DRAFTER, UNKNOWN, Comment, EditableField, ReturnedDraft, Touch, memo_key
from report_builder.edit import Edit, EditedField
from report_builder.history.changes import (
    Added,
    Change,
    Deleted,
    Joined,
    Moved,
    NotCarried,
    Reordered,
    Rewritten,
    SectionChanged,
)
from report_builder.history.compare import compare
from report_builder.history.edits import written_id
from report_builder.history.match import Match
from report_builder.keys import short_key
from report_builder.model import Status


def make_edits(returned: ReturnedDraft) -> tuple[Edit, ...]:
    """All changes of a returned draft as edits, then its comments; none for one that nobody edited."""
    match = Match(returned.draft, returned.paragraphs)
    return (*_Edits(returned, match).all(), *_comment_edits(returned, match))


class _Edits:
    def __init__(self, returned: ReturnedDraft, match: Match) -> None:
        self.returned = returned
        self.match = match
        self.draft = returned.draft
        self.new_ids: dict[int, str] = {}
        """Position of a new statement -> the id that its finding will have."""

    def all(self) -> Iterator[Edit]:
        for change in (*compare(self.match), *self._beside()):
            yield from self._edits(change)

    def _beside(self) -> Iterator[NotCarried]:
        """What people wrote into running heads, feet and notes."""
        new = [text for text in self.returned.beside if text not in self.draft.beside]
        gone = [text for text in self.draft.beside if text not in self.returned.beside]
        for before, after in zip_longest(gone, new, fillvalue=""):
            yield NotCarried(before, after, "heads and feet of pages are made anew")

    def _edits(self, change: Change) -> Iterator[Edit]:
        if isinstance(change, Rewritten | Moved | Deleted | Joined):
            yield from self._of_statement(change)
        elif isinstance(change, Added):
            yield self._added(change)
        elif isinstance(change, Reordered):
            ids = (self.new_ids.get(id, "") if isinstance(id, int) else id for id in change.new)
            base, saved = " ".join(change.base), self.returned.saved
            yield self._plain(change.place, "order", base, " ".join(ids), saved)
        elif isinstance(change, SectionChanged):
            who = self._who(change.at)
            yield self._plain(
                change.name, "section", change.base, change.new, who, inputs=change.inputs, seen=change.seen
            )
        else:
            who = self.returned.saved if change.at is None else self._who(change.at)
            key = short_key("told", self.draft.draft, change.base, change.word)
            told = self._plain(key, "told", change.base, change.word, who)
            yield replace(told, words=change.why, about=change.home)

    def _of_statement(self, change: Rewritten | Moved | Deleted | Joined) -> Iterator[Edit]:
        field, base = change.field, change.base
        if isinstance(change, Rewritten):
            kind: EditedField = "caption" if field.field == "caption" else "statement"
            paragraph = change.paragraph
            yield self._edit(field, kind, base, paragraph.text, self._who(change.at), html=paragraph.html)
        elif isinstance(change, Deleted):
            touches = self.returned.touched_keys.get(field.key, ())
            yield self._edit(field, "status", base, Status.SET_ASIDE.value, self._named(touches))
        elif isinstance(change, Joined):
            yield self._edit(field, "merged-into", base, change.into.id, self._who(change.at))
        else:
            axes: tuple[EditedField, ...] = ("theme", "lens")
            for axis, before, after in zip(axes, _split(base), _split(change.new), strict=True):
                if before != after:
                    yield self._edit(field, axis, before, after, self._who(change.at), inputs=before)

    def _added(self, change: Added) -> Edit:
        base = next((f for f in self.draft.fields if f.id == change.after and change.text), None)
        key = short_key("written", self.draft.draft, change.place, change.text, change.after)
        author, date = self._who(change.at)
        edit = Edit(
            key,
            "finding",
            "",
            change.text,
            author,
            date,
            self.returned.name,
            html=change.html,
            draft=self.draft.draft,
            about=change.place,
            words=f"F{base.number}" if base and base.number else "",
        )
        self.new_ids[change.at] = written_id(edit)
        return edit

    def _edit(
        self,
        field: EditableField,
        kind: EditedField,
        base: str,
        new: str,
        who: Touch,
        html: str = "",
        inputs: str = "",
    ) -> Edit:
        return self._plain(
            field.id, kind, base, new, who, html=html, inputs=inputs or field.inputs, seen=field.seen
        )

    def _plain(
        self,
        id: str,
        kind: EditedField,
        base: str,
        new: str,
        who: Touch,
        *,
        html: str = "",
        inputs: str = "",
        seen: tuple[str, ...] = (),
    ) -> Edit:
        author, date = who
        return Edit(
            id,
            kind,
            base,
            new,
            author,
            date,
            self.returned.name,
            html=html,
            inputs=inputs,
            seen=seen,
            draft=self.draft.draft,
        )

    def _who(self, at: int) -> Touch:
        return self._named(self.returned.touched[at] if at < len(self.returned.touched) else ())

    def _named(self, touches: Sequence[Touch]) -> Touch:
        """Everybody who touched a passage, with the latest date; not the tool, which marks what is new."""
        touches = [touch for touch in touches if touch[0] != DRAFTER]
        authors = list(dict.fromkeys(author for author, _ in touches if author))
        if not authors:
            return self.returned.saved
        return ", ".join(authors), max(date for _, date in touches) or self.returned.saved[1]


def _comment_edits(returned: ReturnedDraft, match: Match) -> Iterator[Edit]:
    """New comments as memos; memos that the draft showed and that are gone or done, as resolved."""
    open_now: set[str] = set()
    for comment in returned.comments:
        if comment.author == DRAFTER:
            continue
        about = _about(comment, match)
        key = memo_key(comment.author, comment.text, about)
        if comment.done:
            continue
        open_now.add(key)
        if key not in returned.draft.memos:
            yield Edit(
                key,
                "memo",
                "",
                comment.text,
                comment.author or UNKNOWN,
                comment.date,
                returned.name,
                draft=returned.draft.draft,
                about=about,
                words=comment.words,
            )
    for key, id in returned.draft.memos.items():
        if key not in open_now:
            author, date = returned.saved
            yield Edit(id, "resolved", "", "", author, date, returned.name, draft=returned.draft.draft)


def _about(comment: Comment, match: Match) -> str:
    """Id of what a comment is on: the passage itself, else the one that it stands behind."""
    around = [key for key in comment.keys if key in match.fields]
    before = (match.keys[at] for at in range(comment.at if comment.at is not None else -1, -1, -1))
    key = around[0] if around else next((keys[0] for keys in before if keys), "")
    return match.fields[key].id if key else ""


def _split(place: str) -> tuple[str, str]:
    theme, _, lens = place.partition("/")
    return theme, lens
