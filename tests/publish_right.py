"""What is right, though it looks like a fault: each with the rule that must not speak of it."""

from docx.document import Document

from tests.seeding import Fault, emblem_of, typed, word

INTRODUCTION = "sections/introduction.md"
STREET, COAST = "CIVI@4ALL studies", "Το COAST@4ALL μελετά"


def _undescribed(document: Document) -> None:
    """Take the descriptions of all that stands in the text."""
    for shape in document.inline_shapes:
        if shape._inline is not emblem_of(document):
            del shape._inline.docPr.attrib["descr"]


ENGLISH = (
    Fault("photo and charts that lost their descriptions are no logos", word(_undescribed), "G5", ""),
    Fault(
        "number of the grant as the statement writes it, twice",
        typed(INTRODUCTION, STREET, "(No 812345, or 812345 for short) CIVI@4ALL studies"),
        "G8",
        "",
    ),
    Fault(
        "days of other things than the workshop",
        typed(
            "sections/conclusions.md",
            "Both themes ask",
            "The workshop of 5 March 2024 was held on 05.03.2024. The draft that the workshop gave rise to is of "
            "2 April 2024. The next workshop on 17 September 2024 follows. The workshop report was held back until "
            "20 March 2024. The 1st workshop was held on 10 February 2024. After the workshop, on 9 March 2024, "
            "notes were sent. For the workshop, on 20 February 2024, a call was sent. The workshop was held, and the notes were sent on 8 March 2024. Both themes ask",
        ),
        "W3",
        "",
    ),
)
GREEK = (
    Fault(
        "day of the workshop in Greek",
        typed(
            "sections/conclusions.md",
            "Και τα δύο",
            "Το εργαστήριο της 12 Οκτωβρίου 2023 έληξε. Το εργαστήριο έγινε στις 12.10.2023. Και τα δύο",
        ),
        "W3",
        "",
    ),
    Fault(
        "number of the grant where the statement gives none",
        typed(INTRODUCTION, COAST, "(Grant agreement No 101098765; GA: 101098765) Το COAST@4ALL μελετά"),
        "G8",
        "",
    ),
)
