"""Structure of a PDF -> its tags in reading order, with the marks of what each holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

BLOCKS = frozenset({"/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LI", "/TH", "/TD", "/Caption"})

CELLS = frozenset({"/TH", "/TD"})


@dataclass(frozen=True)
class Tag:
    """An element of the structure: what it is, and what it holds by page and mark."""

    name: str
    level: int
    alt: str | None
    language: str
    marks: tuple[tuple[int, int], ...]
    table: int = 0
    """Number of the table that it stands in, from 1."""
    row: int = 0


def read_tags(package: Any) -> tuple[Tag, ...]:
    """The tags of a PDF that pikepdf has opened; none if it has no structure."""
    return _Structure(package).tags()


class _Structure:
    """The tags of a PDF in reading order."""

    def __init__(self, package: Any) -> None:
        self.pages = {page.objgen: number for number, page in enumerate(package.pages)}
        self.root = package.Root.get("/StructTreeRoot")
        mapped = self.root.get("/RoleMap", {}) if self.root is not None else {}
        self.roles = {str(name): str(kind) for name, kind in mapped.items()}
        self.tables = 0
        self.rows = 0
        self.in_cell = False
        self.found: list[Tag] = []

    def tags(self) -> tuple[Tag, ...]:
        if self.root is not None and "/K" in self.root:
            self._walk(self.root.K, None, "", 0)
        return tuple(self.found)

    def _walk(self, node: Any, page: int | None, language: str, table: int) -> None:
        import pikepdf

        if isinstance(node, pikepdf.Array):
            for child in node:
                self._walk(child, page, language, table)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            self._element(node, page, language, table)

    def _element(self, node: Any, page: int | None, language: str, table: int) -> None:
        name = self._kind(node)
        page = self.pages.get(node.Pg.objgen, page) if "/Pg" in node else page
        language = str(node.get("/Lang", language))
        if name == "/Table":
            self.tables += 1
            table = self.tables
        if name == "/TR":
            self.rows += 1
        # Office programs set paragraphs into a cell: its words are theirs.
        if name == "/Figure" or (name in BLOCKS and not self.in_cell):
            apart = frozenset({"/Figure"}) if name in CELLS else BLOCKS | {"/Figure"}
            marks = tuple(self._marks(node, page, apart))
            alt = str(node.Alt) if "/Alt" in node else None
            level = int(name[2:]) if name[:2] == "/H" and name[2:].isdecimal() else 0
            self.found.append(Tag(name, level, alt, language, marks, table, self.rows))
        if "/K" in node and (name not in BLOCKS or self._holds_blocks(node)):
            outside, self.in_cell = self.in_cell, self.in_cell or name in CELLS
            self._walk(node.K, page, language, table)
            self.in_cell = outside

    def _marks(self, node: Any, page: int | None, apart: frozenset[str]) -> Iterator[tuple[int, int]]:
        """Pages and marks of an element, those of the kinds `apart` inside it left to them."""
        import pikepdf

        page = self.pages.get(node.Pg.objgen, page) if "/Pg" in node else page
        for kid in _kids(node):
            if isinstance(kid, pikepdf.Dictionary):
                if "/MCID" in kid:
                    at = self.pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page
                    yield (at or 0, int(kid.MCID))
                elif self._kind(kid) not in apart and "/S" in kid:
                    yield from self._marks(kid, page, apart)
            elif not isinstance(kid, pikepdf.Array):
                yield (page or 0, int(kid))

    def _holds_blocks(self, node: Any) -> bool:
        """Whether an element holds others that stand for themselves: pictures, paragraphs in a list entry."""
        import pikepdf

        for kid in _kids(node):
            is_tag = isinstance(kid, pikepdf.Dictionary) and "/S" in kid
            if is_tag and (
                self._kind(kid) in (*BLOCKS, "/Figure", "/Table", "/L") or self._holds_blocks(kid)
            ):
                return True
        return False

    def _kind(self, node: Any) -> str:
        """The standard kind of an element, whatever an office program calls it."""
        name = str(node.get("/S", ""))
        return self.roles.get(name, name)


def _kids(node: Any) -> Iterable[Any]:
    """What an element holds: nothing, as an empty cell from an office program does, one thing, or a row."""
    import pikepdf

    kids = node.get("/K")
    return () if kids is None else kids if isinstance(kids, pikepdf.Array) else (kids,)
