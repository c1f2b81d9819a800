"""Files as they would be sent out -> every fault that the rules for publishing find in them.

The page that each file is made from is made anew, so that a file can be held against what the inputs say now.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from report_builder.check.publish.facts import Facts, as_kept, input_files, make_facts
from report_builder.check.publish.finished import FinishedFile
from report_builder.check.publish.rules import judge_all
from report_builder.disk import show
from report_builder.errors import Problem
from report_builder.gathering import Gathered
from report_builder.history.diff import PRESS_RELEASE
from report_builder.layout import for_readers, lay_out
from report_builder.outputs import REPORT, Made, page_of, word_frame

FORMATS = ("docx", "pdf", "html", "md")
OUTPUT = "output"
FINAL = "final"
README = "README.md"


@dataclass(frozen=True)
class Sent:
    """A file that would be sent out."""

    path: str
    """As messages name it."""
    name: str
    """Below the output folder, without `final/` and ending: `report`, `themes/safety`."""
    final: bool
    data: bytes

    @property
    def suffix(self) -> str:
        """Format, without the dot."""
        return PurePosixPath(self.path).suffix.removeprefix(".")


def finished_files(folder: Path) -> tuple[Sent, ...]:
    """What lies in the workshop's output folder and would be sent out, in the order of the names."""
    output = folder / OUTPUT
    paths = sorted(path for suffix in FORMATS for path in output.rglob(f"*.{suffix}") if path.is_file())
    own = (path for path in paths if not path.name.startswith((".", "~")) and path.name != README)
    return tuple(_sent(output, path) for path in own)


def _sent(output: Path, path: Path) -> Sent:
    below = path.relative_to(output)
    final = below.parts[0] == FINAL
    name = below.relative_to(FINAL) if final else below
    shown = (Path(OUTPUT) / below).as_posix()
    return Sent(shown, name.with_suffix("").as_posix(), final, path.read_bytes())


def made_files(folder: Path, output: Path, made: Iterable[Made], *, final: bool) -> tuple[Sent, ...]:
    """Files that were made and are not yet written to `output`; those that are no documents are left out."""
    sent = (Sent(show(folder, output / file.file), file.name, final, file.data) for file in made)
    return tuple(file for file in sent if file.suffix in FORMATS)


def judge_output(gathered: Gathered) -> tuple[Problem, ...]:
    """What the rules for publishing find in the files that lie in output/, and in what they are made of."""
    return judge_files(for_readers(gathered), finished_files(gathered.folder))


def judge_files(gathered: Gathered, files: tuple[Sent, ...]) -> tuple[Problem, ...]:
    """Every fault in what people typed and in these files; of what was gathered as `for_readers` gives it."""
    workshop = gathered.workshop
    names = {
        REPORT,
        PRESS_RELEASE,
        *(f"themes/{theme.id}" for theme in workshop.themes),
        *(f"inventory-{lens.id}" for lens in workshop.lenses),
    }
    kinds = {final: lay_out(gathered, final=final) for final in {file.final for file in files} | {False}}
    labels = frozenset(f"F{record.number}" for record in gathered.records)
    facts: dict[tuple[str, bool], Facts] = {}
    framed: dict[tuple[str, bool], Facts] = {}
    for name, final in dict.fromkeys([(REPORT, False), *((file.name, file.final) for file in files)]):
        if name in names:
            page = page_of(name, kinds[final], gathered.folder)
            facts[name, final] = make_facts(kinds[final], page.html, name, labels)
            frame = word_frame(name, page, kinds[final], gathered.folder)
            framed[name, final] = replace(
                facts[name, final]
                if frame.html == page.html
                else make_facts(kinds[final], frame.html, name, labels),
                framed=frame.words,
                own_template=frame.template,
                own_heads=frame.heads,
                own_boxes=frame.boxes,
                own_colours=frame.colours,
            )
    typed = input_files(workshop, kinds[False].texts, gathered.findings)
    unread: list[Problem] = []
    asked = [(file, facts[REPORT, False]) for file in typed]
    asked += [
        (read, as_kept((framed if file.suffix == "docx" else facts)[file.name, file.final], read))
        for file in files
        if (file.name, file.final) in facts
        for read in _read(file, unread)
    ]
    return (*unread, *judge_all(asked), *_nothing(files))


def _read(file: Sent, unread: list[Problem]) -> Iterator[FinishedFile]:
    """The file as rules see it; why not, if it can't be read."""
    try:
        yield _readers()[file.suffix](file.path, file.data)
    except ValueError as error:
        mend = "Build again."
        unread.append(Problem("publish-unreadable", file.path, f"it can't be read ({error})", mend))


def _readers() -> Mapping[str, Callable[[str, bytes], FinishedFile]]:
    from report_builder.check.publish.pdf import read_pdf
    from report_builder.check.publish.text import read_md
    from report_builder.check.publish.web import read_html
    from report_builder.check.publish.word import read_docx

    return {"docx": read_docx, "pdf": read_pdf, "html": read_html, "md": read_md}


def _nothing(files: tuple[Sent, ...]) -> Iterator[Problem]:
    if not files:
        what = "there are no finished files"
        yield Problem("publish-nothing", OUTPUT, what, "Make them with `report-builder build`.")
