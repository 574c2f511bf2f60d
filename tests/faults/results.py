"""What a fault run found: kept as JSON, shown as the table of docs/reliability.md."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / "docs" / "faults.json"
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table.

    times: how often the fault happened. looked_at: what was compared, by name. wrong: what was found
    wrong; {} is what we claim. control: the same with one promise taken away, and what it found.
    """

    name: str
    fault: str
    times: int
    looked_at: dict[str, float | int | str]
    wrong: dict[str, int]
    control: str = ""
    control_wrong: dict[str, int] = field(default_factory=dict)
    on: str = ""
    seconds: float = 0.0


def keep(result: Result, path: Path = KEPT) -> None:
    """Put a result in place of the last one of its name."""
    keep_row({**asdict(result), "on": time.strftime("%Y-%m-%d", time.gmtime())}, path)


def keep_row(row: dict[str, object], path: Path = KEPT) -> None:
    kept = {other["name"]: other for other in load(path)} | {row["name"]: row}
    path.write_text(json.dumps(list(kept.values()), indent="\t", ensure_ascii=False) + "\n")


def load(path: Path = KEPT) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(path.read_text()) if path.exists() else []
    return rows


def table(rows: list[dict[str, object]]) -> str:
    """Write the rows as Markdown."""
    head = "| fault | times | looked at | wrong | control, and what it found wrong | on |"
    lines = [head, "|---|---|---|---|---|---|"]
    for row in rows:
        control = f"{row['control']}: {_words(row['control_wrong'])}" if row["control"] else ""
        cells = (row["fault"], f"{row['times']:,}", _words(row["looked_at"]), _words(row["wrong"]))
        lines.append(f"| {' | '.join(map(str, cells))} | {control} | {row['on']} |")
    return "\n".join(lines)


def write_page(page: Path = PAGE, kept: Path = KEPT) -> None:
    """Put the table between the markers of the page."""
    text = page.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{table(load(kept))}\n\n{END}{after}", "utf-8")


def _words(counts: object) -> str:
    assert isinstance(counts, dict)
    said = [f"{_number(number)} {name.replace('_', ' ')}" for name, number in counts.items()]
    return ", ".join(said) or "**0**"


def _number(number: object) -> str:
    return f"{number:,}" if isinstance(number, int | float) else str(number)


def say(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()
