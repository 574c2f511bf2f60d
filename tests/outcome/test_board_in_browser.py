"""The harvest board in a real browser: with mouse, keyboard, on a phone, several people at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.outcome.board_page import add_theme, board, theme, tray
from tests.outcome.served_cafe import Served


def test_a_note_is_dragged_into_a_theme(page: Page, fresh: Served) -> None:
    board(page, fresh)
    add_theme(page, "Time")
    card = tray(page).get_by_role("listitem").first
    card.get_by_role("paragraph").first.drag_to(theme(page, "Time").get_by_role("list"), steps=12)
    expect(theme(page, "Time").get_by_role("listitem")).to_have_count(1)
    expect(tray(page).get_by_role("listitem")).to_have_count(5)
    expect(page.get_by_text("1 placed")).to_be_visible()


def test_a_note_is_dragged_with_a_finger(page: Page, fresh: Served) -> None:
    board(page, fresh)
    add_theme(page, "Time")
    start = tray(page).get_by_role("listitem").first.get_by_role("paragraph").first.bounding_box()
    end = theme(page, "Time").get_by_role("list").bounding_box()
    fingers = page.context.new_cdp_session(page)
    x, y = start["x"] + 20, start["y"] + 8
    to_x, to_y = end["x"] + end["width"] / 2, end["y"] + end["height"] / 2

    def touch(kind: str, *points: dict[str, float]) -> None:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    page.wait_for_timeout(450)  # a hold; anything shorter scrolls
    for step in range(1, 13):
        part = step / 12
        touch("touchMove", {"x": x + (to_x - x) * part, "y": y + (to_y - y) * part})
        page.wait_for_timeout(20)
    touch("touchEnd")
    expect(theme(page, "Time").get_by_role("listitem")).to_have_count(1)


def test_all_selected_notes_are_dragged_together(page: Page, fresh: Served) -> None:
    board(page, fresh)
    add_theme(page, "Time")
    for number in (1, 3):
        page.get_by_role("checkbox", name=f"Select note {number}", exact=True).check()
    expect(page.get_by_text("2 notes selected")).to_be_visible()
    card = tray(page).get_by_role("listitem").nth(2)
    card.get_by_role("paragraph").first.drag_to(theme(page, "Time").get_by_role("list"), steps=12)
    expect(theme(page, "Time").get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_text("selected", exact=False)).to_have_count(0)


def test_everything_can_be_done_with_the_keyboard(page: Page, fresh: Served) -> None:
    board(page, fresh)
    first = page.get_by_role("checkbox", name="Select note 1", exact=True)
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("checkbox", name="Select note 2", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("End")
    page.keyboard.press("Space")
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="Move 2 notes")
    expect(dialog).to_be_visible()
    dialog.get_by_role("textbox", name="Name of the theme").fill("Beginnings")
    page.keyboard.press("Enter")
    expect(theme(page, "Beginnings").get_by_role("listitem")).to_have_count(2)
    expect(dialog).to_be_hidden()
    expect(page.locator(":focus")).to_have_count(1)
    page.get_by_role("checkbox", name="Select note 1", exact=True).focus()
    page.keyboard.press("f")
    marking = page.get_by_role("dialog", name="Mark a finding")
    marking.get_by_role("radio", name="Next step").check()
    marking.get_by_role("textbox", name="In one sentence").fill("Meet on Mondays")
    marking.get_by_role("button", name="Save").press("Enter")
    expect(
        page.get_by_role("region", name="Next steps").get_by_text("Meet on Mondays")
    ).to_be_visible()


def test_two_people_see_what_the_other_does(
    page: Page, new_context: Callable[..., Any], fresh: Served
) -> None:
    other = new_context().new_page()
    board(page, fresh)
    board(other, fresh)
    add_theme(page, "Together")
    expect(theme(other, "Together")).to_be_visible()
    other.get_by_role("button", name="Move to… (Note 4)").click()
    other.get_by_role("dialog").get_by_role("radio", name="Together").check()
    other.get_by_role("dialog").get_by_role("button", name="Move", exact=True).click()
    expect(theme(page, "Together").get_by_role("listitem")).to_have_count(1)
    theme(other, "Together").get_by_role("button", name="Rename").click()
    other.keyboard.type("As one")
    other.keyboard.press("Enter")
    expect(theme(page, "As one")).to_be_visible()
    theme(page, "As one").get_by_role("button", name="Dissolve").click()
    page.get_by_role("dialog").get_by_role("button", name="Dissolve").click()
    expect(theme(other, "As one")).to_have_count(0)
    expect(tray(other).get_by_role("listitem")).to_have_count(6)


def test_findings_are_marked_linked_amended_withdrawn_and_voted_on(
    page: Page, fresh: Served
) -> None:
    board(page, fresh)
    for number, kind, text in ((1, "Blocker", "No time"), (3, "Solution", "Translate quickly")):
        page.get_by_role("checkbox", name=f"Select note {number}", exact=True).check()
        page.get_by_role("region", name="Selected notes").get_by_role(
            "button", name="Mark a finding"
        ).click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("radio", name=kind)).to_be_checked()  # what the writer said
        dialog.get_by_role("textbox", name="In one sentence").fill(text)
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_be_hidden()
    blockers = page.get_by_role("region", name="Blockers")
    expect(blockers.get_by_text("Nobody has found an answer yet.")).to_be_visible()
    page.get_by_role("region", name="Solutions").get_by_role("button", name="Link…").click()
    page.get_by_role("dialog").get_by_role("checkbox", name="No time").check()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(blockers.get_by_text("Translate quickly")).to_be_visible()

    blockers.get_by_role("button", name="Amend").click()
    page.get_by_role("dialog").get_by_role("radio", name="Next step").check()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    steps = page.get_by_role("region", name="Next steps")
    expect(steps.get_by_text("No time")).to_be_visible()
    steps.get_by_role("button", name="Open a vote").click()
    expect(steps.get_by_text("The vote is open: 0 people have voted.")).to_be_visible()
    steps.get_by_role("button", name="Close the vote").click()
    expect(steps.get_by_text("0 people voted.")).to_be_visible()

    steps.get_by_role("button", name="Show its notes").click()
    expect(page.get_by_text("One note fits.")).to_be_visible()
    page.get_by_role("button", name="Show all notes").click()
    steps.get_by_role("button", name="Amend").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(steps.get_by_text("No time")).to_have_count(0)


def test_the_statement_is_drafted_here_and_nobody_is_overwritten_unawares(
    page: Page, new_context: Callable[..., Any], fresh: Served
) -> None:
    other = new_context().new_page()
    for one in (page, other):
        board(one, fresh)
        one.locator("summary", has_text="Statement").click()
    mine, theirs = (
        one.get_by_role("textbox", name="Text of the statement") for one in (page, other)
    )
    mine.fill("We will share.")
    page.get_by_role("button", name="Save").click()
    expect(theirs).to_have_value("We will share.")
    theirs.fill("We will share more.")
    mine.fill("We will share at once.")
    page.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Somebody else has changed the statement")).to_be_visible()
    other.get_by_role("button", name="Take this text").click()
    expect(theirs).to_have_value("We will share at once.")


def test_notes_are_found_by_words_language_and_kind(page: Page, fresh: Served) -> None:
    board(page, fresh)
    page.get_by_role("searchbox").fill("MANNISKOR")
    expect(tray(page).get_by_role("listitem")).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    page.get_by_role("combobox", name="Language").select_option("ar")
    expect(tray(page).get_by_role("listitem")).to_have_count(1)
    page.get_by_role("combobox", name="Kind").select_option("blocker")
    expect(page.get_by_text("6 notes are hidden by the filter.")).to_be_visible()
