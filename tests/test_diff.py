"""What changed between drafts, as a person sees it: terminal, JSON, annex, history, Word."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from report_builder import pipeline
from report_builder.disk import write_file
from tests.conftest import NOTE, WORKSHOP, Project, Run
from tests.outline import docx_outline
from tests.word_editor import WordEditor, q
from tests.word_reviewer import settled

SIGNS = "Drivers need signs that can be read at night."
VANS = "The crossing by the school is hidden behind parked vans."
INTRODUCTION = "inputs/sections/introduction.md"
BEFORE = "We met in Ghent. The hall was full.\n\nTwo tables worked in parallel.\n"


def toml(version: str = "0.1", more: str = "") -> str:
    return f'{WORKSHOP}\n[deliverable]\nversion = "{version}"\n{more}'


@pytest.fixture(scope="module")
def first_draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workshop whose version 0.1 was built in Word."""
    folder = tmp_path_factory.mktemp("first") / "workshop"
    for name, text in {
        "inputs/workshop.toml": toml(),
        "inputs/notes/crossings.md": NOTE,
        INTRODUCTION: BEFORE,
    }.items():
        write_file(folder / name, text.encode(), name)
    pipeline.build(folder, formats=["docx"])
    return folder


@pytest.fixture
def drafted(first_draft: Path, tmp_path: Path) -> Path:
    """A copy of that workshop."""
    return Path(shutil.copytree(first_draft, tmp_path / "workshop"))


def note(folder: Path, text: str) -> None:
    (folder / "inputs/notes/crossings.md").write_text(text, encoding="utf-8")


def setting(folder: Path, text: str) -> None:
    (folder / "inputs/workshop.toml").write_text(text, encoding="utf-8")


def rework(folder: Path) -> None:
    """Notes and texts change in every way that is told, and the version is raised."""
    changed = NOTE.replace("signs that", "large signs that").replace(
        "## Challenges", "- Somebody on duty.\n\n## Challenges"
    )
    note(folder, changed.replace("## Challenges", "## Practices"))
    (folder / INTRODUCTION).write_text(BEFORE.replace("full", "packed").replace("Two tables", "Three tables"))
    setting(folder, toml("0.2"))


