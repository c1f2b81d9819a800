"""Which Word template a document is made with, and its bytes as python-docx opens them.

In go a workshop's folder and an output's name; out comes the file, or every reason why it can't be used: it
is of a kind that carries programs, reaches out of itself, or is no Word document.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml import etree

from report_builder.errors import Problem, SourceError, TemplateError, raise_if_any
from report_builder.load.files import Archive, read_bytes
from report_builder.render.templates import OWN, template_path, templates_folder
from report_builder.wordxml import parse_part, w

REFERENCE = "reference"
"""Name, without ending, of the template of every Word file that has none of its own."""
ENDINGS = (".docx", ".dotx")
OTHER_ENDINGS: Mapping[str, str] = {
    ".docm": "it may carry programs (macros)",
    ".dotm": "it may carry programs (macros)",
    ".doc": "it is of an old kind",
    ".dot": "it is of an old kind",
    ".odt": "it is an OpenDocument text",
    ".ott": "it is an OpenDocument template",
}
"""Ending of a file that can't be a template -> why."""
SAVE_AS = "Open it in Word and save it as .docx or .dotx."
CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
STRICT = b"http://purl.oclc.org/ooxml/"
"""How the names of the ISO dialect begin."""
WORDS = "wordprocessingml"
"""What the kind of a part has that may hold fields."""
XML = (".xml", ".rels")
PROGRAMS = re.compile(r"vbaProject|vbaData|activeX|macroEnabled", re.IGNORECASE)
"""What the name or the kind of a part has that carries programs."""
HARMLESS = ("/hyperlink", "/attachedTemplate")
"""Kinds of relationship that may lead out: nothing is fetched by them, or they are taken out."""
FETCHING = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE)\b", re.IGNORECASE)
"""Fields that Word fills from other files or programs."""
DAMAGE = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, ValueError, OSError, LookupError)


@dataclass(frozen=True)
class WordTemplate:
    """The Word template of one output."""

    path: Path
    whole: bool
    """Its cover is meant for this output; else only its looks, heads and feet are taken."""

    @property
    def is_own(self) -> bool:
        """The workshop has it in its own folder."""
        return self.path.parent != templates_folder()

    @property
    def where(self) -> str:
        """How messages name it."""
        return named(self.path)


def find_template(folder: Path | None, output: str) -> WordTemplate:
    """The template of an output: one of its own name, else reference.docx or .dotx, else the built-in one.

    The cover of the latter is that of the report, so other outputs take only its looks.

    Raises:
        TemplateError: There are two, or one of a kind that can't be used.
    """
    kind = _kind(output)
    names = [kind, REFERENCE] if kind != REFERENCE else [REFERENCE]
    for name in names:
        found = [path for ending in ENDINGS if (path := _own(folder, name + ending))]
        raise_if_any([*_unusable(folder, name, found), *_doubled(found)], TemplateError)
        if found:
            return WordTemplate(found[0], whole=name == kind)
    return WordTemplate(template_path(None, f"{REFERENCE}.docx"), whole=kind == REFERENCE)


def _kind(output: str) -> str:
    """Name of an output's page template, without endings."""
    if output.startswith("themes/"):
        return "theme-summary"
    return next((kind for kind in ("inventory", "press-release") if output.startswith(kind)), REFERENCE)


def _own(folder: Path | None, name: str) -> Path | None:
    path = folder / OWN / name if folder else None
    return template_path(folder, name) if path and path.is_file() else None


def _unusable(folder: Path | None, name: str, found: list[Path]) -> Iterator[Problem]:
    for ending, what in OTHER_ENDINGS.items() if not found else ():
        if _own(folder, name + ending):
            yield Problem(
                "word-template-kind", f"{OWN}/{name}{ending}", f"{what}, so it is not used", SAVE_AS
            )


def _doubled(found: list[Path]) -> Iterator[Problem]:
    if len(found) > 1:
        names = " and ".join(path.name for path in found)
        what = f"there are two Word templates, {names}"
        yield Problem("word-template-kind", f"{OWN}/{found[0].name}", what, "Take one of them away.")


