"""The long form: `python -m tests.faults [NAME …]` injects each fault as often as the figures ask for.

Results are kept one by one, so that a run may be stopped and gone on with by name.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.faults.long_runs import LONG
from tests.faults.results import KEPT, PAGE, keep, keep_row, load, say, table, write_page


def main() -> None:
    # redis-server lies beside Python (scripts/install-redis).
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(LONG)}; none: all")
    asked.add_argument("--share", type=float, default=1.0, help="part of the usual number of times")
    asked.add_argument("--kept", type=Path, default=KEPT)
    asked.add_argument("--folder", type=Path, help="where to work; a fast disk, or /dev/shm")
    asked.add_argument("--merge", type=Path, nargs="+", help="bring in results kept elsewhere")
    given = asked.parse_args()
    for row in (row for path in given.merge or () for row in load(path)):
        keep_row(row, given.kept)
    for name in given.names or (() if given.merge else LONG):
        say(f"{name} …")
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="faults-", dir=given.folder) as folder:
            result = LONG[name](Path(folder), given.share)
        keep(replace(result, seconds=round(time.monotonic() - begun, 1)), given.kept)
        say(f"{name}: {result.times} times, wrong {result.wrong}, control {result.control_wrong}")
    if given.kept == KEPT and PAGE.exists():
        write_page()
    say(table(load(given.kept)))


if __name__ == "__main__":
    main()
