"""The journal of what people changed, folded and laid over the findings."""

from dataclasses import replace

import pytest

from report_builder.edit import DELETED, INPUTS, Edit, EditedField
from report_builder.history.edits import apply_edits, apply_to_prose
from report_builder.history.journal import fold_edits
from report_builder.history.settle import settle, settle_section
from report_builder.merge import join_findings
from report_builder.model import Finding, Prose, Status
from tests.sample import finding

THEMES, LENSES = {"protests", "festivals"}, {"need", "challenge"}
READ = "We need staff."


def edit(
    field: EditedField,
    new: str | None,
    *,
    base: str = READ,
    author: str = "Ann",
    id: str = "abc",
    inputs: str = READ,
    seen: tuple[str, ...] = (),
    date: str = "2024-03-06T10:00:00Z",
) -> Edit:
    return Edit(id, field, base, new, author, date, "report.docx", inputs=inputs, seen=seen)


def applied(
    *edits: Edit, read: str = READ, status: Status = Status.CODED, confidence: float = 0.7
) -> Finding:
    one = replace(finding(read, status=status, confidence=confidence), id="abc")
    (found,) = apply_edits([one], fold_edits(edits), THEMES, LENSES, join_findings)
    return found


def conflicts(found: Finding) -> list[tuple[str, str, list[str]]]:
    return [(one.field, one.stands.text, [rival.text for rival in one.against]) for one in found.conflicts]


def test_what_was_edited_in_word_only_stands() -> None:
    found = applied(edit("statement", "We need more staff."))
    assert (found.statement, found.edited, found.conflicts) == ("We need more staff.", True, ())


def test_an_edit_of_an_edit_replaces_it() -> None:
    first = edit("statement", "We need more staff.")
    second = edit("statement", "We need far more staff.", base="We need more staff.", author="Bob")
    assert applied(first, second).statement == "We need far more staff."
    assert not applied(first, second).conflicts


def test_a_statement_changed_on_both_sides_is_a_conflict_with_both_texts_and_a_proposal() -> None:
    found = applied(edit("statement", "We need more staff."), read="We need staff at night.")
    assert found.statement == "We need more staff."
    (conflict,) = found.conflicts
    assert [(rival.author, rival.text) for rival in conflict.against] == [(INPUTS, "We need staff at night.")]
    assert conflict.proposal == ""
    found = applied(edit("statement", "We need more staff."), read="We always need staff.")
    assert found.conflicts[0].proposal == "We always need more staff."


def test_the_same_change_on_both_sides_is_none() -> None:
    assert not applied(edit("statement", "We need  more staff."), read="We need more staff.").conflicts


def test_an_edit_made_in_sight_of_the_new_notes_settles_the_conflict() -> None:
    seen_both = edit(
        "statement", "We need staff, always.", base="We need more staff.", inputs="We need staff at night."
    )
    found = applied(edit("statement", "We need more staff."), seen_both, read="We need staff at night.")
    assert (found.statement, found.conflicts) == ("We need staff, always.", ())


def test_two_partners_who_changed_the_same_statement_are_both_named() -> None:
    found = applied(edit("statement", "Ann's."), edit("statement", "Bob's.", author="Bob"))
    assert conflicts(found) == [("statement", "Ann's.", ["Bob's."])]
    assert found.conflicts[0].stands.author == "Ann"
    assert found.conflicts[0].against[0].author == "Bob"


def test_a_third_who_saw_only_one_of_them_does_not_settle_the_other() -> None:
    third = edit("statement", "Cleo's.", base="Ann's.", author="Cleo")
    found = applied(edit("statement", "Ann's."), edit("statement", "Bob's.", author="Bob"), third)
    assert conflicts(found) == [("statement", "Cleo's.", ["Bob's."])]
    saw_both = replace(third, seen=("Bob's.",))
    assert not applied(
        edit("statement", "Ann's."), edit("statement", "Bob's.", author="Bob"), saw_both
    ).conflicts


