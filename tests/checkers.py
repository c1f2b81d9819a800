"""Checkers that others wrote, each asked for what it finds against a file."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import outloud
import pdfua
from axe_playwright_python.sync_playwright import Axe
from openxml_audit import OpenXmlValidator
from playwright.sync_api import sync_playwright

MEDIA = {
    "screen": ("screen", 1280),
    "telephone": ("screen", 390),
    "print": ("print", 794),
}
"""How a page is looked at: its kind and width in pixels."""


def word_faults(file: Path) -> list[str]:
    """What Word would stumble over or repair, by openxml-audit."""
    return [str(error) for error in OpenXmlValidator().validate(str(file)).errors]


def tag_faults(file: Path) -> list[str]:
    """What a PDF lacks of PDF/UA-1, by pdfua."""
    found = pdfua.validate(str(file)).findings
    return [f"{one.rule_id}: {one.message}" for one in found if one.severity is not pdfua.Severity.INFO]


def reading_faults(file: Path) -> list[str]:
    """What somebody who hears a PDF would miss, by outloud."""
    result = outloud.check(str(file))
    assert result.error is None, result.error
    return [f"{one.rule}: {one.message} ({one.evidence})" for one in result.findings]


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium without a screen and without a network."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        try:
            yield started
        finally:
            started.close()


def page_faults(browser: Any, files: Sequence[Path]) -> dict[str, list[str]]:
    """What axe-core finds against web pages by all its rules, on a screen, a telephone and paper.

    What it can't judge by itself counts as a fault.
    """
    found = {}
    asked: list[str] = []
    for media, (kind, width) in MEDIA.items():
        page = browser.new_page(viewport={"width": width, "height": 1000}, offline=True)
        page.emulate_media(media=kind)
        page.on("request", lambda request: asked.append(request.url))
        for file in files:
            page.goto(file.as_uri())
            answer = Axe().run(page).response
            told = [_told(one) for part in ("violations", "incomplete") for one in answer[part]]
            assert len(answer["passes"]) > 20, answer["passes"]
            told += [f"asks for {url}" for url in asked if not url.startswith(("data:", file.as_uri()))]
            found[f"{file.parent.name}/{file.stem} on {media}"] = told
            asked.clear()
        page.close()
    return found


def _told(one: dict[str, Any]) -> str:
    return f"{one['id']}: {one['help']} ({len(one['nodes'])} times: {one['nodes'][0]['html'][:200]})"
