"""What the audit said of a draft, kept with it: in words, with the numbers of aanbieders instead of their names."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """`sentences`: why it may not go out; empty when it may. `questions`: how many things were judged, of `attackers` aanbieders and the outsider.

    `editions`: how many earlier editions were attacked with it; `untold`: how many more there are that nobody kept the true figures of (from before
    the audit existed). `left_out`: every figure that is not shown, with the engine's own word for why; it is for the publisher's eyes alone.
    """

    is_safe: bool
    attackers: int
    questions: int
    editions: int
    untold: int
    seconds: float
    sentences: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """To be kept."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)


def read_verdict(text: str) -> Verdict:
    """What was kept."""
    read = json.loads(text)
    pairs = tuple((cell, why) for cell, why in read.pop("left_out"))
    return Verdict(**(read | {"sentences": tuple(read["sentences"])}), left_out=pairs)