def read_template(path: Path) -> bytes:
    """The bytes of a Word template, as those of a document.

    Raises:
        TemplateError: It is missing, damaged, too large, or carries or fetches what it may not.
    """
    where = named(path)
    try:
        data = read_bytes(path, path.name)
        archive = Archive(data, path.name)
        kinds = _kinds(archive)
        parts = {
            name: content
            for name, kind in kinds.items()
            if (kind.endswith("xml") or name.endswith(XML)) and (content := archive.part(name)) is not None
        }
        problems = [*_strange(where, kinds, parts)]
    except (SourceError, *DAMAGE) as error:
        raise TemplateError(unreadable(where)) from error
    raise_if_any(problems, TemplateError)
    return _retyped(data) if TEMPLATE in kinds.values() else data


def named(path: Path) -> str:
    """How messages name a template."""
    return f"{path.parent.name}/{path.name}"


def unreadable(where: str) -> Problem:
    """What is told of a file that can't be opened as a Word document."""
    what = "it is missing, damaged, or no Word document (.docx)"
    mend = "Save it in Word as .docx, or remove it: the built-in one is used then."
    return Problem("reference-unreadable", where, what, mend)


def _kinds(archive: Archive) -> dict[str, str]:
    """Each part with its content type: that alone tells programs what it is, whatever it is called."""
    listed = archive.part(CONTENT_TYPES)
    if listed is None:
        raise ValueError("no part is said to be anything")
    root = parse_part(listed)
    by_ending, by_name = (
        {each.get(key, "").lstrip("/").casefold(): each.get("ContentType", "") for each in root.iter(tag)}
        for tag, key in (("{*}Default", "Extension"), ("{*}Override", "PartName"))
    )
    return {
        name: by_name.get(name, by_ending.get(name.rpartition(".")[2], ""))
        for name, entry in archive.entries.items()
        if not entry.is_dir()
    }


def _strange(where: str, kinds: Mapping[str, str], parts: Mapping[str, bytes]) -> Iterator[Problem]:
    """Programs, and whatever would be fetched from elsewhere when the report is opened."""
    if any(PROGRAMS.search(f"{name} {kind}") for name, kind in kinds.items()):
        mend = "Save it in Word as .docx or .dotx, which carry none."
        yield Problem("word-template-programs", where, "it carries programs (macros or controls)", mend)
    if any(STRICT in data for name, data in parts.items() if name.endswith(".rels")):
        what = "it is saved as a strict Open XML document, which few programs read"
        mend = "Save it in Word as the usual kind: Word Document (.docx)."
        yield Problem("word-template-kind", where, what, mend)
    for name, data in parts.items():
        if name.endswith(".rels"):
            yield from _outward(where, data)
        elif WORDS in kinds[name] and any(map(FETCHING.match, _fields(data))):
            what = f"a field in its part {PurePosixPath(name).stem} fetches words or pictures from elsewhere"
            mend = "Click into the field and press Ctrl+Shift+F9, so that what it shows becomes plain text."
            yield Problem("word-template-outside", where, what, mend)


def _outward(where: str, data: bytes) -> Iterator[Problem]:
    for entry in parse_part(data):
        if entry.get("TargetMode") == "External" and not entry.get("Type", "").endswith(HARMLESS):
            target = re.split(r"[/\\]", entry.get("Target", ""))[-1][:60]
            what = f'it shows something that lies outside it ("{target}")'
            mend = "Put the picture itself into the file: Edit Links to Files, Break Link."
            yield Problem("word-template-outside", where, what, mend)


def _fields(data: bytes) -> Iterator[str]:
    """The instructions of a part's fields; one may be split over several runs."""
    words = ""
    for element in parse_part(data).iter(w("fldSimple"), w("fldChar"), w("instrText")):
        if element.tag == w("fldSimple"):
            yield element.get(w("instr"), "")
        elif element.tag == w("instrText"):
            words += element.text or ""
        else:
            yield words
            words = ""
    yield words


def _retyped(data: bytes) -> bytes:
    """A template's bytes as those of a document: python-docx opens nothing else."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == CONTENT_TYPES:
                content = content.replace(TEMPLATE.encode(), DOCUMENT.encode())
            target.writestr(entry.filename, content)
    return made.getvalue()