def draft_ids(folder: Path) -> list[str]:
    """Ids of the drafts that were built, oldest first."""
    lines = (folder / "inputs/history/drafts.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["draft"] for line in lines]


def changes(run: Run, *arguments: object) -> list[str]:
    """The lines that tell of changes."""
    result = run("diff", *arguments)
    assert result.code == 0, result.err
    kinds = ("added", "gone", "reworded", "moved", "support", "prose")
    return [re.sub(" +", " ", line) for line in result.out.splitlines() if line.startswith(kinds)]


def test_nothing_changed_is_said(drafted: Path, run: Run) -> None:
    result = run("diff", "--workshop", drafted)
    assert "Nothing changed in findings and texts." in result.out
    assert changes(run, "--workshop", drafted) == []


def test_each_change_is_one_line(drafted: Path, run: Run) -> None:
    rework(drafted)
    assert changes(run, "--workshop", drafted) == [
        "added F3 crossings/need: Somebody on duty.",
        "reworded F1 Drivers need {+large+} signs that can be read at night.",
        f"moved F2 crossings/challenge -> crossings/practice: {VANS}",
        "prose introduction: We met in Ghent. The hall was [-full-]{+packed+}.",
        "prose introduction: [-Two-]{+Three+} tables worked in parallel.",
    ]


def test_a_statement_that_is_gone_and_one_with_more_support_are_told(drafted: Path, run: Run) -> None:
    note(drafted, NOTE.split("## Challenges")[0])
    (drafted / "inputs/notes/second.md").write_text(f"# Crossings\n\n- Need: {SIGNS}\n", encoding="utf-8")
    setting(drafted, toml(more='[[sessions]]\nid = "a"\ntitle = "A"\nfiles = ["notes/second.md"]\n'))
    assert changes(run, "--workshop", drafted) == [
        f"gone F2 crossings/challenge: {VANS}",
        f"support F1 1 -> 2: {SIGNS}",
    ]


def test_nothing_is_written_by_asking(drafted: Path, run: Run) -> None:
    rework(drafted)
    before = {path: path.read_bytes() for path in drafted.rglob("*") if path.is_file()}
    changes(run, "--workshop", drafted)
    assert {path: path.read_bytes() for path in drafted.rglob("*") if path.is_file()} == before


def test_versions_ids_and_word_files_name_a_draft(drafted: Path, run: Run) -> None:
    first = drafted / "first.docx"
    first.write_bytes((drafted / "output/report.docx").read_bytes())
    rework(drafted)
    told = changes(run, "--workshop", drafted)
    run("build", drafted, "-f", "docx", "-q")
    ids = draft_ids(drafted)
    for names in (["0.1"], ["0.1", "0.2"], [ids[0][:6]], [first], [first, drafted / "output/report.docx"]):
        assert changes(run, *names, "--workshop", drafted) == told
    assert changes(run, "--workshop", drafted) == []


def test_a_word_file_is_compared_as_people_left_it(drafted: Path, run: Run) -> None:
    word = WordEditor((drafted / "output/report.docx").read_bytes())
    word.retype(word.statement(SIGNS), "Drivers need lamps that can be read at night.")
    word.insert("Slower traffic.", word.statement(VANS))
    word.retype(word.find("Two tables"), "Five tables worked in parallel.")
    edited = drafted / "edited.docx"
    edited.write_bytes(word.save())
    assert changes(run, "0.1", edited, "--workshop", drafted) == [
        "added new crossings/challenge: Slower traffic.",
        "reworded F1 Drivers need [-signs-]{+lamps+} that can be read at night.",
        "prose introduction: [-Two-]{+Five+} tables worked in parallel.",
    ]


def test_edits_that_a_build_would_take_over_count(drafted: Path, run: Run) -> None:
    report = drafted / "output/report.docx"
    word = WordEditor(report.read_bytes())
    word.retype(word.statement(SIGNS), "Drivers need lamps.")
    report.write_bytes(word.save())
    told = changes(run, "--workshop", drafted)
    assert told == ["reworded F1 Drivers need [-signs that can be read at night-]{+lamps+}."]
    run("build", drafted, "-f", "docx", "-q")
    ids = draft_ids(drafted)
    assert changes(run, ids[0], "--workshop", drafted) == told


def test_a_statement_that_awaited_review_is_added_when_it_is_placed(project: Project, run: Run) -> None:
    folder = project(
        {
            "inputs/notes/crossings.md": f"# Crossings\n\n- Need: {SIGNS}\n\nNobody could say who keeps the keys.\n"
        }
    )
    run("build", folder, "-f", "docx", "-q")
    note(folder, f"# Crossings\n\n- Need: {SIGNS}\n\nChallenge: Nobody could say who keeps the keys.\n")
    result = run("diff", "--workshop", folder)
    assert [line for line in result.out.splitlines() if line.startswith("added")] == [
        "added     F2    crossings/challenge: Nobody could say who keeps the keys."
    ]
    assert "findings         1 -> 2\nawaiting review  1 -> 0\n" in result.out


def test_json_has_both_versions_and_every_word(drafted: Path, run: Run) -> None:
    rework(drafted)
    told = json.loads(run("diff", "--workshop", drafted, "--json").out)
    assert (told["from"]["version"], told["to"]["version"]) == ("0.1", "0.2")
    assert (told["findings"], told["awaiting_review"]) == ([2, 3], [0, 0])
    assert [(one["number"], one["statement"]) for one in told["added"]] == [(3, "Somebody on duty.")]
    (reworded,) = told["reworded"]
    for side in ("old", "new"):
        assert "".join(word[side] for word in reworded["words"]) == reworded[side]
    assert [one["section"] for one in told["prose"]] == ["introduction", "introduction"]
    assert [(one["old"], one["new"]) for one in told["moved"]] == [
        ("crossings/challenge", "crossings/practice")
    ]
    assert told["gone"] == told["support"] == []


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["0.7"], "0.7: no draft is called so. Versions that were built: 0.1."),
        (["there.docx"], "there.docx: there is no such file."),
    ],
)
def test_a_draft_that_is_not_there_is_told(drafted: Path, run: Run, names: list[str], told: str) -> None:
    result = run("diff", *names, "--workshop", drafted)
    assert (result.code, told in result.err) == (1, True), result.err


def test_two_drafts_of_different_files_are_not_compared(drafted: Path, run: Run) -> None:
    run("summaries", drafted, "-f", "docx", "-q")
    result = run("diff", "0.1", drafted / "output/themes/crossings.docx", "--workshop", drafted)
    assert result.code == 1
    assert "it is a draft of report, the other one is of themes/crossings. Compare two drafts" in result.err


