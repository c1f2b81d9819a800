"""Templates: the built-in ones, overridden file by file by those of a workshop.

In go a workshop's folder and a template's name with its context; out comes text, or a `TemplateError` that
names file and line. Templates run in Jinja's sandbox and an unknown name is an error.
"""

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from report_builder.errors import Problem, TemplateError, did_you_mean
from report_builder.render.colours import shade
from report_builder.report import Entry
from report_builder.settings import Lens

BUILTIN = "builtin"
"""Prefix by which a workshop's template reaches the built-in one of the same name."""
OWN = "templates"
"""Folder of a workshop that holds its own templates."""
WORDS = "words.html.j2"
"""The words that a page says by itself, in English; another language's stand in words.<language>.html.j2."""
ENGLISH = "en"
HYPHENED = re.compile(r"(?<!\w)\w++(?:[-/]\w++)+")
"""Possessive, since a long word must not be tried from each of its letters."""
SLIPS = (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
"""What a mistake in a template can raise."""


def templates_folder() -> Path:
    """Folder of the built-in templates: the installed package's, else the checkout's."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def template_languages(folder: Path | None) -> tuple[str, ...]:
    """Languages that a page's own words can be in, sorted: English, and each that has a file of words.

    The file is words.<language>.html.j2 among the workshop's templates or the built-in ones.
    """
    own = _own_folder(folder)
    start, _, end = WORDS.partition(".")
    files = [path for each in (own, templates_folder()) if each for path in each.glob(f"{start}.*.{end}")]
    return tuple(sorted({ENGLISH, *(path.name.split(".")[1] for path in files)}))


def printed_language(folder: Path | None, wanted: str) -> str:
    """The language of a page's own words: the one wanted if there are words for it, else English."""
    return wanted if wanted in template_languages(folder) else ENGLISH


def render_template(
    folder: Path | None, name: str, context: Mapping[str, object], language: str = ENGLISH
) -> str:
    """Fill the template `name` of the workshop in `folder`, or the built-in one where it has none.

    `language` is one of `template_languages`.

    Raises:
        TemplateError: The template is missing, is malformed, leads back to itself, is not UTF-8, or asks for
            something that isn't there.
    """
    own = _own_folder(folder)
    words = _words_file(language)
    environment = _environment(own, words)
    try:
        return environment.get_template(name).render(context)
    except RecursionError as error:
        mend = f'To build on the built-in one, begin with {{% extends "{BUILTIN}/{name}" %}}.'
        what = "this template leads back to itself without end"
        raise TemplateError(Problem("template-circle", f"{OWN}/{name}", what, mend)) from error
    except jinja2.TemplateSyntaxError as error:
        where = _where(error.filename or name, error.lineno)
        mend = "Correct the template; the built-in ones show how it is written."
        problem = Problem("template-syntax", where, f"this is no valid template ({error.message})", mend)
        raise TemplateError(problem) from error
    except jinja2.TemplateNotFound as error:
        raise TemplateError(_not_found(environment, own, error, name)) from error
    except SLIPS as error:
        lines = list(_own_lines(own, error.__traceback__))
        if not lines and not (own and (own / words).is_file()):
            raise
        where = _where(*lines[-1]) if lines else f"{OWN}/{words}"
        mend = "Correct that place, or see the built-in template for what may be shown."
        problem = Problem("template-value", where, str(error).rstrip("."), mend)
        raise TemplateError(problem) from error


def template_path(folder: Path | None, name: str) -> Path:
    """Path of a file of templates/: the workshop's own, else the built-in one."""
    own = _own_folder(folder)
    return own / name if own and (own / name).is_file() else templates_folder() / name


def read_stylesheet(folder: Path | None, name: str) -> str:
    """Text of a stylesheet: the workshop's own, else the built-in one.

    Raises:
        TemplateError: It is not UTF-8.
    """
    path = template_path(folder, name)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError(_not_utf8(path.name, error)) from error


class _Folder(jinja2.FileSystemLoader):
    """Templates of a folder, told by name where they are not UTF-8."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, encoding="utf-8-sig")

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise TemplateError(_not_utf8(template, error)) from error


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, in which the file of words is that of the page's language."""

    words = WORDS

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Ask the sandbox once for each attribute of a type; it answers by these alone."""
        known = self._safe.get((type(obj), attr))
        if known is None:
            known = self._safe[type(obj), attr] = super().is_safe_attribute(obj, attr, value)
        return known

    def join_path(self, template: str, parent: str) -> str:
        return self.words if template == WORDS else template


@functools.cache
def _environment(own: Path | None, words: str) -> jinja2.Environment:
    builtin = _Folder(templates_folder())
    folders = [_Folder(own), builtin] if own else [builtin]
    environment = _Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        loader=jinja2.ChoiceLoader([jinja2.PrefixLoader({BUILTIN: builtin}), *folders]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.words = words
    filters: dict[str, Callable[..., object]] = {
        "lower_first": lower_first,
        "sign": sign,
        "singular": singular,
        "shade": shade,
        "below": below,
        "unbroken": unbroken,
        "statement": statement,
    }
    environment.filters.update(filters)
    return environment


def _own_folder(folder: Path | None) -> Path | None:
    own = folder / OWN if folder else None
    return own.resolve() if own and own.is_dir() else None


def lower_first(text: str) -> str:
    """Text with a small first letter, abbreviations kept.

    >>> lower_first("Legal issues"), lower_first("OSINT practice")
    ('legal issues', 'OSINT practice')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def sign(lens: Lens) -> str:
    """The one character that stands beside a lens's name."""
    return lens.sign or lens.title[:1]


def singular(lens: Lens) -> str:
    """What one finding under a lens is called."""
    return lens.singular or lower_first(lens.title)


def unbroken(text: str) -> Markup:
    """Text in which no line ends at a hyphen, so that its words can be found in a PDF as they are.

    >>> unbroken("by e-mail & post")
    Markup('by <span class="word">e-mail</span> &amp; post')
    """
    return Markup(HYPHENED.sub(r'<span class="word">\g<0></span>', str(escape(text))))


def statement(entry: Entry) -> Markup:
    """The words of a finding as printed: with a person's bold, italic and links, where it has any."""
    return Markup(entry.finding.html) if entry.finding.html else unbroken(entry.statement)


def below(html: str, level: int) -> Markup:
    """HTML of people's prose, which begins at h2, its headings moved to stand at `level`; h3 is the lowest.

    >>> below("<h2>Aims</h2>", 3)
    Markup('<h3>Aims</h3>')
    """
    return Markup(
        re.sub(r"(</?h)([1-6])(?=[ >])", lambda found: f"{found[1]}{_moved(int(found[2]), level)}", html)
    )


def _moved(heading: int, level: int) -> int:
    return min(heading + level - 2, 3)


def _not_found(
    environment: jinja2.Environment, own: Path | None, error: jinja2.TemplateNotFound, name: str
) -> Problem:
    missing = str(error.name or error)
    known = [path for path in environment.list_templates() if path.endswith(".html.j2")]
    mend = f"{did_you_mean(missing, known)}Templates: {', '.join(path for path in known if '/' not in path)}."
    lines = list(_own_lines(own, error.__traceback__))
    where = _where(*lines[-1]) if lines else f"{OWN}/{name}"
    return Problem("template-missing", where, f'there is no template "{missing}"', mend)


def _own_lines(own: Path | None, traceback: TracebackType | None) -> Iterator[tuple[str, int]]:
    """File and line of each of the workshop's templates in a traceback, outermost first.

    Jinja has put the templates' own lines there. A traceback without any is a fault of ours.
    """
    while own and traceback:
        file = traceback.tb_frame.f_code.co_filename
        if Path(file).is_relative_to(own):
            yield file, traceback.tb_lineno
        traceback = traceback.tb_next


def _words_file(language: str) -> str:
    start, _, end = WORDS.partition(".")
    return WORDS if language == ENGLISH else f"{start}.{language}.{end}"


def _not_utf8(name: str, error: UnicodeDecodeError) -> Problem:
    line = error.object.count(b"\n", 0, error.start) + 1
    what = "this file is not saved as UTF-8"
    return Problem("template-encoding", _where(name, line), what, "Save it as UTF-8 in your editor.")


def _where(file: str, line: int) -> str:
    return f"{OWN}/{Path(file).name}, line {line}"
