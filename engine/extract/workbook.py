"""Spreadsheets: xlsx and xls."""

import re

import fastexcel

from engine.extract.archive import checked_zip
from engine.extract.extracted import Extracted, ExtractLimits, Page, TextExtractionError
from engine.extract.tables import markdown_table

_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")
_DAY_ZERO = re.compile(r"1899-12-3[01] (\d\d:\d\d:\d\d)")  # a time of day has no other date


def workbook_tables(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return one Markdown table per sheet, its first row the head; empty rows are left out."""
    if data.startswith(b"PK") or not data:
        checked_zip(data, limits)
    try:
        reader = fastexcel.read_excel(data)
        sheets = [
            reader.load_sheet(place, header_row=None, dtypes="string") for place in range(len(reader.sheet_names))
        ]
    except fastexcel.FastExcelError as error:
        raise TextExtractionError(f"it is protected or broken: {str(error).splitlines()[0]}") from error
    return Extracted.of_pages(
        [Page(number, markdown_table(_rows(sheet)), sheet.name) for number, sheet in enumerate(sheets, 1)]
    )


def _rows(sheet: fastexcel.ExcelSheet) -> list[list[str]]:
    columns = [column.to_pylist() for column in sheet.to_arrow().columns]
    return [[_text(cell) for cell in row] for row in zip(*columns, strict=True) if any(row)]


def _text(cell: str | None) -> str:
    """Return what a person reads in the cell."""
    if cell is None:
        return ""
    found = _MIDNIGHT.fullmatch(cell) or _DAY_ZERO.fullmatch(cell)
    return found[1] if found else cell