def test_taking_an_edit_back_lets_the_notes_stand() -> None:
    found = applied(edit("statement", "Ann's."), edit("statement", None, base="Ann's."))
    assert (found.statement, found.edited) == (READ, False)


def test_a_finding_that_a_person_placed_is_coded() -> None:
    found = applied(edit("lens", "challenge", base="need", inputs="need"), status=Status.UNDECIDED)
    assert (found.status, found.confidence, found.lens) == (Status.CODED, 1.0, "challenge")
    assert found.reason == "placed by Ann on 2024-03-06"


def test_a_place_that_was_only_guessed_gives_way_without_a_conflict() -> None:
    moved = edit("lens", "challenge", base="practice", inputs="practice")
    assert not applied(moved, confidence=0.7).conflicts
    assert conflicts(applied(moved, confidence=1.0)) == [("lens", "challenge", ["need"])]


def test_what_was_deleted_in_word_is_set_aside() -> None:
    found = applied(edit("status", "set-aside"))
    assert (found.status, found.reason) == (Status.SET_ASIDE, "set aside by Ann on 2024-03-06")


@pytest.mark.parametrize(
    ("edits", "read"),
    [
        ([edit("status", "set-aside")], "We need staff at night."),
        ([edit("status", "set-aside"), edit("statement", "Bob's.", author="Bob")], READ),
        ([edit("statement", "Bob's.", author="Bob"), edit("status", "set-aside")], READ),
    ],
)
def test_deleted_by_one_and_changed_by_another_stays_and_is_a_conflict(edits: list[Edit], read: str) -> None:
    found = applied(*edits, read=read)
    assert found.status is Status.CODED
    assert conflicts(found) == [("status", DELETED, [found.statement])]


def test_two_states_chosen_without_having_seen_each_other_are_a_conflict() -> None:
    found = applied(edit("status", "undecided"), edit("status", "set-aside", author="Bob"))
    assert (found.status, conflicts(found)) == (Status.CODED, [("status", DELETED, ["(undecided)"])])
    for take, status in (("word", Status.SET_ASIDE), ("inputs", Status.CODED)):
        settled = (
            edit("status", "undecided"),
            edit("status", "set-aside", author="Bob"),
            *settle(found, take, "2024-03-07T10:00:00Z"),
        )
        assert (applied(*settled).status, applied(*settled).conflicts) == (status, ())


def test_a_statement_that_was_deleted_is_kept_by_whoever_rewrites_it_in_sight_of_that() -> None:
    edits = [edit("statement", "Ann's."), edit("status", "set-aside", author="Bob")]
    kept = edit("statement", "Ann's other.", base="Ann's.", seen=("Ann's.", DELETED))
    found = applied(*edits, kept)
    assert (found.statement, found.status, found.conflicts) == ("Ann's other.", Status.CODED, ())
    gone = applied(*edits, kept, edit("status", "set-aside", base="Ann's other.", author="Cleo"))
    assert (gone.status, gone.conflicts) == (Status.SET_ASIDE, ())


FROM_NEW = replace(edit("statement", "B.", base="A.", author="Bob"), draft="new")
IN_EITHER_ORDER: list[tuple[str, Edit, Edit, list[str]]] = [
    ("late, with words that were seen", FROM_NEW, replace(edit("statement", "A."), draft="old"), ["B."]),
    (
        "back to the inputs, and to other words",
        FROM_NEW,
        replace(edit("statement", READ, base="A.", author="Cleo"), draft="new"),
        ["B.", READ],
    ),
]


@pytest.mark.parametrize(
    ("one", "other", "sides"),
    [case[1:] for case in IN_EITHER_ORDER],
    ids=[case[0] for case in IN_EITHER_ORDER],
)
def test_two_edits_count_the_same_in_either_order(one: Edit, other: Edit, sides: list[str]) -> None:
    first = replace(edit("statement", "A.", author="Ann"), draft="old")
    for pair in ((one, other), (other, one)):
        found = applied(first, *pair)
        shown = {found.statement, *(side.text for c in found.conflicts for side in c.against)}
        assert shown == set(sides)


