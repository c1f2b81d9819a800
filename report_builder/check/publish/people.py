"""C, P and E rules on people and secrets: small groups, addresses, consent, dissemination, ethics."""

import re
from collections.abc import Iterator

from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile
from report_builder.errors import did_you_mean
from report_builder.settings import OTHER, PLACE
from report_builder.words import even, fold

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}")
PHONE = re.compile(r"(?<![\w/.])(?:\+|00)\d{1,3}[\s().-]*\d(?:[\s().-]*\d){6,11}(?!\w)")
ADDRESS = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])")
MACHINE = re.compile(r"(?i)(?:[A-Z]:\\(?:Users|Documents)\\\S+|/(?:home|Users)/\w+/\S*|file://\S+)")
ETHICS = re.compile(
    r"\b(consent\w*|ethic\w*|chatham|confidential\w*|συγκαταθεσ\w*|δεοντολογ\w*|εμπιστευτικ\w*|ηθικ\w*)\b"
)
LEVELS = {
    "PU": "public",
    "SEN": "sensitive",
    "CO": "confidential",
    "CI": "classified",
    "PP": "restricted",
    "RE": "restricted",
    "R-UE/EU-R": "restricted",
    "C-UE/EU-C": "confidential",
    "S-UE/EU-S": "secret",
}
CLASSIFIED = ("CI", "R-UE/EU-R", "C-UE/EU-C", "S-UE/EU-S")
NOT_PUBLIC = re.compile(
    r"\b(?:for official use only|law enforcement sensitive|restreint ue|"
    r"eu (?:restricted|confidential|secret)|"
    r"confidential only for members|not for (?:public )?(?:release|distribution)|"
    r"μονο για υπηρεσιακη χρηση)\b|^strictly confidential$"
)
"""In folded words."""
STAMP = re.compile(r"\b(?:ΑΚΡΩΣ )?ΑΠΟΡΡΗΤΟ\b|\bSTRICTLY CONFIDENTIAL\b")
"""In capitals only: secrecy of communications is a subject, not a marking."""
CASE = re.compile(
    r"(?i)\b(?:case|file|dossier|υπόθεση[ςσ]?|δικογραφία[ς]?)\s+(?:no\.?|number|nr\.?|αριθ\.?|αρ\.)\s*[\w/-]*\d[\w/-]*"
)
OPEN = re.compile(r"(?i)creative\s+commons|\bCC[\s-]BY\b|\b10\.\d{4,}/\S+|zenodo")
LEVEL_LINE = re.compile(r"(?i)dissemination\s+level|επίπεδο\s+διάδοσης|βαθμός\s+διάδοσης")


