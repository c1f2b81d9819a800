"""Counts -> bar charts as SVG, drawn to the measure of the page.

One colour, every bar with its number: they read the same in black and white. Lengths are in points.
"""

import base64
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate

import pyphen

from report_builder.evaluation import RatedScale
from report_builder.groups import Share
from report_builder.languages import ENGLISH
from report_builder.languages.dates import decimal
from report_builder.report import MatrixRow
from report_builder.settings import Lens

WIDTH = 454.0
"""The measure, 160 mm."""
SIZE = 8.5
"""Size of all text."""
LETTER = 0.6 * SIZE
"""Mean width of a letter in the broadest of the faces that may stand in; texts are wrapped by it."""
LEADING = 11.0
ROW = 24.0
BAR = 12.0
TALLEST = 560.0
"""Height that all rows may take together: nearly that of a page."""
LABELS = 132.0
"""Width of the names on the left."""
GAP = 10.0
NUMBER = 20.0
"""Room for the number at a bar's end."""
PANELS = 4
"""How many panels stand side by side."""
INK = "#1a1a1a"
RULE = "#8c8c8c"


@dataclass(frozen=True)
class Chart:
    """A chart ready for the page."""

    svg: str
    alt: str
    """What it shows, numbers included."""

    @property
    def uri(self) -> str:
        """The chart as a data URI."""
        return svg_uri(self.svg)


@dataclass(frozen=True)
class Panel:
    """Bars that share one heading."""

    heading: str
    counts: tuple[float, ...]
    said: tuple[str, ...] = ()
    """The same as printed, where that is not as whole numbers."""


def svg_uri(svg: str) -> str:
    """An SVG image as a data URI."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def shares_chart(shares: Sequence[Share], colour: str, language: str = ENGLISH) -> Chart:
    """One bar for each share, in the order given."""
    names = [share.name for share in shares]
    panel = Panel("", tuple(share.count for share in shares))
    alt = "; ".join(f"{share.name}: {share.count}" for share in shares)
    highest = max(panel.counts, default=0)
    return Chart(_draw(names, [panel], colour, language, 1, highest), alt)


def ratings_chart(scale: RatedScale, colour: str, language: str = ENGLISH) -> Chart:
    """One bar for each question, as long as its mean; the whole width is the highest point."""
    means = tuple(round(question.mean, 1) for question in scale.questions)
    names = [question.question for question in scale.questions]
    said = [decimal(mean, language) for mean in means]
    alt = "; ".join(f"{name}: {mean}" for name, mean in zip(names, said, strict=True))
    return Chart(_draw(names, [Panel("", means, tuple(said))], colour, language, 1, scale.highest), alt)


def matrix_charts(
    matrix: Sequence[MatrixRow], lenses: Sequence[Lens], colour: str, language: str = ENGLISH
) -> tuple[Chart, ...]:
    """One panel for each lens with a bar for each theme, all on one scale; up to four panels make a chart."""
    highest = max((count for row in matrix for count in row.counts), default=0)
    return tuple(
        _matrix_chart(
            matrix, lenses, range(start, min(start + PANELS, len(lenses))), colour, language, highest
        )
        for start in range(0, len(lenses), PANELS)
    )


def _matrix_chart(
    matrix: Sequence[MatrixRow],
    lenses: Sequence[Lens],
    shown: range,
    colour: str,
    language: str,
    highest: int,
) -> Chart:
    panels = [Panel(lenses[column].title, tuple(row.counts[column] for row in matrix)) for column in shown]
    alt = "; ".join(
        f"{row.theme.title}: " + ", ".join(f"{row.counts[column]} {lenses[column].title}" for column in shown)
        for row in matrix
    )
    across = min(PANELS, len(lenses))
    names = [row.theme.title for row in matrix]
    return Chart(_draw(names, panels, colour, language, across, highest), alt)


def _draw(
    names: Sequence[str], panels: Sequence[Panel], colour: str, language: str, across: int, highest: float
) -> str:
    room = (WIDTH - LABELS - GAP * across) / across
    headings = [_wrap(panel.heading, room + GAP, language) for panel in panels]
    start = LEADING * max(map(len, headings), default=0) + (4 if any(headings) else 0)
    labels, heights = _rows(names, language)
    ends = [start + end for end in accumulate(heights)]
    end = ends[-1] if ends else start
    middles = [bottom - height / 2 for bottom, height in zip(ends, heights, strict=True)]
    parts = [_lines(lines, 0, middle) for lines, middle in zip(labels, middles, strict=True)]
    for position, (panel, heading) in enumerate(zip(panels, headings, strict=True)):
        left = LABELS + (room + GAP) * position
        parts.append(_lines(heading, left, LEADING * len(heading) / 2, weight="bold"))
        scale = (room - NUMBER) / max(highest, 1)
        parts += [
            _bar(left, middle, count * scale, said, colour)
            for middle, count, said in zip(
                middles, panel.counts, panel.said or map(str, panel.counts), strict=True
            )
        ]
        parts.append(f'<path d="M{left:g} {start:g}V{end:g}" stroke="{RULE}" stroke-width="0.6"/>')
    tall = end + GAP / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}pt" height="{tall:g}pt" '
        f'viewBox="0 0 {WIDTH:g} {tall:g}" font-family="Ubuntu, Arial, sans-serif" font-size="{SIZE}" '
        f'fill="{INK}">{"".join(parts)}</svg>'
    )


def _rows(names: Sequence[str], language: str) -> tuple[list[list[str]], list[float]]:
    """The lines of each name and the height of its row: as many lines as let the chart fit on a page."""
    for most in (3, 2, 1):
        labels = [_wrap(name, LABELS - GAP, language, most) for name in names]
        heights = [max(ROW, LEADING * len(lines) + ROW - BAR - 4) for lines in labels]
        if sum(heights) <= TALLEST:
            return labels, heights
    return labels, [TALLEST / len(names)] * len(names)


def _bar(left: float, middle: float, length: float, said: str, colour: str) -> str:
    bar = (
        f'<rect x="{left:g}" y="{middle - BAR / 2:g}" width="{length:.2f}" height="{BAR:g}" fill="{colour}"/>'
    )
    return (bar if length else "") + _text(said, left + length + 4, middle + SIZE * 0.36)


def _lines(lines: Sequence[str], x: float, middle: float, weight: str = "normal") -> str:
    first = middle - LEADING * (len(lines) - 1) / 2 + SIZE * 0.36
    return "".join(_text(line, x, first + LEADING * row, weight) for row, line in enumerate(lines))


def _text(text: str, x: float, y: float, weight: str = "normal") -> str:
    bold = f' font-weight="{weight}"' if weight != "normal" else ""
    return f'<text x="{x:.2f}" y="{y:.2f}"{bold}>{escape(text)}</text>'


def _wrap(text: str, width: float, language: str, most: int = 3) -> list[str]:
    """The lines of a text; a word wider than a line is hyphenated as its language does."""
    room = max(8, int(width / LETTER))
    words = " ".join(_hyphenated(word, room, language) for word in text.split())
    return textwrap.wrap(words, room, max_lines=most, placeholder=" …", break_on_hyphens=False)


def _hyphenated(word: str, room: int, language: str) -> str:
    """A word in pieces that fit into so many letters, as far as the language is known."""
    dictionary = pyphen.language_fallback(language.replace("-", "_")) if len(word) > room else None
    pieces = pyphen.Pyphen(lang=dictionary).wrap(word, room) if dictionary else None
    return f"{pieces[0]} {_hyphenated(pieces[1], room, language)}" if pieces else word