def test_of_two_merges_the_last_one_counts() -> None:
    present = fold_edits([edit("merged-into", "x"), edit("merged-into", "y", author="Bob")])
    choice = present.wanted("abc", "merged-into")
    assert choice
    assert (choice.edit.new, choice.rivals) == ("y", ())


def test_setting_aside_wins_over_recoding() -> None:
    recoded = edit("lens", "challenge", base="need")
    assert applied(edit("status", "set-aside"), recoded).status is Status.SET_ASIDE


def test_edits_of_other_findings_and_sections_change_nothing() -> None:
    assert not applied(edit("statement", "New.", id="xyz")).edited
    assert applied(edit("section", "<p>Text.</p>")).statement == READ


def test_a_theme_that_is_gone_leaves_the_finding_undecided_not_lost() -> None:
    found = applied(edit("theme", "parades", base="protests"))
    assert (found.status, found.confidence) == (Status.UNDECIDED, 0.0)
    assert found.reason == "placed by Ann on 2024-03-06, but the workshop has no theme parades"


def test_a_status_that_does_not_exist_changes_nothing() -> None:
    assert applied(edit("status", "bogus")).status is Status.CODED


def test_findings_joined_by_a_person_are_one_with_all_members() -> None:
    one, other = replace(finding("One."), id="abc"), replace(finding("Other."), id="xyz")
    joined = edit("merged-into", "abc", id="xyz")
    (found,) = apply_edits([one, other], fold_edits([joined]), THEMES, LENSES, join_findings)
    assert [member.statement for member in found.members] == ["One.", "Other."]
    assert found.id == "abc"


def test_findings_joined_in_a_circle_are_not_lost() -> None:
    one, other = replace(finding("One."), id="abc"), replace(finding("Other."), id="xyz")
    circle = [edit("merged-into", "abc", id="xyz"), edit("merged-into", "xyz", id="abc")]
    found = apply_edits([one, other], fold_edits(circle), THEMES, LENSES, join_findings)
    assert sorted(m.statement for f in found for m in f.members) == ["One.", "Other."]


def test_order_is_as_people_put_it() -> None:
    findings = [replace(finding(name), id=name) for name in ("a", "b", "c")]
    order = edit("order", "c a", id="protests/need")
    found = apply_edits(findings, fold_edits([order]), THEMES, LENSES, join_findings)
    assert [one.rank for one in found] == [1, None, 0]


def test_orders_of_two_who_did_not_see_each_other_are_one() -> None:
    findings = [replace(finding(name), id=name) for name in ("a", "b", "c", "d")]
    ann = edit("order", "a new b c d", base="a b c d", id="protests/need")
    bob = edit("order", "d a b c", base="a b c d", id="protests/need", author="Bob")
    seen_both = edit("order", "new d a b c", base="d a new b c", id="protests/need")
    for orders, expected in (([ann, bob], [1, 3, 4, 0]), ([bob, ann], [1, 3, 4, 0])):
        found = apply_edits(findings, fold_edits(orders), THEMES, LENSES, join_findings)
        assert [one.rank for one in found] == expected
    found = apply_edits(findings, fold_edits([ann, bob, seen_both]), THEMES, LENSES, join_findings)
    assert [one.rank for one in found] == [2, 3, 4, 1]


def prose(html: str) -> Prose:
    return Prose("introduction", html)


def written(new: str, base: str, *, inputs: str = "", author: str = "Ann") -> Edit:
    return edit("section", new, base=base, inputs=inputs or base, id="introduction", author=author)


BASE = "<p>It rained. We met in Ghent. It was long.</p>"


def test_prose_is_merged_by_sentence() -> None:
    mine = written("<p>It poured. We met in Ghent. It was long.</p><p>Thanks to all.</p>", BASE)
    fresh = "<p>It rained. We met in Ghent. It was short.</p>"
    (found,), clashes = apply_to_prose([prose(fresh)], fold_edits([mine]))
    assert found.html == "<p>It poured. We met in Ghent. It was short.</p><p>Thanks to all.</p>"
    assert not clashes
    assert found.read_as == fresh


