"""Programme and grant -> all that must be printed about the funding, word for word.

The wordings are data, in `statements/`; nothing is worded here. English always stands first; other languages
stand below it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from string import Formatter

from report_builder.errors import Problem, WorkshopError, did_you_mean
from report_builder.funding.printed import FundingStatement, Passage
from report_builder.funding.records import (
    ENGLISH,
    Disclaimer,
    Standing,
    Translation,
    Wording,
    additions,
    disclaimers,
    translations,
    wordings,
)
from report_builder.settings import PLACE, CoFunder, Funding

NONE = "none"
NO_BREAK_SPACE = "\u00a0"
NUMBERED = re.compile(r"\b(No|n°|n\.|n\.º|nr\.?|Nr\.|nro|č\.|αριθ\.) (?=\d)")
NEEDED = {
    "grant_number": "funding",
    "authority": "funding",
    "partnership": "funding",
    "members": "funding",
    "result": "funding",
    "acronym": "project",
}
"""What a wording may name -> the table of workshop.toml that says it."""
EXAMPLES = {
    "authority": "European Commission",
    "partnership": "Clean Hydrogen Partnership",
    "members": "Hydrogen Europe and Hydrogen Europe Research",
    "result": "equipment",
}


@dataclass(frozen=True)
class Grant:
    """What workshop.toml says of the funding, for filling in."""

    funding: Funding
    acronym: str
    wording: Wording

    def fill(self, text: str, **more: str) -> str:
        """A wording with its gaps filled, the number kept together with what stands before it."""
        top_up = self.funding.top_up.strip()
        values = {name: getattr(self.funding, name).strip() for name in NEEDED if name != "acronym"}
        values["top_up"] = self.wording.top_up.format(top_up=top_up) if top_up else ""
        return _keep_number_together(text.format(**{**values, "acronym": self.acronym.strip(), **more}))


def funding_statement(
    funding: Funding, acronym: str = "", language: str = ENGLISH
) -> FundingStatement | None:
    """What to print for this grant; None where there is no EU funding.

    `acronym` is the project's. `language` is that of the report: the statement is printed in it too, if its
    wording there is more than a memory, unless `funding.languages` says which.

    Raises:
        WorkshopError: The programme is not known, or what the statement must name is missing.
    """
    programme = funding.programme.strip().lower()
    if programme in ("", NONE):
        return None
    wording = next((wording for wording in wordings() if wording.id == programme), None)
    if wording is None:
        raise WorkshopError(_unknown_programme(funding.programme))
    disclaimer = _disclaimer(wording, funding, ENGLISH)
    problems = [
        *_gaps(wording, disclaimer, funding, acronym),
        *_unknown_languages(wording, funding),
        *_own_words(funding),
        *(problem for funder in funding.co_funders for problem in _co_funder_gaps(funder)),
    ]
    if problems:
        raise WorkshopError(*problems)
    grant = Grant(funding, acronym, wording)
    return _printed(grant, disclaimer, _wanted_languages(wording, funding, language))


def _printed(grant: Grant, disclaimer: Disclaimer, others: Iterable[Translation]) -> FundingStatement:
    funding, wording = grant.funding, grant.wording
    text = funding.statement.strip().removesuffix(".") or grant.fill(wording.text)
    also = [grant.fill(wording.also)] if wording.also else []
    own = bool(funding.statement.strip() or funding.disclaimer.strip())
    return FundingStatement(
        text=text,
        disclaimer=funding.disclaimer.strip() or _disclaimed(grant, disclaimer, text),
        language=ENGLISH,
        official=wording.official and not own,
        source=f"Own words: {funding.reason}" if own else wording.source,
        id=wording.id,
        status=Standing.OWN if own else wording.status,
        also=(*also, *map(_co_funder, funding.co_funders)),
        local=tuple(_passage(grant, other) for other in others),
        vertical=funding.lockup == "vertical",
    )


def _passage(grant: Grant, translation: Translation) -> Passage:
    text = grant.fill(translation.text)
    disclaimer = _disclaimer(grant.wording, grant.funding, translation.language)
    return Passage(
        language=translation.language,
        text=text,
        disclaimer=_disclaimed(grant, disclaimer, text) if disclaimer.language != ENGLISH else "",
        status=translation.status,
        source=translation.source,
    )


def _disclaimed(grant: Grant, disclaimer: Disclaimer, text: str) -> str:
    authority = grant.wording.authority or grant.funding.authority.strip()
    return grant.fill(disclaimer.text, authority=grant.fill(authority), statement=text)


def _disclaimer(wording: Wording, funding: Funding, language: str) -> Disclaimer:
    """The closest disclaimer in this language, else in English."""
    fitting = [
        each
        for each in disclaimers()
        if each.id == wording.disclaimer
        and each.language in (language, ENGLISH)
        and each.only_where in (wording.authority or funding.authority)
        and each.kind in ("", wording.kind)
    ]
    own = [each for each in fitting if each.language == language]
    return (own or fitting)[-1]


def _wanted_languages(wording: Wording, funding: Funding, language: str) -> Iterator[Translation]:
    asked = [code.lower() for code in funding.languages]
    for translation in translations() if not funding.statement.strip() else ():
        printed = not asked and translation.language == language.split("-")[0]
        if translation.kind == wording.kind and (
            translation.language in asked or (printed and translation.status is not Standing.MEMORY)
        ):
            yield translation


def _keep_number_together(text: str) -> str:
    return NUMBERED.sub(rf"\1{NO_BREAK_SPACE}", text)


def _co_funder(funder: CoFunder) -> str:
    record = next(each for each in additions() if each.id == funder.funder)
    values = {"number": funder.number.strip(), "sentence": funder.sentence.strip()}
    return _keep_number_together(record.text.format(**values))


def _gaps(wording: Wording, disclaimer: Disclaimer, funding: Funding, acronym: str) -> Iterator[Problem]:
    """What the wordings name and workshop.toml lacks, each by its key."""
    named = _named(wording.text, wording.also, wording.authority, disclaimer.text)
    values = {name: getattr(funding, name, acronym) for name in NEEDED}
    if wording.authority:
        named.discard("authority")
    for name, table in NEEDED.items():
        if name in named and not values[name].strip():
            mend = f'Add {name} = "{EXAMPLES.get(name, "…")}" to [{table}]; '
            mend += f"the statement of {wording.programme} names it."
            yield _problem(name, f'the key "{table}.{name}" is missing', mend)
    number = funding.grant_number.strip()
    if number and not number.isdecimal():
        what = f'the key "funding.grant_number" should be digits only (it is {funding.grant_number!r})'
        yield _problem("grant_number", what, "Write the digits alone, in quotes.")


def _named(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def _unknown_languages(wording: Wording, funding: Funding) -> Iterator[Problem]:
    known = [each.language for each in translations() if each.kind == wording.kind]
    for code in funding.languages:
        if code.lower() not in (*known, ENGLISH):
            what = f'the key "funding.languages": there is no wording of {wording.programme} in "{code}"'
            mend = f"Languages: {', '.join(sorted(known)) or 'English alone'}."
            yield _problem("languages", what, mend)


def _own_words(funding: Funding) -> Iterator[Problem]:
    if (funding.statement.strip() or funding.disclaimer.strip()) and not funding.reason.strip():
        mend = "Say there why other words than the usual ones are printed, as your project officer asked for."
        yield _problem("reason", 'the key "funding.reason" is missing', mend)


def _co_funder_gaps(funder: CoFunder) -> Iterator[Problem]:
    record = next((each for each in additions() if each.id == funder.funder), None)
    if record is None:
        known = [each.id for each in additions()]
        what = f'the key "funding.co_funders": "{funder.funder}" is no funder known here'
        yield _problem("co-funder", what, f"{did_you_mean(funder.funder, known)}Known: {', '.join(known)}.")
        return
    values: Mapping[str, str] = {"number": funder.number, "sentence": funder.sentence}
    for name in _named(record.text):
        if not values[name].strip():
            what = f'the key "funding.co_funders.{name}" of {funder.funder} is missing'
            yield _problem("co-funder", what, f'Add {name} = "…" to it.')


def _problem(name: str, what: str, mend: str) -> Problem:
    return Problem(f"funding-{name.replace('_', '-')}", PLACE, what, mend)


def _unknown_programme(programme: str) -> Problem:
    ids = {name.lower(): wording.id for wording in wordings() for name in (wording.programme, wording.id)}
    near = get_close_matches(programme.lower(), ids, n=1, cutoff=0.5)
    hint = f'Did you mean "{ids[near[0]]}"? ' if near else ""
    known = ", ".join([*(wording.id for wording in wordings()), NONE])
    what = f'the key "funding.programme" names no programme known here (it is {programme!r})'
    return _problem("programme", what, f"{hint}Programmes: {known}.")
