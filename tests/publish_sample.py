"""Two finished workshops, one in English and one in Greek, in which the rules for publishing find nothing."""

import io
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).parent.parent
ENGLISH_TOML = """\
language = "en"

[event]
title = "Voices of the street"
ordinal = "2nd project workshop"
date = 2024-03-05
place = "Porto, Portugal"
organiser = "Institute of Civic Studies"

[project]
acronym = "CIVI@4ALL"
title = "Listening to citizens in public space"
url = "https://www.civi4all.example"
contact = "Follow the project as @CIVIA4ALL, or read more at www.civi4all.example."

[funding]
programme = "h2020"
grant_number = "812345"

[deliverable]
number = "D3.1"
title = "Report on the 2nd workshop: voices of the street"
level = "PU"
version = "1.0"
date = 2024-05-20
work_package = "WP3"
lead = "Institute of Civic Studies"
authors = [{ name = "Ana Prazeres", organisation = "ICS" }]
keywords = ["public space", "listening"]
licence = "Creative Commons Attribution 4.0 International (CC BY 4.0)"
licence_url = "https://creativecommons.org/licenses/by/4.0/"

[[deliverable.history]]
version = "0.1"
date = 2024-04-02
change = "First draft"
author = "Ana Prazeres"

[next_event]
title = "Voices of the market"
organiser = "City of Ghent"
place = "Ghent, Belgium"
date = 2024-09-17

[privacy]
rule = "The workshop was held under the Chatham House Rule."

[[themes]]
id = "protests"
title = "Protests"
description = "How people gather, and who speaks for them."

[[themes]]
id = "festivals"
title = "Festivals"
description = "How a city celebrates without losing its sleep."

[[groups]]
id = "police"
title = "Police"

[[groups]]
id = "city"
title = "City authorities"

[[images]]
file = "room.png"
alt = "Plan of the room: three tables before a screen."
caption = "The room"
section = "introduction"
consent = "no people"
"""
ENGLISH_NOTES = """\
# Protests

## Needs

- Police units need one contact for each group of organisers.
- The city needs a list of accounts that are verified.

## Challenges

- Rumours spread faster than any office can answer.

## Legal and ethical issues

- Storing the posts of people who did nothing unlawful has no legal basis.

# Festivals

## Needs

- Neighbours need a telephone line that is answered at night.

## Current and future practices

- The city publishes the end of the music on every screen.

## Challenges

- Stewards lose their radio when the square is full.
"""
ENGLISH_PROSE = {
    "executive-summary": "On 5 March 2024 the second workshop was held in Porto. The 12 participants came from "
    "two stakeholder groups.\n\nIt followed two themes, protests and festivals.\n",
    "introduction": "CIVI@4ALL studies how citizens are heard in public space.\n",
    "conclusions": "Both themes ask for somebody who answers. It builds on the plans of D1.2.\n",
}
GREEK_TOML = """\
language = "el"

[event]
title = "Ακτές και κοινότητες"
ordinal = "2ο εργαστήριο του έργου"
date = 2023-10-12
place = "Θεσσαλονίκη"
organiser = "Εργαστήριο Παράκτιων Μελετών"

[project]
acronym = "COAST@4ALL"
title = "Οι κοινότητες της ακτής απέναντι στη θάλασσα που ανεβαίνει"
url = "https://www.coast4all.example"

[funding]
programme = "horizon-europe"
grant_number = "101098765"
authority = "European Research Executive Agency"

[deliverable]
number = "D3.1"
title = "Έκθεση για το 2ο εργαστήριο: ακτές και κοινότητες"
level = "PU"
version = "1.0"
date = 2023-12-15
lead = "Εργαστήριο Παράκτιων Μελετών"
authors = [{ name = "Ελένη Θαλασσινού", organisation = "ΕΠΜ" }]
keywords = ["ακτές", "κοινότητες"]
licence = "Creative Commons Attribution 4.0 International (CC BY 4.0)"
licence_url = "https://creativecommons.org/licenses/by/4.0/"

[next_event]
title = "Λιμάνια"
organiser = "Δήμος Βόλου"
place = "Βόλος"
date = 2024-04-18

[privacy]
rule = "Το εργαστήριο έγινε υπό τον κανόνα Chatham House."

[[themes]]
id = "flooding"
title = "Πλημμύρες"
description = "Πώς προετοιμάζονται οι οικισμοί της ακτής."

[[themes]]
id = "fishing"
title = "Αλιεία"
description = "Πώς ζουν όσοι ζουν από τη θάλασσα."

[[groups]]
id = "fishers"
title = "Αλιείς"

[[groups]]
id = "city"
title = "Δήμοι"

[[images]]
file = "room.png"
alt = "Κάτοψη της αίθουσας: τρία τραπέζια μπροστά σε μια οθόνη."
caption = "Η αίθουσα"
section = "introduction"
consent = "no people"
"""
GREEK_NOTES = """\
# Πλημμύρες

## Ανάγκες

- Οι δήμοι χρειάζονται χάρτες που ενημερώνονται κάθε χρόνο.
- Οι κάτοικοι χρειάζονται ένα τηλέφωνο που απαντά τη νύχτα.

## Προκλήσεις

- Τα φρεάτια φράζουν πριν από κάθε μεγάλη βροχή.

# Αλιεία

## Ανάγκες

- Οι αλιείς χρειάζονται καταφύγιο στο παλιό λιμάνι.

## Προκλήσεις

- Τα δίχτυα χάνονται όταν αλλάζουν τα ρεύματα.
"""
GREEK_PROSE = {
    "executive-summary": "Στις 12 Οκτωβρίου 2023 πραγματοποιήθηκε στη Θεσσαλονίκη το δεύτερο εργαστήριο. "
    "Οι 12 συμμετέχοντες ήρθαν από δήμους και συλλόγους αλιέων.\n",
    "introduction": "Το COAST@4ALL μελετά πώς ζουν οι κοινότητες της ακτής.\n",
    "conclusions": "Και τα δύο θέματα ζητούν κάποιον που να απαντά.\n",
}


