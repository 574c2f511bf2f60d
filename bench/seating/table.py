"""Turns results into lines for the terminal and tables for docs/benchmarks.md; measures nothing."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

BEGIN, END = "<!-- seating: begin -->", "<!-- seating: end -->"
FAMILIES = ("sgp", "plain", "crowded", "hosts", "distinct", "attr", "lang", "langdecl", "full")

Result = Mapping[str, Any]


def in_a_line(result: Result) -> str:
    """One result for people who wait: repeats / bound, equals / bound, and what is wrong."""
    head = f"{result['problem']:24} {result['solver']:12}"
    if "failed" in result:
        return f"{head} failed: {result['failed']}"
    least = result["least"]
    wrong = f"  HARD {result['hard']}" if result["hard"] else ""
    wrong += f"  SILENT {result['language']}" if result["language"] else ""
    slow = "  SLOW" if result["solver"] == "ours" and result["cpu"] > result["allowed"] else ""
    return (
        f"{head} repeats {repeats(result):4} / {least['repeats']:<3}"
        f" (again {result['again']}, revisits {result['revisits']}, longest {result['longest']})"
        f"  equals {result['attributes']} / {least['attributes']}"
        f"  cpu {result['cpu']:.2f} / {result['allowed']:.2f}{wrong}{slow}"
    )


def repeats(result: Result) -> int:
    return int(result["convex"] + result["revisits"])


def rank(result: Result) -> tuple[int, ...]:
    return (result["hard"], result["language"], repeats(result), result["attributes"])


def middle(results: Sequence[Result]) -> Result:
    """The median result by rank; of two in the middle the worse."""
    return sorted(results, key=rank)[len(results) // 2]


def write_tables(
    results: Sequence[Result], path: Path, missing: Sequence[str] = (), own: bool = False
) -> None:
    """Put the tables between the markers of a page, which is made if it is not there."""
    text = path.read_text("utf-8") if path.exists() else f"# Benchmarks\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    body = "\n".join(page(results, missing, own))
    path.write_text(f"{before}{BEGIN}\n{body}\n{END}{after}", "utf-8")


def page(results: Sequence[Result], missing: Sequence[str], own: bool) -> Iterable[str]:
    yield from (described(own), "")
    if missing:
        yield from (f"Not installed, so not measured: {', '.join(missing)}.", "")
    for title, lines in (
        ("What we reach", our_table(results)),
        ("Beside others", peer_table(results)),
        ("Where we lose", losses(results)),
    ):
        yield from (f"### {title}", "", *lines, "")


def described(own: bool) -> str:
    now = datetime.now(UTC)
    return (
        f"{now:%Y-%m-%d}, {processor()}, {os.cpu_count()} cores, one for each solver, Python "
        f"{platform.python_version()}; {'problems of our own making' if own else 'given problems'}."
        " Repeats are Σ C(m, 2) over pairs who meet m times, visits to the same table included where"
        " tables are distinct; in brackets Σ (m − 1). Equals are pairs of the same affiliation,"
        " country or role, weighted. “/” is followed by the bound below which nobody can come."
    )


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def our_table(results: Sequence[Result]) -> Iterable[str]:
    yield "| problem | repeats / bound | (Σ (m − 1)) / bound | equals / bound | silent tables / bound | hard | CPU s, median | worst | with five times the time |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for group in by_problem(results):
        ours = [r for r in group if r["solver"] == "ours" and "failed" not in r]
        if not ours:
            continue
        best, least = middle(ours), ours[0]["least"]
        longer = [r for r in group if r["solver"] == "ours-longer" and "failed" not in r]
        yield (
            f"| {best['problem']} | {span(map(repeats, ours))} / {least['repeats']}"
            f" | {best['again']} / {least['repeated_meetings']}"
            f" | {span(r['attributes'] for r in ours)} / {least['attributes']}"
            f" | {span(r['language'] for r in ours)} / {least['silent']} | {max(r['hard'] for r in ours)}"
            f" | {median(r['cpu'] for r in ours):.2f} | {max(r['cpu'] for r in ours):.2f}"
            f" | {short(middle(longer), with_cpu=False) if longer else ''} |"
        )


def peer_table(results: Sequence[Result]) -> Iterable[str]:
    names = list(dict.fromkeys(r["solver"] for r in results if r["solver"] != "ours-longer"))
    yield "Repeats (Σ (m − 1)); equals; silent tables; broken hard rules; CPU seconds."
    yield ""
    yield f"| problem | {' | '.join(names)} |"
    yield "|---" * (len(names) + 1) + "|"
    for group in by_problem(results):
        cells = []
        for name in names:
            mine = [r for r in group if r["solver"] == name]
            good = [r for r in mine if "failed" not in r]
            cells.append(short(middle(good)) if good else "no answer" if mine else "")
        yield f"| {group[0]['problem']} | {' | '.join(cells)} |"


def losses(results: Sequence[Result]) -> Iterable[str]:
    """Problems where somebody else did better than our median, by the order of costs."""
    lines = []
    for group in by_problem(results):
        good = [r for r in group if "failed" not in r]
        ours = [r for r in good if r["solver"] == "ours"]
        others = [r for r in good if not r["solver"].startswith("ours")]
        if not ours or not others:
            continue
        mine, peer = middle(ours), min(others, key=rank)
        if rank(peer) < rank(mine):
            lines.append(f"- {mine['problem']}: {peer['solver']} {short(peer)}, ours {short(mine)}")
        fewest = min(others, key=lambda r: (r["hard"], r["language"], r["again"]))
        if (fewest["hard"], fewest["language"]) <= (mine["hard"], mine["language"]) and (
            fewest["again"] < mine["again"] and rank(fewest) >= rank(mine)
        ):
            lines.append(
                f"- {mine['problem']}, counted as Σ (m − 1) alone: {fewest['solver']}"
                f" {fewest['again']}, ours {mine['again']} (in the order that decides, ours is"
                " as good or better)"
            )
        below = [r for r in good if r["hard"] == 0 and r["convex"] < r["least"]["repeats"]]
        lines += [f"- a bound is wrong: {r['problem']}, {r['solver']}" for r in below]
    return lines or ["Nowhere in this run."]


def short(result: Result, with_cpu: bool = True) -> str:
    """`7 (7); 310 equal; 2 silent; 3 broken; 0.4 s`, the words only where they say something."""
    parts = [f"{repeats(result)} ({result['again']})"]
    parts += [f"{result['attributes']} equal"] if result["attributes"] else []
    parts += [f"{result['language']} silent"] if result["language"] else []
    parts += [f"**{result['hard']} broken**"] if result["hard"] else []
    parts += [f"{result['cpu']:.2g} s"] if with_cpu else []
    return "; ".join(parts)


def span(numbers: Iterable[int]) -> str:
    """The median, and where it varies the range."""
    values = sorted(numbers)
    same = values[0] == values[-1]
    middle_one = values[len(values) // 2]
    return str(middle_one) if same else f"{middle_one} ({values[0]}–{values[-1]})"


def by_problem(results: Sequence[Result]) -> list[list[Result]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result["problem"], []).append(result)

    def place(group: list[Result]) -> tuple[int, int, int, int]:
        head = group[0]
        return (FAMILIES.index(head["family"]), head["people"], head["tables"], head["rounds"])

    return sorted(groups.values(), key=place)
