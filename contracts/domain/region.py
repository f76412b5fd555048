"""The region, and what differs per region but is no row in a table: deadlines, thresholds, age bands, the documents cited."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.domain.reference.mistake import ReferenceMistake
from contracts.domain.reference.record import Record, no_duplicates, only_sections, records, single

SETTINGS = (
    "report_due_working_days", "report_last_edit_working_days", "yearly_report", "spending_room_percent", "advice_answer_working_days",
)  # fmt: skip
_YES_OR_NO = frozenset({"yearly_report"})
_MAY_BE_NONE = _YES_OR_NO | {"spending_room_percent"}
_WHOLE = 100  # percent


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that the region may choose, with its reason and source."""

    code: str
    value: int
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class AgeBand:
    """An age group with explicit bounds, both inclusive; no upper bound means "and older" (trap T9)."""

    code: str
    label: str
    low: int
    high: int | None
    source: str

    def holds(self, age: int) -> bool:
        """Does somebody of this age (in whole years) belong to the group?"""
        return self.low <= age and (self.high is None or age <= self.high)


@dataclass(frozen=True, slots=True)
class Document:
    """A source document, so that "S001" on a screen can be looked up."""

    code: str
    title: str
    dated: str
    note: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region of gemeenten around one centrumgemeente (S001 §7.1)."""

    code: str
    name: str
    centre_municipality: str
    plan: str
    source: str
    settings: tuple[Setting, ...]
    age_bands: tuple[AgeBand, ...]
    documents: tuple[Document, ...]

    def _value(self, code: str) -> int:
        return next(setting.value for setting in self.settings if setting.code == code)

    @property
    def report_due_working_days(self) -> int:
        """Working days after the end of a period in which an aanbieder reports: the deadline that is shown."""
        return self._value("report_due_working_days")

    @property
    def report_last_edit_working_days(self) -> int:
        """Working days after the deadline in which a late report can still be changed and handed in."""
        return self._value("report_last_edit_working_days")

    @property
    def has_yearly_report(self) -> bool:
        """Whether the yearly KPIs get a report of their own; else they join the fourth quarter."""
        return self._value("yearly_report") == 1

    @property
    def spending_room_percent(self) -> int:
        """From which part of the bestedingsruimte on an aanbieder and the gemeente talk; 0: this region does not use that signal."""
        return self._value("spending_room_percent")

    @property
    def advice_answer_working_days(self) -> int:
        """Working days within which the gemeente answers an advice of the klankbordgroep."""
        return self._value("advice_answer_working_days")

    def age_band(self, age: int) -> AgeBand:
        """The one group of somebody of this age (whole years, 0 or more)."""
        return next(band for band in self.age_bands if band.holds(age))


def parse_region(document: Mapping[str, Any], *, file: str) -> Region:
    """Read region.toml. Raises ReferenceMistake."""
    only_sections(document, file=file, known=("region", "setting", "age_band", "document"))
    head = single(document, file=file, section="region")
    region = Region(
        code=head.text("code", longest=60),
        name=head.text("name", longest=80),
        centre_municipality=head.text("centre_municipality", longest=4),
        plan=head.text("plan", longest=200),
        source=head.source(),
        settings=_settings(document, file),
        age_bands=_age_bands(document, file),
        documents=tuple(_document(row) for row in records(document, file=file, section="document")),
    )
    head.finish()
    no_duplicates(file, (paper.code for paper in region.documents))
    return region


def _settings(document: Mapping[str, Any], file: str) -> tuple[Setting, ...]:
    found = [_setting(row) for row in records(document, file=file, section="setting")]
    no_duplicates(file, (setting.code for setting in found))
    missing = sorted(set(SETTINGS) - {setting.code for setting in found})
    if missing:
        raise ReferenceMistake(file, missing[0], "value", "Deze instelling ontbreekt.")
    return tuple(found)


def _setting(row: Record) -> Setting:
    code = row.choice("code", SETTINGS)
    value = row.whole("value", least=0 if code in _MAY_BE_NONE else 1)
    if code in _YES_OR_NO and value > 1:
        row.refuse("value", "Vul 1 in voor ja, of 0 voor nee.")
    if code == "spending_room_percent" and value > _WHOLE:
        row.refuse("value", "Vul een percentage in van 1 tot en met 100, of 0 voor geen signaal.")
    setting = Setting(code, value, row.text("note"), row.source())
    row.finish()
    return setting


def _age_bands(document: Mapping[str, Any], file: str) -> tuple[AgeBand, ...]:
    """Bands must follow on from 0 without a gap or overlap, so that everybody belongs to exactly one."""
    rows = records(document, file=file, section="age_band")
    bands: list[AgeBand] = []
    following: int | None = 0
    for row in rows:
        band = AgeBand(row.text("code", longest=10), row.text("label", longest=40), row.whole("low"), row.whole_or_none("high"), row.source())
        row.finish()
        if band.low != following:
            row.refuse("low", f"De leeftijdsgroepen sluiten niet aan. Hier hoort {'geen groep meer' if following is None else following}.")
        if band.high is not None and band.high < band.low:
            row.refuse("high", "De bovengrens is lager dan de ondergrens.")
        following = None if band.high is None else band.high + 1
        bands.append(band)
    if following is not None:
        rows[-1].refuse("high", "De laatste leeftijdsgroep heeft geen bovengrens.")
    no_duplicates(file, (band.code for band in bands))
    return tuple(bands)


def _document(row: Record) -> Document:
    paper = Document(row.text("code", longest=20), row.text("title", longest=200), row.text("dated", longest=40), row.text_or_empty("note"))
    row.finish()
    return paper


def check_sources(region: Region, *, file: str, sources: Collection[tuple[str, str]]) -> None:
    """Every part of a source (parted by ";") must begin with a document that region.toml describes. `sources`: record and its source."""
    known = tuple(paper.code for paper in region.documents)
    for record, source in sources:
        for part in source.split(";"):
            if not part.strip().startswith(known):
                raise ReferenceMistake(file, record, "source", f"'{part.strip()}' begint niet met een document uit region.toml.")
