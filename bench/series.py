"""The samples of a workload, and what they amount to."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import sub, truediv
from statistics import median, quantiles
from typing import Any


@dataclass
class Series:
    """The samples of a workload, by UI. The samples of one turn have the same index.

    Attributes:
        unit: ``ns`` per call, or ``ms``.
        samples: by name of the UI: ``unpatched``, ``patched``, and perhaps ``empty`` and
            ``rewritten``.
    """

    unit: str
    samples: dict[str, list[float]] = field(default_factory=dict)

    def add(self, ui: str, sample: float) -> None:
        """Adds the sample of one turn."""
        self.samples.setdefault(ui, []).append(sample)

    def summary(self) -> dict[str, Any]:
        """Medians, their difference and ratio, and the quartiles of the ratio of one turn."""
        medians = {ui: round(median(samples), 1) for ui, samples in self.samples.items()}
        turns = self._turns("unpatched")
        found: dict[str, Any] = {"unit": self.unit, **medians}
        found["difference"] = round(median(sub(*turn) for turn in turns), 1)
        if self.unit == "ms":
            found["ratio"] = round(medians["patched"] / medians["unpatched"], 3)
            found["quartiles"] = _quartiles(turns)
            found["ratio to rewritten"] = round(medians["patched"] / medians["rewritten"], 3)
            found["quartiles to rewritten"] = _quartiles(self._turns("rewritten"))
        return found

    def _turns(self, ui: str) -> list[tuple[float, float]]:
        return list(zip(self.samples["patched"], self.samples[ui], strict=True))


def _quartiles(turns: list[tuple[float, float]]) -> list[float]:
    first, _, third = quantiles([truediv(*turn) for turn in turns])
    return [round(first, 2), round(third, 2)]
