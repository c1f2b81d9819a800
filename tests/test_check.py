"""What `check` warns of: every rule, on the smallest inputs that break it."""

from collections.abc import Sequence
from dataclasses import replace

from report_builder.check.account import coded_by_step
from report_builder.check.inputs import check_inputs, unsure_statement
from report_builder.coding import code_segments
from report_builder.errors import Problem
from report_builder.funding import funding_statement
from report_builder.merge import merge_codings
from report_builder.model import Finding, Participant, Segment, Source, Status
from report_builder.settings import Funding, Workshop
from report_builder.workshop import parse_workshop
from tests.sample import WORKSHOP_TOML, finding, segment, workshop

FUNDED = '[funding]\nprogramme = "h2020"\ngrant_number = "700281"\n'
READ = (Source("notes/morning.md", "Morning", ()),)
PEOPLE = (Participant("Ann", group="police"),)


def warnings(
    settings: Workshop,
    *segments: Segment,
    findings: Sequence[Finding] = (),
    languages: Sequence[str] = ("en",),
    people: Sequence[Participant] = PEOPLE,
) -> list[str]:
    found: tuple[Problem, ...] = check_inputs(settings, READ, segments, findings, people, languages)
    assert all(problem.level == "warning" for problem in found)
    return [f"{problem.rule}: {problem.where}: {problem.what}. {problem.mend}" for problem in found]


def test_nothing_is_said_of_a_workshop_in_order() -> None:
    assert warnings(workshop(FUNDED), segment("Staff.", theme="open air", lens="Need")) == []


def test_a_theme_or_lens_that_does_not_exist() -> None:
    theme, lens = warnings(
        workshop(FUNDED), segment("Staff.", theme="festivlas"), segment("Maps.", lens="neeed")
    )
    assert theme.startswith("input-theme")
    assert 'Did you mean "festivals"?' in theme
    assert lens.startswith("input-lens")
    assert "one of this workshop's lenses" in lens


def test_a_group_that_is_not_listed() -> None:
    (told,) = warnings(workshop(FUNDED), segment("Staff.", group_words="Armee"))
    assert told.startswith("input-group")


def test_groups_are_named_but_the_workshop_lists_none() -> None:
    named = [segment("Staff.", group_words=words) for words in ("port", "NGO", "port")]
    (told,) = warnings(replace(workshop(FUNDED), groups=()), *named)
    assert 'name stakeholder groups ("port", "NGO"), but none is listed here' in told


def test_nothing_is_asked_of_groups_where_none_may_be_named() -> None:
    silent = workshop(FUNDED + '[privacy]\nattribution = "none"\n')
    assert warnings(silent, segment("Staff.", group_words="Armee")) == []


def test_a_session_whose_notes_are_not_there() -> None:
    (told,) = warnings(
        workshop(FUNDED + '[[sessions]]\nid = "b"\ntitle = "B"\nfiles = ["notes/mornign.md"]\n')
    )
    assert told.startswith("input-session")
    assert 'Did you mean "notes/morning.md"?' in told


def test_a_mapping_of_columns_for_no_file() -> None:
    (told,) = warnings(workshop(FUNDED + '[[columns]]\nfile = "feedback/may.xlsx"\n'))
    assert told.startswith("input-columns")


def test_facts_of_the_cover_left_empty() -> None:
    empty = parse_workshop(
        WORKSHOP_TOML.replace("Porto, Portugal", "").replace("Institute of Civic Studies", " ") + FUNDED
    )
    assert [told.split(":")[0] for told in warnings(empty)] == ["input-empty", "input-empty"]


def test_a_picture_without_a_word_on_consent() -> None:
    (told,) = warnings(workshop(FUNDED + '[[images]]\nfile = "a.png"\nalt = "A"\nsection = "cover"\n'))
    assert told.startswith("input-consent")


def test_no_list_of_participants_and_no_funding() -> None:
    rules = [told.split(":")[0] for told in warnings(workshop(), people=())]
    assert rules == ["input-participants", "input-funding"]


def test_a_language_without_words() -> None:
    polish = parse_workshop('language = "pl"\n' + WORKSHOP_TOML + FUNDED)
    (told,) = warnings(polish)
    assert told.startswith("input-language")
    assert "templates/pl.po" in told
    assert warnings(polish, languages=("en", "pl")) == []


def test_an_edit_that_lost_its_theme() -> None:
    lost = replace(finding("Staff.", theme="festivls"), number=3, edited=True, status=Status.UNDECIDED)
    (told,) = warnings(workshop(FUNDED), findings=[lost])
    assert told.startswith("input-edit")
    assert 'Did you mean "festivals"?' in told


def test_the_account_tells_which_step_coded() -> None:
    placed = code_segments(
        [segment("Need: maps.", theme="open air"), segment("Radios.", theme="open air", lens="Need")],
        workshop(),
    )
    findings = merge_codings(placed, workshop())
    moved = replace(findings[0], lens="challenge", edited=True)
    assert coded_by_step(findings) == {"mark": 2}
    assert coded_by_step([moved, *findings[1:]]) == {"edit": 1, "mark": 1}


def test_wordings_known_from_memory_alone_are_told() -> None:
    sure = funding_statement(Funding("h2020", "1"), language="de")
    unsure = funding_statement(Funding("erasmus-plus", languages=("ga",)))
    assert list(unsure_statement(sure)) == []
    assert [problem.what for problem in unsure_statement(unsure)] == [
        'the wording "Funded by the European Union" is known from memory alone',
        'the wording "Arna mhaoiniú ag an Aontas Eorpach" is known from memory alone',
    ]
