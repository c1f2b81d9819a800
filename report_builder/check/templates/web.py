"""A page as it was filled, with the place of each tag -> what is wrong with its HTML.

Only what the workshop's own templates wrote is judged.
"""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from lxml.html import defs

from report_builder.errors import Problem, did_you_mean
from report_builder.render.page import PICTURE
from report_builder.render.strange import LINKS, PROGRAMS, kind_of_address
from report_builder.render.templates import MARK

RULE = "template-html"
VOID = frozenset({*defs.empty_tags, "source", "track", "wbr", "embed"})
SELF_CLOSING = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup"} | {
    *("option", "html", "head", "body")
}
"""Elements whose end may be left out."""
ENDS_PARAGRAPH = {"p", "ul", "ol", "dl", "table", "figure", "main", "nav", "aside", "header", "footer"} | {
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "section", "article", "div", "blockquote", "address")
}
CELLS = frozenset({"td", "th", "p"})
ENDS = {
    **dict.fromkeys(("td", "th"), CELLS),
    "tr": CELLS | {"tr"},
    **dict.fromkeys(("thead", "tbody", "tfoot"), CELLS | {"tr", "thead", "tbody", "tfoot"}),
    "li": {"li", "p"},
    **dict.fromkeys(("dt", "dd"), frozenset({"dt", "dd", "p"})),
}
"""What an element ends that stands before it, without an end of its own."""
DEEPEST = 100
"""Elements inside each other; Word files are written by going down into them."""
DRAWN = frozenset({"svg", "math"})
KNOWN = frozenset(
    {*defs.tags, "main", "picture", "template", "data", "rb", "rtc", "search", "slot", "dialog"}
)
UNPRINTED = {"video", "audio", "canvas", "input", "button", "select", "textarea", "meter"} | {
    *("progress", "map", "picture", "math", "svg", "marquee", "noscript", "template", "dialog")
}
"""Elements that a page of paper can't show, or Word can't."""
SHOWN_FROM = {"img": "src", "source": "src", "video": "src", "audio": "src", "image": "href", "use": "href"}
MARKED = re.compile(f"<!--{MARK}[^>]*-->")
FETCHED = re.compile(r"""url\(\s*["']?(?!data:|#)|@import""", re.IGNORECASE)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
PICTURES = (
    "Put the picture into inputs/images, list it under [[images]], and show it with "
    "parts.figures(pictures(…))."
)


