"""Files as they were read and statements as they were compared the last time, so that it is not done again.

A file's key holds its bytes, its path below inputs/, and the settings that reading may hang on: these alone
are given to what reads it.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from report_builder.cache import digest, keep, keep_only, kept, program, state_of
from report_builder.load import load_source
from report_builder.merge.groups import Outlines, Verdicts
from report_builder.model import Source
from report_builder.settings import Deliverable, Look, Output, Workshop

SOURCES = "sources"
VERDICTS = "verdicts.json"
OUTLINES = "outlines.json"
SOURCE = TypeAdapter(Source)


class Shelf:
    """What was read and compared; it is only kept when the command has done its work."""

    def __init__(self, folder: Path, *, anew: bool = False) -> None:
        """With `anew` nothing is taken from what was kept before."""
        self.folder, self.anew = folder, anew
        self.verdicts = {} if anew else _verdicts(kept(folder, VERDICTS))
        self.outlines = {} if anew else _outlines(kept(folder, OUTLINES))
        self.read: dict[str, Source | None] = {}
        """Name of each source -> itself, if it is not kept yet."""

    def load(self, path: Path, place: str, workshop: Workshop) -> Source:
        """Read a file of notes or feedback, or take it as it was read before.

        Raises:
            SourceError: It can't be read.
        """
        settings = _for_reading(workshop)
        name = f"{digest(program(), repr(settings), place, state_of(path))[:32]}.json"
        before = None if self.anew else _source(kept(self.folder, f"{SOURCES}/{name}"))
        source = before or load_source(path, place, settings)
        self.read[name] = None if before else source
        return source

    def keep(self) -> None:
        """Keep all of this for the next time, and nothing else.

        Raises:
            RenderError: The folder can't be written.
        """
        for name, source in self.read.items():
            if source:
                with suppress(ValueError):  # a file's name that is no Unicode can't be kept
                    keep(self.folder, f"{SOURCES}/{name}", SOURCE.dump_json(source))
        keep_only(self.folder, SOURCES, self.read)
        keep(self.folder, VERDICTS, COMPARED.dump_json(_compared(self.verdicts)))
        keep(self.folder, OUTLINES, OUTLINED.dump_json(Outlined(program(), self.outlines)))


def _for_reading(workshop: Workshop) -> Workshop:
    """The settings without those that reading has no use for, so that to change these costs nothing."""
    return replace(
        workshop,
        deliverable=Deliverable(),
        images=(),
        agenda=(),
        next_event=None,
        look=Look(),
        output=Output(),
    )


def _source(data: bytes | None) -> Source | None:
    try:
        return SOURCE.validate_json(data) if data else None
    except ValidationError:
        return None


@dataclass(frozen=True)
class Compared:
    """Verdicts as they are kept: statements, and pairs of their positions."""

    program: str
    statements: tuple[str, ...]
    same: tuple[tuple[int, int], ...]
    apart: dict[int, tuple[int, ...]]


COMPARED = TypeAdapter(Compared)


def _verdicts(data: bytes | None) -> Verdicts:
    try:
        found = COMPARED.validate_json(data or b"{}")
        if found.program != program():
            return {}
        said = found.statements
        known: Verdicts = {
            said[one]: dict.fromkeys((said[other] for other in others), False)
            for one, others in found.apart.items()
        }
        for one, other in found.same:
            known.setdefault(said[one], {})[said[other]] = True
    except (ValidationError, IndexError):
        return {}
    return known


def _compared(known: Verdicts) -> Compared:
    """The same as it is kept."""
    said = dict.fromkeys(text for one, others in known.items() for text in (one, *others))
    at = {text: position for position, text in enumerate(said)}
    pairs = [(at[one], at[other], same) for one, others in known.items() for other, same in others.items()]
    apart: dict[int, list[int]] = {}
    for one, other, same in pairs:
        if not same:
            apart.setdefault(one, []).append(other)
    return Compared(
        program=program(),
        statements=tuple(said),
        same=tuple((one, other) for one, other, same in pairs if same),
        apart={one: tuple(others) for one, others in apart.items()},
    )


@dataclass(frozen=True)
class Outlined:
    """Outlines as they are kept."""

    program: str
    statements: Outlines


OUTLINED = TypeAdapter(Outlined)


def _outlines(data: bytes | None) -> Outlines:
    try:
        found = OUTLINED.validate_json(data or b"{}")
    except ValidationError:
        return {}
    return found.statements if found.program == program() else {}
