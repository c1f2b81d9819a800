"""Ratings and choices of feedback sheets become counts, in which nobody can be told."""

import io
from pathlib import Path

import pytest
from lxml import html

from report_builder import pipeline
from report_builder.evaluation import RatedScale, evaluate
from report_builder.load.options import split_options
from report_builder.load.scales import find_scale
from report_builder.model import Choice, Rating, Source, Where
from report_builder.render.charts import ratings_chart
from tests.conftest import Project
from tests.feedback_files import FILES, WORKSHOP
from tests.outline import docx_outline

HERE = Where("feedback/a.xlsx")


def rating(
    question: str, *points: int, labels: tuple[str, ...] = ("", "", "", "", ""), title: str = ""
) -> Rating:
    return Rating(question, title, HERE, "1-5", 1, labels, points)


def choice(question: str, *answers: str) -> Choice:
    return Choice(question, HERE, tuple(tuple(filter(None, answer.split(";"))) for answer in answers))


def source(*ratings: Rating, choices: tuple[Choice, ...] = ()) -> Source:
    return Source("feedback/a.xlsx", "a", (), ratings=ratings, choices=choices)


def test_mean_answers_and_distribution() -> None:
    (scale,) = evaluate([source(rating("The room", 4, 5, 5))], least=5).scales
    (room,) = scale.questions
    assert (room.answers, round(room.mean, 2), room.counts) == (3, 4.67, (0, 0, 0, 1, 2))
    assert (scale.lowest, scale.highest, scale.points) == (1, 5, (1, 2, 3, 4, 5))


def test_a_question_of_two_sheets_is_counted_over_both() -> None:
    sheets = [source(rating("The room", 4)), source(rating("the ROOM", 2), rating("The food", 5))]
    (scale,) = evaluate(sheets, least=5).scales
    assert [(q.question, q.answers, q.mean) for q in scale.questions] == [
        ("The room", 2, 3.0),
        ("The food", 1, 5.0),
    ]


def test_rows_of_one_question_stand_together_with_the_words_of_the_scale() -> None:
    read = source(
        rating("Room", 4, title="How was it?", labels=("Bad", "", "", "", "")),
        rating("All in all", 3),
        rating("Food", 5, title="How was it?", labels=("", "", "", "", "Good")),
    )
    first, second = evaluate([read], least=5).scales
    assert [question.question for question in first.questions] == ["Room", "Food"]
    assert (first.title, first.named) == ("How was it?", ((1, "Bad"), (5, "Good")))
    assert [question.question for question in second.questions] == ["All in all"]


def test_what_few_people_chose_is_not_named() -> None:
    told = choice("Ways", *["Foot;Bus"] * 3, "Foot", "Ferry", "")
    (ways,) = evaluate([source(choices=(told,))], least=3).choices
    assert [(option.name, option.count) for option in ways.options] == [("Foot", 4), ("Bus", 3)]
    assert (ways.answers, ways.others) == (6, 1)
    assert evaluate([source(choices=(choice("Village", "Aa", "Bee"),))], least=3).choices == ()


def test_no_ticks_no_evaluation() -> None:
    assert not evaluate([source()], least=5)


@pytest.mark.parametrize(
    ("question", "answers", "ends"),
    [
        ("Rate it (1-6)", ["4", "5"], (1, 6)),
        ("Rate it, 0 to 10", ["7", "9"], (0, 10)),
        ("1 = poor, 6 = great", ["2", "3"], (1, 6)),
        ("Score", ["4 / 5", "3 / 5"], (1, 5)),
        ("Satisfaction", ["4", "5.0"], (1, 5)),
        ("Agree?", ["5 - Strongly agree", "1 - Not at all"], (1, 5)),
        ("The room", ["Very good", "poor", "Excellent", "I don't know"], (1, 5)),
        ("The room", ["sehr zufrieden", "Zufrieden"], (1, 5)),
        ("Η μέρα", ["Συμφωνώ απόλυτα", "Διαφωνώ"], (1, 5)),
        ("How important is it?", ["extremely important", "slightly important"], (1, 5)),
    ],
)
def test_scales(question: str, answers: list[str], ends: tuple[int, int]) -> None:
    scale = find_scale(question, answers)
    assert scale
    assert (scale.lowest, scale.highest) == ends


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("How many officers?", ["3", "5", "2"]),
        ("Age", ["9", "8"]),
        ("Ticked", ["0", "1", "1"]),
        ("Version", ["8.x LTS", "9.x LTS"]),
        ("Were you there?", ["yes", "no"]),
        ("Comment", ["good", "The room was far too hot for all of us", "It was too long"]),
        ("Year", ["2017", "2018"]),
    ],
)
def test_no_scales(question: str, answers: list[str]) -> None:
    assert find_scale(question, answers) is None


def test_points_are_told_by_number_and_by_word() -> None:
    numbers, words = find_scale("Rate it (1-5)", ["4", "5"]), find_scale("It", ["Very good", "poor", "fair"])
    assert numbers
    assert words
    assert [numbers.point(a) for a in ("4", "5 - great", "6", "n/a", "")] == [4, 5, None, None, None]
    assert [words.point(a) for a in ("FAIR", "very good!", "so so")] == [3, 5, None]


def test_options_with_commas_stay_whole() -> None:
    told = ["Foot, in the rain", "Bus, Foot, in the rain", "Bus"]
    assert split_options(told)["Bus, Foot, in the rain"] == ("Bus", "Foot, in the rain")
    assert split_options(["A;B;", "B"])["A;B;"] == ("A", "B")


def test_the_chart_says_in_words_what_it_shows() -> None:
    (scale,) = evaluate([source(rating("The <room>", 4, 5))], least=5).scales
    chart = ratings_chart(scale, "#003399")
    assert chart.alt == "The <room>: 4.5"
    assert "&lt;room&gt;" in chart.svg
    assert ">4.5<" in chart.svg
    assert isinstance(scale, RatedScale)


def test_the_report_has_an_evaluation_where_people_ticked(project: Project) -> None:
    tree = {"inputs/workshop.toml": WORKSHOP, "inputs/feedback/a.xlsx": FILES["eusurvey.xlsx"]}
    folder = project(tree)
    pipeline.build(folder, formats=["html", "docx"])
    page = html.parse(io.BytesIO((folder / "output/report.html").read_bytes()))
    (section,) = page.xpath("//section[h1[contains(., 'Evaluation')]]")
    table = section.xpath(".//table[caption='How was it?']")[0]
    rows = [[cell.text_content() for cell in row.xpath("th|td")] for row in table.xpath(".//tr")]
    assert rows == [
        ["Question", "Answers", "Mean", "1", "2", "3", "4", "5"],
        ["The room", "3", "3.0", "0", "1", "1", "1", "0"],
        ["The food", "4", "4.5", "0", "0", "0", "2", "2"],
    ]
    assert "The room: 3.0; The food: 4.5" in section.xpath(".//img/@alt")[0]
    outline = docx_outline((folder / "output/report.docx").read_bytes())
    assert "Heading 1 | Evaluation of the workshop" in outline
    assert "RB Table Text | 4.5" in outline


def test_no_section_without_ticks(project: Project, tmp_path: Path) -> None:
    folder = project()
    pipeline.build(folder, formats=["html"])
    assert "Evaluation" not in (folder / "output/report.html").read_text(encoding="utf-8")
