"""What people do to a draft of the sample workshop (tests/returned_draft.py), and what they expect of it.

Each function edits the draft that is open in the editor; above it stands what `pull` shall tell, a line each,
then what the next draft shows and what it shows no longer.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from tests import word_saves as saves
from tests.word_editor import Element, WordEditor, make, q, run


@dataclass(frozen=True)
class Case:
    """One edit and what is expected of it."""

    name: str
    edit: Callable[[WordEditor], object]
    told: tuple[str, ...]
    shows: tuple[str, ...]
    hides: tuple[str, ...]


CASES: list[Case] = []
Edit = Callable[[WordEditor], object]
F1 = "Drivers need signs that can be read at night."
F2 = "Children need a longer green light on their way to school."
F3 = "Wheelchair users ask for kerbs without a step."
F4 = "The crossing by the school is hidden behind parked vans."
F5 = "Nobody knows who mends the lamps."
F6 = "Residents share their garages by means of a list on paper."
F7 = "Shops need a place where goods are unloaded early in the morning."
F8 = "Η πόλη χρειάζεται περισσότερους χώρους στάθμευσης."
INTRO = "The workshop was held in Ghent."
TABLES = "They sat at"
NEW = "Cyclists want a mirror at the corner."
NOTHING = "nothing"


def case(
    *told: str, shows: str | tuple[str, ...] = (), hides: str | tuple[str, ...] = ()
) -> Callable[[Edit], Edit]:
    def keep(edit: Edit) -> Edit:
        name = edit.__name__.replace("_", " ")
        lines = () if told == (NOTHING,) else told
        CASES.append(Case(name, edit, lines, _all(shows), _all(hides)))
        return edit

    return keep


def _all(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts


def heading(word: WordEditor, words: str, under: str = "") -> Element:
    """The heading with these words; the first one below the heading `under`."""
    begun = not under
    for paragraph in word.paragraphs():
        text = word.words(paragraph).strip()
        if word.style(paragraph).startswith("Heading"):
            if begun and text == words:
                return paragraph
            begun = begun or text == under
    raise LookupError(words)


def between(word: WordEditor, first: Element, last: Element | None) -> list[Element]:
    """Everything in the body from one element up to another, that one left out."""
    body = list(word.body)
    return body[body.index(first) : body.index(last) if last is not None else len(body) - 1]


# Statements


@case("reworded F1: Drivers need bright signs.", shows="Drivers need bright signs.", hides=F1)
def rewrite_a_statement(word: WordEditor) -> None:
    word.retype(word.statement(F1), "Drivers need bright signs.")


@case("reworded F1: Drivers need bright signs.", shows="Drivers need bright signs.", hides=F1)
def rewrite_it_with_tracking_on(word: WordEditor) -> None:
    word.retype_tracked(word.statement(F1), "Drivers need bright signs.")


@case("reworded F1: Drivers need bright signs.", shows="Drivers need bright signs.", hides=F1)
def rewrite_it_with_tracking_on_and_accept_all(word: WordEditor) -> None:
    word.retype_tracked(word.statement(F1), "Drivers need bright signs.")
    word.accept_all()


@case("reworded F8: Η πόλη χρειάζεται ησυχία.", shows="Η πόλη χρειάζεται ησυχία.", hides=F8)
def rewrite_greek(word: WordEditor) -> None:
    word.retype(word.statement(F8), "Η πόλη χρειάζεται ησυχία.")


@case("reworded F1: Quite another thought, in quite other words.", hides=F1)
def rewrite_altogether(word: WordEditor) -> None:
    word.retype(word.statement(F1), "Quite another thought, in quite other words.")


@case('reworded F1: Signs < 2 m & "bright" > dull 😀', shows='Signs < 2 m & "bright" > dull 😀')
def type_signs_that_xml_knows(word: WordEditor) -> None:
    word.retype(word.statement(F1), 'Signs < 2 m & "bright" > dull 😀')


@case(f"reworded F1: {F1} By law.", shows=f"{F1} By law.")
def type_on_behind_the_end(word: WordEditor) -> None:
    word.append_run(word.statement(F1), " By law.")


@case(f"reworded F1: {F1} By law.", shows=f"{F1} By law.")
def type_on_behind_the_bookmark(word: WordEditor) -> None:
    word.statement(F1).append(run(" By law."))


@case(f"reworded F1: In all: {F1}", shows=f"In all: {F1}")
def type_between_tab_and_bookmark(word: WordEditor) -> None:
    word.retype(word.statement(F1), f"In all: {F1}")


@case("reworded F1: Drivers need <strong>signs</strong> that can be read at night.", shows=F1)
def make_a_word_bold(word: WordEditor) -> None:
    saves.set_face(word, word.statement(F1), "signs", "b")


@case("reworded F1: Drivers need <em>signs</em> that can be read at night.", shows=F1)
def make_a_word_italic(word: WordEditor) -> None:
    saves.set_face(word, word.statement(F1), "signs", "i")


@case(
    'reworded F1: Drivers need <a href="https://signs.example">signs</a> that can be read at night.', shows=F1
)
def add_a_link(word: WordEditor) -> None:
    saves.set_link(word, word.statement(F1), "signs", "https://signs.example")


@case(NOTHING)
def paint_words_and_underline_them(word: WordEditor) -> None:
    saves.set_face(word, word.statement(F1), "signs", "u", "highlight")


@case(NOTHING)
def change_looks_with_tracking_on(word: WordEditor) -> None:
    saves.format_tracked(word, word.statement(F1))


@case(NOTHING)
def add_spaces_and_line_breaks(word: WordEditor) -> None:
    word.retype(word.statement(F1), "Drivers need  signs\u00a0that can be read at night. ")


@case(NOTHING)
def break_the_line_inside_a_statement(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    word.retype(paragraph, "Drivers need signs")
    paragraph.append(make("r", make("br")))
    paragraph.append(run("that can be read at night."))


@case(NOTHING)
def add_empty_paragraphs_and_page_breaks(word: WordEditor) -> None:
    word.insert("", word.statement(F1))
    word.statement(F2).addprevious(make("p", make("r", make("br", type="page"))))


@case(NOTHING)
def hide_words_that_nobody_sees(word: WordEditor) -> None:
    word.append_run(word.statement(F1), " unseen", "vanish")


@case("set-aside F1", hides=F1)
def delete_a_statement(word: WordEditor) -> None:
    word.remove(word.statement(F1))


@case("set-aside F1", hides=F1)
def delete_it_with_its_support(word: WordEditor) -> None:
    word.remove(word.find("S1, line 5", "RBSupport"))
    word.remove(word.statement(F1))


@case("set-aside F1", hides=F1)
def delete_it_with_tracking_on(word: WordEditor) -> None:
    word.remove_tracked(word.statement(F1))


@case("set-aside F1", hides=F1)
def delete_it_with_tracking_on_and_accept(word: WordEditor) -> None:
    word.remove_tracked(word.statement(F1))
    word.accept_all()


@case("set-aside F1", hides=F1)
def delete_its_words_and_leave_its_number(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    for one in word._own_runs(paragraph):
        paragraph.remove(one)


@case("set-aside F1", hides=F1)
def delete_its_words_and_number_and_leave_the_empty_line(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    for one in paragraph.findall(q("r")):
        paragraph.remove(one)


@case("set-aside F4", "set-aside F5", hides=(F4, F5), shows="No challenges were recorded for this theme.")
def delete_all_statements_of_a_lens(word: WordEditor) -> None:
    for words in (F4, F5):
        word.remove(word.statement(words))


@case("lens F1: challenge", "order crossings/challenge", shows=F1)
def move_a_statement_to_another_lens(word: WordEditor) -> None:
    word.move(word.statement(F1), word.statement(F4))


@case("lens F1: challenge", "order crossings/challenge", shows=F1)
def move_it_with_its_support(word: WordEditor) -> None:
    support = word.find("S1, line 5", "RBSupport")
    word.move(word.statement(F1), word.find("S1, line 12", "RBSupport"))
    word.move(support, word.statement(F1))


@case("theme F1: parking", "lens F1: practice", "order parking/practice", shows=F1)
def move_it_to_another_theme(word: WordEditor) -> None:
    word.move(word.statement(F1), word.statement(F6))


@case("lens F1: challenge", "order crossings/challenge", shows=F1)
def move_it_with_tracking_on(word: WordEditor) -> None:
    word.move_tracked(word.statement(F1), word.statement(F4))


@case("lens F1: challenge", "order crossings/challenge", shows=F1)
def move_it_with_tracking_on_and_accept(word: WordEditor) -> None:
    word.move_tracked(word.statement(F1), word.statement(F4))
    word.accept_all()


@case(
    "lens F1: challenge",
    "reworded F1: Drivers need bright signs, read at night.",
    "order crossings/challenge",
    shows="Drivers need bright signs, read at night.",
)
def move_and_rewrite_it(word: WordEditor) -> None:
    word.retype(word.statement(F1), "Drivers need bright signs, read at night.")
    word.move(word.statement("bright signs"), word.statement(F4))


@case("theme F1: parking", "lens F1: challenge", "order parking/challenge", shows=F1)
def move_it_to_an_empty_lens(word: WordEditor) -> None:
    word.move(word.statement(F1), heading(word, "Challenges", under="Parking"))


@case("theme F1: parking", "lens F1: challenge", "order parking/challenge", shows=F1)
def move_it_over_the_words_that_say_that_a_lens_is_empty(word: WordEditor) -> None:
    empty = next(
        p for p in between(word, heading(word, "Challenges", "Parking"), None) if word.style(p) == "RBEmpty"
    )
    word.move(word.statement(F1), empty)
    word.remove(empty)


@case("order crossings/need", shows=F1)
def change_the_order(word: WordEditor) -> None:
    word.move(word.statement(F1), word.find("S1, line 7", "RBSupport"))


@case(f"told {F1!r} -> ''", shows=F1)
def move_a_statement_into_the_introduction(word: WordEditor) -> None:
    word.move(word.statement(F1), word.find(INTRO))


@case(
    "reworded F1: Drivers need signs",
    "new crossings/need: that can be read at night.",
    "order crossings/need",
    shows=("Drivers need signs", "that can be read at night."),
)
def split_a_statement(word: WordEditor) -> None:
    word.split(word.statement(F1), "that can")


@case(
    "reworded F1: Drivers need signs",
    "new crossings/need: that can be read at night.",
    "order crossings/need",
    shows=("Drivers need signs", "that can be read at night."),
)
def split_a_statement_with_tracking_on(word: WordEditor) -> None:
    saves.cut_tracked(word, word.statement(F1), "that can")


@case(f"reworded F1: {F1} {F2}", "joined F2", shows=f"{F1} {F2}")
def join_two_statements(word: WordEditor) -> None:
    word.remove(word.find("S1, line 5", "RBSupport"))
    word.join(word.statement(F1), word.statement(F2))


@case(f"reworded F1: {F1} {F2}", "joined F2", shows=f"{F1} {F2}")
def copy_the_words_of_a_statement_to_another_and_delete_it(word: WordEditor) -> None:
    word.remove(word.statement(F2))
    word.retype(word.statement(F1), f"{F1} {F2}")


@case("reworded F1: We talked of lamps.", "set-aside F2", shows="We talked of lamps.", hides=F2)
def rewrite_one_and_delete_another(word: WordEditor) -> None:
    word.retype(word.statement(F1), "We talked of lamps.")
    word.remove(word.statement(F2))


@case(f"reworded F4: {F4} {F5}", "joined F5", shows=f"{F4} {F5}")
def join_two_statements_with_tracking_on(word: WordEditor) -> None:
    word.remove(word.find("S1, line 11", "RBSupport"))
    saves.join_tracked(word, word.statement(F4))


@case(f"new crossings/need: {NEW}", "order crossings/need", shows=NEW)
def write_a_new_statement(word: WordEditor) -> None:
    word.insert(NEW, word.find("S1, line 6", "RBSupport")).find(q("pPr")).find(q("pStyle")).set(  # type: ignore[union-attr]
        q("val"), "RBFinding"
    )


@case(f"new crossings/need: {NEW}", "order crossings/need", shows=NEW)
def write_it_in_the_style_of_the_support(word: WordEditor) -> None:
    word.insert(NEW, word.find("S1, line 6", "RBSupport"))


@case(f"new crossings/need: {NEW}", "order crossings/need", shows=NEW)
def write_it_in_no_style(word: WordEditor) -> None:
    word.insert(NEW, word.find("S1, line 6", "RBSupport"), like=False)


@case(f"new crossings/need: {NEW}", "order crossings/need", shows=NEW)
def write_it_with_tracking_on(word: WordEditor) -> None:
    word.insert_tracked(NEW, word.statement(F2))


@case(f"new crossings/need: {NEW}", "order crossings/need", shows=NEW, hides="F99")
def write_it_with_a_number(word: WordEditor) -> None:
    word.statement(F2).addnext(
        make("p", deepcopy(word.statement(F2).find(q("pPr"))), run("F99"), make("r", make("tab")), run(NEW))  # type: ignore[arg-type]
    )


@case(f"new crossings/need: {NEW}", "order crossings/need", shows=NEW)
def write_it_with_a_number_that_is_another_s(word: WordEditor) -> None:
    word.statement(F2).addnext(
        make("p", deepcopy(word.statement(F2).find(q("pPr"))), run("F1"), make("r", make("tab")), run(NEW))  # type: ignore[arg-type]
    )


@case(f"new parking/challenge: {NEW}", "order parking/challenge", shows=NEW)
def write_the_first_statement_of_a_lens(word: WordEditor) -> None:
    word.insert(NEW, heading(word, "Challenges", under="Parking"), like=False)


@case(f"new parking/challenge: {NEW}", "order parking/challenge", shows=NEW)
def write_it_over_the_words_that_say_that_a_lens_is_empty(word: WordEditor) -> None:
    empty = next(
        p for p in between(word, heading(word, "Challenges", "Parking"), None) if word.style(p) == "RBEmpty"
    )
    word.retype(empty, NEW)


@case(
    f"new crossings/need: {NEW}",
    "new crossings/need: And a lamp.",
    "order crossings/need",
    shows=(NEW, "And a lamp."),
)
def write_two_statements(word: WordEditor) -> None:
    word.insert("And a lamp.", word.statement(F2))
    word.insert(NEW, word.statement(F2))


@case(f"new crossings/need: {NEW}", "order crossings/need", "set-aside F2", shows=NEW, hides=F2)
def delete_one_and_write_another(word: WordEditor) -> None:
    word.insert(NEW, word.statement(F2))
    word.remove(word.statement(F2))


# Numbers, bookmarks, copies


@case(NOTHING)
def put_a_space_in_place_of_the_tab(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    tab = next(one for one in paragraph if one.find(q("tab")) is not None)
    paragraph.replace(tab, run(" "))


@case(NOTHING)
def delete_the_number(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    for one in paragraph.findall(q("r"))[:2]:
        paragraph.remove(one)


@case("told 'F1' -> 'F9'", shows=F1)
def type_another_number(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    paragraph.findall(q("r"))[0].find(q("t")).text = "F9"  # type: ignore[union-attr]


@case("reworded F1: Drivers need bright signs at night.", shows="Drivers need bright signs at night.")
def lose_a_bookmark_while_rewriting(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    word.drop_bookmarks(paragraph)
    word.retype(paragraph, "Drivers need bright signs at night.")


@case(
    "reworded F1: Drivers need signs that can be read by night.",
    shows="Drivers need signs that can be read by night.",
)
def lose_bookmark_and_number_while_rewriting(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    word.drop_bookmarks(paragraph)
    for one in paragraph.findall(q("r")):
        paragraph.remove(one)
    paragraph.append(run("Drivers need signs that can be read by night."))


@case(NOTHING)
def lose_all_bookmarks(word: WordEditor) -> None:
    word.drop_bookmarks(word.body)


@case(
    "reworded F4: The crossing is hidden behind vans.",
    "set-aside F2",
    shows="The crossing is hidden behind vans.",
    hides=F2,
)
def lose_all_bookmarks_and_edit(word: WordEditor) -> None:
    word.drop_bookmarks(word.body)
    word.retype(word.statement(F4), "The crossing is hidden behind vans.")
    word.remove(word.statement(F2))


@case(NOTHING)
def lose_the_record_but_not_the_marks(word: WordEditor) -> None:
    saves.drop_record(word)


@case(f"new parking/need: {F1}", "order parking/need", shows=F1)
def copy_a_statement_to_another_place(word: WordEditor) -> None:
    word.copy_behind(word.statement(F1), word.statement(F7))


@case("new crossings/need: Drivers need lamps.", "order crossings/need", shows=(F1, "Drivers need lamps."))
def copy_a_statement_and_rewrite_the_copy(word: WordEditor) -> None:
    word.retype(
        word.copy_behind(word.statement(F1), word.find("S1, line 5", "RBSupport")), "Drivers need lamps."
    )


@case("lens F1: challenge", "order crossings/challenge", shows=F1)
def copy_a_statement_elsewhere_and_delete_it_here(word: WordEditor) -> None:
    word.copy_behind(word.statement(F1), word.statement(F4))
    word.remove(word.statement(F1))


@case("told '' -> 'Our own project plan'", "told '' -> 'All is in order.'", shows=())
def paste_from_another_document_behind_the_annex(word: WordEditor) -> None:
    saves.add_style(word, "Fremd", "Fremde Formatvorlage")
    last = word.find("Η πόλη", "RBAnnexEntry")
    for text in ("All is in order.", "Our own project plan"):
        saves.restyle(word, word.insert(text, last, like=False), "Fremd")


@case("new crossings/need: All is in order.", "order crossings/need", shows="All is in order.")
def paste_with_a_foreign_style(word: WordEditor) -> None:
    saves.add_style(word, "Fremd", "Fremde Formatvorlage")
    saves.restyle(word, word.insert("All is in order.", word.statement(F2), like=False), "Fremd")


@case(f"new crossings/need: {F7}", "order crossings/need", shows=F7)
def copy_a_statement_to_a_place_before_it(word: WordEditor) -> None:
    word.copy_behind(word.statement(F7), word.statement(F1))


@case(NOTHING)
def press_enter_behind_the_number(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    number = make("p", deepcopy(paragraph.find(q("pPr"))))  # type: ignore[arg-type]
    paragraph.addprevious(number)
    for one in paragraph.findall(q("bookmarkStart")) + paragraph.findall(q("r"))[:2]:
        number.append(one)


@case(f"new crossings/need: {NEW}", "order crossings/need", shows=(NEW, F1))
def write_a_statement_before_one_and_in_its_bookmark(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    new = make("p", deepcopy(paragraph.find(q("pPr"))), *paragraph.findall(q("bookmarkStart")), run(NEW))  # type: ignore[arg-type]
    paragraph.addprevious(new)


@case(f"new crossings/need: {NEW}", "order crossings/need", shows=(NEW, F1))
def write_a_statement_behind_one_and_in_its_bookmark(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    ends = paragraph.findall(q("bookmarkEnd"))
    paragraph.addnext(make("p", deepcopy(paragraph.find(q("pPr"))), run(NEW), *ends))  # type: ignore[arg-type]


# What Word and others write


@case(NOTHING)
def open_and_save_in_word(word: WordEditor) -> None:
    saves.as_word_saves(word)


@case(NOTHING)
def open_and_save_in_libreoffice(word: WordEditor) -> None:
    saves.as_libreoffice_saves(word)


@case(NOTHING)
def have_bookmarks_between_paragraphs(word: WordEditor) -> None:
    saves.bookmarks_between_paragraphs(word)


@case("reworded F2: Children need time.", "set-aside F4", shows="Children need time.", hides=(F2, F4))
def edit_with_bookmarks_between_paragraphs(word: WordEditor) -> None:
    saves.bookmarks_between_paragraphs(word)
    word.retype(word.statement(F2), "Children need time.")
    word.remove(word.statement(F4))


@case(NOTHING)
def have_smart_tags(word: WordEditor) -> None:
    saves.wrap(word.statement(F1), "smartTag")


@case(NOTHING)
def have_a_content_control_around_words(word: WordEditor) -> None:
    saves.wrap(word.statement(F1), "sdt", make("sdtPr", make("alias", val="Checked")))


@case(NOTHING)
def have_a_content_control_around_a_paragraph(word: WordEditor) -> None:
    saves.wrap_block(word.statement(F1))


@case(NOTHING)
def update_the_contents(word: WordEditor) -> None:
    saves.update_contents(word)


@case(NOTHING)
def open_and_save_in_word_and_update_the_contents(word: WordEditor) -> None:
    saves.as_word_saves(word)
    saves.update_contents(word)
    saves.bookmarks_between_paragraphs(word)


@case("reworded F1: Drivers need lamps.", shows="Drivers need lamps.")
def have_words_inserted_and_then_struck_by_another(word: WordEditor) -> None:
    paragraph = word.statement(F1)
    word.retype(paragraph, "Drivers need")
    struck = word.tracked("ins", word.tracked("del", run(" rain", tag="delText")))
    paragraph.append(struck)
    paragraph.append(word.tracked("ins", run(" lamps.")))


@case("set-aside F1", f"new crossings/need: {NEW}", "order crossings/need", shows=NEW, hides=F1)
def strike_a_paragraph_and_write_one_with_tracking_on(word: WordEditor) -> None:
    word.insert_tracked(NEW, word.statement(F1))
    word.remove_tracked(word.statement(F1))
