"""Report -> zenodo.json: what the repository Zenodo asks of a deliverable that is deposited there.

Names and values of the fields are those of its deposit metadata (https://developers.zenodo.org/#representation).
All is from workshop.toml, the executive summary and the funding statement; nothing is about a participant.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from report_builder.model import Finding
from report_builder.report import Report, version_date
from report_builder.settings import Workshop

EUROPEAN_COMMISSION = "10.13039/501100000780"
"""The funder in the registry of funders, before the grant's number."""
PUBLIC = "PU"
CREATIVE_COMMONS = re.compile(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([\d.]+)")
LANGUAGES = {"en": "eng", "el": "ell", "fr": "fra", "de": "deu", "es": "spa", "it": "ita", "nl": "nld"}
"""Codes of ISO 639-1 -> ISO 639-3; of other languages nothing is said."""


def render_zenodo(report: Report, findings: Sequence[Finding]) -> bytes:
    """zenodo.json: UTF-8, the keys in a fixed order, those without a value left out."""
    workshop = report.workshop
    deliverable, event = workshop.deliverable, workshop.event
    metadata: dict[str, Any] = {
        "title": report.title,
        "upload_type": "publication",
        "publication_type": "deliverable",
        "publication_date": version_date(workshop).isoformat(),
        "creators": _creators(workshop),
        "description": report.prose.get("executive-summary") or _in_one_sentence(workshop),
        "access_right": "open" if deliverable.level.strip().upper() == PUBLIC else "closed",
        "license": _licence(deliverable.licence_url),
        "keywords": list(deliverable.keywords),
        "language": LANGUAGES.get(workshop.language),
        "version": deliverable.version,
        "notes": report.funding and " ".join((report.funding.text, report.funding.disclaimer)).strip(),
        "grants": report.funding and workshop.funding.grant_number and [{"id": _grant(workshop)}],
        "conference_title": event.title,
        "conference_acronym": workshop.project.acronym,
        "conference_dates": " - ".join(day.isoformat() for day in (event.date, event.end_date) if day),
        "conference_place": event.place,
        "conference_url": workshop.project.url,
    }
    given = {"metadata": {name: value for name, value in metadata.items() if value}}
    return (json.dumps(given, ensure_ascii=False, indent=1) + "\n").encode()


def _creators(workshop: Workshop) -> list[dict[str, str]]:
    people = workshop.deliverable.authors
    named = [{"name": _family_first(person.name), "affiliation": person.organisation} for person in people]
    whole = {"name": workshop.deliverable.lead or workshop.event.organiser}
    return [{key: value for key, value in one.items() if value} for one in (named or [whole])]


def _family_first(name: str) -> str:
    """A name with the family's name first: the last word, with the small words before it.

    >>> _family_first("Maria van der Berg"), _family_first("Berg, Maria"), _family_first("KEMEA")
    ('van der Berg, Maria', 'Berg, Maria', 'KEMEA')
    """
    words = name.split()
    if "," in name or len(words) < 2:
        return name
    small = [place for place, word in enumerate(words[1:-1], 1) if word[:1].islower()]
    start = small[0] if small else len(words) - 1
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"


def _licence(url: str) -> str:
    """Zenodo's name of a Creative Commons licence; empty for any other.

    >>> _licence("https://creativecommons.org/licenses/by-sa/4.0/"), _licence("https://example.org/")
    ('cc-by-sa-4.0', '')
    """
    found = CREATIVE_COMMONS.search(url)
    if not found:
        return ""
    kind, name, version = found.groups()
    return f"cc-{name}-{version}" if kind == "licenses" else f"cc0-{version}"


def _grant(workshop: Workshop) -> str:
    return f"{EUROPEAN_COMMISSION}::{workshop.funding.grant_number.strip()}"


def _in_one_sentence(workshop: Workshop) -> str:
    event = workshop.event
    return ", ".join((event.title, event.place, event.date.isoformat()))
