"""Who must not be named: those listed, those who moderate, those heard in transcripts, and those who wrote.

In go the workshop, its list of participants and its sources; out come persons with the words of their names.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from report_builder.model import Block, Participant, Source
from report_builder.privacy.alphabets import plain
from report_builder.privacy.lexicon import words
from report_builder.settings import Workshop

WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]*)+")
"""Letters with their accents, and with what nobody sees between them."""
INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.")
PERSONAL = "personal data"
"""Why the cells of a column are set aside that asks who somebody is."""
ROLES = frozenset(
    (
        *(
            "moderator",
            "facilitator",
            "host",
            "interviewer",
            "interviewee",
            "speaker",
            "participant",
            "audience",
        ),
        *("chair", "police", "researcher", "organiser", "organizer", "unknown", "all", "everybody", "group"),
        *(
            "rapporteur",
            "panel",
            "note",
            "notetaker",
            "scribe",
            "notes",
            "team",
            "center",
            "centre",
            "agency",
        ),
        *(
            "institute",
            "university",
            "company",
            "ministry",
            "office",
            "department",
            "council",
            "union",
            "city",
        ),
    )
)
"""Words that tell that a label is no person's name."""
LONGEST_NAME = 4


@dataclass(frozen=True)
class Name:
    """A person's name, in words."""

    given: tuple[str, ...]
    surname: tuple[str, ...]
    whole: str
    """As it was written."""


@dataclass(frozen=True)
class People:
    """Who must not be named, and what else tells who somebody is."""

    names: tuple[Name, ...]
    addresses: frozenset[str] = frozenset()
    """E-mail addresses in small letters."""
    phones: frozenset[str] = frozenset()
    """Digits alone."""
    organisations: tuple[str, ...] = ()
    """Those that must not be named either, under the Chatham House Rule."""
    own_words: frozenset[str] = frozenset()
    """Folded words of the workshop itself: its place, its themes; a name that is one of them needs proof."""
    kept: frozenset[str] = frozenset()
    """Addresses, handles and the like that workshop.toml prints, in small letters."""
    not_names: tuple[str, ...] = ()
    """Words that people say are no names, though they look like one."""


def read_name(text: str) -> Name:
    """A name cut into given names and surname.

    >>> read_name("Kostarelou, Danae").surname, read_name("MOREAU Anne-Lise").given
    (('Kostarelou',), ('Anne', 'Lise'))
    >>> read_name("Prof. Pieter van der Berg")
    Name(given=('Pieter',), surname=('Berg',), whole='Prof. Pieter van der Berg')
    """
    surname_first, comma, given_last = text.partition(",")
    if comma and given_last.strip():
        return Name(tuple(_name_words(given_last)), tuple(_name_words(surname_first)), text)
    groups = [group for group in text.replace(",", " ").split() if list(_name_words(group))]
    capitals = [group for group in groups if len(group) > 2 and group.isupper()]
    several = groups[1:] or groups
    last = capitals if 0 < len(capitals) < len(groups) else several
    first = [group for group in groups if group not in last]
    given, surname = (tuple(word for group in side for word in _name_words(group)) for side in (first, last))
    return Name(given, surname, text)


def people_of(
    workshop: Workshop, participants: Sequence[Participant], sources: Iterable[Source] = ()
) -> People:
    """Everybody who is known by name, whether they may be named somewhere or not."""
    listed = [person.name for person in participants]
    others = [*_of_workshop(workshop), *_heard(sources)]
    whole = [name for name in listed if name.strip()] + [name for name in others if is_name(name)]
    return People(
        names=tuple(name for name in map(read_name, dict.fromkeys(whole)) if name.surname),
        addresses=frozenset(
            person.email.strip().casefold() for person in participants if person.email.strip()
        ),
        phones=frozenset(filter(None, (digits(person.phone) for person in participants))),
        organisations=tuple(
            dict.fromkeys(person.organisation for person in participants if person.organisation)
        ),
        own_words=frozenset(_own_words(workshop, whole)),
        kept=frozenset(_kept(workshop)),
        not_names=workshop.privacy.not_names,
    )


