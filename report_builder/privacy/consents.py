"""What people agreed to -> who may be named where, and what goes against it."""

from collections.abc import Iterable, Iterator, Sequence

from report_builder.errors import Problem
from report_builder.model import Finding, Participant
from report_builder.privacy.people import named_in
from report_builder.settings import PLACE, Image, Workshop
from report_builder.words import fold

LIST = "inputs, list of participants"
REFUSED = frozenset(
    ("no", "none", "withdrawn", "refused", "pending", "missing", "not given", "not yet", "unknown")
)
"""What a picture's consent says where there is none."""


def may_be_shown(image: Image) -> bool:
    """Whether workshop.toml tells how the people in a picture agreed."""
    return bool(image.consent.strip()) and fold(image.consent) not in REFUSED


def people_of_finding(
    finding: Finding, workshop: Workshop, participants: Iterable[Participant], chatham: bool
) -> tuple[str, ...]:
    """Codes or names of those who said it, as far as `attribution` and consents allow, in the list's order.

    Who said something is known from the speakers of transcripts and chats alone. Where the Chatham House Rule
    holds for one of its sources, nobody is told.
    """
    mode = workshop.privacy.attribution
    if chatham or mode not in ("code", "named"):
        return ()
    speakers = {fold(member.segment.speaker) for member in finding.members if member.segment.speaker}
    said = [person for person in participants if speakers and fold(person.name) in speakers]
    if mode == "code":
        return tuple(person.code for person in said if person.code)
    return tuple(person.name for person in said if person.may_quote)


def listed_participants(workshop: Workshop, participants: Sequence[Participant]) -> tuple[str, ...]:
    """Organisations or names of those who agreed to be named, sorted; empty where only counts are printed."""
    what = workshop.privacy.participant_list
    if what == "counts" or workshop.privacy.chatham_house:
        return ()
    agreed = [person for person in participants if person.may_name]
    if what == "organisations":
        return tuple(sorted({person.organisation for person in agreed if person.organisation}, key=fold))
    lines = (", ".join(filter(None, (person.name, person.organisation))) for person in agreed if person.name)
    return tuple(sorted(set(lines), key=fold))


def consent_problems(workshop: Workshop, participants: Sequence[Participant]) -> Iterator[Problem]:
    """privacy-code, -consent, -chatham, -title: what goes against consents."""
    privacy = workshop.privacy
    yield from _named_in_titles(workshop, participants)
    if privacy.attribution == "code" and not any(person.code for person in participants):
        what = 'findings are to be attributed by code, but there is no column "code"'
        yield _warning("privacy-code", LIST, what, "Add it, with a code for each person such as P07.")
    if privacy.attribution == "code":
        yield from _telling_codes(participants)
    if privacy.attribution == "named" and not any(person.may_quote for person in participants):
        what = "findings are to be attributed by name, but nobody agreed to be quoted"
        mend = 'Add a column "consent_quote" with yes for those who did; the others stand by their group.'
        yield _warning("privacy-consent", LIST, what, mend)
    if privacy.chatham_house and (
        privacy.participant_list != "counts" or privacy.attribution in ("code", "named")
    ):
        what = (
            "under the Chatham House Rule nobody is told by name, code or organisation, so that is left out"
        )
        mend = 'Take chatham_house out, or set participant_list = "counts" and attribution = "group".'
        yield _warning("privacy-chatham", PLACE, what, mend)


def _named_in_titles(workshop: Workshop, participants: Sequence[Participant]) -> Iterator[Problem]:
    """privacy-title: somebody on the list stands in a title, which is printed as it is typed."""
    titles = {"event.title": workshop.event.title, "project.title": workshop.project.title}
    for key, title in titles.items():
        for name in named_in(title, [person.name for person in participants]):
            what = f'{key} names "{name}", who is on the list of participants, and is printed as typed'
            mend = "Take the name out: elsewhere it is masked, and --strict and --final stop at it."
            yield _warning("privacy-title", PLACE, what, mend)


def _telling_codes(participants: Sequence[Participant]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row, person in enumerate(participants, 2):
        words = fold(person.name).split()
        if person.code and fold(person.code) in (*words, *_initials(words)):
            what = f'the code "{person.code}" tells who it is'
            yield _warning("privacy-code", f"{LIST}, {person.name}", what, "Give one such as P07.")
        if person.code and person.code in seen:
            what = f'two people have the code "{person.code}"'
            yield _warning("privacy-code", LIST, what, "Give each person a code of their own.")
        seen.setdefault(person.code, row)


def _initials(words: Sequence[str]) -> tuple[str, ...]:
    letters = "".join(word[0] for word in words)
    return (letters, letters[::-1]) if letters else ()


def _warning(rule: str, where: str, what: str, mend: str) -> Problem:
    return Problem(rule, where, what, mend, "warning")
