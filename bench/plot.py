"""Plots the figures."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

from docs_build.costs import workloads
from frontend_patch.paths import HOME

PLOT = HOME / "docs" / "bench.svg"


def plot(results: dict[str, Any]) -> None:
    """Writes docs/bench.svg: bars of the time per call and of main-thread time."""
    mpl.rcParams["svg.hashsalt"] = "bench"  # equal figures give an equal file
    measured = workloads(results)
    figure, axes = plt.subplots(1, 2, figsize=(11, 3.6), width_ratios=[2, 1])
    for axis, unit, scale, title in [
        (axes[0], "ns", 1000, "per call, µs"),
        (axes[1], "ms", 1000, "main thread, s"),
    ]:
        shown = {name: one for name, one in measured.items() if one["unit"] == unit}
        for shift, ui, colour in [(-0.2, "unpatched", "#94a3b8"), (0.2, "patched", "#16a34a")]:
            places = [index + shift for index in range(len(shown))]
            axis.barh(
                places, [one[ui] / scale for one in shown.values()], 0.38, label=ui, color=colour
            )
        axis.set_yticks(range(len(shown)), list(shown))
        axis.invert_yaxis()
        axis.set_xlabel(title)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].legend(frameon=False)
    figure.tight_layout()
    figure.savefig(PLOT, metadata={"Date": None})
