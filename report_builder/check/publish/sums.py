"""T rules: totals are the sums of what they total, in tables and in prose."""

import re
from collections.abc import Iterator, Sequence

from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile, Kind, Passage, Table
from report_builder.words import fold

WHOLE = re.compile(r"\d{1,6}")
PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s?%")
SHARE = re.compile(
    r"(?i)\b(\d+)\s+(?:out\s+of|of|από\s+(?:τους|τις|τα)|από)\s+(?:the\s+)?(\d+)[^.;()]{0,60}?\(?\s*(\d+(?:[.,]\d+)?)\s?%"
)
SMALL = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
NUMBER = rf"(\d+|(?:{'|'.join(TENS)})(?: (?:{'|'.join(SMALL[1:10])}))?|{'|'.join(SMALL[1:])})"
# Folded, a Greek word ends in σ, never in ς.
PEOPLE = (
    r"(?:people|persons|participants|attendees|"
    r"ατομα|συμμετεχοντεσ|συμμετεχουσεσ|προσωπα)"
)
ALL_PEOPLE = (
    re.compile(rf"\bthe {NUMBER} (?:participants|attendees)\b"),
    re.compile(
        rf"\b{NUMBER} {PEOPLE} (?:took part|attended|participated|met|came together|joined|"
        r"συμμετειχαν|πηραν μεροσ|παρακολουθησαν)\b"
    ),
    re.compile(
        r"\b(?:brought together|gathered|attended by|attendance of|in total|a total of|συγκεντρωσε|συνολικα|"
        rf"συνολο) {NUMBER} {PEOPLE}\b"
    ),
    re.compile(rf"\b(?:συμμετειχαν|πηραν μεροσ)(?: συνολικα)? {NUMBER} {PEOPLE}\b"),
    re.compile(rf"\b(?:οι|τουσ) {NUMBER} {PEOPLE}\b"),
)
KINDS = (
    (re.compile(rf"\b{PEOPLE}\b.{{0,60}}?\b(?:from|in|απο|σε) {NUMBER} (?:countries|χωρεσ)\b"), "countries"),
    (
        re.compile(
            rf"\b{PEOPLE}\b.{{0,40}}?\b(?:from|of|απο) {NUMBER} "
            r"(?:organisations|organizations|οργανισμουσ|φορεισ)\b"
        ),
        "organisations",
    ),
)
STATEMENT = re.compile(r"F\d+\s")
FINDINGS = re.compile(
    rf"\b(?:the|all|total of|contains|lists|presents|τα|περιεχει|συνολικα) {NUMBER} (?:findings|ευρηματα)\b"
)
GROUPS = re.compile(rf"\b(?:from|the|απο) {NUMBER} (?:stakeholder groups|ομαδεσ ενδιαφερομενων)\b")
THEMES = re.compile(
    rf"\b(?:its|following|followed|covers?|covered|discussed|divided into|ακολουθησε|καλυψε) {NUMBER} "
    r"(?:themes|θεματα|θεματικεσ)\b"
)
PART = re.compile(
    r"\b(sessions?|break ?outs?|group|tables?|rounds?|online|themes?|"
    r"συνεδρια\w*|ομαδα|τραπεζι\w*|διαδικτυακα)\b"
)
"""Words after a number of people by which they are some of them; groups of stakeholders are all."""
"""What says that a count is of a part of the workshop."""