def test_a_summary_is_compared_with_what_it_would_show_now(drafted: Path, run: Run) -> None:
    run("summaries", drafted, "-f", "docx", "-q")
    summary = drafted / "summary.docx"
    summary.write_bytes((drafted / "output/themes/crossings.docx").read_bytes())
    assert changes(run, summary, "--workshop", drafted) == []
    rework(drafted)
    assert [line.split()[0] for line in changes(run, summary, "--workshop", drafted)] == [
        "added", "reworded", "moved",
    ]  # fmt: skip


def test_what_a_summary_leaves_to_the_report_is_no_change_of_it(drafted: Path, run: Run) -> None:
    needs = [f"- Crossing {number} lacks lamps." for number in range(1, 9)]
    note(drafted, "# Crossings\n\n## Needs\n\n" + "\n".join(needs))
    run("summaries", drafted, "-f", "docx", "-q")
    summary = drafted / "summary.docx"
    summary.write_bytes((drafted / "output/themes/crossings.docx").read_bytes())
    note(drafted, "# Crossings\n\n## Needs\n\n" + "\n".join([*needs, "- Crossing 9 lacks lamps."]))
    assert changes(run, summary, "--workshop", drafted) == []


def test_a_summary_is_not_shown_beside_the_report(drafted: Path, run: Run) -> None:
    run("summaries", drafted, "-f", "docx", "-q")
    summary = drafted / "output/themes/crossings.docx"
    result = run("diff", summary, "--workshop", drafted, "--format", "docx")
    assert result.code == 1
    assert not (drafted / "output/changes.docx").exists()


@pytest.mark.parametrize("damage", ["", "{"])
def test_a_record_that_is_gone_or_damaged_is_told(drafted: Path, run: Run, damage: str) -> None:
    (record,) = (drafted / "inputs/history/drafts").iterdir()
    record.write_text(damage) if damage else record.unlink()
    result = run("diff", "--workshop", drafted)
    assert result.code == 1
    assert f"inputs/history/drafts/{record.name}: the record of this draft is gone or damaged." in result.err


def test_without_a_draft_there_is_nothing_to_compare(project: Project, run: Run) -> None:
    result = run("diff", "--workshop", project())
    assert result.code == 1
    assert "Run `report-builder build` first." in result.err


# Word


def marked(folder: Path, run: Run, *arguments: object) -> bytes:
    result = run("diff", *arguments, "--workshop", folder, "--format", "docx")
    assert result.code == 0, result.err
    assert "written   output/changes.docx" in result.out
    return (folder / "output/changes.docx").read_bytes()


def outline(data: bytes) -> list[str]:
    """What stands in a Word file, the lines of its contents left out."""
    return [line for line in docx_outline(data) if not re.match(r"toc \d", line, re.IGNORECASE)]


def test_accepted_the_word_file_is_the_report_and_rejected_the_old_draft(drafted: Path, run: Run) -> None:
    old = (drafted / "output/report.docx").read_bytes()
    rework(drafted)
    data = marked(drafted, run)
    run("build", drafted, "-f", "docx", "-q")
    new = (drafted / "output/report.docx").read_bytes()
    assert outline(settled(data, accept=True)) == outline(new)
    assert outline(settled(data, accept=False)) == outline(old)
    assert outline(new) != outline(old)


def test_the_word_file_is_a_draft_that_can_come_back(drafted: Path, run: Run) -> None:
    rework(drafted)
    data = marked(drafted, run)
    report = drafted / "output/changes.docx"
    assert "Nothing new came back." in run("pull", report, "--workshop", drafted).out
    word = WordEditor(data, author="Bea")
    (typed,) = [one for one in word.statement("Somebody").iter(q("t")) if one.text == "Somebody on duty."]
    typed.text = "Somebody on duty all night."
    report.write_bytes(word.save())
    pulled = json.loads(run("pull", report, "--workshop", drafted, "--json").out)
    assert [(one["field"], one["word"], one["author"]) for one in pulled["carried"]] == [
        ("statement", "Somebody on duty all night.", "Bea")
    ]


def test_what_is_rejected_in_the_word_file_is_taken_back(drafted: Path, run: Run) -> None:
    rework(drafted)
    report = drafted / "output/changes.docx"
    report.write_bytes(settled(marked(drafted, run), accept=False))
    assert run("pull", report, "--workshop", drafted).code == 0
    assert changes(run, "0.1", "--workshop", drafted) == []


