"""Findings -> qdc and qdpx, in which programs for qualitative analysis exchange codebooks and projects.

The forms are those of REFI-QDA 1.5 (2019): a codebook is an XML file; a project is a zip with `project.qde`
beside a text file for each source. Themes and lenses are the codes. The texts hold what the findings hold,
one statement a paragraph, and no more of the notes: nothing is sent out here that is not in findings.json.
"""

import datetime
import io
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import accumulate

from lxml import etree

from report_builder.model import Coding, Finding, Status
from report_builder.report import Report

CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT = "urn:QDA-XML:project:1.0"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "report-builder")
"""Of all ids in these files: the same finding, code or source has the same id in every export."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name: the same findings make the same bytes at any time."""


@dataclass(frozen=True)
class _Passage:
    """A statement in the text of its source."""

    finding: Finding
    coding: Coding
    text: str
    """Its words, white space as single spaces."""
    start: int
    """Characters before it in the text."""


def render_qdc(report: Report, findings: Sequence[Finding]) -> bytes:
    """The codebook: a code for each theme, then one for each lens, with their definitions."""
    root = _root(CODEBOOK, "CodeBook", origin=_origin())
    _add_codes(root, report)
    return _bytes(root)


def render_qdpx(report: Report, findings: Sequence[Finding]) -> bytes:
    """The project: codebook, stakeholder groups as cases, and the statements of each source with their codes.

    Statements that are undecided or set aside stand in the text without a code. A selection has the finding's
    number as its name; where the finding says it in other words, these are the selection's description.
    """
    texts = _texts(findings)
    moment = f"{datetime.datetime.combine(report.date, datetime.time()).isoformat()}Z"
    root = _root(
        PROJECT,
        "Project",
        name=report.title,
        origin=_origin(),
        creationDateTime=moment,
        modifiedDateTime=moment,
    )
    _add_codes(_add(root, "CodeBook"), report)
    _add_cases(root, report, texts)
    if texts:
        sources = _add(root, "Sources")
        for path, passages in texts.items():
            _add_source(sources, path, passages, report)
    files = {f"sources/{_guid('source', path)}.txt": _words(passages) for path, passages in texts.items()}
    return _zip({"project.qde": _bytes(root), **files})


def _texts(findings: Sequence[Finding]) -> dict[str, list[_Passage]]:
    """Path of each source -> its statements, in reading order."""
    members = [(coding, finding) for finding in findings for coding in finding.members]
    members.sort(key=lambda member: (member[0].segment.where, member[0].segment.id))
    by_path: dict[str, list[tuple[Coding, Finding]]] = {}
    for coding, finding in members:
        by_path.setdefault(coding.segment.where.path, []).append((coding, finding))
    texts = {}
    for path, rows in by_path.items():
        words = [" ".join(coding.statement.split()) for coding, _ in rows]
        starts = accumulate((len(text) + 1 for text in words), initial=0)
        texts[path] = [
            _Passage(finding, coding, text, start)
            for (coding, finding), text, start in zip(rows, words, starts, strict=False)
        ]
    return texts


def _words(passages: Sequence[_Passage]) -> bytes:
    return "".join(f"{passage.text}\n" for passage in passages).encode()


def _add_codes(book: etree._Element, report: Report) -> None:
    codes = _add(book, "Codes")
    themes = [("theme", theme.id, theme.title, theme.description) for theme in report.workshop.themes]
    lenses = [("lens", lens.id, lens.title, lens.definition) for lens in report.workshop.lenses]
    for axis, id, title, definition in (*themes, *lenses):
        code = _add(codes, "Code", guid=_guid(axis, id), name=title, isCodable="true")
        if definition.strip():
            _add(code, "Description").text = " ".join(definition.split())


def _add_cases(root: etree._Element, report: Report, texts: Mapping[str, Sequence[_Passage]]) -> None:
    said: dict[str, list[str]] = {}
    for passages in texts.values():
        for passage in passages:
            if (
                passage.finding.status is Status.CODED
                and passage.coding.segment.group in passage.finding.groups
            ):
                said.setdefault(passage.coding.segment.group, []).append(_selection_guid(passage))
    groups = [group for group in report.workshop.groups if group.id in said]
    if groups:
        cases = _add(root, "Cases")
        for group in groups:
            case = _add(cases, "Case", guid=_guid("group", group.id), name=group.title)
            for guid in said[group.id]:
                _add(case, "SelectionRef", targetGUID=guid)


def _add_source(sources: etree._Element, path: str, passages: Sequence[_Passage], report: Report) -> None:
    guid = _guid("source", path)
    source = _add(sources, "TextSource", guid=guid, name=path, plainTextPath=f"internal://{guid}.txt")
    known = {
        *(("theme", theme.id) for theme in report.workshop.themes),
        *(("lens", lens.id) for lens in report.workshop.lenses),
    }
    for passage in passages:
        if passage.finding.status is Status.CODED:
            _add_selection(source, passage, [code for code in _codes_of(passage.finding) if code in known])


def _add_selection(source: etree._Element, passage: _Passage, codes: Sequence[tuple[str, str]]) -> None:
    finding = passage.finding
    selection = _add(
        source,
        "PlainTextSelection",
        guid=_selection_guid(passage),
        name=f"F{finding.number}",
        startPosition=str(passage.start),
        endPosition=str(passage.start + len(passage.text)),
    )
    if " ".join(finding.statement.split()) != passage.text:
        _add(selection, "Description").text = finding.statement
    for axis, id in codes:
        coding = _add(selection, "Coding", guid=_guid("coding", f"{passage.coding.segment.id}/{axis}/{id}"))
        _add(coding, "CodeRef", targetGUID=_guid(axis, id))


def _codes_of(finding: Finding) -> Iterator[tuple[str, str]]:
    """Axis and id of the codes of a finding, those of its second coding last, each once."""
    theme, _, lens = finding.also.partition("/")
    pairs = (("theme", finding.theme), ("lens", finding.lens), ("theme", theme), ("lens", lens))
    yield from dict.fromkeys(pairs)


def _selection_guid(passage: _Passage) -> str:
    return _guid("selection", passage.coding.segment.id)


def _guid(kind: str, id: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{kind}/{id}"))


def _origin() -> str:
    return f"report-builder {version('report-builder')}"


def _root(namespace: str, tag: str, **attributes: str) -> etree._Element:
    root = etree.fromstring(f'<{tag} xmlns="{namespace}"/>')
    for name, value in attributes.items():
        root.set(name, value)
    return root


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{parent.nsmap[None]}}}{tag}", attributes)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _zip(files: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return file.getvalue()
