"""How large a file from a stranger may be; settings.py offers it as [limits] in workshop.toml."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Limits:
    """How large a file may be; what is larger is told and left out, and never filled into memory."""

    __pydantic_config__: ClassVar = {"extra": "forbid", "use_attribute_docstrings": True}
    file_megabytes: int = 100
    """A file as it lies on the disk."""
    text_megabytes: int = 16
    """A file of text: .txt, .md, .html, .vtt, .srt, .csv, .tsv."""
    unpacked_megabytes: int = 300
    """An office file, which is an archive, with all its parts unpacked."""
    part_megabytes: int = 64
    """One part of an office file that is read: its text, a sheet, its styles."""
    ratio: int = 400
    """How many times larger than packed a part over 8 MB may be."""
    parts: int = 10_000
    """How many parts an office file may have."""
    tags: int = 2_000_000
    """How many tags one part of an office file, or a web page, may have."""
    rows: int = 250_000
    """Rows of a sheet, empty ones among them; lines of a file of text."""
    columns: int = 16_384
    """Columns of a sheet."""
    cells: int = 2_000_000
    """Cells of a sheet as far as it reaches, empty ones too."""
    characters: int = 200_000
    """Characters of one paragraph or cell."""
    statements: int = 250_000
    """Paragraphs and cells with words of one file."""
    megapixels: int = 50
    """Points of a picture, in millions."""
