# SPDX-License-Identifier: Apache-2.0
"""Whole processes from a CSV file: `ridgeline path --no-report`, and pandas.read_csv with RidgeCV, in turn.

Usage: csv_process.py ROWS COLUMNS REPEATS RIDGELINE FOLDER [FORMAT]. The table is written to FOLDER
unless it is there, numbers in FORMAT (%.17g unless said). Prints a line of JSON for each: seconds
(median and least), seconds of all cores, and the largest resident size. The first turn does not count.
"""

import json
import os
import pathlib
import statistics
import sys
import time

PENALTIES = (-6, 2, 61)


def peer(table):
    import numpy
    import pandas
    from sklearn.linear_model import RidgeCV

    data = pandas.read_csv(table)
    y = data.pop("y").to_numpy()
    alphas = len(y) * numpy.logspace(*PENALTIES)
    print(RidgeCV(alphas=alphas).fit(data.to_numpy(), y).alpha_ / len(y))


def write(table, rows, columns, form):
    import numpy

    random = numpy.random.default_rng(42)
    weights = random.standard_normal(columns - 1)
    with open(table, "w") as file:
        file.write(",".join([f"x{j}" for j in range(columns - 1)] + ["y"]) + "\n")
        for first in range(0, rows, 10_000):
            x = random.standard_normal((min(10_000, rows - first), columns - 1))
            y = x @ weights + random.standard_normal(len(x))
            numpy.savetxt(file, numpy.column_stack([x, y]), delimiter=",", fmt=form)


def turn(command):
    begin = time.perf_counter()
    null = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[null])
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - begin
    if status:
        sys.exit(f"{' '.join(command[:3])} failed")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--peer":
        return peer(sys.argv[2])
    if len(sys.argv) not in (6, 7):
        sys.exit(__doc__)
    rows, columns, repeats = (int(number) for number in sys.argv[1:4])
    folder = pathlib.Path(sys.argv[5])
    form = sys.argv[6] if len(sys.argv) == 7 else "%.17g"
    table = folder / f"{rows}x{columns}{form.replace('%', '-')}.csv"
    if not table.exists():
        write(table, rows, columns, form)
    low, high, count = PENALTIES
    commands = {
        "ridgeline": [
            sys.argv[4], "path", "--data", str(table), "--response", "y", "--no-report", "--quiet", "--scale", "mean",
            "--penalties", f"logspace:1e{low}:1e{high}:{count}", "--overwrite", "--out", str(folder / "out"),
        ],
        "pandas": [sys.executable, str(pathlib.Path(__file__).resolve()), "--peer", str(table)],
    }
    turns = {name: [] for name in commands}
    for repeat in range(repeats + 1):
        for name, command in commands.items():
            measured = turn(command)
            if repeat:
                turns[name].append(measured)
    for name, measured in turns.items():
        seconds, cores, sizes = zip(*measured)
        print(
            json.dumps({
                "table": table.name,
                "megabytes": round(table.stat().st_size / 1e6, 1),
                "what": name,
                "seconds": round(statistics.median(seconds), 3),
                "least": round(min(seconds), 3),
                "core_seconds": round(statistics.median(cores), 3),
                "resident_mb": round(max(sizes)),
            })
        )


if __name__ == "__main__":
    main()
