"""G rules: the funding statement word for word, the disclaimer, the emblem, the number of the grant."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile, Passage, Picture
from report_builder.funding import wordings
from report_builder.settings import PLACE
from report_builder.words import even, fold

ALIKE = 75
"""Likeness in percent from which a passage is taken for a statement in other words."""
LEAST_HEIGHT = 10.0
"""Millimetres that the emblem must be high."""
SLACK = 0.3
"""Millimetres by which a measure may miss."""
BLUE_SHARE, GOLD_SHARE, STARS = 0.85, (0.013, 0.035), 12
NUMBER_SIGN = re.compile(r"(?i)(no\.?|nr\.?|num(?:ber|\.)|n[°º]|#|ga|№|αριθ\.?)[\s:]*$")
LOGO = re.compile(r"(?i)\blogo|λογότυπο|λογοτυπ")
DIGITS = {"h202": 6, "fp7": 6}
"""Digits of a number by the first letters of the programme; 9 for those from 2021 on."""
BUILD = "Build again; nobody needs to type it."


def statement(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """G1: the funding statement stands in each file, word for word, and no other statement does."""
    for wanted in facts.statements:
        # A disclaimer may begin with the statement's words; it is none.
        apart = tuple(one for one in facts.disclaimers if one.startswith(wanted.rstrip(".")))
        yield from _worded(file, wanted, "the funding statement", apart)
    yield from _foreign(file, facts)


def disclaimer(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """G2: the disclaimer stands in each file, word for word."""
    for wanted in facts.disclaimers:
        yield from _worded(file, wanted, "the disclaimer")


def _worded(file: FinishedFile, wanted: str, name: str, apart: Sequence[str] = ()) -> Iterator[Hit]:
    wanted, found = wanted.rstrip("."), False
    begun = re.compile(rf"{re.escape(wanted)}(?!\d)")
    near: list[Passage] = []
    for passage in file.passages:
        text = passage.text
        for other in apart:
            text = text.replace(other, " ")
        if begun.search(text):
            found = True
        elif fuzz.ratio(passage.text, wanted, score_cutoff=ALIKE):
            near.append(passage)
    for passage in near:
        yield Hit(
            passage.place,
            f"{name} is not word for word: {_first_difference(passage.text, wanted)}",
            f'It must read "{wanted}". {BUILD}',
        )
    if not found and not near:
        yield Hit(file.start, f"{name} is missing", f'It must read "{wanted}". {BUILD}')


def _first_difference(text: str, wanted: str) -> str:
    for at, (have, want) in enumerate(zip(text.split(), wanted.split(), strict=False)):
        if have.rstrip(".") != want.rstrip("."):
            words, right = text.split()[at : at + 4], wanted.split()[at : at + 4]
            return f'it says "{" ".join(words)}" where "{" ".join(right)}" must stand'
    return f'it ends with "{" ".join(text.split()[-4:])}"'


def _foreign(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """Statements of other programmes."""
    own = [wanted.rstrip(".") for wanted in (*facts.statements, *facts.disclaimers)]
    starts = {even(wording.text.split("{")[0]).strip() for wording in wordings()}
    for passage in file.passages:
        for start in starts:
            known = any(one.startswith(start) or start in one for one in own)
            if len(start) > 20 and passage.text.startswith(start) and not known:
                alike = any(fuzz.ratio(passage.text, one) >= ALIKE for one in own)
                if not alike:
                    yield Hit(
                        passage.place,
                        f'a funding statement of another programme stands here: "{passage.text[:70]}"',
                        f"The programme is {facts.workshop.funding.programme}; take it out.",
                    )
                    break


def emblem(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """G3: the emblem stands in each file, beside the statement, and nowhere without an award."""
    found = _emblems(file, facts)
    if facts.statements and not found:
        put = f"Write {{{{ funding.emblem }}}} into {facts.own_template}, where it belongs; then build again."
        mend = put if facts.own_template else "Put it back; building again does."
        yield Hit(file.start, "the emblem of the European Union is missing", mend)
    if not facts.statements:
        for picture in found:
            yield Hit(
                picture.place,
                "the emblem is shown, but no EU funding is given",
                "Give [funding], or take it out.",
            )
    if found and facts.statements:
        yield from _apart(file, facts, found)


def _apart(file: FinishedFile, facts: Facts, found: Sequence[Picture]) -> Iterator[Hit]:
    pages = {passage.page for passage in file.passages if facts.statements[0].rstrip(".") in passage.text}
    if file.pages and pages and not pages & {picture.page for picture in found}:
        yield Hit(
            found[0].place, "the emblem stands on another page than the statement", "Keep the two together."
        )


def emblem_size(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """G4: the emblem is at least 1 cm high."""
    for picture in _emblems(file, facts):
        if 0 < picture.height < LEAST_HEIGHT - SLACK:
            what = f"the emblem is {picture.height:.1f} mm high"
            yield Hit(picture.place, what, f"Make it 10 mm high at the least{_in_template(facts)}.")


def prominence(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """G5: no other logo beside it is larger than the emblem."""
    found = _emblems(file, facts)
    if not found:
        return
    largest = max(found, key=lambda picture: picture.height)
    for picture in file.pictures:
        larger = picture.height > largest.height + SLACK and picture.width > largest.width + SLACK
        if picture not in found and larger and _is_logo(picture, file, facts):
            what = f"a logo of {picture.width:.0f} by {picture.height:.0f} mm is larger than the emblem"
            yield Hit(picture.place, what, "Make it smaller, or the emblem larger.")


def _is_logo(picture: Picture, file: FinishedFile, facts: Facts) -> bool:
    """A picture that calls itself one, or on the cover, at head or foot one that isn't the report's own."""
    if LOGO.search(picture.alt or ""):
        return True
    own = {other.alt for other in facts.expected.pictures if other.alt}
    return not file.is_in_text(picture) and not any(
        fuzz.ratio(picture.alt or "", alt) >= ALIKE for alt in own
    )


def emblem_alt(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """G6: the emblem's description is the funding statement."""
    wanted = [one.rstrip(".") for one in facts.statements]
    for picture in _emblems(file, facts):
        if wanted and (picture.alt or "").rstrip(".") not in wanted:
            what = (
                f'the emblem\'s description is "{picture.alt}"'
                if picture.alt
                else "the emblem has no description"
            )
            yield Hit(picture.place, what, f'Give it the statement{_in_template(facts)}: "{wanted[0]}".')