class PageReader(HTMLParser):
    """Reads one page; its faults are in `faults`, each with the place where the tag is written."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: dict[Problem, None] = {}
        self.styles: list[tuple[str, str]] = []
        """Place and text of each style sheet that the workshop's templates hold."""
        self.links: list[tuple[str, str]] = []
        """Place and target of each link within the page."""
        self.ids: dict[str, str] = {}
        self._place = ""
        self._open: list[tuple[str, str]] = []
        self._level = 1
        self._headed = [True]
        """For each open table, whether a header cell was met."""
        self._drawing = 0

    def handle_comment(self, data: str) -> None:
        """Take note of where the next tag is written."""
        if data.startswith(MARK):
            self._place = data.removeprefix(MARK)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element by itself and by what stands before it."""
        given = {name: value or "" for name, value in attrs}
        if not self._drawing:
            self._judge(tag, given)
        self._drawing += tag in DRAWN
        ended = ENDS.get(tag, {"p"} if tag in ENDS_PARAGRAPH else ())
        while self._open and self._open[-1][0] in ended:
            self._open.pop()
        if len(self._open) == DEEPEST:
            self._tell("elements stand too deeply inside each other here", "Close those before.", error=True)
        if tag == "table":
            self._headed.append(False)
        self._headed[-1] = self._headed[-1] or tag == "th"
        if tag not in VOID:
            self._open.append((tag, self._place))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._end(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and tell those within it that nothing closed."""
        if tag not in VOID:
            self._end(tag)

    def handle_data(self, data: str) -> None:
        """Keep the text of a style sheet."""
        if self._open and self._open[-1][0] == "style" and self._open[-1][1]:
            self.styles.append((self._open[-1][1], MARKED.sub("", data)))

    @property
    def dead_links(self) -> Iterator[Problem]:
        """Links to places that the page doesn't have; those of headings without an id are not known here."""
        for place, target in self.links:
            if place and target and target not in self.ids:
                what = f'a link leads to "#{target}", and nothing there has that id'
                yield Problem(RULE, place, what, did_you_mean(target, self.ids) or "Correct it.", "warning")

    def finish(self, text: str) -> "PageReader":
        """Read the whole text."""
        self.feed(text)
        self.close()
        self._leave(0)
        return self

    def _end(self, tag: str) -> None:
        depths = [depth for depth, (name, _) in enumerate(self._open) if name == tag]
        if not depths:
            self._tell(f'"</{tag}>" closes nothing', "Remove it, or write what it should close.")
            return
        self._leave(depths[-1] + 1)
        _, place = self._open.pop()
        self._drawing -= tag in DRAWN
        if tag == "table" and not self._headed.pop():
            mend = 'Write the cells of its first row as <th scope="col">.'
            self._tell("this table has no header cells", mend, place)

    def _leave(self, depth: int) -> None:
        for tag, place in self._open[depth:]:
            self._drawing -= tag in DRAWN
            if tag not in SELF_CLOSING:
                self._tell(f'"<{tag}>" is not closed', f"Write </{tag}> where it ends.", place)
        del self._open[depth:]

    def _judge(self, tag: str, given: Mapping[str, str]) -> None:
        self._judge_name(tag, given)
        self._judge_id(given.get("id", ""))
        self._judge_address(tag, given)
        if re.fullmatch("h[1-6]", tag):
            self._judge_heading(int(tag[1]))
        if "hidden" in given or HIDDEN.search(given.get("style", "")):
            what = "this is hidden in PDF and HTML, but stands in Word"
            self._tell(what, "Remove it, or let {% if … %} decide whether it is there.")
        if tag == "img" and "alt" not in given:
            mend = 'Say in alt="…" what it shows, or write alt="" if it only decorates.'
            self._tell("this picture has no text for those who can't see it", mend)
        if FETCHED.search(given.get("style", "")):
            self._tell("a style fetches something from elsewhere, which is not done", PICTURES)

    def _judge_name(self, tag: str, given: Mapping[str, str]) -> None:
        acting = [name for name in given if name.startswith("on")]
        if tag in PROGRAMS or acting:
            for name in acting or [f"<{tag}>"]:
                what = f'"{name}" is taken out: a report runs and fetches nothing'
                self._tell(what, "Remove it.", error=True)
        elif tag in UNPRINTED:
            mend = "Say it in words, or as a picture: <img>."
            self._tell(f'"<{tag}>" is shown on a screen at best, not in PDF and Word', mend)
        elif tag == "q":
            self._tell("Word shows no quotation marks for <q>", "Write the marks themselves.")
        elif tag not in KNOWN:
            what = f'there is no element "<{tag}>", so that its words are shown as plain text'
            self._tell(what, did_you_mean(tag, KNOWN) or "Write one that HTML knows.")

    def _judge_id(self, id: str) -> None:
        if not id:
            return
        if id in self.ids:
            what = f'id="{id}" stands twice in the page, so that links to it lead to the first'
            self._tell(what, "Give one of them another id.", self._place or self.ids[id])
        self.ids.setdefault(id, self._place)

    def _judge_heading(self, level: int) -> None:
        if level > self._level + 1:
            what = f"a heading of level {level} follows one of level {self._level}"
            self._tell(what, f"Write <h{self._level + 1}>: no level may be skipped.")
        self._level = level

    def _judge_address(self, tag: str, given: Mapping[str, str]) -> None:
        source = given.get(SHOWN_FROM.get(tag, ""), "") or given.get("srcset", "")
        if source and not source.startswith(("data:", "#", PICTURE)):
            what = f'"{source[:60]}" is not fetched, so that nothing is shown'
            self._tell(what, PICTURES, error=True)
        target = given.get("href", "").strip()
        if target.startswith("#"):
            self.links.append((self._place, target[1:]))
        elif tag in ("a", "area") and "href" in given and kind_of_address(target) not in LINKS:
            what = f'a link can\'t lead to "{target[:60]}", so that only its words stay'
            self._tell(what, "Write an address that begins with https:// or mailto:, or #id of a place here.")

    def _tell(self, what: str, mend: str, place: str | None = None, *, error: bool = False) -> None:
        where = self._place if place is None else place
        if where:
            self.faults.setdefault(Problem(RULE, where, what, mend.rstrip(), "error" if error else "warning"))
