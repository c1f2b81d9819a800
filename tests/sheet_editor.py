"""Edit the review sheet the way people and their programs do: with openpyxl, without any of our own code."""

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

SAVED = "2024-03-20T10:00:00Z"


class SheetEditor:
    """The review sheet, opened by somebody; to be saved after editing."""

    def __init__(self, path: Path, author: str = "Ann") -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.book.properties.lastModifiedBy = author

    @property
    def tab(self) -> Worksheet:
        tab = self.book["Review"]
        assert isinstance(tab, Worksheet)
        return tab

    @property
    def headings(self) -> list[str]:
        return [str(cell.value) for cell in self.tab[1]]

    def rows(self) -> list[dict[str, str]]:
        """All rows as a reader sees them."""
        lines = self.tab.iter_rows(min_row=2, values_only=True)
        return [
            {name: str(value or "") for name, value in zip(self.headings, line, strict=True)}
            for line in lines
        ]

    def row(self, words: str, state: str = "") -> int:
        """Number of the row whose statement begins with these words."""
        for number, row in enumerate(self.rows(), 2):
            if row["Statement"].startswith(words) and row["State"].startswith(state):
                return number
        raise LookupError(words)

    def cell(self, words: str, heading: str, state: str = "") -> str:
        return self.rows()[self.row(words, state) - 2][heading]

    def type(self, words: str, state: str = "", /, **cells: str | int | None) -> "SheetEditor":
        """Type into cells of a row; `_` stands for a space in a heading."""
        number = self.row(words, state)
        for heading, value in cells.items():
            column = self.headings.index(heading.replace("_", " ")) + 1
            cell: Any = self.tab.cell(number, column)
            cell.value = value
        return self

    def save(self, path: Path | None = None) -> Path:
        path = path or self.path
        self.book.save(path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        core = parts["docProps/core.xml"].decode()
        parts["docProps/core.xml"] = re.sub(
            r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{SAVED}", core
        ).encode()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return path
