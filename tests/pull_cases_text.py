"""What people do to written sections, comments and what the tool writes by itself; read on from pull_cases.py."""

from copy import deepcopy

from tests import word_saves as saves
from tests.pull_cases import F1, F2, F6, F7, F8, INTRO, NEW, NOTHING, TABLES, between, case, heading
from tests.word_editor import WordEditor, make, q, run

# Written sections

RAIN = "The workshop was held in Ghent. It poured all day. Thirty people came."
THANKS = "Thanks to all who came."


@case("section introduction", shows=RAIN, hides="It rained")
def rewrite_a_sentence(word: WordEditor) -> None:
    word.retype(word.find(INTRO), RAIN)


@case("section introduction", shows=RAIN, hides="It rained")
def rewrite_a_sentence_with_tracking_on(word: WordEditor) -> None:
    word.retype_tracked(word.find(INTRO), RAIN)


@case("section introduction", shows=THANKS)
def add_a_paragraph(word: WordEditor) -> None:
    word.insert(THANKS, word.find(INTRO))


@case("section introduction", shows=THANKS)
def add_a_paragraph_with_tracking_on(word: WordEditor) -> None:
    word.insert_tracked(THANKS, word.find(INTRO))


@case("section introduction", shows=THANKS)
def add_a_paragraph_right_below_the_heading(word: WordEditor) -> None:
    word.insert(THANKS, heading(word, "Introduction"), like=False)


@case("section introduction", shows=THANKS)
def add_a_paragraph_behind_the_table(word: WordEditor) -> None:
    word.insert(THANKS, word.find("At the end all tables met."))


@case("section introduction", shows=TABLES, hides=INTRO)
def delete_a_paragraph(word: WordEditor) -> None:
    word.remove(word.find(INTRO))


@case("section introduction", shows=TABLES, hides=INTRO)
def delete_a_paragraph_with_tracking_on(word: WordEditor) -> None:
    word.remove_tracked(word.find(INTRO))


@case("section conclusions", hides=("We shall meet again.", "not yet fixed"))
def delete_all_of_a_section(word: WordEditor) -> None:
    word.remove(word.find("We shall meet again."))
    word.remove(word.find("not yet fixed"))


@case("section introduction", shows=INTRO)
def move_a_paragraph_within_its_section(word: WordEditor) -> None:
    word.move(word.find(INTRO), word.find(TABLES))


@case("section introduction", "section conclusions", shows=INTRO)
def move_a_paragraph_to_another_section(word: WordEditor) -> None:
    word.move(word.find(INTRO), word.find("We shall meet again."))


@case(
    "section introduction",
    shows=("The workshop was held in Ghent. It rained all day.", "Thirty people came."),
)
def split_a_paragraph(word: WordEditor) -> None:
    word.split(word.find(INTRO), "Thirty")


@case("section conclusions", shows="We shall meet again. The next day is not yet fixed.")
def join_two_paragraphs(word: WordEditor) -> None:
    first = word.find("We shall meet again.")
    first.append(run(" "))
    word.join(first, word.find("not yet fixed"))


@case("section conclusions", shows="We shall meet again. The next day is not yet fixed.")
def join_two_paragraphs_with_tracking_on(word: WordEditor) -> None:
    saves.join_tracked(word, word.find("We shall meet again."))


@case("section introduction", shows="The third table ate.")
def add_a_list_entry(word: WordEditor) -> None:
    word.insert("The third table ate.", word.find("The second table"))


@case("section introduction", shows="In blue.")
def add_an_entry_one_level_down(word: WordEditor) -> None:
    saves.restyle(word, word.insert("In blue.", word.find("The first table drew")), "ListBullet2")


@case("section introduction", hides="The first table")
def delete_a_list_entry(word: WordEditor) -> None:
    word.remove(word.find("The first table drew"))


@case("section introduction", shows="How the day went")
def rewrite_a_heading_of_a_section(word: WordEditor) -> None:
    word.retype(heading(word, "How it went"), "How the day went")


@case("section introduction", shows="What came of it")
def add_a_heading_to_a_section(word: WordEditor) -> None:
    saves.restyle(word, word.insert("What came of it", word.find(INTRO)), "Heading2")


@case("section introduction", hides="How it went", shows="The first table drew a map.")
def delete_a_heading_of_a_section(word: WordEditor) -> None:
    word.remove(heading(word, "How it went"))


