"""Texts that people wrote for the report (sections/**/*.md) -> HTML."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder.errors import Problem, SourceError, did_you_mean
from report_builder.load.encoding import decode
from report_builder.load.files import read_bytes, refusal
from report_builder.load.markdown import COMMENT
from report_builder.load.markdown_parts import TANGLED, TangledError, untangled
from report_builder.model import Prose
from report_builder.settings import Workshop
from report_builder.words import STEERING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

HIGHEST, LOWEST = 2, 6
"""Levels of the headings in the HTML: the report's own title is h1."""
SECTIONS = ("executive-summary", "introduction", "methodology", "conclusions", "press-release")


def read_prose(folder: Path, workshop: Workshop) -> tuple[tuple[Prose, ...], tuple[Problem, ...]]:
    """Read all texts below `folder`, sorted by name, and all that is wrong with any of them.

    Texts without words are left out, and so are files that belong to no section of the report: of these a
    warning tells. The HTML is well formed: raw HTML in the Markdown is shown as typed, comments in it are
    dropped, pictures become the words that describe them.
    """
    known = known_sections(workshop)
    read: list[Prose] = []
    problems: list[Problem] = []
    for path in sorted(path for path in folder.rglob("*") if not path.is_dir() and not _passed_over(path)):
        place = path.relative_to(folder).as_posix()
        name = place.removesuffix(".md")
        if place == name or name not in known:
            problems.append(_unknown(f"{folder.name}/{place}", name, known))
            continue
        try:
            html, warnings = _html(path, f"{folder.name}/{place}", workshop)
        except SourceError as error:
            problems += error.problems
            continue
        problems += warnings
        read += [Prose(name, html)] if html else []
    return tuple(read), tuple(problems)


def known_sections(workshop: Workshop) -> tuple[str, ...]:
    """Return the names of all sections that a text can be written for, in the order of the report."""
    themes = [f"themes/{theme.id}" for theme in workshop.themes]
    lenses = [f"{theme}.{lens.id}" for theme in themes for lens in workshop.lenses]
    return (*SECTIONS, *themes, *lenses)


def _passed_over(path: Path) -> bool:
    return path.name.startswith((".", "~")) or path.name.lower() in ("readme.md", "thumbs.db", "desktop.ini")


def _unknown(place: str, name: str, known: Sequence[str]) -> Problem:
    listed = ", ".join(name for name in known if "." not in name)
    near = did_you_mean(f"{name}.md", (f"{section}.md" for section in known)).rstrip()
    mend = near or f"Known: {listed}, each with the ending .md."
    what = "no section of the report has this name, so that it is left out"
    return Problem("prose-unknown", f"inputs/{place}", what, mend, level="warning")


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.front_matter import front_matter_plugin

    return (
        MarkdownIt("commonmark", {"xhtmlOut": True})
        .enable(["table", "strikethrough"])
        .use(front_matter_plugin)
        .use(untangled)
    )


def _html(path: Path, place: str, workshop: Workshop) -> tuple[str, list[Problem]]:
    text, notices = decode(
        read_bytes(path, place, workshop.limits), place, workshop.language, limits=workshop.limits
    )
    text, turned = STEERING.subn("", text)
    if turned:
        notices = (*notices, f"{turned} characters that turn the direction of writing left out.")
    mend = "Save it as UTF-8 text."
    warnings = [
        Problem("prose-encoding", f"inputs/{place}", notice.rstrip("."), mend, level="warning")
        for notice in notices
    ]
    parser = _parser()
    try:
        tokens = parser.parse(text)
    except TangledError:
        raise refusal(place, *TANGLED) from None
    warnings += _without_pictures(tokens, place)
    _escape(tokens)
    _shift(tokens)
    return str(parser.renderer.render(tokens, parser.options, {})).strip(), warnings


def _without_pictures(tokens: "Sequence[Token]", place: str) -> Iterator[Problem]:
    """Turn pictures into the words that describe them; yield a warning for each."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                line = token.map[0] + 1 if token.map else 1
                yield Problem(
                    "prose-picture",
                    f"inputs/{place}, line {line}",
                    f'the picture "{child.attrs["src"]}" was left out; its description stands there',
                    "List it under [[images]] in inputs/workshop.toml, with the section that it belongs to.",
                    level="warning",
                )
                child.content = _described(child)
                child.type = "text"


def _described(picture: "Token") -> str:
    return "".join(child.content or _described(child) for child in picture.children or ())


def _escape(tokens: "Sequence[Token]") -> None:
    """Turn raw HTML into text, comments into nothing."""
    from markdown_it.common.utils import escapeHtml

    for token in tokens:
        _escape(token.children or ())
        if token.type in ("html_block", "html_inline"):
            shown = escapeHtml(COMMENT.sub("", token.content).strip("\n"))
            token.content = f"<p>{shown}</p>\n" if shown.strip() and token.type == "html_block" else shown


def _shift(tokens: "Sequence[Token]") -> None:
    """Move all headings by as much as makes the highest one h2."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    by = HIGHEST - min((int(token.tag[1]) for token in headings), default=HIGHEST)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + by, LOWEST)}"