def small_groups(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """C3: no group of participants with fewer people than `privacy.min_cell` is shown by itself."""
    least, titles = facts.workshop.privacy.min_cell, {even(group.title) for group in facts.workshop.groups}
    for table in file.tables:
        named = [row for row in table.rows if row and row[0] in titles]
        if len(named) < 2:
            continue
        for row in named:
            cell = row[1] if len(row) > 1 else ""
            if cell.isdecimal() and 0 < int(cell) < least and row[0] != OTHER.title:
                what = f'"{row[0]}" is shown with {cell}, fewer than {least}'
                yield Hit(f'{table.place}, row "{row[0]}"', what, "Count it under Other.")


def addresses(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """P1: no mail address, telephone number, address of a computer or path on one stands in the text."""
    released = f"{facts.workshop.project.contact} {facts.workshop.project.url}"
    kinds = (
        (MAIL, "a mail address"),
        (PHONE, "a telephone number"),
        (ADDRESS, "an address of a computer"),
        (MACHINE, "a path on a computer"),
    )
    for passage in file.passages:
        if passage.place == "key project.contact":
            continue
        for pattern, name in kinds:
            for found in pattern.finditer(passage.text):
                if found[0] not in released:
                    yield Hit(
                        passage.place,
                        f'{name} stands here: "{found[0]}"',
                        "Take it out, or give it as project.contact.",
                    )
    for link in file.links:
        mail = link.target.removeprefix("mailto:")
        if link.target.startswith("mailto:") and mail not in released and not MAIL.search(link.text):
            yield Hit(link.place, f'a link leads to a mail address: "{mail}"', "Take it out.")


def pictures(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """P3: each picture says how the people in it agreed, and holds nothing that a camera wrote."""
    if file.path == PLACE:
        for number, image in enumerate(facts.workshop.images, 1):
            if not image.consent.strip():
                what = f"nothing is said of consent for {image.file}"
                yield Hit(
                    f"key images, {number}.consent", what, 'Add consent = "no people", or how they agreed.'
                )
    for picture in file.pictures:
        if picture.camera:
            yield Hit(
                picture.place,
                "a picture holds what the camera wrote into it",
                "Save it without, or build again.",
            )


def names_in_properties(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """P6: the file's properties name nobody but the authors."""
    due = fold(facts.expected.author)
    if file.changed_by and fold(file.changed_by) != due:
        what = f'properties name "{file.changed_by}" as the last who changed it'
        yield Hit("properties, last changed by", what, "Save it without personal data, or build again.")


def ethics(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """E1: the report tells under which rule or consent people spoke."""
    if not facts.is_report or not file.finished:
        return
    rule = even(facts.workshop.privacy.rule)
    if rule and not any(rule in passage.text for passage in file.passages):
        yield Hit(file.start, "the rule of confidentiality (privacy.rule) is not in the file", "Build again.")
    elif not rule and not any(ETHICS.search(fold(passage.text)) for passage in file.passages):
        what = "nothing is said of consent, ethics or confidentiality"
        yield Hit(
            file.start, what, "Give privacy.rule, or write it into inputs/sections/methodology.md.", "warning"
        )


def level(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """E2: the dissemination level is known, one, on each page if not PU, and goes with nothing public."""
    own = facts.workshop.deliverable.level.strip().upper()
    if file.path == PLACE:
        yield from _known_level(own)
    elif file.finished:
        yield from _mixed_level(file, own)
        if own != "PU":
            yield from _marked_pages(file, own, facts.own_template if facts.own_heads else "")
            yield from _open_words(file)


def _known_level(own: str) -> Iterator[Hit]:
    if own not in LEVELS:
        mend = f"{did_you_mean(own, LEVELS)}Known: {', '.join(LEVELS)}."
        yield Hit("key deliverable.level", f'there is no dissemination level "{own}"', mend)
    elif own in CLASSIFIED:
        what = f"{own} is a classified level, for which this tool makes no files to be sent out"
        yield Hit("key deliverable.level", what, "Make them where classified information may be handled.")


def _mixed_level(file: FinishedFile, own: str) -> Iterator[Hit]:
    """Levels named in lines and rows about the level."""
    said = [
        (passage.place, passage.text)
        for passage in file.passages
        if LEVEL_LINE.search(passage.text) and len(passage.text) < 120
    ]
    said += [
        (f'{table.place}, row "{row[0]}"', row[1])
        for table in file.tables
        for row in table.rows
        if len(row) == 2 and LEVEL_LINE.search(row[0])
    ]
    for place, text in said:
        named = set(re.findall(r"\b(PU|SEN|CO|CI|PP|RE)\b", text))
        others = {
            code
            for code, word in LEVELS.items()
            if word not in LEVELS.get(own, "") and re.search(rf"(?i)\b{word}\b", text)
        }
        if (named and named != {own}) or others:
            yield Hit(place, f'another dissemination level is named: "{text[:60]}"', f"It is {own}.")


def _marked_pages(file: FinishedFile, own: str, template: str) -> Iterator[Hit]:
    """Pages without the level; `template` is the one whose own heads and feet the file has."""
    pages = {passage.page for passage in file.passages if re.search(rf"\b{re.escape(own)}\b", passage.text)}
    bare = [
        header.place
        for number, header in enumerate(file.headers, 1)
        if not re.search(rf"\b{re.escape(own)}\b", header.text)
        and (number not in pages or file.suffix != "pdf")
    ]
    if bare and file.suffix == "html":
        bare = [] if any(own in header.text for header in file.headers) else ["running header"]
    if bare:
        more = f" and {len(bare) - 3} more" if len(bare) > 3 else ""
        mend = "build again"
        if template:
            mend = f"write {{{{ deliverable.level }}}} into the header of {template}, then build again"
        what = f"the dissemination level {own} is not shown"
        yield Hit(", ".join(bare[:3]) + more, what, f"It belongs on each page; {mend}.")


def _open_words(file: FinishedFile) -> Iterator[Hit]:
    for passage in file.passages:
        found = OPEN.search(passage.text)
        if found:
            yield Hit(
                passage.place,
                f'"{found[0]}" makes public what is not public',
                "Take licence and DOI out, or give the level PU.",
            )


def secrets(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """E3: a public file bears no marking of secrecy and no number of a case."""
    if not facts.public:
        return
    for passage in file.passages:
        for found, name in (
            (STAMP.search(passage.text) or NOT_PUBLIC.search(fold(passage.text)), "a marking of secrecy"),
            (CASE.search(passage.text), "the number of a case"),
        ):
            if found:
                what = f'{name} stands in a public file: "{found[0]}"'
                yield Hit(passage.place, what, "Take it out, or change deliverable.level.")
