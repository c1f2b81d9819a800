"""Words that headings of columns are made of, in the languages of the usual survey tools.

All are folded: lower case, no accents, no punctuation. Add words of a language here.
"""

import re
from collections.abc import Iterable

from report_builder.words import fold


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


METADATA = _phrases("""
    timestamp, id, start time, completion time, last modified time, submitdate, date submitted,
    submitted, last page, lastpage, start language, startlanguage, seed, startdate, date started,
    datestamp, date last action, refurl, referrer url, contribution id, creation date, last update,
    language, languages, total score, score, collector id, respondent id, response id, start date, end
    date, voter, date utc, date, time, status, no, nr, n, row, alias, duration, case, code, number,
    form, form no, form number, respondent, respondent no, session id, question id, upvotes, votes,
    horodateur, heure de debut, heure de fin, langue, numero, zeitstempel, startzeit,
    fertigstellungszeit, zeitpunkt der letzten anderung, datum, sprache, lfd nr, nummer, marca temporal,
    hora de inicio, hora de finalizacion, fecha, idioma, carimbo de data hora, informazioni
    cronologiche, ora di inizio, ora di completamento, lingua, χρονικη σημανση, ωρα εναρξης, ωρα
    ολοκληρωσης, ημερομηνια, γλωσσα, α α, sygnatura czasowa, godzina rozpoczecia, godzina ukonczenia,
    tijdstempel
""")
METADATA_START = re.compile(r"(?:points|custom data|punkte|unnamed)\b(?! of)")
PERSONAL = _phrases("""
    nom, prenom, nom et prenom, nom complet, vorname, nachname, vor und nachname, familienname, nombre,
    nombre y apellidos, apellidos, apelido, nome, cognome, nome e cognome, ονομα, επωνυμο,
    ονοματεπωνυμο, imie, nazwisko, imie i nazwisko, naam, achternaam, voornaam, nume, numele, prenume,
    jmeno, prijmeni, meno, priezvisko, nimi, namn, navn, ime, priimek, prezime, nev, username, user,
    token, invitation number, author, autor, auteur, ip, address, adresse, adresa, direccion, indirizzo,
    διευθυνση, signature, employer, affiliation
""")
PERSONAL_NAME = re.compile(
    r"(?:what is |please (?:enter|give) )?(?:your |the )?"
    r"(?:(?:full|first|last|family|given|user|participants?|respondents?|contact|person s) )*"
    r"(?:name|names|surname|forename)(?: and surname)?(?: optional)?"
)
PERSONAL_WORD = re.compile(
    r"\b(?:e ?mail|email address|mail address|courriel|correo|ηλεκτρονικο ταχυδρομειο|phone|telephone|telefon"
    r"|telefono|τηλεφωνο|mobile|handy|ip address|ipaddr|ip adresse|linkedin|twitter handle|postal address"
    r"|date of birth|name of (?:your )?organi[sz]ation|organi[sz]ation s? ?name)\b"
)
PERSONAL_PART = re.compile(
    r"(?:session |co )?(?:moderators?|facilitators?|rapporteurs?|chairs?|chaired by|speakers?|presenters?"
    r"|note ?takers?|notes by|minutes by|participants?|attendees|present|moderation|protokoll|moderateur"
    r"|moderador|moderatore|συντονιστης|ομιλητης|ομιλητες)"
)
ORGANISATION = re.compile(
    r"(?:your |name of |the )*(?:organi[sz]ation|institution|company|organisme|einrichtung|organizacion"
    r"|organizzazione|φορεας|οργανισμος|organizacja|organisatie|institutie)"
)
GROUP = re.compile(
    r"\b(?:stakeholders?|organi[sz]ation type|(?:type|kind) of (?:\w+ )?organi[sz]ation|which (?:\w+ )?group"
    r"|group do you|group you|describes you best|art der organisation|organisationstyp|interessengruppe"
    r"|type d organi[sz]ation|tipo de organizacion|tipo di organizzazione|typ organizacji"
    r"|τυπος (?:οργανισμου|φορεα)|ομαδα)\b"
    r"|^(?:who )?(?:raised|said|does|did|asked|uses) (?:it|this|by)$"
    r"|^(?:your )?(?:group|sector|gruppe|groupe|grupo|gruppo|grupa|groep|sektor|secteur|settore|τομεας)$"
)
THEME = re.compile(
    r"^(?:\w+ )?(?:theme|topic|thema|tema|thematique|θεμα|θεματικη|temat|onderwerp|sujet|argomento)"
    r"(?: \w+)?$"
    r"|^(?:break ?out|workstream|working group|session|break ?out session|sitzung|seance|sesion|sessione"
    r"|sesja|συνεδρια)(?: title| name)?$"
    r"|\b(?:theme|topic|session|thema|tema|θεμα)\b.*\b(?:your|this|the) (?:answer|comment|feedback|form)\b"
    r"|\b(?:answer|comment|feedback)\b.*\babout which (?:theme|topic|session)\b"
)
LENS = re.compile(
    r"^(?:\w+ )?(?:type|category|lens|kind|aspect|kategorie|art|typ|categorie|categoria|tipo|κατηγορια|τυπος"
    r"|ειδος|kategoria|rodzaj)(?: of (?:comment|statement|answer|feedback|input|finding))?$"
)
ASKING = re.compile(
    r"(?:q ?)?(?:\d+ )*(?:please|describe|briefly|tell us|explain|to what extent|how|what|which|why"
    r"|in your (?:own words|opinion|view|experience))\b"
)
"""How a heading begins that asks for something without a question mark."""
QUESTION = re.compile(
    r"(?:the |our |guiding )?(?:questions?|q|fragen?|preguntas?|domande?|domanda|vragen|vraag|pytani[ea]"
    r"|ερωτηση|ερωτησεις)(?: asked)?"
)
ANSWER = re.compile(
    r"(?:the |main )?(?:answers?|a|responses?|repl(?:y|ies)|antwort(?:en)?|antwoord(?:en)?|reponses?"
    r"|respuestas?|rispost[ae]|odpowiedzi?|απαντηση|απαντησεις)(?: given)?"
)
STATEMENT = re.compile(
    r"\b(?:comments?|feedback|remarks?|suggestions?|statements?|findings?|issues?|needs?|needed|challenges?"
    r"|practices?|recommendations?|recommend|concerns?|ideas?|opinions?|observations?|notes?|text|answers?"
    r"|obstacles?|problems?|(?:anything|what) else|please (?:explain|describe|specify)|open ended response"
    r"|why|freetext|kommentare?|bemerkung(?:en)?|anmerkung(?:en)?|antwort|bedarf|herausforderung(?:en)?"
    r"|opmerking(?:en)?|commentaires?|remarques?|besoins?|defis?|comentarios?|necesidades?|retos?|comentarii"
    r"|commenti|commento|osservazioni|bisogni|sfide|uwagi|komentarz|potrzeby|wyzwania"
    r"|σχολιο|σχολια|παρατηρησεις|αναγκη|αναγκες|προκληση|προκλησεις)\b"
)
SCALE = _phrases("""
    yes, no, y, n, true, false, maybe, don t know, do not know, not sure, n a, not applicable, none,
    other, strongly agree, agree, neither agree nor disagree, neutral, disagree, strongly disagree, very
    useful, useful, not useful, excellent, very good, good, fair, poor, very poor, very satisfied,
    satisfied, dissatisfied, very dissatisfied, always, often, sometimes, rarely, never, high, medium,
    low, selected, checked, x, ja, nein, nee, oui, non, si, ναι, οχι, tak, nie, da, ano, ne, igen, nem,
    sim, nao, stimme zu, stimme nicht zu, d accord, pas d accord, de acuerdo, en desacuerdo, συμφωνω,
    διαφωνω
""")
TOTALS = _phrases("""
    total, totals, grand total, sum, σ, average, mean, median, count, gesamt, summe, insgesamt,
    durchschnitt, mittelwert, somme, moyenne, suma, promedio, media, totale, somma, συνολο, μεσος ορος,
    srednia, razem, totaal, gemiddelde
""")
SECOND_HEADER = frozenset({"response", "open ended response"})
"""What SurveyMonkey writes in its second header row where there are no options."""
MAKERS = {
    "EUSurvey": {"contribution id", "creation date", "last update"},
    "LimeSurvey": {"submitdate", "lastpage"},
    "Microsoft Forms": {"start time", "completion time"},
    "SurveyMonkey": {"respondent id", "collector id"},
    "Mentimeter": {"voter", "date utc"},
    "Google Forms": {"timestamp"},
}
"""Survey tools by the headings that only they write."""


def is_personal(heading: str) -> bool:
    """Tell whether a folded heading asks who somebody is, or how to reach them."""
    known = heading in PERSONAL or PERSONAL_NAME.fullmatch(heading)
    return bool(known or PERSONAL_WORD.search(heading))


def names_people(heading: str) -> bool:
    """Tell whether a folded heading in notes stands for people or their organisations: `Moderator`."""
    part = PERSONAL_PART.fullmatch(heading) or ORGANISATION.fullmatch(heading)
    return bool(part) or is_personal(heading)


def is_metadata(heading: str) -> bool:
    """Tell whether a folded heading is one that survey tools add."""
    return heading in METADATA or bool(METADATA_START.match(heading))


def maker(questions: Iterable[str]) -> str:
    """Name the survey tool that wrote these headings, or return ""."""
    folded = set(map(fold, questions))
    return next((name for name, marks in MAKERS.items() if marks <= folded), "")