@case("section introduction", shows=INTRO)
def make_prose_bold(word: WordEditor) -> None:
    saves.set_face(word, word.find(INTRO), "Ghent", "b")


@case("section introduction", shows="They sat at three tables and read it together.")
def rewrite_a_paragraph_with_bold_words_and_a_link(word: WordEditor) -> None:
    paragraph = word.find(TABLES)
    link = next(paragraph.iter(q("hyperlink")))
    paragraph.replace(link, run("it"))


@case("section introduction", shows="They sat at three tables and read the new plan together.")
def type_into_a_link_with_tracking_on(word: WordEditor) -> None:
    link = next(word.find(TABLES).iter(q("hyperlink")))
    link[0].find(q("t")).text = "the "  # type: ignore[union-attr]
    link.append(word.tracked("ins", run("new plan")))


@case("section introduction", shows="Everybody wanted to go home.")
def rewrite_a_quotation(word: WordEditor) -> None:
    word.retype(word.find("Nobody wanted"), "Everybody wanted to go home.")


@case("section introduction", shows="“Never again”, said the host.")
def add_a_quotation(word: WordEditor) -> None:
    saves.restyle(word, word.insert("“Never again”, said the host.", word.find(INTRO)), "Quote")


@case("told '14' -> '15'", shows="14")
def change_a_cell_of_a_written_table(word: WordEditor) -> None:
    word.retype(word.find("14", "RBTableText"), "15")


@case("section introduction", shows=(RAIN, THANKS), hides=("It rained", "The first table"))
def edit_add_and_delete_in_one_section(word: WordEditor) -> None:
    word.retype(word.find(INTRO), RAIN)
    word.insert(THANKS, word.find(INTRO))
    word.remove(word.find("The first table drew"))


@case("section themes/crossings", shows="They spoke of little else.")
def edit_the_text_of_a_theme(word: WordEditor) -> None:
    word.retype(word.find("Crossings were"), "They spoke of little else.")


@case("section themes/crossings.need", shows="Needs came last.")
def edit_the_text_of_a_lens(word: WordEditor) -> None:
    word.retype(word.find("Needs were"), "Needs came last.")


@case("section themes/crossings.need", shows="And loudest.")
def add_to_the_text_of_a_lens(word: WordEditor) -> None:
    word.insert("And loudest.", word.find("Needs were"))


@case("section themes/parking", shows="Parking was fought over.")
def write_below_the_heading_of_a_theme_without_text(word: WordEditor) -> None:
    word.insert("Parking was fought over.", word.find("Where cars stand still."), like=False)


@case("section methodology", shows="Notes were taken by hand.")
def write_below_the_heading_of_a_section_without_text(word: WordEditor) -> None:
    word.insert("Notes were taken by hand.", heading(word, "Methodology"), like=False)


@case("section conclusions", shows="The end.")
def write_behind_the_last_section(word: WordEditor) -> None:
    word.insert("The end.", word.find("not yet fixed"))


@case("section introduction", shows=INTRO)
def turn_a_list_entry_into_a_paragraph(word: WordEditor) -> None:
    saves.restyle(word, word.find("The first table drew"), "BodyText")


@case("caption plan.png: Plan of the hall", shows="Plan of the hall", hides="Plan of the room")
def change_a_caption(word: WordEditor) -> None:
    word.retype(word.find("Plan of the room"), "Plan of the hall")


@case("told 'Plan of the room' -> ''", shows="Plan of the room")
def delete_a_caption(word: WordEditor) -> None:
    word.remove(word.find("Plan of the room"))


@case("told 'a picture' -> ''", shows="Plan of the room")
def delete_a_picture(word: WordEditor) -> None:
    caption = word.find("Plan of the room")
    word.remove(caption.getprevious())  # type: ignore[arg-type]


@case("told '' -> 'a picture'", shows=INTRO)
def paste_a_picture(word: WordEditor) -> None:
    picture = deepcopy(next(word.root.iter(q("drawing"))))
    word.find(INTRO).append(make("r", picture))


# Comments


@case("comment F1: Really?")
def comment_on_a_statement(word: WordEditor) -> None:
    word.comment(word.statement(F1), "Really?")


@case("comment F1: Really?", "reworded F1: Drivers need lamps.", shows="Drivers need lamps.")
def comment_and_rewrite(word: WordEditor) -> None:
    word.retype(word.statement(F1), "Drivers need lamps.")
    word.comment(word.statement("Drivers need lamps."), "Really?")


