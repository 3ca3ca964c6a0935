"""Entries in and out by files: same rules, same receipts; no cell is a formula (O11)."""

import csv
import io
import xml.etree.ElementTree as Xml
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from competition.adapters import sheets
from competition.rules import spreadsheets
from competition.rules.errors import RuleError
from competition.rules.spreadsheets import cell, value_of
from competition.services import auditing
from competition.services.review import exporting, import_rows, importing
from competition.store import activity
from competition.store.activity import Filter
from competition.store.engine import Database
from tests.services.builders import CLOSES, SLUG, House
from tests.services.drawn import draw_by_clock, fill, open_house

GOOD = """email,name,eligible,answer,publication
post@example.com,Ann Bell,yes,1,name
"tom@example.com","Adams, Tom",YES,glass,
"""
NASTY = [
    "=1+1",
    "+44",
    "-1",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'quoted",
    "''",
    "\tx",
    "\rx",
    "\nx",
    "\0x",
    "plain",
    "",
]


def take(house: House, text: str = GOOD) -> int:
    steps = importing.take_all(house.database, SLUG, text, actor="operator", instance=house.instance)
    return sum(step.taken for step in steps)


def export(house: House, kind: str) -> bytes:
    with house.database.read() as session:
        rows = exporting.table(session, SLUG)
    with house.write() as session:
        exporting.note(session, SLUG, rows, kind, actor="olive", instance=house.instance)
    return exporting.file(rows, kind)


def refused(house: House, text: str) -> list[str]:
    with pytest.raises(RuleError) as refusal:
        take(house, text)
    assert house.entries() == []
    return refusal.value.message.splitlines()


def sheet(data: bytes) -> list[list[str]]:
    """The cells of an XLSX file, each of which must be a text."""
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        found = Xml.fromstring(file.read("xl/worksheets/sheet1.xml"))
    assert found.findall(".//x:f", space) == []
    cells = [row.findall("x:c", space) for row in found.findall(".//x:row", space)]
    assert {cell.get("t") for row in cells for cell in row} == {"inlineStr"}
    return [["".join(cell.itertext()) for cell in row] for row in cells]


def test_each_row_gets_a_ticket_and_a_receipt_and_the_draw_takes_it(opened: House) -> None:
    fill(opened, 2)
    assert take(opened) == 2
    post, tom = opened.entries()[2:]
    assert (post.status, post.answer, tom.answer, tom.name) == ("confirmed", "1", "2", "Adams, Tom")
    told = [row for row in opened.messages() if row.recipient == "post@example.com"]
    assert [row.kind for row in told] == ["receipt"]
    assert {one["name"] for one in told[0].attachments} >= {"receipt.note", "salt.txt"}
    draw_by_clock(opened)
    with opened.database.read() as session:
        [audit] = auditing.audit_competition(session, SLUG)
    assert audit.verdict == "verified", audit


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("nobody,Ann Bell,yes,1,", "Line 3: Check your e-mail address"),
        ("kim@example.com,,yes,1,", "Line 3: Write your first name"),
        ("kim@example.com,Kim,no,1,", "Line 3: write yes under eligible"),
        ("kim@example.com,Kim,yes,7,", "Line 3: write the number of an answer"),
        ("kim@example.com,Kim,yes,1,perhaps", "Line 3: write name or none"),
        ("kim@example.com,Kim,yes", "Line 3: there must be 5 cells"),
        ('kim@example.com,"Kim,yes,1,', "no CSV"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_taken(house: House, rows: str, said: str) -> None:
    text = f"email,name,eligible,answer,publication\nann@example.com,Ann,yes,1,name\n{rows}\n"
    assert any(said in line for line in refused(house, text))


@pytest.mark.parametrize(
    "text", ["", "email,name\n", "email,name,eligible,eligible\n", "email,name,eligible,ip\n"]
)
def test_a_table_without_its_heading_is_refused(house: House, text: str) -> None:
    assert "The first line names the columns" in refused(house, text)[0]


def test_who_comes_too_late_or_too_early_is_refused(house: House) -> None:
    house.clock.at = CLOSES
    with pytest.raises(RuleError, match="takes no more entries"):
        take(house)
    house.clock.at = CLOSES - timedelta(days=90)
    with pytest.raises(RuleError, match="opens on"):
        take(house)


def test_whoever_has_an_entry_is_passed_over_and_an_import_can_be_made_again(house: House) -> None:
    house.enter("post@example.com")
    again = "Post@example.com,Ann Bell,yes,1,\nnew@example.com,Kim Bell,yes,1,\nNEW@example.com,Kim,yes,1,\n"
    with house.database.read() as session:
        plan = importing.page(session, SLUG, GOOD + again, instance=house.instance)
    assert (plan.rows, plan.known, plan.wrong) == (2, 3, 0)
    assert plan.passed_over == (
        "Line 2: this address has an entry already.",
        "Line 4: this address has an entry already.",
        "Line 6: the address is that of line 5.",
    )
    assert take(house, GOOD + again) == 2
    assert take(house, GOOD + again) == 0
    assert len(house.entries()) == 3


def test_many_rows_are_taken_in_batches_that_say_how_far_they_came(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    text = "email,name,eligible,answer\n" + "".join(f"r{n}@example.com,Ann,yes,1\n" for n in range(5))
    steps = importing.take_all(house.database, SLUG, text, actor="operator", instance=house.instance)
    assert [(step.taken, step.left) for step in steps] == [(2, 3), (2, 1), (1, 0)]
    with house.database.read() as session:
        rows = activity.newest(session, Filter(action="imported"), limit=9)
    assert [row.details["entries"] for row in rows] == [1, 2, 2]


def test_an_import_that_was_cut_off_goes_on_where_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    steps = importing.take_all(house.database, SLUG, GOOD, actor="operator", instance=house.instance)
    assert next(steps).left == 1
    assert take(house) == 1
    assert [row.kind for row in house.messages()] == ["receipt", "receipt"]


def test_two_who_import_the_same_file_at_once_take_each_row_once(opened: House) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: take(opened), range(4))) == 2
    assert len(opened.entries()) == 2


