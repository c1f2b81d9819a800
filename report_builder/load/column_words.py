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
    tijdstempel, antwort id, datum abgeschickt, letzte seite, start sprache, zufallsstartwert,
    id de la reponse, date de soumission, derniere page, identifiant de la contribution,
    date de creation, derniere mise a jour, beitrags id, erstellungsdatum, letzte aktualisierung,
    begintijd, tijd van voltooien, points, punkte, total points, quiz feedback, interviewtime,
    total time, question number
""")
METADATA_PATTERN = re.compile(r"(?:custom data|unnamed)\b.*|(?:\w+ )?ids?(?: \d+)?")
PERSONAL = _phrases("""
    nom, prenom, nom et prenom, nom complet, vorname, nachname, vor und nachname, familienname, nombre,
    nombre y apellidos, apellidos, apelido, nome, cognome, nome e cognome, ονομα, επωνυμο,
    ονοματεπωνυμο, imie, nazwisko, imie i nazwisko, naam, achternaam, voornaam, nume, numele, prenume,
    jmeno, prijmeni, meno, priezvisko, nimi, namn, navn, ime, priimek, prezime, nev, username, user,
    token, access code, zugangscode, zugangsschlussel, code d acces, invitation number,
    author, autor, auteur, ip, address, adresse, adresa, direccion, indirizzo,
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
RESPONDENT = re.compile(
    r"(?:voter|participant|respondent|attendee|user|person|response)(?: (?:id|no|number|name))?"
)
OTHER = re.compile(
    r"\bother\b[^\w]{0,3}\(?(?:please )?(?:specify|describe|explain|state)|\[(?:other|comment)\]\s*$|: other$"
    r"|\bsonstiges?\b|\bautres?\b.*\bpréciser|\botros?\b.*\bespecifi|\baltro\b.*\bspecific"
    r"|\(please explain\)",
    re.IGNORECASE,
)
"""How a heading, not folded, asks for an answer that is not in the list."""
DETAIL = re.compile(
    r"(?P<stem>.*\S)\s*(?:\[(?P<inner>[^\[\]]*)\](?:\.\d+)?|(?:::|:\s)\s*(?P<after>.+))", re.DOTALL
)
"""A question and, in brackets or behind a colon, the row or option of it that a column holds."""
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
MAKERS: tuple[tuple[str, frozenset[str]], ...] = (
    ("EUSurvey", _phrases("contribution id, creation date, last update")),
    ("EUSurvey", _phrases("beitrags id, erstellungsdatum, letzte aktualisierung")),
    ("EUSurvey", _phrases("identifiant de la contribution, date de creation, derniere mise a jour")),
    ("LimeSurvey", _phrases("submitdate, lastpage")),
    ("LimeSurvey", _phrases("date submitted, last page")),
    ("LimeSurvey", _phrases("datum abgeschickt, letzte seite")),
    ("LimeSurvey", _phrases("date de soumission, derniere page")),
    ("Microsoft Forms", _phrases("start time, completion time")),
    ("Microsoft Forms", _phrases("startzeit, fertigstellungszeit")),
    ("Microsoft Forms", _phrases("heure de debut, heure de fin")),
    ("Microsoft Forms", _phrases("hora de inicio, hora de finalizacion")),
    ("Microsoft Forms", _phrases("ora di inizio, ora di completamento")),
    ("Microsoft Forms", _phrases("begintijd, tijd van voltooien")),
    ("Microsoft Forms", _phrases("ωρα εναρξης, ωρα ολοκληρωσης")),
    ("Microsoft Forms", _phrases("godzina rozpoczecia, godzina ukonczenia")),
    ("SurveyMonkey", _phrases("respondent id, collector id")),
    ("SurveyMonkey", _phrases("respondent id, start date, end date")),
    ("Mentimeter", _phrases("voter, date utc")),
    ("Mentimeter", _phrases("voter, session")),
    ("Slido", _phrases("question, author, score")),
    ("Slido", _phrases("question, author, upvotes")),
    ("Slido", _phrases("question text, author, score")),
    *(
        ("Google Forms", frozenset([stamp]))
        for stamp in _phrases("""
        timestamp, zeitstempel, horodateur, marca temporal, carimbo de data hora, informazioni cronologiche,
        χρονικη σημανση, sygnatura czasowa, tijdstempel
    """)
    ),
)
"""Survey tools by headings that only they write, together."""


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
    return heading in METADATA or bool(METADATA_PATTERN.fullmatch(heading))


def maker(questions: Iterable[str]) -> str:
    """Name the survey tool that wrote these headings, or return ""."""
    folded = set(map(fold, questions))
    return next((name for name, marks in MAKERS if marks <= folded), "")


def stem(question: str) -> str:
    """The question of which a column holds one row or option, or "" if it holds all.

    >>> stem("Rate the day [Venue]"), stem("Rate the day: Food"), stem("Rate the day")
    ('Rate the day', 'Rate the day', '')
    """
    found = DETAIL.fullmatch(question)
    return found["stem"] if found else ""


def detail(question: str) -> str:
    """The row or option of a question that a column holds, else the whole heading.

    >>> detail("Rate the day [Venue]"), detail("Rate the day")
    ('Venue', 'Rate the day')
    """
    found = DETAIL.fullmatch(question)
    return (found["inner"] or found["after"] or "") if found else question
