"""Web pages (.html) -> Source, as Google Docs, Etherpad and others save them; web/ does the reading."""

from pathlib import Path

from report_builder.model import Source
from report_builder.settings import Workshop

SUFFIXES = (".html", ".htm")


def read(path: Path, place: str, workshop: Workshop) -> Source:
    """Read a web page; only what a reader of the page sees.

    Raises:
        SourceError: it is not text, or its encoding can't be told.
    """
    from report_builder.load.web.page import read_page

    return read_page(path, place, workshop)
