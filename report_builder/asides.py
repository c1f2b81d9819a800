"""What stands in notes but is no statement, and how to know it: data for `extract`.

A passage is set aside for the first reason of which a pattern is found in it, if it has at most `longest`
words, or of which `headings` is found in a heading above it. Case does not matter.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report_builder.model import QUESTION, TOO_SHORT
from report_builder.words import count_words

SHORTEST = 3
"""A passage of fewer words says nothing by itself; its place may say the rest."""

AROUND = re.compile(r"^\s*[\divx]{1,4}[.)]\s*|\s*:\s*$", re.IGNORECASE)
"""The number before a heading and the colon after it."""


@dataclass(frozen=True)
class Aside:
    """A reason to set a passage aside."""

    reason: str
    longest: int
    """In words; a longer passage is kept all the same."""
    patterns: tuple[re.Pattern[str], ...]
    headings: re.Pattern[str] | None


def _aside(reason: str, longest: int, patterns: Sequence[str], headings: str = "") -> Aside:
    compiled = tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
    return Aside(reason, longest, compiled, re.compile(headings, re.IGNORECASE) if headings else None)


ASIDES = (
    _aside(
        "no content",
        longest=6,
        patterns=[
            r"^(no|none|n/?a|nil|not applicable|don.t know|idem|(see|same as|as) above|yes|ok(ay)?)[.!]?$",
            r"^(no (comment|answer|opinion|idea|suggestion)s?|nothing( (to add|else|more|special))?)[.!]?$",
            r"^(καμία|όχι|ναι|rien|keine?|nein|ja|oui|non|sí|nee|niente|nada)[.!]?$",
            r"^\W+$",
        ],
    ),
    _aside(
        "action point",
        longest=60,
        headings=r"^(action (points?|items?)|actions|to-?dos?|next steps|follow-?up"
        r"|nächste schritte|prochaines étapes|próximos (pasos|passos)|prossimi passi|volgende stappen"
        r"|następne kroki|επ[οό]μενα β[ηή]ματα|následující kroky|nästa steg)$",
        patterns=[
            r"^(action( point| item)?s?|to-?do|ap|next steps?|follow-?up)( \d+)?\s*[:–—-]\s",
            r"^\[\s?[x ]?\]\s",
        ],
    ),
    _aside(
        "session details",
        longest=40,
        headings=r"^(participants|attendees|attendance|present|apologies|moderator|note.?takers?"
        r"|teilnehmer(innen)?|anwesende?|présents|participantes|asistentes|partecipanti|presenti|aanwezig(en)?"
        r"|deelnemers|uczestnicy|obecni|συμμετ[εέ]χοντες|παρ[οό]ντες|účastníci|deltagare|närvarande)$",
        patterns=[
            r"^(date|time|venue|place|room|location|duration|status|version|author|recording|language)\s*:\s",
            r"^(moderat(or|ion)|chair|facilitator|rapporteurs?|notes?( taken)? by|note.?takers?)\s*:\s",
            r"^(present|participants?|attendees|apologies|speakers?|panel(lists)?|session|theme|workshop)\s*:\s",
            r"^(datum|uhrzeit|ort|raum|dauer|protokoll|moderation|leitung)\s*:\s",
            r"^(heure|lieu|salle|durée|modérat(eur|rice)|animat(eur|rice)|secrétaire)\s*:\s",
            r"^(fecha|hora|lugar|sala|ora|luogo|moderador(a)?|moderatore|moderatrice|verbale)\s*:\s",
            r"^(tijd|plaats|zaal|verslag|czas|miejsce|prowadząc[ya]|protokół|místo|moderátor(ka)?)\s*:\s",
            r"^(ημερομην[ιί]α|[ωώ]ρα|τ[οό]πος|χ[ωώ]ρος|α[ιί]θουσα|διάρκεια|συντονιστ[ηή]ς|συντον[ιί]στρια)\s*:\s",
            r"^(πρακτικ[αά]|σημειώσεις|dag|plats|tid|sekreterare|ordförande|referent|mødeleder)\s*:\s",
        ],
    ),
    _aside(
        "session details",
        longest=500,
        patterns=[
            r"^(present|in attendance|attendees|attending|apologies|regrets|absent|scribes?)\s*:\s",
            r"^(teilnehmer(innen|:innen)?|anwesend|entschuldigt|présents|excusés|participantes|asistentes)\s*:\s",
            r"^(presenti|partecipanti|aanwezig|afwezig|deelnemers|obecni|uczestnicy|přítomni|närvarande)\s*:\s",
            r"^(παρ[οό]ντες|συμμετ[εέ]χοντες|απ[οό]ντες)\s*:\s",
        ],
    ),
    _aside(
        "agenda",
        longest=25,
        headings=r"^(agenda|programme|program|schedule|timetable|programm|tagesordnung|ablauf|ordre du jour"
        r"|orden del día|programa|ordem do dia|ordine del giorno|programma|porządek obrad|program jednání"
        r"|πρ[οό]γραμμα|ημερ[ηή]σια δι[αά]ταξη|dagordning|dagsorden)$",
        patterns=[
            r"^\(?\d{1,2}[:.h]\d{2}\)?(\s?(am|pm))?\b",
            r"^(coffee|lunch|tea|short) break\b",
            r"^(registration|lunch|end of (the )?(session|day)|break)[.!]?$",
            r"^((kaffee|mittags)?pause|pause( café| déjeuner)?|(pausa|descanso)( (para )?caf[eé])?)[.!]?$",
            r"^(koffiepauze|pauze|przerwa( kawowa| obiadowa)?|δι[αά]λειμμα( για καφ[εέ])?|kaffepaus)[.!]?$",
        ],
    ),
    _aside(
        "greeting",
        longest=30,
        patterns=[
            r"^(good (morning|afternoon|evening|day)|hello|hi|dear (all|colleagues|participants))\b",
            r"^(you are )?(very |a warm )?welcome\b",
            r"^((okay|ok|right|so|well|now)[,.]? )?(let.s|let us|shall we|we.ll now|we will now)\b",
            r"^(my name is|i.m|i am) .{0,60}\b(moderat|chair|facilitat|take notes|from the)",
            r"^(guten (morgen|tag|abend)|hallo\b|willkommen\b|herzlich willkommen|liebe (kolleg|teilnehm))",
            r"^(bonjour|bonsoir|bienvenue|bienvenid[oa]s|buen(os|as) (d[ií]as|tardes)|buongiorno)\b",
            r"^(buonasera|benvenut[ioe]|bom dia|boa tarde|bem-vind[oa]s|goede(morgen|middag)|welkom)\b",
            r"^(dzień dobry|witam|dobrý den|vítejte|välkomna|god morgon|velkommen)\b",
            r"^(καλημ[εέ]ρα|καλησπ[εέ]ρα|καλ[ωώ]ς ([ηή]ρθατε|ορ[ιί]σατε)|γεια σας)",
        ],
    ),
    _aside(
        "thanks",
        longest=22,
        patterns=[
            r"^((and|so|well|ok(ay)?|yes|right),? )*(many thanks|thanks?( you)?|thank you)\b",
            r"^(we thank|applause|\(?laughter\)?)\b",
            r"^(merci|danke|(vielen|herzlichen|besten|hartelijk) dank|(muchas )?gracias|(mille )?grazie)\b",
            r"^(dank u|bedankt|(muito )?obrigad|dziękuj|děkuj|tack\b|(σας |[εέ]να μεγ[αά]λο )?ευχαριστ)",
            r"\bthank you (all )?(very much|so much|again|for (your|coming|this|that|the))[^.]*\.?$",
        ],
    ),
    _aside(
        "contact",
        longest=12,
        patterns=[
            r"\S+@\S+\.\w{2,}",
            r"^(tel|phone|mobile|fax)\b\.?\s*:?\s*\+?[\d(]",
            r"^(from|to|cc|e-?mail)\s*:\s",
        ],
    ),
    _aside(
        "link", longest=8, patterns=[r"^(see |slides?:? |source:? |link:? )?<?(https?://|www\.)\S+>?\.?$"]
    ),
    _aside(
        QUESTION,
        longest=60,
        patterns=[
            r"^(q|question|moderator|chair|facilitator)( \d+)?\s*[:–—-]\s.*\?$",
            r"^(frage|pregunta|domanda|vraag|pytanie|ερ[ωώ]τηση|fråga|otázka)( \d+)?\s*[:–—-]\s.*[?;\u037e]$",
        ],
    ),
    _aside(QUESTION, longest=80, patterns=[r"\?[\"”’)»]*$", r"[α-ωά-ώ][;\u037e][\"”’)»]*$"]),
)


def reason_to_set_aside(text: str, headings: Iterable[str] = ()) -> str:
    """Why a passage is no statement; empty if it may be one.

    >>> reason_to_set_aside("n/a"), reason_to_set_aside("Who will begin?"), reason_to_set_aside("Too slow!")
    ('no content', 'question', 'too short')
    """
    words = count_words(text)
    above = [AROUND.sub("", heading) for heading in headings]
    for aside in ASIDES:
        if words <= aside.longest and any(pattern.search(text) for pattern in aside.patterns):
            return aside.reason
        if aside.headings and any(aside.headings.search(heading) for heading in above):
            return aside.reason
    return TOO_SHORT if words < SHORTEST else ""
