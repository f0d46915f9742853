"""``python -m tests.benchmarks [NAME …] [--write]``: measure, print the table, and put it into README.md."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import (
    closing,
    counting,
    importing,
    keeping,
    listing,
    looking,
    protecting,
    reading,
    referring,
    searching,
)
from tests.benchmarks.bench import Line

ALL: dict[str, Callable[[], Line | list[Line]]] = {
    "reading": reading.measure,
    "searching": searching.measure,
    "listing": listing.measure,
    "inbox": referring.measure_inbox,
    "clocks": referring.measure_clocks,
    "importing": importing.measure,
    "counting": counting.measure,
    "upkeep": keeping.measure,
    "protecting": protecting.measure,
    "closing": closing.measure,
    "dashboard": looking.measure,
}
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
HEAD = "| what | baseline in the same run | to reach | measured | |\n|---|---|---|---|---|\n"


def table(lines: list[Line]) -> str:
    """The measurements as a table."""
    return HEAD + "".join(
        f"| {one.what} | {one.baseline} | {one.wanted} | {one.ratio:.2f} ×{'' if one.reached else ' (not reached)'} "
        f"| {one.detail} |\n"
        for one in lines
    )


def main() -> None:
    """Measure what was named, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", choices=[*ALL, []], help="what to measure; nothing: all of it")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    asked = parser.parse_args()
    lines: list[Line] = []
    for name in asked.names or ALL:
        sys.stderr.write(f"measuring {name} …\n")
        found = ALL[name]()
        lines += found if isinstance(found, list) else [found]
    told = table(lines)
    sys.stdout.write(told)
    if asked.write:
        readme = Path(__file__).parents[2] / "README.md"
        before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
        readme.write_text(f"{before}{BEGIN}\n{told}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
