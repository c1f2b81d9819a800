"""The wordings of statements/*.toml: nothing is worded here, and whoever finds a slip corrects it there."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("statements")
ENGLISH = "en"


class Standing(StrEnum):
    """How sure a wording is."""

    OFFICIAL = "official"
    """Seen in an official source."""
    ATTESTED = "attested"
    """Printed alike by projects."""
    MEMORY = "memory"
    """Known from memory: to be compared with the grant agreement."""
    OWN = "own"
    """Written by the workshop's team."""


@dataclass(frozen=True)
class Wording:
    """A statement of a programme or variant, in English."""

    id: str
    programme: str
    text: str
    disclaimer: str
    """Id of its disclaimer."""
    status: Standing
    source: str
    kind: str = ""
    """What its translations stand under; empty if there are none."""
    also: str = ""
    """Sentence below the statement."""
    authority: str = ""
    """Authority that the disclaimer names, whatever workshop.toml says."""
    top_up: str = ""
    """What {top_up} in `also` becomes, where there is one."""
    language: str = ENGLISH

    @property
    def official(self) -> bool:
        """Whether it was seen in an official source."""
        return self.status is Standing.OFFICIAL


@dataclass(frozen=True)
class Translation:
    """A statement in another language."""

    kind: str
    language: str
    text: str
    status: Standing
    source: str


@dataclass(frozen=True)
class Disclaimer:
    """A disclaimer in one language."""

    id: str
    language: str
    text: str
    status: Standing
    source: str
    kind: str = ""
    """Kind of statement that it goes with; empty if with each."""
    only_where: str = ""
    """What the authority's name must hold; empty if anything."""


@dataclass(frozen=True)
class Addition:
    """What another funder asks to be printed."""

    id: str
    programme: str
    text: str
    status: Standing
    source: str


@cache
def wordings() -> tuple[Wording, ...]:
    """The statements of all programmes and variants, in the order of the files."""
    records = _read("h2020-and-fp7")["statements"]
    later = _read("programmes-2021-2027")
    known = [Wording(**_with_standing(record)) for record in (*records, *later["statements"])]
    return (*known, *_more(later["more"], {wording.id: wording for wording in known}))


@cache
def translations() -> tuple[Translation, ...]:
    """The statements in other languages than English."""
    return tuple(Translation(**_with_standing(record)) for record in _read("translations")["translations"])


@cache
def disclaimers() -> tuple[Disclaimer, ...]:
    """The disclaimers in all languages; of two that fit, the later one is the closer."""
    return tuple(Disclaimer(**_with_standing(record)) for record in _read("disclaimers")["disclaimers"])


@cache
def additions() -> tuple[Addition, ...]:
    """What other funders ask for."""
    return tuple(Addition(**_with_standing(record)) for record in _read("additions")["additions"])


def _more(table: Mapping[str, Any], known: Mapping[str, Wording]) -> list[Wording]:
    """The programmes that share two statements, each with both."""
    forms = (("", "funded", known[table["funded"]]), ("-co-funded", "co-funded", known[table["co_funded"]]))
    return [
        Wording(
            id=f"{id}{end}",
            programme=f"{name}, {form}",
            text=like.text,
            disclaimer=like.disclaimer,
            status=Standing(table["status"]),
            source=table["source"],
            kind=like.kind,
        )
        for id, name in table["programmes"].items()
        for end, form, like in forms
    ]


def _with_standing(record: Mapping[str, Any]) -> dict[str, Any]:
    return {**record, "status": Standing(record["status"])}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
