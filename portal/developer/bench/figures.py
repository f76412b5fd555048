"""`./samenzicht bench`: measure, print the table, and write build/bench.json."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.app import settle
from portal.config import ROOT
from portal.developer.bench import dataset
from portal.developer.bench.measure import Measured, measure
from portal.developer.bench.pairs import BUDGET, GRID, Pair, large_matrix, pairs
from portal.developer.bench.stand import Stand, stand
from portal.developer.bench.visit import first_visit, queries

MOST_QUERIES, HEAVIEST, HEAVIEST_COMPRESSED = 6, 120_000, 45_000
ROUNDS = {"": 100, "full": 400}  # a minute at most: then a browser would have a cookie signed anew, and the measurement has not
PAGES = (("rooster", GRID, False), ("werklijst", "/beheer/werklijst", True), ("begroting", BUDGET, True))


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of build/bench.json."""

    figure: str
    value: float
    goal: str
    ok: bool


def timed(listed: Sequence[Pair], rounds: int) -> list[Measured]:
    """Every pair, measured one after the other; within a pair both sides take turns."""
    settle()
    return [measure(pair, rounds=rounds) for pair in listed]


def counted(made: Stand) -> list[Figure]:
    """Queries a page, and the weight of a first visit."""
    found = [
        Figure(f"vragen aan de database: {name}", count, f"<= {MOST_QUERIES}", count <= MOST_QUERIES)
        for name, path, manager in PAGES
        if (count := queries(made, path, manager=manager))
    ]
    weight = first_visit(made)
    return [
        *found,
        Figure(f"eerste bezoek aan het rooster, {weight.files} bestanden, bytes", weight.raw, f"<= {HEAVIEST}", weight.raw <= HEAVIEST),
        Figure("eerste bezoek, gzip -6, bytes", weight.compressed, f"<= {HEAVIEST_COMPRESSED}", weight.compressed <= HEAVIEST_COMPRESSED),
    ]


def ratio_of(measured: Measured) -> Figure:
    """A measured pair as a line."""
    return Figure(f"{measured.figure}: maal de handgeschreven versie", round(measured.ratio, 2), f"<= {measured.goal:g}", measured.ok)


def table(measured: list[Measured], others: list[Figure]) -> str:
    """What is printed."""
    lines = [f"{'CPU-tijd per verzoek, beste ronde':<44}{'portaal':>9}{'hand':>9}{'maal':>7}{'doel':>7}"]
    for each in measured:
        verdict = "ja" if each.ok else "NEE"
        lines += [f"{each.figure:<44}{each.ours_ms:>6.2f} ms{each.by_hand_ms:>6.2f} ms{each.ratio:>7.2f}{each.goal:>7g}  {verdict}"]
    lines += ["", f"{'Aantallen':<60}{'waarde':>9}{'doel':>11}"]
    lines += [f"{each.figure:<60}{each.value:>9g}{each.goal:>11}  {'ja' if each.ok else 'NEE'}" for each in others]
    return "\n".join(lines)


def save(found: list[Figure], folder: Path) -> Path:
    """Write the figures for who reads them by machine."""
    folder.mkdir(exist_ok=True)
    path = folder / "bench.json"
    listed = [{"figure": each.figure, "value": each.value, "goal": each.goal, "ok": each.ok} for each in found]
    path.write_text(json.dumps(listed, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def bench(_arguments: argparse.Namespace) -> int:
    """Measure and tell. A goal that is not reached is told, and is no failure of the command."""
    rounds = ROUNDS.get(os.environ.get("BENCH_SIZE", ""), ROUNDS[""])
    with stand() as made:
        others = counted(made)
        measured = timed(pairs(made), rounds)
    with stand(dataset.large(*dataset.LARGE)) as made:
        measured += timed([large_matrix(made)], rounds)
    print(table(measured, others))
    print(f"\n{save([*map(ratio_of, measured), *others], ROOT / 'build')}")
    return 0