def english() -> dict[str, str | bytes]:
    """The files of the English workshop."""
    return _tree(ENGLISH_TOML, "notes/day.md", ENGLISH_NOTES, ENGLISH_PROSE, ("police", "city"))


def greek() -> dict[str, str | bytes]:
    """The files of the Greek workshop."""
    return _tree(GREEK_TOML, "notes/imera.md", GREEK_NOTES, GREEK_PROSE, ("fishers", "city"))


SAMPLES = {"en": english, "el": greek}


def _tree(
    toml: str, note: str, notes: str, prose: dict[str, str], groups: tuple[str, str]
) -> dict[str, str | bytes]:
    sections: dict[str, str | bytes] = {f"inputs/sections/{name}.md": text for name, text in prose.items()}
    return {
        "inputs/workshop.toml": toml,
        f"inputs/{note}": notes,
        "inputs/participants.csv": _participants(groups),
        "inputs/feedback/forms.csv": _feedback(),
        "inputs/images/room.png": _picture(),
        **sections,
    }


def _participants(groups: tuple[str, str]) -> str:
    rows = [
        f"Person {number},,Org {number},{groups[number % 2]},Country {number % 3}" for number in range(12)
    ]
    return "\n".join(["name,email,organisation,group,country", *rows, ""])


def _feedback() -> str:
    """Twelve forms with one question on a scale and nothing else."""
    points = [5, 4, 4, 3, 5, 2, 4, 5, 3, 4, 1, 5]
    return "\n".join(["Usefulness of the workshop (1-5)", *map(str, points), ""])


def _picture() -> bytes:
    plan = Image.new("RGB", (640, 360), "white")
    ImageDraw.Draw(plan).rectangle((40, 40, 600, 80), outline="black", width=4)
    buffer = io.BytesIO()
    plan.save(buffer, "PNG")
    return buffer.getvalue()


def write(folder: Path, tree: dict[str, str | bytes]) -> Path:
    """Write a workshop's folder."""
    for name, content in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