def _in_template(facts: Facts) -> str:
    """Where an emblem is to be mended that a consortium's template may have brought along."""
    return f" (in {facts.own_template}, if it stands there)" if facts.own_template else ""


def emblem_form(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """G7: the emblem keeps its proportion of 3 to 2, its blue and gold and its twelve stars."""
    for picture in _emblems(file, facts):
        if picture.height and abs(picture.width / picture.height - 1.5) > 0.03:
            what = f"the emblem is stretched: {picture.width:.1f} by {picture.height:.1f} mm"
            yield Hit(picture.place, what, "Its width must be one and a half times its height.")
        if picture.turned:
            yield Hit(picture.place, "the emblem is turned", "It stands upright.")
        low, high = GOLD_SHARE
        shades = picture.shades
        if shades.blue < BLUE_SHARE or not low <= shades.gold <= high or shades.stars != STARS:
            what = "the emblem is not the official one: its colours or its stars are others"
            yield Hit(
                picture.place, what, "It has twelve gold stars (#FFCC00) on blue (#003399). Build again."
            )


def _emblems(file: FinishedFile, facts: Facts) -> list[Picture]:
    """Pictures that are the emblem, or that stand for it."""
    wanted = {one.rstrip(".") for one in facts.statements}
    named = [picture for picture in file.pictures if (picture.alt or "").rstrip(".") in wanted]
    drawn = [
        picture
        for picture in file.pictures
        if picture.shades.blue > BLUE_SHARE and 0.004 < picture.shades.gold < 0.08 and picture not in named
    ]
    called = [
        picture
        for picture in file.pictures
        if picture.alt and picture not in (*named, *drawn) and _calls_itself_emblem(picture.alt)
    ]
    return [*named, *drawn, *called]


def _calls_itself_emblem(alt: str) -> bool:
    return bool(
        re.search(r"\b(eu|european|ευρωπαικ\w*) (emblem|flag|union|εμβλημα|σημαια|ενωση\w*)\b", fold(alt))
    )


def grant_number(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """G8: the grant agreement has one number, of as many digits as its programme gives, written one way."""
    number = facts.workshop.funding.grant_number.strip()
    digits = DIGITS.get(facts.workshop.funding.programme.strip().lower()[:4], 9)
    if file.path == PLACE and facts.statements and number and len(number) != digits:
        what = f"the number has {len(number)} digits, those of this programme have {digits}"
        yield Hit("key funding.grant_number", what, "Copy it from the grant agreement.")
    if not facts.statements or not number:
        return
    # A statement that doesn't give the number asks for no way to write it.
    spelled = [one for one in facts.statements if _sign(one.partition(number)[0])]
    signs = {"", *(_sign(one.partition(number)[0]) for one in spelled)}
    for passage in file.passages:
        for found in re.finditer(r"(?<![\d.,/-])\d{6}(?:\d{3})?(?![\d/-])", passage.text):
            before = passage.text[: found.start()]
            if found[0] != number and (_near(found[0], number) or _names_grant(before)):
                what = f"the grant agreement has the number {found[0]} here"
                yield Hit(passage.place, what, f"It is {number}.")
            elif spelled and found[0] == number and _sign(before) not in signs:
                what = f'the grant agreement is written "{_tail(before)}{number}" here'
                due = f"{_tail(spelled[0].partition(number)[0])}{number}"
                yield Hit(passage.place, what, f"Write it as the statement does: {due}.")


def _sign(before: str) -> str:
    """How a number is announced by the words before it: No, GA, #; empty if it isn't."""
    found = NUMBER_SIGN.search(before)
    return found[1] if found else ""


def _tail(before: str) -> str:
    return before[len(before) - len(before.split()[-1]) - 1 :].lstrip() if before.split() else ""


def _near(one: str, other: str) -> bool:
    """The same digits in another order, or one digit another."""
    if len(one) != len(other):
        return False
    return sorted(one) == sorted(other) or sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _names_grant(before: str) -> bool:
    last = fold(before)[-45:]
    return bool(
        re.search(r"(grant|agreement|επιχορηγησης|\bga)( agreement)?( no| nr| number| αριθ\w*)?$", last)
    )
