"""X rules: nothing is left of the drafting: placeholders, broken references, empty sections, comments."""

import re
from collections.abc import Iterator

from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile, Kind, Mark, Passage
from report_builder.words import even

PLACEHOLDERS = re.compile(
    r"""(?x)
    \b(?:TODO|FIXME|TBD|TBC|TBA|XXX+|ΣΥΜΠΛΗΡΩΣΤΕ|ΣΥΜΠΛΗΡΩΣΗ|ΕΚΚΡΕΜΕΙ)\b
    | (?i:lorem\s+ipsum | dolor\s+sit\s+amet)
    | (?i:^(?:insert|enter|type)\s+(?:\w+\s+){0,3}
        (?:text|name|title|date|number|logo|picture|table|figure|here)\s*(?:here)?\s*[\]>)….]*$)
    | (?i:\binsert\s+(?:\w+\s+){0,3}here\b | \byour\s+(?:text|name|title)\s+here\b)
    | (?i:\bclick\s+(?:or\s+tap\s+)?here\s+to\s+(?:enter|add)\b)
    | (?i:\[\s*(?:insert|add|fill|tbc|tbd|todo|xx+|ref|reference|citation|date|number|source|check)\b[^\]]*\])
    | (?i:\[\s*(?:name|names|title|place|acronym|partner|organisation|όνομα|τίτλος|φορέας)\s+\w[^\]]*\])
    | (?i:\[\s*(?:συμπλ|προσθ|προσθέσ|εισ[αά]γ|ημερομηνία|αριθμός|πηγή)[^\]]*\])
    | (?i:εισ(?:ά|α)γ(?:ετε|άγετε)\s+(?:το\s+|την\s+)?(?:κείμενο|όνομα|τίτλο|ημερομηνία))
    | (?i:(?:κείμενο|συμπληρώστε)\s+εδώ | προς\s+συμπλήρωση)
    | (?i:(?:^|[(\[])\s*to\s+be\s+(?:completed|confirmed|added|filled\s+in|written|determined)\W*(?:$|[)\]]))
    | \{\{ | \}\} | \{% | %\} | <<[^<>]{1,60}>> | \$\{\w+\}
    | (?<!\w)\?\?+
    | \bXX\b(?=\s+(?:participants|people|findings|organisations|countries|συμμετέχοντες|άτομα|%))
    | (?i:\b(?:dd[/.-]mm[/.-]yy(?:yy)?|ηη[/.-]μμ[/.-]εε(?:εε)?)\b)
    | _{4,} | \[\s*(?:\.\.\.|…)\s*\]\s*$ | ^(?:NaN|nan|undefined|None|null)$ | ‹[^›]{1,40}›
    """
)
BROKEN = re.compile(
    r"(?i)error!\s*(?:bookmark|reference|no\s+text|unknown|hyperlink)[^.]*|"
    r"(?:σφάλμα|fehler|erreur\s?|errore|fout|¡error)!\s*\S+[^.]*"
)
FINDING = re.compile(r"(?<![\w.-])F(\d{1,4})(?![\w-])")
ANNEX = re.compile(r"\b(Annex|Appendix|Παράρτημα|Anhang|Annexe|Anexo|Allegato|Bijlage)\s+([A-ZΑ-Ω])\b")


def placeholders(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """X1: no placeholder is left: TODO, XXX, lorem ipsum, [insert …], {{ … }}, ??."""
    said = [(passage.place, passage.text) for passage in file.passages]
    said += [(f"{picture.place}, description of a picture", picture.alt or "") for picture in file.pictures]
    said += [
        (f"properties, {name}", text)
        for name, text in (("title", file.title), ("author", file.author), ("keywords", file.keywords))
    ]
    for place, text in said:
        found = PLACEHOLDERS.search(text)
        if found:
            yield Hit(
                place,
                f'a placeholder is left: "{_around(text, found)}"',
                "Write what belongs there, or take it out.",
            )


def _around(text: str, found: re.Match[str]) -> str:
    return even(text[max(0, found.start() - 15) : found.end() + 25])


def references(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """X2: every cross-reference leads somewhere."""
    mend = "Correct it, or let the tool write it: build again."
    for passage in file.passages:
        found = BROKEN.search(passage.text)
        if found:
            yield Hit(passage.place, f'a reference is broken: "{found[0][:60]}"', mend)
        for label in FINDING.finditer(passage.text):
            if facts.labels and label[0] not in facts.labels and file.finished:
                yield Hit(passage.place, f"there is no finding {label[0]}", mend)
        yield from _annexes(file, passage.text, passage.place)
    for link in file.links:
        if link.broken:
            yield Hit(link.place, f'a reference leads nowhere: "{link.text[:50]}" ({link.target})', mend)


def _annexes(file: FinishedFile, text: str, place: str) -> Iterator[Hit]:
    known = {found[2] for heading in file.headings for found in [ANNEX.search(heading.text)] if found}
    for found in ANNEX.finditer(text):
        if known and found[2] not in known and "agreement" not in text.casefold():
            yield Hit(place, f"there is no {found[0]}", "Correct it, or add the annex.")


def empty_sections(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """X3: no section is empty."""
    body = [passage for passage in file.passages if passage.kind is not Kind.HEADER]
    for here, following in zip(body, [*body[1:], None], strict=True):
        closes = following is None or (following.kind is Kind.HEADING and following.level <= here.level)
        if here.kind is Kind.HEADING and closes and not _has_picture(file, here, following):
            yield Hit(here.place, f'the section "{here.text}" is empty', "Write it, or take its heading out.")


def _has_picture(file: FinishedFile, heading: Passage, following: Passage | None) -> bool:
    """Whether a picture stands under a heading, before the next passage."""
    if heading.page:
        return any(picture.page == heading.page for picture in file.pictures)
    if file.suffix == "html":
        first, last = _line(heading.place), _line(following.place) if following else 10**9
        return any(first <= _line(picture.place) <= last for picture in file.pictures)
    return any(f'under "{heading.text}"' in picture.place for picture in file.pictures)


def _line(place: str) -> int:
    found = re.match(r"line (\d+)", place)
    return int(found[1]) if found else 0


def traces(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """P6: a final file holds no comment, tracked change, hidden text or record of the drafting."""
    always = {Mark.HIDDEN: "hidden text", Mark.ATTACHED: "an attached file"}
    final = {Mark.COMMENT: "a comment", Mark.TRACKED: "a tracked change", Mark.DRAFT: "a record of the draft"}
    draft = file.suffix == "docx" and not file.final
    for trace in file.traces:
        name = always.get(trace.mark) or ("" if draft else final.get(trace.mark, ""))
        if name:
            said = f': "{trace.text[:60]}"' if trace.text else ""
            yield Hit(
                trace.place,
                f"{name} is left in the file{said}",
                "Take it out, or build it with `build --final`.",
            )