@case("comment introduction: Who?")
def comment_on_a_section(word: WordEditor) -> None:
    word.comment(word.find(INTRO), "Who?")


@case("comment F1: All these?")
def comment_on_several_paragraphs(word: WordEditor) -> None:
    saves.comment_over(word, word.statement(F1), word.statement(F2), "All these?")


@case("comment F1: Really?", "comment F1: Yes.")
def comment_and_answer(word: WordEditor) -> None:
    word.comment(word.statement(F1), "Really?")
    saves.reply(word, word.statement(F1), "Yes.", "Bob")


@case(NOTHING)
def comment_and_settle_it_among_themselves(word: WordEditor) -> None:
    word.comment(word.statement(F1), "Really?")
    saves.reply(word, word.statement(F1), "Yes.", "Bob", done=True)


@case("comment a heading: This number is wrong.")
def comment_on_a_table(word: WordEditor) -> None:
    word.comment(word.find("8 findings by theme", "Caption"), "This number is wrong.")


@case("comment F1: Who said so?")
def comment_on_the_line_that_says_where_a_statement_comes_from(word: WordEditor) -> None:
    word.comment(word.find("S1, line 5", "RBSupport"), "Who said so?")


@case("comment F1: Why?", "set-aside F1", hides=F1)
def comment_on_a_statement_and_strike_it(word: WordEditor) -> None:
    word.comment(word.statement(F1), "Why?")
    word.remove_tracked(word.statement(F1))


@case("comment crossings/: Too long a chapter.")
def comment_on_a_heading(word: WordEditor) -> None:
    word.comment(heading(word, "Crossings"), "Too long a chapter.")


# What the tool writes by itself


@case("told 'Parking' -> 'Parking places'", shows="Parking", hides="Parking places")
def rewrite_the_heading_of_a_theme(word: WordEditor) -> None:
    word.retype(heading(word, "Parking"), "Parking places")


@case("told 'Needs' -> 'Requirements'", shows=F1)
def rewrite_the_heading_of_a_lens(word: WordEditor) -> None:
    word.retype(heading(word, "Needs"), "Requirements")


@case("told 'Needs' -> 'Requirements'", "reworded F2: Children need time.", shows="Children need time.")
def rewrite_a_heading_without_a_bookmark(word: WordEditor) -> None:
    word.drop_bookmarks(heading(word, "Needs"))
    word.retype(heading(word, "Needs"), "Requirements")
    word.retype(word.statement(F2), "Children need time.")


@case("told 'Report on A day on crossings' -> 'Report on a wet day'")
def rewrite_the_title(word: WordEditor) -> None:
    word.retype(word.find("Report on A day", "Title"), "Report on a wet day")


@case("told '8 findings by theme and lens' -> '9 findings by theme and lens'")
def change_a_number_in_a_caption(word: WordEditor) -> None:
    word.retype(word.find("8 findings by theme"), "9 findings by theme and lens")


@case("told '5' -> '6'")
def change_a_number_in_a_table(word: WordEditor) -> None:
    word.retype(word.find("5", "RBTableFigure"), "6")


@case("told 'S1, line 5' -> 'S1, line 5, and S2'")
def change_where_a_statement_comes_from(word: WordEditor) -> None:
    word.append_run(word.find("S1, line 5", "RBSupport"), ", and S2")


@case("told 'S1, line 5' -> ''")
def delete_where_a_statement_comes_from(word: WordEditor) -> None:
    word.remove(word.find("S1, line 5", "RBSupport"))


@case(
    "told 'Drivers need signs that can be read at night. · Crossings, need · S1, line 5'"
    " -> 'Drivers need bright signs. · Crossings, need · S1, line 5'",
    shows=F1,
)
def rewrite_a_statement_in_the_annex(word: WordEditor) -> None:
    paragraph = word.find("F1\tDrivers", "RBAnnexEntry")
    words = "".join(word.words(one) for one in paragraph.iter(q("r")))
    for one in list(paragraph.iter(q("r"))):
        one.getparent().remove(one)  # type: ignore[union-attr]
    label, text = words.split("\t", 1)
    for one in (
        run(label),
        make("r", make("tab")),
        run(
            text.replace("signs that can be read at night", "bright signs").replace(
                "need bright", "need bright"
            )
        ),
    ):
        paragraph.append(one)


