"""Message catalogues: the words that a report says by itself, as translated in <language>.po.

English is the language of the messages themselves. The built-in catalogues lie beside this file; a workshop's
own, in its templates/, adds a language or says some things otherwise.
"""

import functools
import gettext
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report_builder.errors import Problem, TemplateError, raise_if_any

ENGLISH = "en"
TEMPLATES = "templates"
"""Folder of a workshop that holds its own templates and catalogues."""
BUILTIN = Path(__file__).parent
UNREAD = "not yet read by a native speaker"
"""Stands among the comments at the head of a catalogue until somebody has read it."""
GAP = re.compile(r"%\(\w+\)s")
QUOTED = re.compile(r'(msg\w+(\[\d+\])?\s+)?"([^"\\]|\\.)*"\s*')
ONE = frozenset({"%(num)s"})
"""What the form for one may leave out: "one finding"."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The fixed words of a report in one language."""

    language: str
    """As in "de" or "de-AT"."""
    messages: gettext.NullTranslations
    unread: bool
    """No native speaker has read it yet."""

    def say(self, message: str) -> str:
        """A message in this language; in English where it is not translated."""
        return self.messages.gettext(message)


def known_languages(folder: Path | None = None) -> tuple[str, ...]:
    """Languages that a report can be printed in, sorted; `folder` is a workshop's."""
    files = [path for place in _places(folder) for path in place.glob("*.po")]
    return tuple(sorted({ENGLISH, *(path.stem for path in files)}))


def unread_languages(folder: Path | None = None) -> tuple[str, ...]:
    """Those of them that no native speaker has read."""
    return tuple(each for each in known_languages(folder) if find_catalogue(folder, each).unread)


def printed_language(folder: Path | None, wanted: str) -> str:
    """The language of a report's own words: the one wanted if there are words for it, else English."""
    return (
        wanted if _base(wanted) in known_languages(folder) or wanted in known_languages(folder) else ENGLISH
    )


def find_catalogue(folder: Path | None, wanted: str) -> Catalogue:
    """The words for this language: a workshop's own before the built-in ones, English where there are none.

    Raises:
        TemplateError: A workshop's own catalogue can't be read, or a translation lacks what is filled in.
    """
    language = printed_language(folder, wanted)
    names = dict.fromkeys((language, _base(language)))
    paths = [place / f"{name}.po" for place in _places(folder) for name in names]
    return _load(language, tuple((path, path.stat().st_mtime_ns) for path in paths if path.is_file()))


@functools.cache
def _load(language: str, files: tuple[tuple[Path, int], ...]) -> Catalogue:
    """The catalogue of these files, closest first; their moments tell when one has changed."""
    messages, unread = gettext.NullTranslations(), False
    for path, _ in reversed(files):
        translations, unread = _read(path)
        translations.add_fallback(messages)
        messages = translations
    return Catalogue(language, messages, unread)


def _read(path: Path) -> tuple[gettext.NullTranslations, bool]:
    """The translations of a .po file, and whether it still waits for a native speaker."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    place = f"{TEMPLATES}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
        raise_if_any(_unfinished(text, place), TemplateError)
        catalogue = read_po(io.StringIO(text), abort_invalid=True)
    except PoFileError as error:
        raise TemplateError(_unreadable(f"{place}, line {error.lineno + 1}")) from error
    except ValueError as error:
        raise TemplateError(_unreadable(place)) from error
    raise_if_any(_gaps(catalogue, place), TemplateError)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled), UNREAD in catalogue.header_comment


def _unreadable(where: str) -> Problem:
    mend = "Mend it in a program for .po files, such as Poedit, and save it as UTF-8."
    return Problem("language-unreadable", where, "this is no catalogue of messages", mend)


def _unfinished(text: str, place: str) -> Iterator[Problem]:
    """language-unreadable: a text without its quotes, which Babel would cut."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("msg", '"')) and not QUOTED.fullmatch(line):
            yield _unreadable(f"{place}, line {number}")


def _gaps(catalogue: Iterable[Any], place: str) -> Iterator[Problem]:
    """language-gap: a translation asks for another value than its message, or leaves one out."""
    for message in catalogue:
        originals = message.id if isinstance(message.id, tuple | list) else (message.id,)
        wanted = set(GAP.findall(originals[-1]))
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        for text in texts if message.id else ():
            odd = set(GAP.findall(text)) ^ wanted
            if text and odd - (ONE if len(originals) > 1 else set()):
                what = (
                    f'the translation of "{originals[0]}" has {" and ".join(sorted(odd))} too many or too few'
                )
                mend = f"Write {', '.join(sorted(wanted)) or 'none'} in it, letter for letter."
                yield Problem("language-gap", f"{place}, line {message.lineno}", what, mend)


def _base(language: str) -> str:
    return language.split("-")[0]


def _places(folder: Path | None) -> list[Path]:
    return [*([folder / TEMPLATES] if folder else []), BUILTIN]
