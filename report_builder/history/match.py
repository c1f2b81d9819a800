"""Which paragraph of a returned draft is which paragraph of its record.

An editable one is known by its hidden bookmark, else by its printed number, else by its words; one that the
tool writes by itself by its words and by what it stands behind.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from rapidfuzz import fuzz, process

from report_builder.draft import Draft, DraftParagraph, EditableField
from report_builder.history.threeway import squeezed

ALIKE = 62.0
"""Likeness (0 to 100) from which a paragraph is taken for another version of one that is gone."""
ANNEX_STYLE = "RB Annex Entry"
Claims = Callable[[Collection[str], Collection[int]], Iterator[tuple[str, int]]]
"""Pairs of a key that is lost and the position of an open paragraph that may be it, best first."""


class Match:
    """A draft's record beside the paragraphs that came back."""

    def __init__(self, draft: Draft, returned: Sequence[DraftParagraph]) -> None:
        self.draft = draft
        self.returned = returned
        self.fields: Mapping[str, EditableField] = {field.key: field for field in draft.fields}
        self.base: Mapping[str, DraftParagraph] = {
            key: paragraph for paragraph in draft.paragraphs for key in paragraph.keys if key in self.fields
        }
        self.keys: list[list[str]] = [[] for _ in returned]
        """For each returned paragraph the keys that it is."""
        self._order = {key: at for at, key in enumerate(self.base)}
        self._claim_bookmarks()
        self._claim_by_words()
        self._computed = {
            at: squeezed(paragraph.text)
            for at, paragraph in enumerate(draft.paragraphs)
            if paragraph.text and not self.own(paragraph)
        }
        """Position in the record -> words that the tool writes by itself."""
        self.missing: set[int] = set()
        """Of these, the ones that are gone."""
        self.other_versions: dict[int, int] = {}
        """Position of a returned paragraph -> that of the tool's own of which it is another version."""
        self.loose: list[int] = []
        """Positions of returned paragraphs that somebody wrote."""
        self._match_computed()

    def own(self, paragraph: DraftParagraph) -> bool:
        """Whether a paragraph of the record is an editable one."""
        return any(key in self.fields for key in paragraph.keys)

    # Editable paragraphs

    def _claim_bookmarks(self) -> None:
        """Give each bookmark one of the paragraphs that it begins or goes on in.

        Of the halves of a paragraph the one with its number keeps it, of copies the likest to the original,
        then the one that stands where it stood.
        """
        claims: dict[str, list[int]] = {}
        for at, paragraph in enumerate(self.returned):
            for key in (*paragraph.keys, *paragraph.within) if paragraph.text else ():
                if key in self.base:
                    claims.setdefault(key, []).append(at)
        for key, places in claims.items():
            best = max(places, key=lambda at: self._claim(key, at)) if places[1:] else places[0]
            self.keys[best].append(key)
        for keys in self.keys:
            keys.sort(key=lambda key: (self.fields[key].field == "place", self._order[key]))

    def _claim(self, key: str, at: int) -> tuple[bool, float, bool, int]:
        """How good the claim of a paragraph to a bookmark is."""
        base, paragraph = self.base[key], self.returned[at]
        numbered = bool(base.label) and paragraph.label == base.label
        return numbered, self._likeness(key, at), self._before[key] in self._marks_before(at), -at

    @cached_property
    def _before(self) -> Mapping[str, str]:
        """Key -> the key before it in the record."""
        own = list(self.base)
        return dict(zip(own, ["", *own], strict=False))

    def _marks_before(self, at: int) -> tuple[str, ...]:
        found = (p.keys for p in reversed(self.returned[:at]) if any(key in self.base for key in p.keys))
        return next(found, ())

    def _likeness(self, key: str, at: int) -> float:
        return fuzz.ratio(self.base[key].text, self.returned[at].text)

    def _claim_by_words(self) -> None:
        """Find paragraphs whose bookmark is lost: by printed number, by the same words, then by likeness."""
        there = {key for keys in self.keys for key in keys}
        lost = {key: None for key, paragraph in self.base.items() if key not in there and paragraph.text}
        computed = {squeezed(p.text) for p in self.draft.paragraphs if not (p.cell or self.own(p))}
        open_ = {
            at: None
            for at, paragraph in enumerate(self.returned)
            if paragraph.text
            and not self.keys[at]
            and not paragraph.cell
            and paragraph.style != ANNEX_STYLE
            and squeezed(paragraph.text) not in computed
        }
        self._claim_each((self._by_number, self._by_same_words), lost, open_)
        self._claim_joined(lost)
        self._claim_each((self._by_likeness, self._headings_by_place), lost, open_)

    def _claim_each(self, claims: Sequence[Claims], lost: dict[str, None], open_: dict[int, None]) -> None:
        for claim in claims:
            for key, at in claim(lost, open_) if lost else ():
                if key in lost and at in open_:
                    self.keys[at].append(key)
                    del lost[key], open_[at]

    def _claim_joined(self, lost: dict[str, None]) -> None:
        """A statement whose words all went into another paragraph was joined to that one."""
        for key in [key for key in lost if self.fields[key].number]:
            words = squeezed(self.base[key].text)
            into = (at for at, before, after in self._edited if words in after and words not in before)
            if (at := next(into, None)) is not None:
                self.keys[at].append(key)
                del lost[key]

    @property
    def _edited(self) -> list[tuple[int, str, str]]:
        """Paragraphs that are known: where each came back, its words before and after."""
        return [
            (at, squeezed(self.base[key].text), squeezed(self.returned[at].text))
            for at, keys in enumerate(self.keys)
            for key in keys
        ]

    def _by_number(self, lost: Collection[str], open_: Collection[int]) -> Iterator[tuple[str, int]]:
        numbers = {f"F{self.fields[key].number}": key for key in lost if self.fields[key].number}
        for at in list(open_):
            key = numbers.get(self.returned[at].label)
            if key:
                yield key, at

    def _by_same_words(self, lost: Collection[str], open_: Collection[int]) -> Iterator[tuple[str, int]]:
        by_text: dict[str, deque[str]] = defaultdict(deque)
        for key in lost:
            by_text[squeezed(self.base[key].text)].append(key)
        for at in list(open_):
            keys = by_text.get(squeezed(self.returned[at].text))
            if keys:
                yield keys.popleft(), at

    def _by_likeness(self, lost: Collection[str], open_: Collection[int]) -> Iterator[tuple[str, int]]:
        edited = self._edited
        texts = {at: self.returned[at].text for at in open_ if not _split_off(self.returned[at].text, edited)}
        pairs = [
            (score, key, at)
            for key in list(lost)
            if self.fields[key].field != "place"
            for _, score, at in process.extract(
                self.base[key].text, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
            )
        ]
        for _, key, at in sorted(pairs, key=lambda pair: -pair[0]):
            yield key, at

    def _headings_by_place(self, lost: Collection[str], open_: Collection[int]) -> Iterator[tuple[str, int]]:
        """A heading that was retyped stands before, or behind, the same editable paragraph as before."""
        own = list(self.base)
        came = [at for at, keys in enumerate(self.keys) if keys]
        for at in [at for at in open_ if "heading" in self.returned[at].style.lower()]:
            before = next((self.keys[one][-1] for one in reversed(came) if one < at), "")
            after = next((self.keys[one][0] for one in came if one > at), "")
            for key in [key for key in lost if self.fields[key].field == "place"]:
                place = self._order[key]
                neighbours = (own[place - 1] if place else "", *own[place + 1 : place + 2])
                if before == neighbours[0] or after in neighbours[1:]:
                    yield key, at
                    break

    # What the tool writes by itself

    def _match_computed(self) -> None:
        """By what it stands behind and its words, then by its words alone; what is left was changed."""
        loose = [at for at, paragraph in enumerate(self.returned) if paragraph.text and not self.keys[at]]
        base_behind = self._behind(
            [paragraph.keys for paragraph in self.draft.paragraphs], self.draft.paragraphs
        )
        behind = self._behind(self.keys, self.returned)
        left = dict(self._computed)
        for near in (True, False):
            waiting: dict[object, deque[int]] = defaultdict(deque)
            for place, text in left.items():
                waiting[(base_behind[place], text) if near else text].append(place)
            still = []
            for at in loose:
                text = squeezed(self.returned[at].text)
                found = waiting.get((behind[at], text) if near else text)
                if found:
                    del left[found.popleft()]
                else:
                    still.append(at)
            loose = still
        self.loose, self.missing = loose, set(left)
        self._pair_cells(base_behind, behind)
        self._pair_alike()

    def _behind(self, keys: Sequence[Sequence[str]], paragraphs: Sequence[DraftParagraph]) -> list[str]:
        """For each paragraph the key of the editable one that it stands behind."""
        found: list[str] = []
        last = ""
        for own, _ in zip(keys, paragraphs, strict=True):
            last = next((key for key in own if key in self.fields), last)
            found.append(last)
        return found

    def _pair_cells(self, base_behind: Sequence[str], behind: Sequence[str]) -> None:
        """Cells of one table: the first that is gone was changed to the first that is new, and so on."""
        gone: dict[str, deque[int]] = defaultdict(deque)
        for place in sorted(self.missing):
            if self.draft.paragraphs[place].cell:
                gone[base_behind[place]].append(place)
        for at in self.loose:
            if self.returned[at].cell and gone[behind[at]]:
                self._pair(at, gone[behind[at]].popleft())

    def _pair_alike(self) -> None:
        for at in self.loose:
            if at in self.other_versions or not self.missing:
                continue
            texts = {place: self._computed[place] for place in self.missing}
            found = process.extractOne(
                squeezed(self.returned[at].text), texts, scorer=fuzz.ratio, score_cutoff=ALIKE
            )
            if found:
                self._pair(at, found[2])

    def _pair(self, at: int, place: int) -> None:
        self.other_versions[at] = place
        self.missing.discard(place)


def _split_off(text: str, edited: Iterable[tuple[int, str, str]]) -> bool:
    """Whether words are what another paragraph lost: a half of that one, and no version of anything else."""
    words = squeezed(text)
    return any(words in before and words not in after for _, before, after in edited)
