"""Any sequence of edits in Word and in the inputs, of builds and pulls: nothing is lost, nothing invented.

Every sentence that somebody writes here holds a word of its own, so it can be followed. FUZZ=1000 in the
environment tries a thousand sequences instead of a few.
"""

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from report_builder.check.edits import open_problems
from tests import word_saves as saves
from tests.returned_draft import Desk, desk_in, in_short
from tests.word_editor import Element, WordEditor

FUZZ = int(os.environ.get("FUZZ", "0"))
OWN = re.compile(r"\bown\d+\b")
WORDS = [
    "lorries",
    "mothers",
    "bells",
    "clocks",
    "gardens",
    "bridges",
    "ferries",
    "maps",
    "windows",
    "juries",
    "apples",
    "soldiers",
    "poems",
    "wells",
]
PROSE = ("BodyText", "ListBullet", "Quote")
SENTENCE = re.compile(r"(?<=[.])\s+")
place = st.integers(0, 30)
switch = st.booleans()


def own_words(text: str) -> set[str]:
    return set(OWN.findall(text))


class Partners(RuleBasedStateMachine):
    """People at work on one report."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp(prefix="partners-"))
        self.desk: Desk = desk_in(self.folder)
        self.word = WordEditor(self.desk.report.read_bytes())
        self.late: bytes = b""
        self.count = 0
        self.wanted: set[str] = set()
        """Words of their own that must be found somewhere."""
        self.said: set[str] = set()
        """Every statement and sentence that somebody wrote."""
        self._hear()
        self.in_word = self.in_inputs = self.came_late = False

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.build()
            shutil.rmtree(self.folder)

    # In Word

    @rule(at=place, tracked=switch)
    def rewrite(self, at: int, tracked: bool) -> None:
        paragraph = self._statement(at)
        if paragraph is not None:
            self._edit(
                lambda: (self.word.retype_tracked if tracked else self.word.retype)(paragraph, self._say())
            )

    @rule(at=place, tracked=switch)
    def delete(self, at: int, tracked: bool) -> None:
        paragraph = self._statement(at)
        if paragraph is not None:
            self._edit(lambda: (self.word.remove_tracked if tracked else self.word.remove)(paragraph))

    @rule(at=place, behind=place, tracked=switch)
    def move(self, at: int, behind: int, tracked: bool) -> None:
        one, other = self._statement(at), self._statement(behind)
        if one is not None and other is not None and one is not other:
            self._edit(lambda: (self.word.move_tracked if tracked else self.word.move)(one, other))

    @rule(at=place, tracked=switch)
    def insert(self, at: int, tracked: bool) -> None:
        paragraph = self._statement(at)
        if paragraph is not None:
            self._edit(
                lambda: (self.word.insert_tracked if tracked else self.word.insert)(self._say(), paragraph)
            )

    @rule(at=place)
    def split(self, at: int) -> None:
        paragraph = self._statement(at)
        words = self.word.words(paragraph).split("\t")[-1].split() if paragraph is not None else []
        if paragraph is not None and len(words) > 4 and not list(paragraph.iter("{*}ins")):
            middle = " ".join(words[len(words) // 2 :])
            if middle in self.word.words(paragraph):
                self._edit(lambda: self.word.split(paragraph, middle))

    @rule(at=place)
    def join(self, at: int) -> None:
        one, other = self._statement(at), self._statement(at + 1)
        if one is not None and other is not None and one is not other:
            self._edit(lambda: self.word.join(one, other))

    @rule(at=place)
    def make_bold(self, at: int) -> None:
        paragraph = self._statement(at)
        if paragraph is not None and not list(paragraph.iter("{*}ins")):
            words = self.word.words(paragraph).split("\t")[-1].split()
            if words and self.word._own_runs(paragraph):
                self._edit(lambda: saves.set_face(self.word, paragraph, words[0], "b"))

    @rule(at=place)
    def comment(self, at: int) -> None:
        paragraph = self._statement(at)
        if paragraph is not None:
            text = self._say()
            self.wanted |= own_words(text)
            self._edit(lambda: self.word.comment(paragraph, text))

    @rule(at=place, what=st.sampled_from(["rewrite", "insert", "delete"]))
    def edit_prose(self, at: int, what: str) -> None:
        found = [p for p in self.word.paragraphs() if self.word.style(p) in PROSE and self._editable(p)]
        if not found:
            return
        paragraph = found[at % len(found)]
        edits: dict[str, Callable[[], object]] = {
            "rewrite": lambda: self.word.retype(paragraph, self._say()),
            "insert": lambda: self.word.insert(self._say(), paragraph),
            "delete": lambda: self.word.remove(paragraph),
        }
        self._edit(edits[what])

    @rule()
    def save_in_word(self) -> None:
        saves.as_word_saves(self.word)
        saves.bookmarks_between_paragraphs(self.word)

    @rule()
    def save_in_libreoffice(self) -> None:
        saves.as_libreoffice_saves(self.word)

    @rule()
    def accept_all(self) -> None:
        self._edit(self.word.accept_all)

    # In the inputs

    @rule()
    def add_a_line(self) -> None:
        self._edit_lines(lambda lines: lines.append(f"- {self._say()}"))

    @rule(at=place)
    def change_a_line(self, at: int) -> None:
        def change(lines: list[str]) -> None:
            place = at % len(lines)
            words = lines[place].rstrip(".").split()
            lines[place] = f"{' '.join(words[:-2])} {self._new_word()} besides."

        self._edit_lines(change)

    @rule(at=place)
    def remove_a_line(self, at: int) -> None:
        self._edit_lines(lambda lines: lines.pop(at % len(lines)))

    @rule(seed=place)
    def change_the_order_of_lines(self, seed: int) -> None:
        self._edit_lines(random.Random(seed).shuffle)

    @rule()
    def rename_a_file(self) -> None:
        path = self._notes()
        path.rename(path.with_name(f"crossings-{self.count}.md"))
        self.count += 1
        self.in_inputs = True

    @rule()
    def change_the_introduction(self) -> None:
        path = self.folder / "inputs/sections/introduction.md"
        text = path.read_text(encoding="utf-8")
        new = (
            text.replace("It rained all day.", self._say(), 1)
            if "It rained" in text
            else f"{self._say()}\n\n{text}"
        )
        path.write_text(new, encoding="utf-8")
        self.wanted |= own_words(new) - own_words(text)
        self.in_inputs = True

    # Round again

    @rule()
    def build(self) -> None:
        self.desk.report.write_bytes(self.word.save())
        data = self.desk.build()
        self.word = WordEditor(data)
        self._check()
        assert not in_short(self.desk.pull(data))
        assert self.desk.build() == data

    @rule()
    def send_by_mail(self) -> None:
        data = self.word.save()
        told = self.desk.pull(data)
        assert not in_short(self.desk.pull(data, dry_run=True)), in_short(told)

    @rule()
    def lay_a_copy_aside(self) -> None:
        self.late = self.word.save()

    @precondition(lambda self: self.late)
    @rule()
    def find_the_copy_again(self) -> None:
        """A partner goes on in an older copy; what was typed in the newest draft is pulled before."""
        self.desk.pull(self.word.save())
        self.word, self.late = WordEditor(self.late, author="Bob"), b""
        self.came_late = True

    # What must hold

    def _check(self) -> None:
        gathered = self.desk.gathered()
        draft = "\n".join(self.word.text())
        kept = [draft, *(words for _, words in self.word.comments())]
        kept += [f.statement for f in gathered.findings]
        kept += [member.statement for f in gathered.findings for member in f.members]
        kept += [memo.new or "" for memos in gathered.present.memos.values() for memo in memos]
        kept += [str(p) for p in open_problems(gathered.findings, gathered.clashes, gathered.present)]
        lost = self.wanted - own_words("\n".join(kept))
        assert not lost, f"lost: {lost}"
        statements = [f.statement for f in gathered.findings if f.status.value != "set-aside"]
        invented = [text for text in statements if not self._was_said(text)]
        assert not invented, f"invented: {invented}"
        prose = [
            self.word.words(p)
            for p in self.word.paragraphs()
            if self.word.style(p) in PROSE
            and OWN.search(self.word.words(p))
            and "support" not in self.word.words(p)
        ]
        invented = [s for text in prose for s in self._sentences(text) if not self._was_said(s)]
        assert not invented, f"invented: {invented}"
        if not (self.came_late or (self.in_word and self.in_inputs)):
            assert not [c for f in gathered.findings for c in f.conflicts] + list(gathered.clashes)

    def _was_said(self, text: str) -> bool:
        return " ".join(text.split()) in self.said

    def _sentences(self, text: str) -> list[str]:
        return [" ".join(part.split()) for part in SENTENCE.split(text) if part.strip()]

    # Beneath

    def _statement(self, at: int) -> Element | None:
        found = [p for p in self.word.paragraphs() if self.word.style(p) == "RBFinding" and self._editable(p)]
        return found[at % len(found)] if found else None

    def _editable(self, paragraph: Element) -> bool:
        return bool(self.word._own_runs(paragraph)) and paragraph.getparent() is self.word.body

    def _new_word(self) -> str:
        self.count += 1
        return f"own{self.count}"

    def _say(self) -> str:
        word = self._new_word()
        chosen = random.Random(word).sample(WORDS, 7)
        text = f"{chosen[0].capitalize()} {word} {' '.join(chosen[1:])}."
        self.said.add(text)
        return text

    def _edit(self, change: Callable[[], object]) -> None:
        before = own_words(self._body())
        change()
        body = self._body()
        after = own_words(body)
        self.wanted = (self.wanted - (before - after)) | (after - before)
        self._hear()
        self.in_word = True

    def _hear(self) -> None:
        for text in map(self.word.words, self.word.paragraphs()):
            words = " ".join(text.rpartition("\t")[2].split())
            joined = " ".join(re.sub(r"F\d+\t", " ", text).split())
            self.said |= {words, joined, *self._sentences(words)}

    def _body(self) -> str:
        return "\n".join(
            self.word.words(p) for p in self.word.paragraphs() if self.word.style(p) in (*PROSE, "RBFinding")
        )

    def _notes(self) -> Path:
        return next((self.folder / "inputs/notes").glob("crossings*.md"))

    def _edit_lines(self, change: Callable[[list[str]], object]) -> None:
        path = self._notes()
        head, _, text = path.read_text(encoding="utf-8").partition("## Needs\n\n")
        needs, rest, tail = text.partition("\n## Challenges")
        lines = needs.splitlines()
        before = own_words(needs)
        if len(lines) > 1 or change.__name__ == "<lambda>":
            change(lines)
        lines = lines or [f"- {self._say()}"]
        path.write_text(head + "## Needs\n\n" + "\n".join(lines) + "\n" + rest + tail, encoding="utf-8")
        after = own_words("\n".join(lines))
        self.wanted = (self.wanted - (before - after)) | (after - before)
        self.said |= {line.removeprefix("- ") for line in lines}
        self.in_inputs = True


Partners.TestCase.settings = settings(
    max_examples=FUZZ or 4,
    stateful_step_count=12,
    deadline=None,
    derandomize=not FUZZ,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate] if os.environ.get("NOSHRINK") else list(Phase),
)
TestPartners = Partners.TestCase
