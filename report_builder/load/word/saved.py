"""Who saved an office file last, and when, as it says itself."""

from lxml import etree

from report_builder.draft import UNKNOWN, Touch
from report_builder.load.files import Archive
from report_builder.wordxml import parse_part


def read_saved(archive: Archive) -> Touch:
    """Name and date of the last saving; the date may be empty."""
    try:
        root = parse_part(archive.part("docProps/core.xml") or b"")
    except (etree.XMLSyntaxError, ValueError):
        return UNKNOWN, ""
    said = {etree.QName(entry).localname: (entry.text or "").strip() for entry in root.iterchildren("*")}
    return said.get("lastModifiedBy") or UNKNOWN, said.get("modified", "")
