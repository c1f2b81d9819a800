"""Templates: the built-in ones, overridden file by file by those of a workshop.

In go a workshop's folder and a template's name with its context; out comes text, or a `TemplateError` that
names file and line. Templates run in Jinja's sandbox and an unknown name is an error.
"""

import functools
import importlib.util
import pickle
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import jinja2
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup, escape

from report_builder.cache import digest, program
from report_builder.disk import write_file
from report_builder.errors import Problem, RenderError, TemplateError, did_you_mean
from report_builder.languages import ENGLISH, TEMPLATES, Catalogue, find_catalogue, language_of
from report_builder.languages.dates import date_range, decimal, long_date
from report_builder.render.colours import shade
from report_builder.render.links import linked
from report_builder.render.sandbox import Sandbox
from report_builder.render.slips import SLIPS, Passed, in_plain_words, patient
from report_builder.report import Entry
from report_builder.settings import Lens
from report_builder.words import sentences

BUILTIN = "builtin"
"""Prefix by which a workshop's template reaches the built-in one of the same name."""
OWN = TEMPLATES
WORDS = "words.html.j2"
"""The words that a page says by itself, with their translations asked for."""
NOUNS_LARGE = frozenset({"de", "lb"})
"""Languages that write nouns with a large first letter."""
HYPHENED = re.compile(r"(?<!\w)\w++(?:[-/]\w++)+")
"""Possessive, since a long word must not be tried from each of its letters."""
TAG = re.compile(r"(?=</?[A-Za-z])")
MARK = "@"
"""What begins a comment that tells where the tag behind it is written; nothing more for a built-in one."""
DAMAGE = (OSError, EOFError, ValueError, LookupError, pickle.UnpicklingError)
"""What a kept template that is cut short can raise; Jinja minds it in the code alone, not in its key."""


def templates_folder() -> Path:
    """Folder of the built-in templates: the installed package's, else the checkout's."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def render_template(
    folder: Path | None,
    name: str,
    context: Mapping[str, object],
    language: str = ENGLISH,
    *,
    marked: bool = False,
) -> str:
    """Fill the template `name` of the workshop in `folder`, or the built-in one where it has none.

    Its fixed words are printed in `language`. If `marked`, a comment before each tag tells its place,
    and a name that leads nowhere is passed over.

    Raises:
        TemplateError: The template is missing, is malformed, leads back to itself, is not UTF-8, or asks for
            something that isn't there.
    """
    own = own_folder(folder)
    environment = open_environment(folder, language, marked=marked)
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
        shared = [] if own is None else [path.name for path in own.glob("*.j2")]
        if not lines and not shared:
            raise  # a fault of ours
        where = _where(*lines[-1]) if lines else f"{OWN}/{WORDS if WORDS in shared else sorted(shared)[0]}"
        mend = "Correct that place, or see the built-in template for what may be shown."
        problem = Problem("template-value", where, in_plain_words(error), mend)
        raise TemplateError(problem) from error


def word_environment(
    folder: Path | None, language: str, finalize: Callable[[object], object]
) -> jinja2.Environment:
    """The sandbox for what stands in braces in a Word file; `finalize` words what is printed."""
    usual = open_environment(folder, language)
    return usual.overlay(finalize=finalize, loader=None, trim_blocks=False, lstrip_blocks=False)


def template_path(folder: Path | None, name: str) -> Path:
    """Path of a file of templates/: the workshop's own, else the built-in one.

    Raises:
        TemplateError: It is a link that leads out of the folder.
    """
    own = own_folder(folder)
    if own is None or not (own / name).is_file():
        return templates_folder() / name
    if not (own / name).resolve().is_relative_to(own):
        raise TemplateError(_outside(name))
    return own / name


def read_file(folder: Path | None, name: str) -> str:
    """Text of a file of templates/: the workshop's own, else the built-in one.

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
        if not self._holds(template):
            raise TemplateError(_outside(template))
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise TemplateError(_not_utf8(template, error)) from error

    def _holds(self, template: str) -> bool:
        """Whether a file, links followed, lies in this folder."""
        home = Path(self.searchpath[0]).resolve()
        return (home / template).resolve().is_relative_to(home)


class _Marks(Extension):
    """Puts before each tag of a template a comment with its file and line."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Mark the tags in the text between Jinja's own."""
        file = f"{OWN}/{Path(stream.filename or '').name}"
        own = not Path(stream.filename or "").is_relative_to(templates_folder())
        for token in stream:
            yield _marked(token, file if own else "") if token.type == "data" else token


