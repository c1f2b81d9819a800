"""OpenDocument text (.odt) -> Source, as LibreOffice and others write it; opendocument/ does the reading."""

from pathlib import Path

from report_builder.model import Source
from report_builder.settings import Workshop

SUFFIXES = (".odt",)


def read(path: Path, place: str, workshop: Workshop) -> Source:
    """Read an OpenDocument text; tracked changes as the workshop's `[extract] tracked` says.

    Raises:
        SourceError: it is damaged, protected or no such text, or has tracked changes that must not be there.
    """
    from report_builder.load.opendocument.body import read_opendocument

    return read_opendocument(path, place, workshop)
