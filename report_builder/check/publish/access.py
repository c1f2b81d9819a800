"""A rules: everyone can read it: language, headings, tables, descriptions, links, contrast, tags, fonts."""

import re
from collections.abc import Iterator

from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile, Ink, Kind, Mark
from report_builder.colours import contrast
from report_builder.languages import language_of

FAINTEST = 4.5
EMPTY_WORDS = re.compile(
    r"(?i)(?:please\s+)?(?:click\s+)?(?:here|this\s+link|link|more|read\s+more|this\s+page|url)|click\s+(?:on\s+)?here.*|"
    r"(?:πατήστε|κάντε\s+κλικ|δείτε)?\s*εδώ.*|σύνδεσμος|περισσότερα"
)
CLICK = re.compile(r"(?i)\bclick\s+(?:on\s+)?here\b|κάντε\s+κλικ\s+εδώ|πατήστε\s+εδώ")
WEB = re.compile(r"https?://(?!doi\.org/)[^\s)\]>,;]+")
BULLET = re.compile(r"^[•▪◦‣·●■➢✓*]\s+\S|^[-–]\s+[^\d\s]")
ALPHABETS = {"el": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), "latin": re.compile("[A-Za-z\u00c0-\u024f]")}
EMPTY_ALT = re.compile(
    r"(?i)(?:image|picture|photo|logo|figure|graphic|chart|img|εικόνα|φωτογραφία)?[\s_-]*\d*(?:\.(?:png|jpe?g|gif|svg))?"
)
GIVE_TEXT = "Give it an alternative text"
STRUCTURE = {
    Mark.UNTAGGED: "the PDF has no tags, so that it can't be read aloud in order",
    Mark.UNDECLARED: "the PDF does not say that it follows PDF/UA",
    Mark.TITLE_UNSHOWN: "the PDF shows its file name instead of its title",
    Mark.OUTLINE: "the PDF has no outline",
    Mark.TABS: "the order of tabs on the page is not that of its structure",
    Mark.LINK_UNTOLD: "a link has no description",
    Mark.SCAN: "the page is a picture without text",
}


