"""Tables for spreadsheets."""

import csv
from datetime import UTC, datetime

import pytest

from app import spreadsheet


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        '=HYPERLINK("x")',
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "=cmd|' /C calc'!A0",
    ],
)
def test_no_cell_begins_a_formula(text):
    assert spreadsheet.plain(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "ada", "a=1", "2026-11-24", "ä", "'quoted'", "a@b.example"])
def test_other_text_stays_as_it_is(text):
    assert spreadsheet.plain(text) == text


def test_what_is_no_text_is_told_in_words():
    cells = [None, True, False, 7, datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)]

    assert [spreadsheet.plain(cell) for cell in cells] == ["", "yes", "no", "7", "2026-03-29T01:30:00Z"]


def test_commas_quotes_and_line_ends_stay_within_their_cell():
    rows = [["a,b", 'say "no"'], ["two\nlines", "="]]

    assert list(csv.reader(spreadsheet.lines(["one", "two"], rows))) == [["one", "two"], rows[0], ["two\nlines", "'="]]


def test_a_line_is_written_as_soon_as_its_row_is_read():
    rows = iter([[1], [2], [3]])
    lines = spreadsheet.lines(["number"], rows)

    assert [next(lines), next(lines)] == ["number\r\n", "1\r\n"]
    assert list(rows) == [[2], [3]]
