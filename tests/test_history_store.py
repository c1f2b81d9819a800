"""inputs/history on disk: readable, told apart when broken, and the guard of edited files."""

from dataclasses import replace
from pathlib import Path

import pytest

from report_builder.disk import write_file, write_files
from report_builder.edit import Edit
from report_builder.errors import HistoryError, RenderError
from report_builder.history import store
from report_builder.history.guard import guard_edited
from report_builder.history.identity import Record

RECORD = Record("abc", 1, "Ανάγκη: «more» staff", "protests", "need", ("notes/a.md, line 3",))
EDIT = (
    '{"id": "a", "field": "lens", "base": "", "new": "need", "author": "Ann", "date": "2024", "origin": "x"}'
)


def write_records(folder: Path, records: list[Record]) -> None:
    write_files([*store.record_files(folder, records)])


def note_written(folder: Path, path: Path, data: bytes) -> None:
    write_files([store.written_file(folder, [(path, data)])])


def test_records_come_back_as_written_a_line_each(tmp_path: Path) -> None:
    other = replace(RECORD, id="xyz", number=2)
    write_records(tmp_path, [RECORD, other])
    assert store.read_records(tmp_path) == (RECORD, other)
    text = (tmp_path / "inputs/history/findings.jsonl").read_text(encoding="utf-8")
    assert text.count("\n") == 2
    assert "Ανάγκη: «more»" in text.replace('\\"', '"')


def test_no_history_is_an_empty_history(tmp_path: Path) -> None:
    assert store.read_records(tmp_path) == ()
    assert store.read_edits(tmp_path) == ()


def test_edits_are_read_in_order(tmp_path: Path) -> None:
    write_file(tmp_path / "inputs/history/edits.jsonl", f"{EDIT}\n\n{EDIT}\n".encode(), "x")
    assert store.read_edits(tmp_path) == (Edit("a", "lens", "", "need", "Ann", "2024", "x"),) * 2


def test_what_stands_in_the_journal_stays_byte_by_byte(tmp_path: Path) -> None:
    journal = tmp_path / "inputs/history/edits.jsonl"
    before = b"\xef\xbb\xbf" + EDIT.replace("Ann", "Andr\u00e9").encode("latin-1") + b"\r\n" + EDIT.encode()
    write_file(journal, before, "x")
    store.append_edits(tmp_path, [Edit("a", "lens", "need", "challenge", "Bob", "2024", "x")])
    assert journal.read_bytes().startswith(before + b"\n{")
    assert [edit.author for edit in store.read_edits(tmp_path)] == ["Andr\ufffd", "Ann", "Bob"]


def test_every_broken_line_is_named(tmp_path: Path) -> None:
    write_file(tmp_path / "inputs/history/edits.jsonl", f'{EDIT}\n{{"id": 1\n[]\nmine\n'.encode(), "x")
    with pytest.raises(HistoryError) as error:
        store.read_edits(tmp_path)
    places = [problem.where for problem in error.value.problems]
    assert places == [f"inputs/history/edits.jsonl, line {line}" for line in (2, 3, 4)]


def test_a_file_that_nobody_edited_is_not_kept(tmp_path: Path) -> None:
    report = tmp_path / "output/report.docx"
    write_file(report, b"draft", "x")
    note_written(tmp_path, report, b"draft")
    assert guard_edited(tmp_path, [(report, b"new")], pull=False) == ()


def test_an_edited_file_is_kept_and_told(tmp_path: Path) -> None:
    report = tmp_path / "output/report.docx"
    note_written(tmp_path, report, b"draft")
    write_file(report, b"draft, edited", "x")
    ((copy, problem),) = guard_edited(tmp_path, [(report, b"new")], pull=True)
    assert copy.parent == tmp_path / "inputs/history/returned"
    assert copy.read_bytes() == b"draft, edited"
    assert problem.level == "warning"
    assert copy.name in problem.what


def test_with_no_pull_an_edited_file_is_refused(tmp_path: Path) -> None:
    report = tmp_path / "output/report.docx"
    write_file(report, b"of unknown origin", "x")
    with pytest.raises(RenderError, match="somebody edited it"):
        guard_edited(tmp_path, [(report, b"new")], pull=False)


@pytest.mark.parametrize("lock", ["~$report.docx", "~$port.docx", ".~lock.report.docx#"])
def test_a_file_that_is_open_elsewhere_is_refused(tmp_path: Path, lock: str) -> None:
    report = tmp_path / "output/report.docx"
    write_file(report, b"draft", "x")
    (report.parent / lock).touch()
    with pytest.raises(RenderError, match="open in Word or LibreOffice"):
        guard_edited(tmp_path, [(report, b"new")], pull=True)