def language(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A1: the file says which language it is in, and it is the report's."""
    own, due = _primary(file.language), _primary(facts.expected.language)
    if not own:
        yield Hit(
            "properties, language",
            "the file does not say in which language it is",
            f'It is "{due}"; build again.',
        )
    elif own != due:
        yield Hit(
            "properties, language",
            f'the file says that its language is "{file.language}"',
            f'It is "{due}"; build again.',
        )


def _primary(code: str) -> str:
    return code.split("-")[0].casefold()


def title(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A2: the file has a title in its properties."""
    if not file.title:
        yield Hit(
            "properties, title", "the file has no title", f'It is "{facts.expected.title}"; build again.'
        )


def structure(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A2: a PDF has tags, the mark of PDF/UA, its title shown, an outline, and describes its links."""
    told: dict[Mark, list[str]] = {}
    for trace in file.traces:
        if trace.mark in STRUCTURE:
            told.setdefault(trace.mark, []).append(trace.place)
    for mark, places in told.items():
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        yield Hit(
            ", ".join(dict.fromkeys(places[:3])) + more,
            STRUCTURE[mark],
            "Build again, or save it from Word with its structure tags (docs/windows.md); don't print it.",
        )


def fonts(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A2: a PDF holds its fonts."""
    for name, place in {
        trace.text: trace.place for trace in reversed([*file.having(Mark.UNEMBEDDED)])
    }.items():
        yield Hit(place, f'the font "{name}" is not embedded', "Build again.")


def headings(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A3: headings go down one level at a time."""
    last = 1
    for heading in file.headings:
        if heading.level > last + 1:
            what = f'"{heading.text[:60]}" is of level {heading.level}, the heading before it of level {last}'
            yield Hit(heading.place, what, f"Make it level {last + 1}.")
        last = heading.level
    if (
        facts.expected.headings
        and not file.headings
        and Mark.UNTAGGED not in {trace.mark for trace in file.traces}
    ):
        yield Hit(file.start, "there are no headings", "Use the styles for headings.")


def headings_in_disguise(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A3: what is a heading in the report is a heading in the file."""
    if Mark.UNTAGGED in {trace.mark for trace in file.traces}:
        return
    due = {_bare(heading.text) for heading in facts.expected.headings}
    have = {_bare(heading.text) for heading in file.headings}
    for passage in file.passages:
        if passage.kind is Kind.TEXT and _bare(passage.text) in due - have:
            yield Hit(
                passage.place,
                f'"{passage.text[:60]}" is no heading, but looks like one',
                "Give it the style of a heading.",
            )


def _bare(text: str) -> str:
    return re.sub(r"^(?:\d+(?:\.\d+)*|\w+ [A-Z])\s+", "", text)


def table_headers(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A3: tables mark which cells head the others."""
    headed = {table.name: table.header and not _is_facts(table.rows) for table in facts.expected.tables}
    for table in file.tables:
        if not table.header and headed.get(table.name, not _is_facts(table.rows)):
            yield Hit(
                table.place,
                f'the table "{table.name[:60]}" has no header row',
                "Mark its first row as header.",
            )


def _is_facts(rows: tuple[tuple[str, ...], ...]) -> bool:
    """A table of two columns without a heading line, each row a name and its value."""
    return all(len(row) == 2 for row in rows) and not any(row[1].isdecimal() for row in rows[1:2])


def descriptions(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A3: each picture has a description that says what it shows, or is marked as an ornament."""
    due = [picture for picture in facts.expected.pictures if picture.alt]
    for picture in file.pictures:
        expected_here = picture.ornament and len(file.pictures) <= len(due)
        if picture.alt is None and (not picture.ornament or expected_here):
            templates = facts.own_template and not file.is_in_text(picture)
            mend = f"{GIVE_TEXT} in {facts.own_template}" if templates else GIVE_TEXT
            yield Hit(picture.place, "a picture has no description", f"{mend}.")
        elif picture.alt and EMPTY_ALT.fullmatch(picture.alt):
            yield Hit(picture.place, f'"{picture.alt}" describes no picture', "Say what it shows.")


def links(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A3: the words of a link say where it leads."""
    for link in file.links if file.suffix != "pdf" else ():
        if EMPTY_WORDS.fullmatch(link.text):
            yield Hit(
                link.place, f'the link "{link.text}" does not say where it leads', "Name what it leads to."
            )
        elif not link.text and not link.target.startswith("#"):
            yield Hit(link.place, "a link has no words", "Name what it leads to.")
    own = f"{facts.workshop.project.contact} {facts.workshop.project.url} {facts.citation}"
    for passage in file.passages:
        if passage.place.startswith("key ") and passage.place.endswith(("url", "citation", "contact")):
            continue
        found, bare = CLICK.search(passage.text), WEB.search(passage.text)
        if found and passage.text not in {link.text for link in file.links}:
            yield Hit(passage.place, f'"{found[0]}" does not say where it leads', "Name what it leads to.")
        if bare and bare[0].rstrip(".") not in own:
            yield Hit(
                passage.place,
                f'a bare address stands in the text: "{bare[0][:60]}"',
                "Put a link on words that say where it leads.",
            )


def lists(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A3: lists are real lists without typed bullets, and no words stand in text boxes."""
    for passage in file.passages:
        if (
            file.finished
            and passage.kind is Kind.TEXT
            and BULLET.match(passage.text)
            and file.suffix != "pdf"
        ):
            yield Hit(passage.place, f'a bullet is typed: "{passage.text[:40]}"', "Make it a list.")
    for box in (box for box in file.having(Mark.BOX) if box.text not in facts.own_boxes):
        yield Hit(box.place, f'words stand in a text box: "{box.text[:60]}"', "Put them into the text.")


def readable(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A4: words stand out from their ground, 4.5 to 1 at the least."""
    faint: dict[tuple[str, str, str, bool], list[Ink]] = {}
    for ink in file.inks:
        if contrast(ink.colour, ink.ground) < FAINTEST:
            faint.setdefault((ink.style, ink.colour, ink.ground, _is_templates(ink, facts)), []).append(ink)
    for (style, colour, ground, own), inks in faint.items():
        words, ratio = inks[0].text[:40], contrast(colour, ground)
        what = f'"{words}" in {colour} on {ground} has a contrast of {ratio:.1f} to 1'
        what += f', by the style "{style}"' if style else ""
        what += f", and so have {len(inks) - 1} more" if len(inks) > 1 else ""
        where = f" in {facts.own_template}" if own else ""
        mend = f"Take a darker colour{where}; 4.5 to 1 is the least."
        yield Hit(inks[0].place, what, mend, "warning" if own else "error")


def _is_templates(ink: Ink, facts: Facts) -> bool:
    """Whether the colour is that of the consortium's template: by its styles, or of words in it."""
    styled = bool(ink.style) and ink.colour in facts.own_colours
    return styled or (bool(ink.text) and ink.text in facts.framed)


def accent(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A4: the accent colour can be read on white."""
    colour = facts.workshop.look.accent
    if file.path == "inputs/workshop.toml" and contrast(colour) < FAINTEST:
        what = f"the accent {colour} has a contrast of {contrast(colour):.1f} to 1 on white"
        yield Hit("key look.accent", what, "Take a darker colour; 4.5 to 1 is the least.")


def foreign_passages(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A5: words in another language than the file's are marked with it."""
    if not file.finished or file.suffix == "pdf":
        return
    for passage in file.passages:
        other = _is_foreign(passage.unmarked, _primary(file.language))
        if other and passage.kind is not Kind.HEADER:
            yield Hit(
                passage.place,
                f'words in another language are not marked: "{passage.text[:50]}"',
                "Mark their language.",
            )


def _is_foreign(text: str, own: str) -> bool:
    """Whether words are many and another language's, also for what marks languages in the report."""
    return _is_in_other_letters(text, own) and language_of(text, own) != own


def _is_in_other_letters(text: str, own: str) -> bool:
    greek, latin = len(ALPHABETS["el"].findall(text)), len(ALPHABETS["latin"].findall(text))
    if own == "el":
        return latin > 60 and greek == 0 and " the " in f" {text.casefold()} "
    return greek > 20 and greek > 3 * latin


def outside(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """A6: an HTML file stands alone: it loads nothing and runs no script."""
    names = {Mark.SCRIPT: "a script", Mark.OUTSIDE: "something loaded from elsewhere"}
    for trace in file.traces:
        if trace.mark in names:
            yield Hit(trace.place, f'{names[trace.mark]} is in the file: "{trace.text[:60]}"', "Take it out.")
