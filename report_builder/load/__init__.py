"""Files of notes and feedback -> Source: the input formats, one module each.

A format is a module of this folder that has SUFFIXES and read(); it is found by being there. One of sheets
says FOLDER = "feedback". Its heavy libraries are imported inside read(), so that nothing is paid for a format
that no file needs.
"""

import difflib
import functools
import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast

from report_builder.disk import is_stray
from report_builder.errors import Problem
from report_builder.limits import Limits
from report_builder.load.files import beyond, refusal
from report_builder.load.strange import without_strange
from report_builder.model import Memo, Source
from report_builder.settings import Workshop
from report_builder.words import is_unicode, plain_line

SHEETS = "feedback"
FOLDERS = ("notes", SHEETS)
KNOWN_FOLDERS = (*FOLDERS, "sections", "images", "history")
KNOWN = ("workshop.toml", "workshop.schema.json", "review.xlsx", *KNOWN_FOLDERS)
"""What lies in inputs/ itself, beside the list of participants."""
TEMPLATES = "templates"
TEMPLATE_NAMES = ("reference", "theme-summary", "inventory", "press-release")
TEMPLATE_ENDINGS = (".dotx", ".j2", ".css")
"""How files are called that belong into templates/: Word templates by their names, and all of such kinds."""
MOST_SHOWN = 6
"""Comments that the notice of them shows."""
LONGEST_SHOWN = 60
IGNORED = ("thumbs.db", "desktop.ini")
MENDS = {
    **dict.fromkeys((".doc", ".docm", ".rtf", ".wps", ".dot", ".dotx"), "Save it as .docx."),
    **dict.fromkeys((".ott", ".fodt", ".sxw"), "Save it as .odt or .docx."),
    ".pdf": "Open it in Word and save it as .docx, or copy its words into a .txt.",
    **dict.fromkeys((".pages", ".gdoc"), "Download or export it as .docx."),
    **dict.fromkeys((".pptx", ".ppt", ".odp", ".key"), "Copy its words into a .docx or .txt."),
    **dict.fromkeys((".numbers", ".gsheet"), "Save it as .xlsx or .csv."),
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff", ".gif", ".webp", ".bmp", ".svg"),
        "Type up what it shows as .docx or .txt.",
    ),
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".mp4", ".mov", ".webm"), "Export its transcript as .vtt."),
    **dict.fromkeys((".zip", ".7z", ".rar"), "Unpack it."),
    **dict.fromkeys((".eml", ".msg", ".etherpad", ".one"), "Save its words as .txt, .html or .docx."),
    **dict.fromkeys((".url", ".webloc", ".lnk"), "It only leads to a file: download that."),
}


class Format(Protocol):
    """What a module of this folder offers when it reads a file format."""

    SUFFIXES: tuple[str, ...]
    """Lower-case endings of file names, with the dot."""

    def read(self, path: Path, place: str, workshop: Workshop) -> Source:
        """Read one file; `place` is its path below inputs/. Raises SourceError, and nothing else."""


@functools.cache
def formats() -> dict[str, Format]:
    """Map each suffix to its format."""
    found: dict[str, Format] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if hasattr(module, "SUFFIXES"):
            form = cast(Format, module)
            found.update(dict.fromkeys(form.SUFFIXES, form))
    return found


def known_suffixes() -> tuple[str, ...]:
    """All suffixes that can be read, sorted."""
    return tuple(sorted(formats()))


def home_of(suffix: str) -> str:
    """Name the folder below inputs/ that files with this suffix usually belong to: `notes` or `feedback`."""
    return str(getattr(formats().get(suffix.lower()), "FOLDER", "notes"))


def list_sources(inputs: Path) -> tuple[Path, ...]:
    """List the files under notes/, then those under feedback/, sub-folders too, each sorted by path.

    Files that programs leave behind (`~$notes.docx`, `notes.md~`, `Thumbs.db`, dot-files) are passed over;
    links that lead nowhere are listed: reading them says what is wrong.
    """
    files = (path for folder in FOLDERS for path in (inputs / folder).rglob("*") if not path.is_dir())
    kept = (path for path in files if not _left_behind(path.relative_to(inputs)))
    return tuple(sorted(kept, key=lambda path: _order(path.relative_to(inputs))))