def test_a_stop_between_note_and_write_looks_like_no_edit(tmp_path: Path) -> None:
    report = tmp_path / "output/report.docx"
    write_file(report, b"old", "x")
    note_written(tmp_path, report, b"old")
    note_written(tmp_path, report, b"new")
    assert not store.edited_since_written(tmp_path, report)
    write_file(report, b"new", "x")
    assert not store.edited_since_written(tmp_path, report)


def test_two_runs_do_not_write_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.05)
    with store.locked(tmp_path), pytest.raises(HistoryError, match="another run"), store.locked(tmp_path):
        pass


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    assert write_file(target, b"one", "report.docx")
    assert not write_file(target, b"one", "report.docx")
    assert write_file(target, b"two", "report.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["report.docx"]


def test_a_file_that_holds_what_is_to_be_written_was_not_edited(tmp_path: Path) -> None:
    report = tmp_path / "output/report.docx"
    write_file(report, b"same", "x")
    assert guard_edited(tmp_path, [(report, b"same")], pull=False) == ()


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "a", "number": 1, "statement": "x", "places": []}',
        '{"id": "a", "number": 1, "statement": "x", "theme": "t", "lens": "l", "places": null}',
        '{"id": ["a"], "number": "one"}',
        "mine",
    ],
)
def test_a_damaged_record_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    write_file(tmp_path / "inputs/history/findings.jsonl", f"\n{line}\n".encode(), "x")
    with pytest.raises(HistoryError, match=r"findings\.jsonl, line 2"):
        store.read_records(tmp_path)


def test_a_line_of_a_later_version_is_read(tmp_path: Path) -> None:
    write_records(tmp_path, [RECORD])
    path = tmp_path / "inputs/history/findings.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("{", '{"new": 1, ', 1), encoding="utf-8")
    assert store.read_records(tmp_path) == (RECORD,)


def test_the_same_finding_twice_counts_once(tmp_path: Path) -> None:
    write_records(tmp_path, [RECORD, RECORD])
    assert store.read_records(tmp_path) == (RECORD,)


def test_a_damaged_note_of_what_was_written_is_told(tmp_path: Path) -> None:
    report = tmp_path / "output/report.docx"
    write_file(report, b"draft", "x")
    write_file(tmp_path / "inputs/history/written.json", b'{"output/report.docx": 5}', "x")
    with pytest.raises(HistoryError, match=r"written\.json"):
        store.edited_since_written(tmp_path, report)


def test_a_history_that_is_no_folder_is_told(tmp_path: Path) -> None:
    write_file(tmp_path / "inputs/history", b"a file", "x")
    with pytest.raises(HistoryError, match="must be a folder"):
        store.read_records(tmp_path)


def test_the_journals_of_two_people_joined_by_git_are_read_both(tmp_path: Path) -> None:
    other = EDIT.replace("Ann", "Bob")
    joined = f"{EDIT}\n<<<<<<< HEAD\n{EDIT}\n=======\n{other}\n>>>>>>> partner\n"
    write_file(tmp_path / "inputs/history/edits.jsonl", joined.encode(), "x")
    assert [edit.author for edit in store.read_edits(tmp_path)] == ["Ann", "Ann", "Bob"]


def test_git_is_asked_to_keep_the_lines_of_both(tmp_path: Path) -> None:
    write_records(tmp_path, [RECORD])
    assert "merge=union" in (tmp_path / "inputs/history/.gitattributes").read_text(encoding="utf-8")


def test_a_protected_output_is_told_and_left(tmp_path: Path) -> None:
    report = tmp_path / "output/report.docx"
    write_file(report, b"draft", "x")
    note_written(tmp_path, report, b"draft")
    report.chmod(0o444)
    with pytest.raises(RenderError) as error:
        guard_edited(tmp_path, [(report, b"new")], pull=True)
    assert "protected" in str(error.value)
    assert report.read_bytes() == b"draft"


def test_appended_edits_leave_the_lines_before_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "inputs/history/edits.jsonl"
    write_file(path, EDIT.encode(), "x")
    store.append_edits(tmp_path, [Edit("b", "statement", "Old.", "Ω", "Bob", "2024", "r.docx")])
    first, second, end = path.read_text(encoding="utf-8").split("\n")
    assert (first, end) == (EDIT, "")
    assert '"new": "Ω"' in second
    assert len(store.read_edits(tmp_path)) == 2