def test_one_sentence_changed_on_both_sides_is_a_conflict_and_the_others_are_merged() -> None:
    mine = written("<p>It poured. We met in Ghent. It was long.</p>", BASE)
    fresh = "<p>It snowed. We met in Ghent. It was short.</p>"
    (found,), (clash,) = apply_to_prose([prose(fresh)], fold_edits([mine]))
    assert found.html == "<p>It poured. We met in Ghent. It was short.</p>"
    assert (clash.stands.text, clash.against[0].text) == ("It poured.", "It snowed.")


@pytest.mark.parametrize(
    ("base", "mine", "fresh"),
    [
        ("<p>A. We met R&amp;D.</p>", "<p>A. We left R&amp;D.</p>", "<p>A. We saw R&amp;D.</p>"),
        ("<p>A. We <em>met</em>.</p>", "<p>A. We <em>left</em>.</p>", "<p>A. We <em>went</em>.</p>"),
        ("<p>A.</p><p>Long words.</p>", "<p>A.</p>", "<p>A.</p><p>Longer words.</p>"),
        ("<p>A.</p><p>Long words.</p>", "<p>A.</p><p>Longer words.</p>", "<p>A.</p>"),
        ("<p>Yes. So. Yes.</p>", "<p>Yes. No. Yes.</p>", "<p>Yes. Or. Yes.</p>"),
    ],
)
def test_a_conflict_in_prose_is_settled_as_one_of_the_two_has_it(base: str, mine: str, fresh: str) -> None:
    ann = written(mine, base)
    (found,), clashes = apply_to_prose([prose(fresh)], fold_edits([ann]))
    assert len(clashes) == 1
    assert "<" not in clashes[0].stands.text
    for take, stands in (("word", mine), ("inputs", fresh)):
        settled = settle_section(found, clashes, take, "2024-03-07T10:00:00Z")
        (after,), left = apply_to_prose([prose(fresh)], fold_edits([ann, settled]))
        assert (after.html, left) == (stands, ())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_paragraph_that_one_deleted_and_another_rewrote_is_settled_by_editing_it(
    order: tuple[int, int],
) -> None:
    base = "<p>One.</p><p>Long words.</p>"
    edits = [written("<p>One.</p>", base), written("<p>One.</p><p>Longer words.</p>", base, author="Bob")]
    edits = [edits[at] for at in order]
    (found,), clashes = apply_to_prose([prose(base)], fold_edits(edits))
    assert len(clashes) == 1
    seen = (found.written, *(rival.text for rival in clashes[0].against))
    last = replace(written("<p>One.</p><p>Words.</p>", found.html, inputs=base, author="Cleo"), seen=seen)
    (after,), left = apply_to_prose([prose(base)], fold_edits([*edits, last]))
    assert (after.html, left) == ("<p>One.</p><p>Words.</p>", ())


def test_of_two_partners_who_changed_one_sentence_the_inputs_can_be_taken() -> None:
    ann = written("<p>It poured. We met in Ghent. It was long.</p>", BASE)
    bob = written("<p>It snowed. We met in Ghent. It was too long.</p>", BASE, author="Bob")
    (found,), clashes = apply_to_prose([prose(BASE)], fold_edits([ann, bob]))
    settled = settle_section(found, clashes, "inputs", "2024-03-07T10:00:00Z")
    (after,), left = apply_to_prose([prose(BASE)], fold_edits([ann, bob, settled]))
    assert (after.html, left) == ("<p>It rained. We met in Ghent. It was too long.</p>", ())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_partners_who_had_drafts_of_different_inputs_are_merged(order: tuple[int, int]) -> None:
    fresh = BASE.replace("rained", "rained hard")
    edits = [
        written(BASE.replace("long", "short"), BASE),
        written(fresh.replace("rained hard", "poured"), fresh, author="Bob"),
    ]
    (found,), clashes = apply_to_prose([prose(fresh)], fold_edits(edits[at] for at in order))
    assert found.html == "<p>It poured. We met in Ghent. It was short.</p>"
    assert not clashes


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_taking_sentences_back_counts_beside_what_another_made_of_the_same_draft(
    order: tuple[int, int],
) -> None:
    shown = "<p>It POURED. We met in Ghent. It was LONG.</p>"
    edits = [
        replace(written(BASE, shown, inputs=BASE), draft="second"),
        replace(written(shown.replace("Ghent", "Bruges"), shown, inputs=BASE, author="Bob"), draft="second"),
    ]
    (found,), _ = apply_to_prose(
        [prose(BASE)], fold_edits([written(shown, BASE), *(edits[at] for at in order)])
    )
    assert found.html == BASE.replace("Ghent", "Bruges")