def tables(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """T1: in a table, each total is the sum of its row or column, and each mean that of its counts."""
    for table in file.tables:
        yield from _columns(table, facts)
        yield from _rows(table, facts)
        yield from _ratings(table)


def _columns(table: Table, facts: Facts) -> Iterator[Hit]:
    if len(table.rows) < 3 or table.rows[-1][0].casefold() not in facts.totals:
        return
    last = table.rows[-1]
    for column in range(1, len(last)):
        cells = [row[column] for row in table.rows[1:-1] if len(row) > column]
        numbers = [int(cell) for cell in cells if WHOLE.fullmatch(cell)]
        if WHOLE.fullmatch(last[column]) and len(numbers) == len(cells) and sum(numbers) != int(last[column]):
            what = f'the total of "{_head(table, column)}" is {last[column]}, its rows make {sum(numbers)}'
            yield Hit(f"{table.place}, last row", what, "Correct the row that is wrong, or build again.")
        shares = [
            float(found[1].replace(",", "."))
            for cell in cells
            for found in [PERCENT.fullmatch(cell)]
            if found
        ]
        if (
            PERCENT.fullmatch(last[column])
            and len(shares) == len(cells)
            and abs(sum(shares) - 100) > 1 + 0.05 * len(shares)
        ):
            what = f'the percentages of "{_head(table, column)}" make {sum(shares):g}'
            yield Hit(f"{table.place}, last row", what, "Correct the row that is wrong.")


def _head(table: Table, column: int) -> str:
    return table.rows[0][column] if column < len(table.rows[0]) else f"column {column + 1}"


def _rows(table: Table, facts: Facts) -> Iterator[Hit]:
    if len(table.rows) < 2 or table.rows[0][-1].casefold() not in facts.totals:
        return
    for number, row in enumerate(table.rows[1:], 2):
        cells = [cell for cell in row[:-1] if WHOLE.fullmatch(cell)]
        if len(cells) > 1 and WHOLE.fullmatch(row[-1]) and sum(map(int, cells)) != int(row[-1]):
            what = f"the total of the row is {row[-1]}, its cells make {sum(map(int, cells))}"
            yield Hit(f"{table.place}, row {number}", what, "Correct the cell that is wrong, or build again.")


def _ratings(table: Table) -> Iterator[Hit]:
    """Answers counted and mean against how many gave each point."""
    points = [int(cell) for cell in table.rows[0][3:] if WHOLE.fullmatch(cell)] if table.rows else []
    if (
        len(points) < 3
        or points != list(range(points[0], points[0] + len(points)))
        or len(table.rows[0]) != len(points) + 3
    ):
        return
    for number, row in enumerate(table.rows[1:], 2):
        if len(row) != len(table.rows[0]) or not all(WHOLE.fullmatch(cell) for cell in (row[1], *row[3:])):
            continue
        counts = [int(cell) for cell in row[3:]]
        place = f"{table.place}, row {number}"
        if sum(counts) != int(row[1]):
            yield Hit(place, f"{row[1]} answers are given, the counts make {sum(counts)}", "Build again.")
        elif sum(counts) and not _is_mean(row[2], counts, points):
            mean = sum(count * point for count, point in zip(counts, points, strict=True)) / sum(counts)
            yield Hit(place, f"the mean is {row[2]}, the counts make {mean:.1f}", "Build again.")


def _is_mean(said: str, counts: Sequence[int], points: Sequence[int]) -> bool:
    try:
        mean = float(said.replace(",", "."))
    except ValueError:
        return True
    return abs(mean - sum(c * p for c, p in zip(counts, points, strict=True)) / sum(counts)) < 0.06


def prose(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """T2: numbers in the text are those that were counted: participants, countries, groups, findings."""
    for passage in file.passages:
        if not _is_prose(file, passage):
            continue
        words, told = fold(passage.text), set()
        for pattern, true, name in _counted(facts):
            for found in pattern.finditer(words):
                number = _number(found[1])
                wrong = any(true) and number not in true and (name, number) not in told
                if wrong and _about_all(words, found, name):
                    told.add((name, number))
                    what = f'"{found[0]}" is said here; {max(true)} {name} were counted'
                    yield Hit(passage.place, what, "Correct one of them.")


def _counted(facts: Facts) -> Iterator[tuple[re.Pattern[str], frozenset[int], str]]:
    """What a text may count, the numbers that are right, and the name of what is counted."""
    yield from ((pattern, frozenset({facts.people}), "participants") for pattern in ALL_PEOPLE)
    for pattern, name in KINDS:
        yield pattern, frozenset({facts.countries if name == "countries" else facts.organisations}), name
    yield FINDINGS, frozenset({facts.findings}), "findings"
    yield GROUPS, facts.groups, "stakeholder groups"
    yield THEMES, frozenset({len(facts.workshop.themes)}), "themes"


def _is_prose(file: FinishedFile, passage: Passage) -> bool:
    """Whether a passage speaks of this workshop: statements of participants speak of theirs."""
    if not file.finished:
        return "/sections/" in file.path or passage.place.startswith(
            ("key event", "key project", "key deliverable")
        )
    return passage.kind is Kind.TEXT and not STATEMENT.match(passage.text)


def _about_all(words: str, found: re.Match[str], name: str) -> bool:
    """Whether a count is of all and of this workshop: people of one theme or of a service are not."""
    after = words[found.end() : found.end() + 50]
    if name == "participants":
        number = _number(found[1])
        return not PART.search(after) and (number >= 10 or "in total" in found[0] or "took part" in found[0])
    return name != "themes" or not after.startswith(" of the")


def _number(words: str) -> int:
    """A number in digits or words.

    >>> _number("fifty seven"), _number("12"), _number("nine")
    (57, 12, 9)
    """
    if words.isdecimal():
        return int(words)
    tens, _, rest = words.partition(" ")
    return TENS[tens] + (SMALL.index(rest) if rest else 0) if tens in TENS else SMALL.index(words)


def percentages(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """T3: a percentage beside its numbers is what they make."""
    for passage in file.passages:
        for found in SHARE.finditer(passage.text):
            part, whole, said = int(found[1]), int(found[2]), float(found[3].replace(",", "."))
            if whole and abs(100 * part / whole - said) > 0.6 and whole >= part:
                what = f'"{found[0].strip()}" is said here; {part} of {whole} are {100 * part / whole:.0f} %'
                yield Hit(passage.place, what, "Correct it.")