def test_the_edited_word_file_is_taken_over_before_it_is_written_again(drafted: Path, run: Run) -> None:
    rework(drafted)
    word = WordEditor(marked(drafted, run))
    (typed,) = [one for one in word.statement("Somebody").iter(q("t")) if one.text == "Somebody on duty."]
    typed.text = "Somebody on duty all night."
    (drafted / "output/changes.docx").write_bytes(word.save())
    result = run("diff", "0.1", "--workshop", drafted, "--format", "docx")
    assert "the changes are taken over, and the edited file is kept as inputs/history/returned/" in result.err
    assert "Somebody on duty all night." in " ".join(outline((drafted / "output/changes.docx").read_bytes()))


def test_the_same_word_file_is_not_written_twice(drafted: Path, run: Run) -> None:
    rework(drafted)
    marked(drafted, run)
    assert "unchanged output/changes.docx" in run("diff", "--workshop", drafted, "--format", "docx").out
    assert len((drafted / "inputs/history/drafts.jsonl").read_text().splitlines()) == 1


def test_a_word_file_shows_one_draft_alone(drafted: Path, run: Run) -> None:
    result = run("diff", "0.1", "0.1", "--workshop", drafted, "--format", "docx")
    assert result.code == 2


def test_a_number_changed_in_a_table_is_no_new_text_of_the_theme(drafted: Path, run: Run) -> None:
    report = drafted / "output/report.docx"
    word = WordEditor(report.read_bytes())
    caption = next(
        p for p in word.paragraphs() if word.words(p).startswith("Findings on “Crossings” by lens")
    )
    table = caption.getnext()
    assert table is not None
    last = list(table.iter(q("t")))[-1]
    last.text = "77"
    report.write_bytes(word.save())
    pulled = json.loads(run("pull", report, "--workshop", drafted, "--json").out)
    assert pulled["carried"] == []
    assert "77" in [told["word"] for told in pulled["not_carried"]]