def _marked(token: Token, file: str) -> Token:
    text, line, pieces, end = token.value, token.lineno, list[str](), 0
    for tag in TAG.finditer(text):
        pieces.append(text[end : tag.start()])
        place = f"{file}, line {line + text.count(chr(10), 0, tag.start())}" if file else ""
        pieces.append(f"<!--{MARK}{place}-->")
        end = tag.start()
    return Token(line, token.type, "".join((*pieces, text[end:])))


def open_environment(folder: Path | None, language: str, *, marked: bool = False) -> jinja2.Environment:
    """All that the templates of the workshop in `folder` run in; they are found by name there."""
    return _environment(own_folder(folder), find_catalogue(folder, language), marked)


class _Compiled(jinja2.BytecodeCache):
    """The built-in templates as compiled, beside them, as Python keeps its own modules.

    A workshop's own are compiled each time: nothing that lies in a workshop is ever run.
    """

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Path of the file that keeps a template; empty where none does."""
        path = Path(filename or "")
        builtin = path.is_relative_to(templates_folder())
        return importlib.util.cache_from_source(str(path)) if builtin and filename else ""

    def get_source_checksum(self, source: str) -> str:
        """What stands for all that the compiled template hangs on."""
        return digest(program(), source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template as it was compiled before, if it is the same."""
        with suppress(*DAMAGE):
            bucket.bytecode_from_string(Path(bucket.key).read_bytes() if bucket.key else b"")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, where Python may keep modules."""
        if bucket.key and not sys.dont_write_bytecode:
            with suppress(RenderError):
                write_file(Path(bucket.key), bucket.bytecode_to_string(), bucket.key)


@functools.cache
def _environment(own: Path | None, catalogue: Catalogue, marked: bool) -> jinja2.Environment:
    builtin = _Folder(templates_folder())
    folders = [_Folder(own), builtin] if own else [builtin]
    environment = Sandbox(
        autoescape=True,
        undefined=Passed if marked else jinja2.StrictUndefined,
        bytecode_cache=None if marked else _Compiled(),
        loader=jinja2.ChoiceLoader([jinja2.PrefixLoader({BUILTIN: builtin}), *folders]),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", *([_Marks] if marked else [])],
    )
    _speak(environment, catalogue)
    filters: dict[str, Callable[..., object]] = {
        "sign": sign,
        "singular": singular,
        "shade": shade,
        "below": below,
        "sentences": sentences,
        "unbroken": unbroken,
        "statement": statement,
        "linked": linked,
    }
    environment.filters.update(filters)
    if marked:
        environment.filters.update({name: patient(each) for name, each in environment.filters.items()})
    return environment


def _speak(environment: jinja2.Environment, catalogue: Catalogue) -> None:
    """Give the templates the words, dates and numbers of a language."""
    language, messages = catalogue.language, catalogue.messages
    # the methods are the extension's, put there when it is loaded
    install: Callable[..., None] = getattr(environment, "install_gettext_callables")  # noqa: B009
    install(messages.gettext, messages.ngettext, newstyle=True)

    def say(message: str, **values: object) -> Markup:
        return Markup(messages.gettext(message)) % values

    functions: dict[str, Callable[..., object]] = {
        # the extension's own asks its surroundings three times over, and a long report says this a lot
        "_": say,
        "long_date": lambda day: long_date(day, language),
        "date_range": lambda first, last: date_range(first, last, language),
        "decimal": lambda number: decimal(number, language),
    }
    environment.globals.update(functions)
    environment.filters["lower_first"] = str if language.split("-")[0] in NOUNS_LARGE else lower_first
    environment.filters["lang"] = lambda text: _lang(text, language)


def _lang(text: str, usual: str) -> Markup:
    """The attribute that says in which language a text is; nothing where it is the page's.

    >>> _lang("Η πόλη χρειάζεται σχέδιο.", "en"), _lang("The city needs a plan.", "en")
    (Markup(' lang="el"'), Markup(''))
    """
    language = language_of(text, usual)
    return Markup("") if language == usual else Markup(' lang="{}"').format(language)


def own_folder(folder: Path | None) -> Path | None:
    """The folder of a workshop's own templates, if it has one."""
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


def _not_utf8(name: str, error: UnicodeDecodeError) -> Problem:
    line = error.object.count(b"\n", 0, error.start) + 1
    what = "this file is not saved as UTF-8"
    return Problem("template-encoding", _where(name, line), what, "Save it as UTF-8 in your editor.")


def _outside(name: str) -> Problem:
    what = "this template is a link that leads out of the folder"
    return Problem("template-outside", f"{OWN}/{Path(name).name}", what, "Put the file itself there.")


def _where(file: str, line: int) -> str:
    return f"{OWN}/{Path(file).name}, line {line}"
