"""What a file with people by form of care, gemeente and age group would do: every row judged before anything is kept.

A form that is in the file gets a whole new table: a cell that the file does not name becomes zero. Other forms stay as they are. Names and codes
are both understood. The file holds numbers of people, and nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from contracts.domain.preview import FAULTY, JudgedFile
from contracts.foundation.errors import Refused
from contracts.foundation.sheet import Odd, Raw, Sheet, address, columns_named, heading_row, is_there
from kpi.domain.numbers import read_count
from kpi.domain.people import ELSEWHERE, Key, keys_of, said
from kpi.domain.privacy import refuse_personal_data
from kpi.domain.summary_input import Axes, Category

NEW, CHANGED, SAME = "nieuw", "gewijzigd", "ongewijzigd"
COLUMNS = ("Vorm", "Gemeente", "Leeftijd", "Aantal")
ADVICE = "Download het voorbeeldbestand en vul uw aantallen daarin in."
_ALSO_ELSEWHERE = ("overig", "onbekend", "elders")
_LONGEST = 60
AGE = "leeftijdsgroep"


@dataclass(frozen=True, slots=True)
class KnownForm:
    """A form of care with the table that is kept of it; an empty one was not told."""

    form: Category
    table: Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class PeopleFileLine:
    """One row, judged. `where` says its form, gemeente and age group; `place` is the cell in the file ("" when the file does not name it)."""

    where: str
    place: str
    state: str
    was: str = ""
    becomes: str = ""
    sentence: str = ""
    form: str = ""
    key: Key = ("", "")
    people: int = 0

    @property
    def is_good(self) -> bool:
        """Whether taking over does something with it."""
        return self.state in (NEW, CHANGED)


@dataclass(frozen=True, slots=True)
class PeopleFile(JudgedFile[PeopleFileLine]):
    """A whole file, judged."""

    states: ClassVar[tuple[str, ...]] = (FAULTY, CHANGED, NEW, SAME)

    @property
    def tables(self) -> dict[str, dict[Key, int]]:
        """The table of every form that the file names, people of each cell."""
        found: dict[str, dict[Key, int]] = {}
        for line in self.lines:
            if line.state != FAULTY:
                found.setdefault(line.form, {})[line.key] = line.people
        return found


def judged(sheets: Sequence[Sheet], *, axes: Axes, forms: Sequence[KnownForm]) -> PeopleFile:
    """Every row of a file. Raises Refused at "file" when it is no such file, or when it holds something of a person."""
    _refuse_persons(sheets)
    lines: list[PeopleFileLine] = []
    remarks: list[str] = []
    is_ours = False
    for sheet in sheets:
        if (top := heading_row(sheet, COLUMNS[0])) is not None:
            is_ours = True
            columns, skipped = columns_named(sheet, top, COLUMNS, required=COLUMNS, advice=ADVICE)
            remarks += skipped
            lines += _rows(sheet, top, columns, axes, forms)
    if not is_ours:
        raise Refused("file", f"In dit bestand staat geen kolom “{COLUMNS[0]}”. {ADVICE}")
    if not lines:
        raise Refused("file", f"In dit bestand staan geen aantallen. {ADVICE}")
    lines = list(_once(lines))
    return PeopleFile((*lines, *_left_out(lines, axes, forms)), tuple(remarks))


def _refuse_persons(sheets: Sequence[Sheet]) -> None:
    """The same look as at every text of the portal; the file itself is never kept."""
    for sheet in sheets:
        for row in sheet.rows:
            for value in row:
                if value is None or isinstance(value, Odd):
                    continue
                try:
                    refuse_personal_data("file", f"{value:f}" if isinstance(value, Decimal) else value)
                except Refused as refused:
                    raise Refused("file", refused.reason.replace("deze tekst", "dit bestand")) from refused


def _rows(sheet: Sheet, top: int, columns: Mapping[str, int], axes: Axes, forms: Sequence[KnownForm]) -> Iterator[PeopleFileLine]:
    """The rows under the names of the columns. Rows without anything in them are passed by."""
    for number, row in enumerate(sheet.rows[top + 1 :], top + 1):
        form, municipality, age, count = (row[columns[name]] if columns[name] < len(row) else None for name in COLUMNS)
        if any(is_there(value) for value in (form, municipality, age, count)):
            yield _line(form, municipality, age, count, place=f"{sheet.name}!{address(number, columns['Aantal'])}", axes=axes, forms=forms)


def _line(form: Raw, municipality: Raw, age: Raw, count: Raw, *, place: str, axes: Axes, forms: Sequence[KnownForm]) -> PeopleFileLine:
    try:
        code = _found(form, [one.form for one in forms], "vorm")
        key = (_found(municipality, axes.municipalities, "gemeente"), _found(age, axes.ages, AGE))
        people = _count(count)
    except Refused as refused:
        return PeopleFileLine(", ".join(_text(value)[:_LONGEST] for value in (form, municipality, age)), place, FAULTY, sentence=refused.reason)
    return _judged(next(one for one in forms if one.form.code == code), key, people, axes, place=place)


def _judged(known: KnownForm, key: Key, people: int, axes: Axes, *, place: str, sentence: str = "") -> PeopleFileLine:
    was = known.table.get(key, 0)
    state = NEW if not known.table else SAME if was == people else CHANGED
    where = f"{known.form.name}, {said(key, axes)}"
    return PeopleFileLine(where, place, state, str(was) if known.table else "", str(people), sentence, known.form.code, key, people)


def _once(lines: Sequence[PeopleFileLine]) -> Iterator[PeopleFileLine]:
    """The same cell may stand in a file once."""
    first: dict[tuple[str, Key], str] = {}
    for line in lines:
        if line.state != FAULTY and (line.form, line.key) in first:
            told = f"Deze regel staat er al: {first[line.form, line.key]}. Laat er één staan."
            yield PeopleFileLine(line.where, line.place, FAULTY, sentence=told)
            continue
        first.setdefault((line.form, line.key), line.place)
        yield line


def _left_out(lines: Iterable[PeopleFileLine], axes: Axes, forms: Sequence[KnownForm]) -> Iterator[PeopleFileLine]:
    """Cells that hold people now and are not in the file, of the forms that are."""
    named = {(line.form, line.key) for line in lines if line.state != FAULTY}
    for known in forms:
        if any(form == known.form.code for form, _ in named):
            for key in keys_of(axes):
                if known.table.get(key, 0) and (known.form.code, key) not in named:
                    yield _judged(known, key, 0, axes, place="", sentence="Staat niet in het bestand: wordt nul.")


def _found(value: Raw, among: Sequence[Category], what: str) -> str:
    """The code that a name or a code stands for. A spreadsheet may have made a number of a gemeente's code: 935 is 0935."""
    text = _text(value)
    if not text:
        raise Refused("file", f"Deze regel heeft geen {what}.")
    bare = text.casefold()
    for one in among:
        names = {one.code.casefold(), one.name.casefold(), *(_ALSO_ELSEWHERE if one == ELSEWHERE else ())}
        if bare in names or (bare.isdecimal() and bare.zfill(4) == one.code):
            return one.code
    known = ", ".join(one.code if what == AGE else one.name for one in among)
    raise Refused("file", f"Deze {what} kennen wij niet. Kies uit: {known}.")


def _count(value: Raw) -> int:
    """Empty is zero, as in the table on the screen."""
    if isinstance(value, Odd):
        raise Refused("file", f"Bij Aantal staat {value.what}. Vul een heel getal in.")
    text = "" if value is None else f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value
    people = read_count(text, field="file") if text.strip() else 0
    if people < 0:
        raise Refused("file", "Een aantal kan niet kleiner zijn dan 0.")
    return people


def _text(value: Raw) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.strip() if isinstance(value, str) else ""
