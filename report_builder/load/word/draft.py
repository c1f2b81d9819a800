"""A Word draft that came back -> its record and its paragraphs, for history/pull.py.

The draft's id stands in a custom property and in the name of a bookmark; its record stands in
inputs/history/drafts, and a copy in the file itself.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from lxml import etree

from report_builder.draft import Comment, Draft, ReturnedDraft
from report_builder.draftxml import DRAFT_BOOKMARK, DraftText, read_beside, read_draft_text, read_notes
from report_builder.errors import Problem, PullError
from report_builder.limits import Limits
from report_builder.load.files import USUAL, Archive, read_bytes
from report_builder.load.word.parts import load_package
from report_builder.load.word.saved import read_saved
from report_builder.wordxml import paragraph_text, parse_part, read_styles, w

SAVE_AS = {
    ".odt": "Open it in LibreOffice and save it as Word (.docx).",
    ".doc": "Open it in Word and save it as .docx.",
    ".xlsx": "Give a review sheet to `report-builder review --from`; feedback belongs into inputs/feedback.",
    ".pdf": "Edits in a PDF can't be read; make them in report.docx, or in the notes.",
}
PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
DONE = "{http://schemas.microsoft.com/office/word/2012/wordml}"
"""Namespace of what Word says of comments beside their text."""
STORY = re.compile(r"word/(?:header|footer)\d*\.xml")
"""Parts with what stands at the head and foot of pages."""
DRAFT_PROPERTY = "report-builder-draft"


def read_returned(
    path: Path,
    find: Callable[[str], Draft | None],
    parse: Callable[[str], Draft | None],
    *,
    original: bool = False,
    limits: Limits = USUAL,
) -> ReturnedDraft:
    """Read a Word file that somebody edited.

    `find` gives the record that was kept of a draft id, `parse` that of the copy in the file. Tracked changes
    are taken as accepted, or as rejected when `original`.

    Raises:
        PullError: It is no Word file, or no draft of this workshop.
        SourceError: It is damaged.
    """
    if path.suffix.lower() in SAVE_AS:
        raise PullError(
            Problem(
                "pull-format", path.name, f"{path.suffix} can't be taken back", SAVE_AS[path.suffix.lower()]
            )
        )
    archive = Archive(read_bytes(path.resolve(), path.name, limits), path.name, limits)
    package = load_package(archive, path.name)
    links = _links(archive)
    draft = _record(archive, package.document, find, parse)
    if draft is None:
        raise PullError(_unknown(path.name, _draft_ids(archive, package.document)))
    styles = read_styles(package.styles).called(draft.styles)
    text = read_draft_text(package.body, styles, links, original)
    return ReturnedDraft(
        name=path.name,
        draft=draft,
        paragraphs=text.paragraphs,
        touched=text.touched,
        touched_keys=text.touched_keys,
        comments=_comments(archive, package.comments, text),
        beside=_beside(archive),
        saved=read_saved(archive),
    )


def _unknown(name: str, ids: Sequence[str]) -> Problem:
    what = "it is no draft of this workshop"
    mend = "Take a Word file that `report-builder build` made; other notes belong into inputs/notes."
    if ids:
        what += f", or the record of what was sent out is lost (inputs/history/drafts/{ids[0]}.json)"
        mend = (
            "Pull it in the workshop that made it; or put back inputs/history from a copy, or build if there "
            "is none, and pull again."
        )
    return Problem("pull-unknown", name, what, mend)


def _record(
    archive: Archive,
    document: etree._Element,
    find: Callable[[str], Draft | None],
    parse: Callable[[str], Draft | None],
) -> Draft | None:
    """The record kept in history, else the copy in the file."""
    for id in _draft_ids(archive, document):
        kept = find(id)
        if kept:
            return kept
    for name in archive.zip.namelist():
        if re.fullmatch(r"customXml/item\d+\.xml", name):
            root = _part(archive, name)
            if root is not None and root.tag == "{urn:report-builder:draft}draft":
                return parse(root.text or "")
    return None


def _draft_ids(archive: Archive, document: etree._Element) -> list[str]:
    found = []
    properties = _part(archive, "docProps/custom.xml")
    for entry in properties if properties is not None else ():
        if entry.get("name") == DRAFT_PROPERTY:
            found.append("".join(map(str, entry.itertext())).strip())
    for start in document.iter(w("bookmarkStart")):
        name = start.get(w("name"), "")
        if name.startswith(DRAFT_BOOKMARK):
            found.append(name.removeprefix(DRAFT_BOOKMARK))
    return list(dict.fromkeys(found))


def _comments(archive: Archive, comments: etree._Element | None, text: DraftText) -> tuple[Comment, ...]:
    if comments is None:
        return ()
    done = _resolved(archive)
    found = []
    for comment in comments.iter(w("comment")):
        paragraphs = list(comment.iter(w("p")))
        words = "\n".join(filter(None, map(paragraph_text, paragraphs)))
        place = text.comments.get(comment.get(w("id"), ""))
        if words:
            found.append(
                Comment(
                    author=comment.get(w("author"), ""),
                    date=comment.get(w("date"), ""),
                    text=words,
                    done=any(paragraph.get(PARAGRAPH_ID, "") in done for paragraph in paragraphs),
                    at=place.paragraph if place else None,
                    keys=place.keys if place else (),
                    words=place.words if place else "",
                )
            )
    return tuple(found)


def _resolved(archive: Archive) -> set[str]:
    """Ids of the paragraphs whose comments Word marks as done."""
    root = _part(archive, "word/commentsExtended.xml")
    entries = root if root is not None else ()
    return {
        entry.get(f"{DONE}paraId", "") for entry in entries if entry.get(f"{DONE}done") in ("1", "true", "on")
    }


def _beside(archive: Archive) -> tuple[str, ...]:
    """Words outside the body: running heads and feet, then what people wrote into foot- and endnotes."""
    names = sorted(name for name in archive.zip.namelist() if STORY.fullmatch(name))
    parts = [part for name in names if (part := _part(archive, name)) is not None]
    notes = (_part(archive, f"word/{name}.xml") for name in ("footnotes", "endnotes"))
    return (*read_beside(*parts), *read_notes(*(part for part in notes if part is not None)))


def _links(archive: Archive) -> dict[str, str]:
    related = _part(archive, "word/_rels/document.xml.rels")
    return {
        entry.get("Id", ""): entry.get("Target", "")
        for entry in (related if related is not None else ())
        if entry.get("TargetMode") == "External"
    }


def _part(archive: Archive, name: str) -> etree._Element | None:
    data = archive.part(str(PurePosixPath(name)))
    if data is None:
        return None
    try:
        return parse_part(data)
    except (etree.XMLSyntaxError, ValueError):
        return None
