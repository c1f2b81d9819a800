"""A process of its own that sets PDFs, so that Word and HTML need not wait for them.

Down its standard input go jobs, one JSON object a line; up its standard output come, for each, a line of JSON
and the PDF. It ends when its input does: whatever becomes of the program, no press is left behind.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Self

from report_builder.errors import Problem, RenderError
from report_builder.render.pdf import PdfResult, set_pdf

START = "from report_builder.render.press import main; main()"
TEMPORARY = ("TMPDIR", "TEMP", "TMP")


class Press:
    """Sets PDFs beside what else is done; it is started by the first and ended with the block."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._reader = ThreadPoolExecutor(1)
        self._scratch: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._reader.shutdown(cancel_futures=True)
        if self._scratch:
            self._scratch.cleanup()

    def set(
        self, html: str, headings: Sequence[str], language: str, *, archival: bool = False
    ) -> "Future[PdfResult]":
        """Begin to set a page; what comes of it raises RenderError where Pango is not installed."""
        process = self._process = self._process or self._started()
        assert process.stdin is not None
        with suppress(OSError):  # one that has ended already is met where its answer is read
            job = {"html": html, "headings": list(headings), "language": language, "archival": archival}
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.flush()
        return self._reader.submit(_answer, process)

    def _started(self) -> subprocess.Popen[bytes]:
        # fonts are unpacked there; a press that is ended in the middle can't clear them away itself
        self._scratch = tempfile.TemporaryDirectory(prefix="report-builder-", ignore_cleanup_errors=True)
        place = self._scratch.name
        here = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        return subprocess.Popen(
            [sys.executable, "-P", "-c", START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **here, **dict.fromkeys(TEMPORARY, place)},
        )


def _answer(process: subprocess.Popen[bytes]) -> PdfResult:
    assert process.stdout is not None
    head = process.stdout.readline()
    answer = json.loads(head) if head.endswith(b"\n") else {}
    if "bug" in answer:
        raise RuntimeError(answer["bug"])
    if "problems" in answer:
        raise RenderError(*(Problem(**problem) for problem in answer["problems"]))
    content = process.stdout.read(answer.get("size", 0))
    if not answer or len(content) < answer["size"]:
        what = "the process that sets it was ended from outside"
        mend = "Close other programs if memory is short, and build again."
        raise RenderError(Problem("pdf-ended", "PDF", what, mend))
    return PdfResult(content, answer["numbers"], answer["pages"], tuple(answer["warnings"]))


def main() -> None:
    """Be the press: set what comes in until there is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    while True:
        _do(jobs.get(), out)


def _listen(jobs: "queue.SimpleQueue[bytes]") -> None:
    for line in sys.stdin.buffer:
        jobs.put(line)
    os._exit(0)


def _do(line: bytes, out: IO[bytes]) -> None:
    job = json.loads(line)
    content = b""
    head: dict[str, object]
    try:
        made = set_pdf(**job)
        content = made.content
        head = {"numbers": dict(made.page_numbers), "pages": made.pages, "warnings": made.warnings}
    except RenderError as error:
        head = {"problems": [_fields(problem) for problem in error.problems]}
    except Exception:  # noqa: BLE001  # told by the one who waits
        head = {"bug": traceback.format_exc()}
    out.write(json.dumps({**head, "size": len(content)}).encode() + b"\n" + content)
    out.flush()


def _fields(problem: Problem) -> dict[str, str]:
    return {name: getattr(problem, name) for name in ("rule", "where", "what", "mend", "level")}
