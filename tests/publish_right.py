"""What is right, though it looks like a fault: each with the rule that must not speak of it."""

from tests.seeding import Fault, typed

INTRODUCTION = "sections/introduction.md"
STREET, COAST = "CIVI@4ALL studies", "Το COAST@4ALL μελετά"

ENGLISH = (
    Fault(
        "number of the grant as the statement writes it, twice",
        typed(INTRODUCTION, STREET, "(No 812345, or 812345 for short) CIVI@4ALL studies"),
        "G8",
        "",
    ),
)
GREEK = (
    Fault(
        "number of the grant where the statement gives none",
        typed(INTRODUCTION, COAST, "(Grant agreement No 101098765; GA: 101098765) Το COAST@4ALL μελετά"),
        "G8",
        "",
    ),
)