@case("told 'Drivers need signs that can be read at night. · Crossings, need · S1, line 5' -> ''", shows=F1)
def delete_a_line_of_the_annex(word: WordEditor) -> None:
    word.remove(word.find("F1\tDrivers", "RBAnnexEntry"))


@case("told 'No challenges were recorded for this theme.' -> ''")
def delete_the_words_that_say_that_a_lens_is_empty(word: WordEditor) -> None:
    word.remove(word.find("No challenges were recorded", "RBEmpty"))


@case("set-aside F6", "set-aside F7", "set-aside F8", "told 'Parking' -> ''", hides=(F6, F7, F8))
def delete_a_whole_chapter(word: WordEditor) -> None:
    chapter = between(word, heading(word, "Parking"), heading(word, "Themes and lenses at a glance"))
    for element in chapter:
        word.remove(element)


@case("told 'Crossings, Parking' -> 'Parking, Crossings'", shows=(F1, F7))
def move_a_whole_chapter(word: WordEditor) -> None:
    last = heading(word, "Themes and lenses at a glance")
    for element in between(word, heading(word, "Crossings"), heading(word, "Parking")):
        last.addprevious(element)


@case("lens F4: need", "lens F5: need", "order crossings/need", "told 'Challenges' -> ''")
def delete_the_heading_of_a_lens(word: WordEditor) -> None:
    word.remove(heading(word, "Challenges"))


@case("told '' -> 'Confidential'")
def type_into_the_header(word: WordEditor) -> None:
    saves.type_in_story(word, "header", "Confidential")


@case("told '' -> 'Page by page'")
def type_into_the_footer(word: WordEditor) -> None:
    saves.type_in_story(word, "footer", "Page by page")


@case("told '' -> 'See the city plan of 2019.'", shows=F1)
def add_a_footnote(word: WordEditor) -> None:
    saves.footnote(word, word.statement(F1), "See the city plan of 2019.")


@case("told '' -> 'See the city plan of 2019.'", shows=F1)
def add_an_endnote(word: WordEditor) -> None:
    saves.footnote(word, word.statement(F1), "See the city plan of 2019.", kind="endnote")


@case("told '' -> 'The consortium approves.'")
def write_on_the_cover(word: WordEditor) -> None:
    word.insert("The consortium approves.", word.find("Organised by The host"))


@case("told '' -> 'Row of our own'")
def add_a_row_to_a_table(word: WordEditor) -> None:
    row = next(word.find("Parking", "RBTableText").iterancestors(q("tr")))
    new = deepcopy(row)
    word.drop_bookmarks(new)
    for words in list(new.iter(q("t"))):
        words.text = ""
    next(new.iter(q("t"))).text = "Row of our own"
    row.addnext(new)


@case("told '' -> 'A note in a box'")
def write_a_text_box(word: WordEditor) -> None:
    box = make("pict", make("textbox", make("txbxContent", make("p", run("A note in a box")))))
    word.find("Organised by The host").append(make("r", box))


@case("told '' -> 'Table words'", hides="Table words")
def put_a_table_among_statements(word: WordEditor) -> None:
    cell = make("tc", make("p", run("Table words")))
    word.find("S1, line 6", "RBSupport").addnext(make("tbl", make("tr", cell)))


@case("section themes/crossings.need", shows=("Signs of all kinds", F1, F2))
def put_a_heading_among_statements(word: WordEditor) -> None:
    saves.restyle(
        word, word.insert("Signs of all kinds", word.find("S1, line 5", "RBSupport"), like=False), "Heading3"
    )


@case(
    "section introduction",
    "reworded F1: Drivers need lamps.",
    "set-aside F2",
    f"new crossings/challenge: {NEW}",
    "order crossings/challenge",
    "comment F7: How early?",
    "told 'Parking' -> 'Parking places'",
    shows=(RAIN, "Drivers need lamps.", NEW),
    hides=F2,
)
def do_many_things_and_save_in_word(word: WordEditor) -> None:
    word.retype(word.find(INTRO), RAIN)
    word.retype_tracked(word.statement(F1), "Drivers need lamps.")
    word.remove(word.statement(F2))
    word.insert(NEW, word.find("S1, line 11", "RBSupport"))
    word.comment(word.statement(F7), "How early?")
    word.retype(heading(word, "Parking"), "Parking places")
    saves.as_word_saves(word)
