"""Page -> accessible PDF (PDF/UA-1) by WeasyPrint, which needs Pango from the system.

For an archive it is PDF/A-2a as well.
"""

import gc
import logging
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from report_builder.errors import Problem, RenderError
from report_builder.render import archive
from report_builder.render.fonts import FAMILY, font_faces, fonts_folder, unknown_signs
from report_builder.render.page import Page
from report_builder.render.pdf_page import share_styles
from report_builder.render.pdf_tags import finish_tags, mark_languages, printed_boxes

ACCESSIBLE = "pdf/ua-1"
"""WeasyPrint's name of the standard."""
FONT_SCHEME = "report-font:"
"""Addresses of the report's own fonts, understood by nothing but the fetcher below."""
NOWHERE = "report-page:/x"
"""Where a relative address leads: the fetcher knows no such kind."""
INSTALL = {
    "darwin": "Install it with `brew install pango`.",
    "win32": "Install MSYS2 from https://www.msys2.org, run `pacman -S mingw-w64-ucrt-x86_64-pango` in it, "
    "and set WEASYPRINT_DLL_DIRECTORIES to C:\\msys64\\ucrt64\\bin.",
}
INSTALL_LINUX = (
    "Install it with `sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0` "
    "(Debian, Ubuntu) or your system's like."
)
UNDRAWN = ".notdef glyph"
"""How WeasyPrint's remark on a sign that no font has begins; it is told in plainer words here."""


@dataclass(frozen=True)
class PdfResult:
    """A PDF and what is known about it."""

    content: bytes
    page_numbers: Mapping[str, int]
    """Heading id -> page it stands on, counted from 1."""
    pages: int
    warnings: tuple[str, ...]
    """What WeasyPrint remarked; sentences."""


def render_pdf(page: Page) -> PdfResult:
    """Set the page as PDF; the same page gives the same bytes.

    Raises:
        RenderError: Pango is not installed.
    """
    headings = [heading.id for heading in page.headings]
    return set_pdf(page.html, headings, page.language, archival=page.archival)


def set_pdf(html: str, headings: Iterable[str], language: str, *, archival: bool = False) -> PdfResult:
    """The same of a page's HTML, the ids of its headings, and its language."""
    weasyprint = _load_weasyprint()
    with _collected_warnings() as warnings, _nothing_thrown_away():
        private = archive.private_signs(html) if archival else {}
        kept = html.translate(private)
        document, content = _write(weasyprint, kept, language, archival, warnings)
        missing = archive.missing_signs(document)
        if archival and missing:
            # The warnings are those of the first time: now there is nothing to warn of.
            document, content = _write(weasyprint, kept.translate(missing), language, archival, [])
    remarks = [remark for remark in warnings if not remark.startswith(UNDRAWN)]
    remarks += _remarks_on_signs(html, {**private, **missing}, archival)
    wanted = set(headings)
    numbers: dict[str, int] = {}
    for number, sheet_of_paper in enumerate(document.pages, 1):
        for anchor in sheet_of_paper.anchors:
            if anchor in wanted:
                numbers.setdefault(anchor, number)
    return PdfResult(content, numbers, len(document.pages), tuple(remarks))


def _remarks_on_signs(html: str, lost: Mapping[int, str], archival: bool) -> Iterator[str]:
    """Which signs are not shown, and which are shown in another font than the report's."""
    names = _named(map(chr, sorted(lost)))
    if lost and archival:
        yield f"an archive can't keep {names}: {archive.UNKNOWN} stands there instead"
    elif lost:
        yield f"no font of this computer has {names}: a box stands there instead"
    strangers = [sign for sign in unknown_signs(html) if ord(sign) not in lost]
    if strangers:
        yield f"{FAMILY} has no sign for {_named(strangers)}; another font of this computer stands in"


def _named(signs: Iterable[str]) -> str:
    return ", ".join(
        f"{sign} (U+{ord(sign):04X})" if sign.isprintable() else f"U+{ord(sign):04X}" for sign in signs
    )