def test_of_three_who_changed_one_sentence_each_is_told_with_their_own_words() -> None:
    edits = [written(BASE.replace("long", said), BASE, author=said) for said in ("short", "dull", "fun")]
    _, clashes = apply_to_prose([prose(BASE)], fold_edits(edits))
    sides = [(c.stands.author, c.stands.text, r.author, r.text) for c in clashes for r in c.against]
    assert sides == [
        ("short", "It was short.", "dull", "It was dull."),
        ("short", "It was short.", "fun", "It was fun."),
    ]


def test_a_heading_on_one_side_and_other_words_on_the_other_are_both_kept() -> None:
    base = "<p>One was long. It is.</p><p>Two came. It was.</p>"
    mine = written("<p>One was longer. It is.</p><p>Two went. It was.</p>", base)
    fresh = "<h3>One was long. It is.</h3><p>Two came. It is not.</p>"
    (found,), clashes = apply_to_prose([prose(fresh)], fold_edits([mine]))
    assert found.html == "<h3>One was longer. It is.</h3><p>Two went. It is not.</p>"
    assert not clashes


def test_two_partners_who_edited_the_same_section_are_merged() -> None:
    ann = written("<p>It poured. We met in Ghent. It was long.</p>", BASE)
    bob = written("<p>It rained. We met in Ghent. It was too long.</p>", BASE, author="Bob")
    (found,), clashes = apply_to_prose([prose(BASE)], fold_edits([ann, bob]))
    assert found.html == "<p>It poured. We met in Ghent. It was too long.</p>"
    assert not clashes


def test_a_section_that_nobody_wrote_in_the_notes_can_be_written_in_word() -> None:
    (found,), _ = apply_to_prose([], fold_edits([written("<p>New.</p>", "")]))
    assert (found.name, found.html, found.read_as) == ("introduction", "<p>New.</p>", "")


def test_scripts_in_the_journal_do_not_reach_a_page() -> None:
    (found,), _ = apply_to_prose([], fold_edits([written('<p onclick="x">A<script>b</script></p>', "")]))
    assert found.html == "<p>A</p>"


def test_who_goes_on_in_their_own_copy_is_in_no_conflict_with_themself() -> None:
    first = replace(edit("statement", "Ann's first."), draft="d1")
    second = replace(edit("statement", "Ann's second.", date="2024-03-07T10:00:00Z"), draft="d1")
    for edits in ([first, second], [second, first]):
        found = applied(*edits)
        assert (found.statement, found.conflicts) == ("Ann's second.", ())
    anybody = [replace(one, author="Author") for one in (first, second)]
    assert conflicts(applied(*anybody)) == [("statement", "Ann's first.", ["Ann's second."])]


@pytest.mark.parametrize(
    ("added", "merged"),
    [
        (
            "It rained. We met in Ghent. It was long. Thanks.",
            "It rained. We met in Ghent. It was too long. Thanks.",
        ),
        (
            "It rained. We met in Ghent. Alas! It was long.",
            "It rained. We met in Ghent. Alas! It was too long.",
        ),
    ],
)
def test_a_sentence_added_beside_one_that_the_other_side_changed_is_no_conflict(
    added: str, merged: str
) -> None:
    mine = written("<p>It rained. We met in Ghent. It was too long.</p>", BASE)
    (found,), clashes = apply_to_prose([prose(f"<p>{added}</p>")], fold_edits([mine]))
    assert (found.html, clashes) == (f"<p>{merged}</p>", ())