def misplaced_files(inputs: Path) -> Iterator[Problem]:
    """input-misplaced: what lies in inputs/ itself, or in a folder of another name, is read by nothing."""
    for path in sorted(inputs.iterdir()) if inputs.is_dir() else []:
        name = plain_line(path.name)
        if (
            _left_behind(Path(path.name))
            or path.name in KNOWN
            or path.stem.lower() in ("readme", "participants")
        ):
            continue
        if _is_template(path):
            mend = f"Templates stand in {TEMPLATES}/ beside inputs/: move it there."
        elif path.is_dir():
            mend = f"The folders that are read: {', '.join(sorted(KNOWN_FOLDERS))}."
        elif home_of(path.suffix) == SHEETS:
            participants = f"call it participants{path.suffix} if it lists the participants"
            mend = f"Move it to inputs/{SHEETS}, or {participants}."
        else:
            mend = "Move it to inputs/notes."
        yield Problem("input-misplaced", f"inputs/{name}", "nothing reads it there", mend, "warning")


def _is_template(path: Path) -> bool:
    """Whether it belongs into the folder of templates, or is that folder at the wrong place."""
    if path.is_dir():
        return path.name.lower() == TEMPLATES
    suffix = path.suffix.lower()
    return suffix in TEMPLATE_ENDINGS or (suffix == ".docx" and path.stem.lower() in TEMPLATE_NAMES)


def _order(below: Path) -> tuple[int, str]:
    return FOLDERS.index(below.parts[0]), below.as_posix()


def _left_behind(below: Path) -> bool:
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in below.parts)
    return hidden or is_stray(below.name) or below.name.lower() in IGNORED


def load_source(path: Path, place: str, workshop: Workshop) -> Source:
    """Read one file of notes or feedback; `place` is its path below inputs/, with forward slashes.

    Raises:
        SourceError: it can't be read, or there is no format for its suffix.
    """
    if not is_unicode(place):
        raise refusal(plain_line(place), "its name holds bytes that are no text", "Rename it.")
    suffix = path.suffix.lower()
    form = formats().get(suffix)
    if form is None:
        named = f'files ending in "{suffix}" can\'t be read' if suffix else "its name has no ending"
        raise refusal(
            place,
            named,
            f"{_way_out(suffix)} What can be read: {', '.join(known_suffixes())}.",
            rule="source-unknown",
        )
    source = _with_comments(without_strange(_read(form, path, place, workshop)))
    _check_amount(source, workshop.limits)
    return (
        source
        if source.blocks or source.readings
        else replace(source, notices=(*source.notices, "It holds no words."))
    )


def _read(form: Format, path: Path, place: str, workshop: Workshop) -> Source:
    try:
        return form.read(path, place, workshop)
    except RecursionError as error:
        what = "its parts are nested too deeply"
        raise refusal(place, what, "Copy its words into a new file.") from error
    except MemoryError as error:
        raise refusal(place, "it needs more memory than there is", "Split it.") from error


def _check_amount(source: Source, limits: Limits) -> None:
    """Raise a SourceError for more words than a report can hold."""
    if len(source.blocks) > limits.statements:
        raise beyond(source.path, f"it has {len(source.blocks):,} paragraphs or cells", "statements")
    longest = max(source.blocks, key=lambda block: len(block.text), default=None)
    if longest and len(longest.text) > limits.characters:
        what = f"a paragraph or cell has {len(longest.text):,} characters"
        raise beyond(source.path, what, "characters", inside=longest.where.inside)


def _with_comments(source: Source) -> Source:
    """Count and tell of the comments, which nobody sees in the report."""
    count = len(source.memos)
    if not count:
        return source
    by = "1 comment by a reviewer is" if count == 1 else f"{count} comments by reviewers are"
    told = f"{by} kept out of the report: {_shown(source.memos)}."
    return replace(source, units={**source.units, "comment": count}, notices=(*source.notices, told))


def _shown(memos: Sequence[Memo]) -> str:
    shown = []
    for memo in memos[:MOST_SHOWN]:
        words = " ".join(memo.text.split())
        short = words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1].rstrip()}…"
        shown.append(f'"{short}"' + (f" ({memo.where.inside})" if memo.where.inside else ""))
    more = len(memos) - MOST_SHOWN
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _way_out(suffix: str) -> str:
    if suffix in MENDS:
        return MENDS[suffix]
    near = difflib.get_close_matches(suffix, known_suffixes(), n=1, cutoff=0.75)
    return f"Did you mean {near[0]}?" if near else "Save it in a format that can be read, or take it out."
