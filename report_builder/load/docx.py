"""Word files (.docx) -> Source."""

from pathlib import Path

from report_builder.model import Source
from report_builder.settings import Workshop

SUFFIXES = (".docx",)


def read(path: Path, place: str, workshop: Workshop) -> Source:
    """Read a Word file; tracked changes as the workshop's `[extract] tracked` says.

    Raises:
        SourceError: it is damaged, protected or no Word file, or has tracked changes that must not be there.
    """
    from report_builder.load.word.body import read_word

    return read_word(path, place, workshop)
