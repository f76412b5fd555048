"""What `./samenzicht bescherm` answers, as JSON, and a Dutch sentence for the person who asked."""

from __future__ import annotations

import json

from kpi.domain.disclosure.protect import Protection

MOST_NAMED = 20


def written(made: Protection) -> str:
    """The answer as JSON."""
    content = {
        "safe": made.safe,
        "suppressed": list(made.suppressed),
        "primary": list(made.primary),
        "secondary": list(made.secondary),
        "rounded": {cell: int(value) for cell, value in made.rounded.items()},
        "steps": made.steps,
        "weight": _plain(made.weight),
        "optimal": made.optimal,
        "bound": _plain(made.bound),
        "seconds": round(made.seconds, 3),
        "unprotected": [{"cell": one.cell, "attacker": one.attacker} for one in made.lost],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def told(made: Protection) -> str:
    """One sentence about an answer that is not safe."""
    if not made.lost:
        return "Er is geen veilige uitkomst gevonden binnen de tijd. Publiceer niets."
    cells = list(dict.fromkeys(one.cell for one in made.lost))
    names = ", ".join(f"'{one}'" for one in cells[:MOST_NAMED])
    more = f" en nog {len(cells) - MOST_NAMED}" if len(cells) > MOST_NAMED else ""
    return f"Zo is er geen veilige uitkomst. Voeg cellen samen of laat ze weg; het gaat om: {names}{more}."


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number
