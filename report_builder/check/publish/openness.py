"""O rules: the licence, addresses that last, and files that do."""

import re
from collections.abc import Iterator

from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile, Mark
from report_builder.settings import PLACE

TERMS = re.compile(r"(?i)\bCC[\s-]?(BY(?:[\s-](?:NC|SA|ND))*|0)\b(?:\s*(\d\.\d))?")
OLD_DOI = re.compile(r"(?i)\bdoi\s*:\s*10\.\d{4,}/\S+|http://(?:dx\.)?doi\.org/\S+")


def licence(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """O1: a public report gives its licence, and name and address of the licence agree."""
    deliverable = facts.workshop.deliverable
    if file.path != PLACE or not facts.public:
        return
    if not deliverable.licence.strip():
        mend = 'Add licence = "Creative Commons Attribution 4.0 International (CC BY 4.0)", or yours.'
        yield Hit("key deliverable.licence", "no licence is given", mend, "warning")
        return
    found, address = TERMS.search(deliverable.licence), deliverable.licence_url.casefold()
    if found and "creativecommons.org" in address:
        terms = re.sub(r"[\s-]+", "-", found[1].casefold())
        part = "zero" if terms == "0" else f"/{terms}/"
        if part not in address or (found[2] and found[2] not in address):
            what = f'the licence is "{found[0]}", its address another one\'s: {deliverable.licence_url}'
            yield Hit("key deliverable.licence_url", what, "Correct one of them.")


def licence_link(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """O1: the licence's link leads to its address."""
    due = facts.workshop.deliverable.licence_url
    name = facts.workshop.deliverable.licence
    if not due or not facts.is_report or not file.finished:
        return
    for link in file.links:
        wrong = link.text == name or "creativecommons.org" in link.target
        if wrong and link.target.rstrip("/") != due.rstrip("/"):
            yield Hit(link.place, f"the licence's link leads to {link.target}", f"It is {due}.")


def doi(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """O3: a DOI is shown as https://doi.org/…."""
    for passage in file.passages:
        found = OLD_DOI.search(passage.text)
        if found:
            yield Hit(passage.place, f'a DOI is shown as "{found[0]}"', "Write it as https://doi.org/10….")


def archival(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """O5: a PDF says that it can be kept in an archive, where workshop.toml asks for it."""
    if facts.workshop.output.archive and next(file.having(Mark.UNARCHIVED), None):
        yield Hit("properties", "the PDF does not say that it follows PDF/A-2a", "Build again.")
