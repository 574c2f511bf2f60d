"""The Stockholm template in real browsers: a facilitator, a projector and six phones, start to end."""

import re

from playwright.sync_api import expect

from tests.browser.gathering import LAPTOP, Gathering, seconds_on, table_on, write

GUESTS = ("Ama", "Bo", "Chen", "Dmitri", "Eun-ji", "Farah")
SAID = (
    ("Nobody knows who decides", "Blocker"),
    ("Meetings only in English", "Blocker"),
    ("Pay for interpretation", "Solution"),
    ("Ask the elders first", "Insight"),
    ("Who is not in this room?", "Open question"),
    ("A mentor for every newcomer", "Solution"),
)


def test_a_whole_cafe_from_the_code_on_the_wall_to_the_outcome(browser, own_server, screenshot):
    hall = Gathering(browser, own_server)
    code = hall.open("Stockholm 2017", "Knowledge equity")
    screenshot(hall.panel, "01 panel, café opened")
    projector = hall.projector()
    expect(projector.get_by_text(code)).to_be_visible()
    screenshot(projector, "02 projector, come in")

    phones = [hall.join(code, guest) for guest in GUESTS]
    screenshot(phones[0], "03 phone, waiting")
    expect(projector.get_by_text("6 people")).to_be_visible()

    hall.press(re.compile("Begin .?Welcome"))
    expect(phones[0].get_by_text("Look up")).to_be_visible()
    hall.press(re.compile("^Rotate"))

    tables = [table_on(phone) for phone in phones]
    assert set(tables) == {"1", "2"}
    clocks = [seconds_on(page) for page in (hall.panel, projector, *phones)]
    assert max(clocks) - min(clocks) <= 1 + 1  # one second, and one for reading them in turn
    screenshot(projector, "04 projector, first round")
    screenshot(hall.panel, "05 panel, first round")

    for phone, (text, kind) in zip(phones, SAID, strict=True):
        write(phone, text, kind)
    screenshot(phones[0], "06 phone, first round")
    mate = next(n for n in range(1, 6) if tables[n] == tables[0])
    other = next(n for n in range(1, 6) if tables[n] != tables[0])
    expect(phones[0].get_by_text(SAID[mate][0])).to_be_visible()
    expect(phones[0].get_by_text(SAID[other][0])).to_have_count(0)
    expect(hall.tab("Notes").get_by_text(SAID[5][0])).to_be_visible()
    projector.keyboard.press("3")
    for text, _ in SAID:
        expect(projector.get_by_text(text)).to_be_visible()
    screenshot(projector, "07 projector, the wall")
    projector.keyboard.press("0")

    hall.press("Pause")
    expect(phones[3].get_by_text("Paused").first).to_be_visible()
    hall.press("Resume")
    hall.press("+5 minutes")
    expect(phones[2].get_by_role("timer").first).to_contain_text(re.compile(r"(19|20):\d\d"))

    hall.go_on()
    expect(hall.panel.get_by_text("Step 3 of 9")).to_be_visible()
    for phone in phones:
        expect(phone.get_by_text("Round 2 of 5")).to_be_visible()
    traveller = next(n for n, phone in enumerate(phones) if table_on(phone) != tables[n])
    earlier = [
        text
        for (text, _), table in zip(SAID, tables, strict=True)
        if table == table_on(phones[traveller])
    ]
    for text in earlier:  # the table remembers
        expect(phones[traveller].get_by_text(text)).to_be_visible()
    screenshot(phones[traveller], "08 phone, second round")

    for step in range(4, 10):  # round 3, break, rounds 4 and 5, home group, harvest
        hall.go_on()
        expect(hall.panel.get_by_text(f"Step {step} of 9")).to_be_visible()
    expect(phones[0].get_by_text("brought together")).to_be_visible()

    board = hall.screen(LAPTOP)
    board.goto(hall.link("Harvest board"))
    board.get_by_role("textbox").first.fill("Ines")
    board.get_by_role("button", name="Go in").click()
    harvest(board)
    screenshot(board, "09 harvest board")

    hall.tab("Outcome")
    hall.panel.get_by_text("Vote on the next steps").click()
    hall.press("Open the vote")
    for phone in phones[:3]:
        phone.get_by_role("checkbox", name="Pay the interpreters").check(force=True)
        phone.get_by_role("button", name="Vote", exact=True).click()
        expect(phone.get_by_text("Your vote is saved")).to_be_visible()
    screenshot(phones[0], "10 phone, voting")
    expect(hall.panel.get_by_text("3 people have voted")).to_be_visible()
    hall.press("Close the vote")

    hall.press("Publish…")
    screenshot(hall.panel, "11 panel, publish", full_page=False)
    hall.panel.get_by_role("dialog").get_by_role("checkbox").check()
    hall.panel.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(hall.panel.get_by_role("heading", name="The outcome is public.")).to_be_visible()
    phones[1].get_by_role("link", name="Read the outcome").click()
    expect(phones[1].get_by_role("heading", name="Knowledge equity")).to_be_visible()
    screenshot(phones[1], "12 phone, outcome")

    reader = hall.screen(LAPTOP, java_script_enabled=False)
    reader.goto(phones[1].url)
    for text, _ in SAID:
        expect(reader.get_by_text(text).first).to_be_visible()
    for guest in GUESTS:
        expect(reader.get_by_text(guest, exact=True)).to_have_count(0)
    screenshot(reader, "13 outcome without JavaScript")
    assert hall.all_complaints() == []
    assert hall.foreign == []
    hall.close()


def harvest(board):
    """Put two notes into a theme and mark a blocker, its solution and a next step."""
    board.get_by_role("textbox", name="New theme").fill("Language")
    board.get_by_role("button", name="Add theme").click()
    for text in ("Meetings only in English", "Pay for interpretation"):
        note = board.get_by_role("listitem").filter(has_text=text).first
        note.get_by_role("button", name="Move to…").click()
        dialog = board.get_by_role("dialog")
        dialog.get_by_role("radio", name="Language").check(force=True)
        dialog.get_by_role("button", name="Move", exact=True).click()
        expect(dialog).to_have_count(0)
    for kind, note, sentence in (
        ("Blocker", "Meetings only in English", "English shuts people out"),
        ("Solution", "Pay for interpretation", "Interpretation is a budget line"),
        ("Next step", "Pay for interpretation", "Pay the interpreters"),
    ):
        mark(board, kind, note, sentence)
    solution = board.get_by_role("listitem").filter(has_text="Interpretation is a budget line")
    solution.get_by_role("button", name="Link…").click()
    dialog = board.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="English shuts people out").check(force=True)
    dialog.get_by_role("button", name=re.compile("^(Save|Link|Close)")).last.click()
    expect(board.get_by_text("Answered by:")).to_be_visible()


def mark(board, kind, note, sentence):
    card = board.get_by_role("listitem").filter(has_text=note).first
    card.get_by_role("checkbox").first.check(force=True)
    board.get_by_role("button", name="Mark a finding").first.click()
    dialog = board.get_by_role("dialog")
    dialog.get_by_role("radio", name=kind).check(force=True)
    dialog.get_by_role("textbox", name="In one sentence").fill(sentence)
    dialog.get_by_role("button", name=re.compile("^(Save|Mark)")).click()
    expect(dialog).to_have_count(0)
    expect(board.get_by_text(sentence).first).to_be_visible()
