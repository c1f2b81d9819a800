"""A file is written whole or not at all, and what stands in the way is told."""

import errno
import os
from pathlib import Path

import pytest

from report_builder.disk import NewFile, opened_elsewhere, show, sweep, write_file, write_files
from report_builder.errors import RenderError


def test_a_folder_of_the_same_name_stands_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "report.docx").mkdir()
    with pytest.raises(RenderError, match=r"output/report\.docx: it can't be written .* Rename"):
        write_file(tmp_path / "report.docx", b"x", "output/report.docx")


def test_a_file_where_a_folder_should_be_stands_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"x")
    with pytest.raises(RenderError, match="Rename"):
        write_file(tmp_path / "output" / "report.docx", b"x", "output/report.docx")


def test_what_stands_in_the_way_of_some_leaves_all_as_they_were_and_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").mkdir()
    (tmp_path / "c").mkdir()
    with pytest.raises(RenderError) as error:
        write_files([NewFile(tmp_path / name, b"new", f"output/{name}") for name in "abc"])
    assert [problem.where for problem in error.value.problems] == ["output/b", "output/c"]
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOSPC, "Make room on the disk"), (errno.EACCES, "Close it if it is open")]
)
def test_a_full_disk_or_a_locked_file_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(number, os.strerror(number))

    report = tmp_path / "report.docx"
    report.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(RenderError, match=told):
        write_file(report, b"new", "output/report.docx")
    assert report.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.docx"]


def test_paths_are_shown_below_the_workshop_where_they_lie_there(tmp_path: Path) -> None:
    assert show(tmp_path, tmp_path / "output/report.docx") == "output/report.docx"
    assert show(tmp_path / "a", tmp_path / "b.txt") == str((tmp_path / "b.txt").resolve())


def test_a_file_without_a_lock_beside_it_is_not_open(tmp_path: Path) -> None:
    assert not opened_elsewhere(tmp_path / "report.docx")


def test_files_are_written_in_their_order_and_the_new_ones_named(tmp_path: Path) -> None:
    (tmp_path / "same").write_bytes(b"same")
    files = [NewFile(tmp_path / "same", b"same", "same"), NewFile(tmp_path / "in/new", b"new", "new")]
    assert write_files(files) == {tmp_path / "in/new"}
    assert write_files(files) == frozenset()


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".report.docx.abc.part").touch()
    (tmp_path / "report.docx").touch()
    sweep([tmp_path, tmp_path / "none"])
    assert [path.name for path in tmp_path.iterdir()] == ["report.docx"]


def test_beside_what_people_wrote_only_parts_of_the_named_file_are_swept_away(tmp_path: Path) -> None:
    for name in (".review.xlsx.abc.part", ".notes.docx.abc.part", "review.xlsx"):
        (tmp_path / name).touch()
    sweep([tmp_path], "review.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".notes.docx.abc.part", "review.xlsx"]