@pytest.mark.needs_libreoffice
def test_libreoffice_keeps_what_changed(drafted: Path, run: Run) -> None:
    old = (drafted / "output/report.docx").read_bytes()
    rework(drafted)
    marked(drafted, run)
    saved = (drafted / "saved").as_posix()
    command = [shutil.which("soffice") or "libreoffice", f"-env:UserInstallation=file://{saved}/profile"]
    command += ["--headless", "--convert-to", "docx", "--outdir", saved, str(drafted / "output/changes.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    data = Path(saved, "changes.docx").read_bytes()
    run("build", drafted, "-f", "docx", "-q")
    new = (drafted / "output/report.docx").read_bytes()
    for accept, wanted in ((True, new), (False, old)):
        assert texts(settled(data, accept=accept)) == texts(wanted)


def texts(data: bytes) -> list[str]:
    """The words of each paragraph; programs name styles as they like."""
    return [line.partition(" | ")[2] for line in outline(data)]


# The annex and the document's history


def html(folder: Path, run: Run, *arguments: object) -> str:
    assert run("build", folder, "-f", "html", "-f", "docx", "-q", *arguments).code == 0
    return (folder / "output/report.html").read_text(encoding="utf-8")


def test_the_annex_lists_what_changed(drafted: Path, run: Run) -> None:
    rework(drafted)
    page = html(drafted, run, "--changes-since", "0.1")
    assert "What changed since version 0.1" in page
    assert "1 finding added, 1 reworded, 1 moved, 1 text revised." in page
    assert "The hall was <del>full</del><ins>packed</ins>." in page
    assert "from Crossings, challenge to Crossings, practice" in page
    lines = docx_outline((drafted / "output/report.docx").read_bytes())
    assert "RB Annex Entry | F3\tSomebody on duty. · Crossings, need" in lines


def test_the_annex_can_be_asked_for_in_the_settings(drafted: Path, run: Run) -> None:
    rework(drafted)
    assert "What changed since" not in html(drafted, run)
    setting(drafted, toml("0.2", '[output]\nchanges_since = "0.1"\n'))
    assert "What changed since version 0.1" in html(drafted, run)
    assert "0 files, 2 unchanged" in run("build", drafted, "-f", "html", "-f", "docx").out


@pytest.mark.parametrize(
    ("since", "told"),
    [("0.2", "this is the version that is being made"), ("0.9", "no draft is called so")],
)
def test_an_annex_that_cannot_be_made_is_told_and_nothing_is_written(
    drafted: Path, run: Run, since: str, told: str
) -> None:
    rework(drafted)
    setting(drafted, toml("0.2", f'[output]\nchanges_since = "{since}"\n'))
    before = (drafted / "output/report.docx").read_bytes()
    for command in ("build", "check"):
        result = run(command, drafted)
        assert (result.code, told in result.err) == (1, True), result.err
    assert (drafted / "output/report.docx").read_bytes() == before


def rows(folder: Path, run: Run) -> list[str]:
    """The rows of the document's history: version, date, change, author."""
    page = html(folder, run)
    table = page.split("Document history")[1].split("</table>")[0]
    return [
        " | ".join(re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row))
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    ]


def test_each_version_has_its_row(drafted: Path, run: Run) -> None:
    assert rows(drafted, run) == ["0.1 | 5 March 2024 | First draft: 2 findings | The host"]
    rework(drafted)
    setting(drafted, toml("0.2", "date = 2024-04-02\n"))
    second = [
        "0.1 | 5 March 2024 | First draft: 2 findings | The host",
        "0.2 | 2 April 2024 | 1 finding added, 1 reworded, 1 moved, 1 text revised | The host",
    ]
    assert rows(drafted, run) == second
    setting(drafted, toml("0.3", "date = 2024-05-02\n"))
    assert rows(drafted, run) == [
        *second,
        "0.3 | 2 May 2024 | Nothing changed in findings and texts | The host",
    ]


def test_the_row_of_a_version_is_the_same_however_often_it_is_built(drafted: Path, run: Run) -> None:
    rework(drafted)
    rows(drafted, run)
    note(drafted, f"{NOTE}- Lorries take the short cut.\n")
    (drafted / INTRODUCTION).write_text(BEFORE)
    assert rows(drafted, run)[1].split(" | ")[2] == "1 finding added"
    result = run("build", drafted, "-f", "html", "-f", "docx")
    assert "written   0 files, 2 unchanged" in result.out


def test_rows_given_by_hand_stand_for_their_version(drafted: Path, run: Run) -> None:
    rework(drafted)
    given = "".join(
        f'[[deliverable.history]]\nversion = "{version}"\ndate = 2024-03-0{day}\nchange = "{words}"\n'
        for version, day, words in (("0", 1, "Outline"), ("0.1", 7, "Sent to the partners"))
    )
    setting(drafted, toml("0.2", given))
    assert [row.split(" | ")[:3] for row in rows(drafted, run)] == [
        ["0", "1 March 2024", "Outline"],
        ["0.1", "7 March 2024", "Sent to the partners"],
        ["0.2", "5 March 2024", "1 finding added, 1 reworded, 1 moved, 1 text revised"],
    ]


@pytest.mark.parametrize("old", ["{", '"date": "2024-03-05"'])
def test_a_damaged_record_of_a_version_leaves_its_row_out(drafted: Path, run: Run, old: str) -> None:
    (record,) = (drafted / "inputs/history/drafts").iterdir()
    record.write_text(record.read_text(encoding="utf-8").replace(old, '"date": "March"'), encoding="utf-8")
    rework(drafted)
    assert [row.split(" | ")[0] for row in rows(drafted, run)] == ["0.2"]


STRANGE = """\
# Crossings

- Need: an e-mail/SMS alarm for <b>all</b> & "others" – F12 is no number.
- Need: F7\tstands here with a tab, a no\u00a0break space and a soft\u00adhyphen.
- Challenge: ανάγκη για **bold** words, `code` and [a link](https://example.org/a?b=1&c=2).
- Challenge: one line\\
  and the next, with a zero\u200bwidth space and a bell\u0007 in it.

Practice: 1. numbered by hand
"""
TEXTS = """\
# A heading

- one *entry*
- another

  with two paragraphs

| a | b |
|---|---|
| 1 | 2 |

> quoted words

1. first
2. second
"""


def test_right_after_a_build_nothing_changed_however_strange_the_words(project: Project, run: Run) -> None:
    folder = project(
        {
            "inputs/notes/strange.md": STRANGE,
            INTRODUCTION: TEXTS,
            "inputs/sections/themes/crossings.md": TEXTS,
        }
    )
    run("build", folder, "-f", "docx", "-q")
    assert changes(run, "--workshop", folder) == []
    marked(folder, run)
    word = WordEditor((folder / "output/changes.docx").read_bytes())
    assert not list(word.root.iter(q("ins"), q("del")))
