"""Templates: the built-in ones, overridden file by file by those of a workshop.

In go a workshop's folder and a template's name with its context; out comes text, or a `TemplateError` that
names file and line. Templates run in Jinja's sandbox and an unknown name is an error.
"""

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from report_builder.errors import Problem, TemplateError
from report_builder.settings import Lens

BUILTIN = "builtin"
"""Prefix by which a workshop's template reaches the built-in one of the same name."""
OWN = "templates"
"""Folder of a workshop that holds its own templates."""
HYPHENED = re.compile(r"\w+(?:[-/]\w+)+")
SLIPS = (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
"""What a mistake in a template can raise."""


def templates_folder() -> Path:
    """Folder of the built-in templates: the installed package's, else the checkout's."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def render_template(folder: Path | None, name: str, context: Mapping[str, object]) -> str:
    """Fill the template `name` of the workshop in `folder`, or the built-in one where it has none.

    Raises:
        TemplateError: The template is missing, is malformed, or asks for something that isn't there.
    """
    own = _own_folder(folder)
    environment = _environment(own)
    try:
        return environment.get_template(name).render(context)
    except jinja2.TemplateSyntaxError as error:
        where = _where(error.filename or name, error.lineno)
        mend = "Correct the template; the built-in ones show how it is written."
        problem = Problem("template-syntax", where, f"this is no valid template ({error.message})", mend)
        raise TemplateError(problem) from error
    except jinja2.TemplateNotFound as error:
        raise TemplateError(_not_found(environment, own, error, name)) from error
    except SLIPS as error:
        lines = list(_own_lines(own, error.__traceback__))
        if not lines:
            raise
        mend = "Correct that place, or see the built-in template for what may be shown."
        problem = Problem("template-value", _where(*lines[-1]), str(error).rstrip("."), mend)
        raise TemplateError(problem) from error


def template_path(folder: Path | None, name: str) -> Path:
    """Path of a file of templates/: the workshop's own, else the built-in one."""
    own = _own_folder(folder)
    return own / name if own and (own / name).is_file() else templates_folder() / name


def read_stylesheet(folder: Path | None, name: str) -> str:
    """Text of a stylesheet: the workshop's own, else the built-in one."""
    return template_path(folder, name).read_text(encoding="utf-8-sig")


@functools.cache
def _environment(own: Path | None) -> jinja2.Environment:
    builtin = jinja2.FileSystemLoader(templates_folder())
    folders = [jinja2.FileSystemLoader(own), builtin] if own else [builtin]
    environment = ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        loader=jinja2.ChoiceLoader([jinja2.PrefixLoader({BUILTIN: builtin}), *folders]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., object]] = {
        "lower_first": lower_first,
        "sign": sign,
        "singular": singular,
        "tint": tint,
        "below": below,
        "unbroken": unbroken,
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


def tint(colour: str, share: float) -> str:
    """A colour `#rrggbb` mixed with white: 0 is white, 1 the colour.

    >>> tint("#003399", 0.5)
    '#8099cc'
    """
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


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
    near = get_close_matches(missing, known, n=1)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    mend = f"{hint}Templates: {', '.join(path for path in known if '/' not in path)}."
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


def _where(file: str, line: int) -> str:
    return f"{OWN}/{Path(file).name}, line {line}"
