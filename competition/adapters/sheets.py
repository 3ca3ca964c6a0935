"""Tables as files for programs (CSV) and for spreadsheets (XLSX). Every cell is text, and no formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from xlsxwriter import Workbook

from competition.rules import spreadsheets

Rows = Iterable[Sequence[str]]
MOST_ROWS = 1_048_576
"""What a sheet holds, its heading too."""


def csv_file(rows: Rows) -> bytes:
    """UTF-8, every cell in quotes, lines ended by CR LF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows(spreadsheets.row(row) for row in rows)
    return text.getvalue().encode("utf-8")


def xlsx_file(rows: Rows) -> bytes:
    """One sheet; written row by row, so that memory does not grow with it."""
    data = io.BytesIO()
    with Workbook(data, {"constant_memory": True, "strings_to_formulas": False}) as book:
        # The same rows are the same bytes.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet("Entries")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, spreadsheets.cell(cell))
    return data.getvalue()
