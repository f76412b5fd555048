"""How large a file may be, and what it may cost to read. One place, for the parent and for the child (trust paper V5.1.1-5.2.3)."""

from __future__ import annotations

LARGEST_FILE = 2 * 1024 * 1024
MOST_PARTS = 200
LARGEST_UNPACKED = 30 * 1024 * 1024
LARGEST_RATIO = 200  # unpacked to packed, for parts over a megabyte; an ordinary sheet is 5 to 20
DEEPEST = 64  # elements within elements
MOST_ROWS = 400
ROWS_ABOVE = 20  # headings and explanation may stand above and below the rows
MOST_COLUMNS = 40
MOST_CELLS = (MOST_ROWS + ROWS_ABOVE) * MOST_COLUMNS * 2
LONGEST_TEXT = 8_000
MOST_SHEETS = 12

SECONDS = 5
MEMORY = 200 * 1024 * 1024  # address space of the child, so its memory is less
LARGEST_ANSWER = 4 * 1024 * 1024


class Hostile(Exception):
    """A file that will not be read. The message is a plain Dutch sentence that says why and what to do."""