def is_name(label: str) -> bool:
    """Whether a label reads like a person's name: two to four words with capitals, none of an office.

    >>> [is_name(label) for label in ("Maria Kanakari", "Drawn for this report", "Police, table 2", "KEMEA")]
    [True, False, False, False]
    """
    found = [word for word in WORD.findall(label) if len(word) > 1]
    named = [word for word in found if plain(word) not in words("particles")]
    capitals = all(word[0].isupper() for word in named)
    return (
        2 <= len(named) <= LONGEST_NAME
        and capitals
        and not any(letter.isdigit() for letter in label)
        and not ROLES.intersection(map(plain, named))
        and not (words("holders") | words("institutions")).intersection(map(plain, found))
    )


def digits(text: str) -> str:
    """The digits of a telephone number, without what stands before the country.

    >>> digits("+30 210 77 10 805"), digits("0030 (0)210 7710805")
    ('302107710805', '302107710805')
    """
    found = "".join(filter(str.isdigit, text.replace("(0)", "")))
    return found.removeprefix("00")


def released_names(workshop: Workshop) -> frozenset[str]:
    """Folded names that workshop.toml prints somewhere, or lets stand beside comments."""
    return frozenset(" ".join(map(plain, WORD.findall(name))) for name in names_released(workshop))


def names_released(workshop: Workshop) -> Iterator[str]:
    """Names as workshop.toml prints them, or lets them stand beside comments; empty ones too."""
    paper = workshop.deliverable
    yield from (person.name for person in (*paper.authors, *paper.reviewers))
    yield from (version.author for version in paper.history)
    yield from (item.speaker for item in workshop.agenda)
    yield from (image.credit for image in workshop.images)
    yield from workshop.privacy.team


def _of_workshop(workshop: Workshop) -> Iterator[str]:
    yield from names_released(workshop)
    yield from (session.moderator for session in workshop.sessions)


def _heard(sources: Iterable[Source]) -> Iterator[str]:
    """Who speaks in transcripts and chats, and whom the columns of personal data name."""
    for source in sources:
        yield from dict.fromkeys(block.speaker for block in source.blocks if block.speaker)
        yield from dict.fromkeys(filter(None, map(_personal, source.blocks)))


def _personal(block: Block) -> str:
    return block.text.strip() if block.aside == PERSONAL else ""


def _name_words(text: str) -> Iterator[str]:
    found = WORD.findall(INITIAL.sub(" ", text))
    yield from (word for word in found if len(word) > 1 and plain(word) not in words("particles"))


def named_in(text: str, names: Iterable[str]) -> Iterator[str]:
    """Those of these names that stand whole in a text.

    >>> list(named_in("Living behind the dyke: Peter Brown's pumps", ["Peter Brown", "Rose Dyke"]))
    ['Peter Brown']
    """
    read = _spaced(text)
    yield from (name for name in names if _spaced(name).strip() and _spaced(name) in read)


def _spaced(text: str) -> str:
    return " " + "".join(f"{plain(word)} " for word in WORD.findall(text))


def _own_words(workshop: Workshop, names: Sequence[str]) -> Iterator[str]:
    """The words of the workshop, but for those of people who are named in full among them."""
    event, project = workshop.event, workshop.project
    texts = [event.title, event.place, event.venue, event.organiser, project.acronym, project.title]
    texts += [text for theme in workshop.themes for text in (theme.title, *theme.keywords, *theme.aliases)]
    texts += [text for group in workshop.groups for text in (group.title, *group.aliases)]
    for text in texts:
        of_people = {word for name in named_in(text, names) for word in _spaced(name).split()}
        yield from (word for word in map(plain, WORD.findall(text)) if word not in of_people)


def _kept(workshop: Workshop) -> Iterator[str]:
    """What readers are told to write to or to look up."""
    project, paper = workshop.project, workshop.deliverable
    texts = (
        project.contact,
        project.url,
        project.coordinator,
        paper.citation,
        paper.licence_url,
        project.acronym,
    )
    for text in texts:
        yield from (word.strip(".,;:()").casefold() for word in text.split())