def remarks_on_style(css: str) -> tuple[str, ...]:
    """What WeasyPrint remarks on a style sheet, for paper and for a screen; of what it can't use it says so.

    Raises:
        RenderError: Pango is not installed.
    """
    weasyprint = _load_weasyprint()
    with _collected_warnings() as remarks:
        for medium in ("print", "screen"):
            config = weasyprint.text.fonts.FontConfiguration()
            weasyprint.CSS(
                string=css, media_type=medium, font_config=config, base_url=NOWHERE, url_fetcher=_fetcher()
            )
    return tuple(dict.fromkeys(remarks))


def known_properties() -> frozenset[str]:
    """Names of all that a style sheet can set."""
    from weasyprint.css.validation.expanders import EXPANDERS
    from weasyprint.css.validation.properties import KNOWN_PROPERTIES

    return frozenset(name.replace("_", "-") for name in (*KNOWN_PROPERTIES, *EXPANDERS))


def _write(
    weasyprint: Any, html: str, language: str, archival: bool, warnings: list[str]
) -> tuple[Any, bytes]:
    """Lay the page out and write it."""
    variant = archive.VARIANT if archival else ACCESSIBLE
    fetcher = _fetcher()
    config = weasyprint.text.fonts.FontConfiguration()
    fonts = font_faces(lambda style: f'url("{FONT_SCHEME}{FAMILY}-{style}.ttf")')
    sheet = weasyprint.CSS(string=fonts, font_config=config, url_fetcher=fetcher)
    document = weasyprint.HTML(string=share_styles(html), base_url=NOWHERE, url_fetcher=fetcher).render(
        font_config=config, stylesheets=[sheet], pdf_variant=variant
    )
    finisher = partial(_finish, language, warnings, archival)
    return document, document.write_pdf(pdf_variant=variant, finisher=finisher)


def _finish(language: str, warnings: list[str], archival: bool, document: Any, pdf: Any) -> None:
    boxes = printed_boxes(document)
    warnings.extend(mark_languages(boxes, pdf, language))
    finish_tags(boxes, pdf)
    if archival:
        archive.name_both_standards(pdf)


def missing_pango(platform: str = sys.platform) -> Problem:
    """What to tell a person whose system has no Pango, with the command that installs it."""
    mend = f"{INSTALL.get(platform, INSTALL_LINUX)} Word and HTML are made without it."
    return Problem("pdf-pango", "PDF", "the library Pango, which sets the text, is not installed", mend)


def _load_weasyprint() -> Any:
    try:
        import weasyprint
        import weasyprint.pdf
        import weasyprint.text.fonts
    except OSError as error:
        raise RenderError(missing_pango()) from error
    weasyprint.pdf.pydyf.PDF.page_references = property(_page_references)
    return weasyprint


def _page_references(pdf: Any) -> list[bytes]:
    """What stands for each page, in place of pydyf's: that lists all pages anew for each tag of a page."""
    kids, known = pdf.pages["Kids"], vars(pdf).setdefault("listed", [])
    if len(kids) != 3 * len(known):  # a page is its number, 0 and R
        known[:] = [f"{number} 0 R".encode() for number in kids[::3]]
    return known  # type: ignore[no-any-return]


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Spare Python its search for unused objects: WeasyPrint makes millions and needs them to the end."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _fetcher() -> Any:
    """A fetcher that knows data: addresses and the report's own fonts, and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url.startswith(FONT_SCHEME):
                name = Path(url.removeprefix(FONT_SCHEME)).name
                return URLFetcherResponse(
                    url, (fonts_folder() / name).read_bytes(), {"Content-Type": "font/ttf"}
                )
            return super().fetch(url, headers)

    return OwnFilesOnly(allowed_protocols=("data",))


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """WeasyPrint's remarks during the block, kept from the terminal."""
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    handlers, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [collector], False
    try:
        yield collector.messages
    finally:
        logger.handlers, logger.propagate = handlers, propagate