def test_the_promoter_s_own_fields_are_columns_under_their_labels(database: Database) -> None:
    size = {"label": "T-shirt size", "purpose": "To send the right one.", "required": True}
    house = open_house(database, extras=[size])
    with pytest.raises(RuleError, match="Fill in “T-shirt size”"):
        take(house)
    heading, *rows = GOOD.splitlines()
    text = "\n".join([f"{heading},T-Shirt Size", *(f"{row},M" for row in rows)])
    assert take(house, text) == 2
    assert [entry.extras for entry in house.entries()] == [{"T-shirt size": "M"}] * 2


def test_own_fields_that_are_called_like_a_column_have_one_of_their_own(database: Database) -> None:
    labels = ("Name", "E-mail", "Size", "size", "Seat")
    extras = [{"label": label, "purpose": "To know.", "required": True} for label in labels]
    house = open_house(database, extras=extras)
    own = ["field 1: name", "field 2: e-mail", "field 3: size", "field 4: size", "seat"]
    with house.database.read() as session:
        view = importing.page(session, SLUG, instance=house.instance)
    assert [*view.columns[-5:]] == own
    heading, row, *_ = GOOD.splitlines()
    text = "\n".join([f"{heading},{','.join(own)}", f"{row},Bo,bo,M,S,12"])
    assert take(house, text) == 1
    [entry] = house.entries()
    assert entry.extras == {"Name": "Bo", "E-mail": "bo", "Size": "M", "size": "S", "Seat": "12"}
    # Two columns of one name are refused as before.
    with pytest.raises(RuleError, match=r"The first line names the columns: .*, field 1: name, "):
        take(house, f"{heading},name\n{row},Bo")


def test_where_disposable_addresses_are_refused_a_file_brings_none(database: Database) -> None:
    house = open_house(database, disposable="refuse")
    with pytest.raises(RuleError, match="Line 4: This draw takes no addresses that are thrown away"):
        take(house, GOOD + "kim@mailinator.com,Kim Bell,yes,1,\n")
    assert house.entries() == []


def test_a_file_with_too_many_rows_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_rows, "MOST", 1)
    assert refused(house, GOOD) == ["Line 3: a file holds at most 1 rows. Nothing was imported."]


@pytest.mark.parametrize("text", NASTY, ids=repr)
def test_no_cell_begins_like_a_formula_and_each_is_read_back(text: str) -> None:
    written = cell(text)
    assert not written.startswith(tuple("=+-@＝＋－＠\t\r\n\0"))
    assert value_of(written) == text


@pytest.mark.parametrize("make", [sheets.csv_file, sheets.xlsx_file])
def test_a_file_holds_every_cell_as_it_was(make: object) -> None:
    rows = [[text, f"x{text}"] for text in NASTY if "\0" not in text and "\r" not in text]
    if make is sheets.csv_file:
        found = list(csv.reader(io.StringIO(sheets.csv_file(rows).decode(), newline="")))
    else:
        found = sheet(sheets.xlsx_file(rows))
    assert [[value_of(one) for one in row] for row in found] == rows
    assert not any(cell.startswith(tuple("=+-@＝＋－＠\t\r\n")) for row in found for cell in row)


def test_control_without_the_mark_a_spreadsheet_would_see_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "cell", lambda text: text)
    assert b'"=1+1"' in sheets.csv_file([["=1+1"]])


@pytest.mark.parametrize("kind", exporting.KINDS)
def test_an_export_holds_all_entries_and_is_written_down_with_their_number(house: House, kind: str) -> None:
    house.enter("=1+1@example.com", name="=cmd|' /C calc'!A0 Bell")
    house.confirm("=1+1@example.com")
    house.enter("ann@example.com")
    data = export(house, kind)
    cells = list(csv.reader(io.StringIO(data.decode(), newline=""))) if kind == "csv" else sheet(data)
    assert cells[0] == [*exporting.HEADING]
    assert [row[3:5] for row in cells[1:]] == [
        ["'=cmd|' /C calc'!A0 Bell", "'=1+1@example.com"],
        ["Ann Example", "ann@example.com"],
    ]
    with house.database.read() as session:
        [deed] = activity.newest(session, Filter(action="exported"), limit=2)
    assert (deed.actor, deed.details) == ("olive", {"kind": kind, "entries": 2})
