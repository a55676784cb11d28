# SPDX-License-Identifier: Apache-2.0
"""Whole processes from a CSV file of many groups: `ridgeline path --group-by`, and pandas.read_csv with a RidgeCV per group.

Usage: groups_process.py GROUPS ROWS COLUMNS RIDGELINE FOLDER [PEER_GROUPS]. The table is written to
FOLDER unless it is there. The peer fits PEER_GROUPS of the groups (2000 unless said), each with its
leave-one-out over the same number of penalties, and its time for these is given beside that of
reading all. Prints a line of JSON for each: seconds, and the largest resident size.
"""

import json
import os
import pathlib
import sys
import time

PENALTIES = (-6, 2, 61)


def peer(table, columns, groups):
    import numpy
    import pandas
    from sklearn.linear_model import RidgeCV

    start = time.perf_counter()
    data = pandas.read_csv(table)
    read = time.perf_counter() - start
    start = time.perf_counter()
    features = [f"x{j}" for j in range(columns)]
    for at, (_, rows) in enumerate(data.groupby("id", sort=False)):
        if at == groups:
            break
        alphas = len(rows) * numpy.logspace(*PENALTIES)
        RidgeCV(alphas=alphas).fit(rows[features].to_numpy(), rows["y"].to_numpy())
    print(json.dumps({"read_s": read, "groups": groups, "fit_s": time.perf_counter() - start}))


def write(table, groups, rows, columns):
    import numpy

    random = numpy.random.default_rng(7)
    with open(table, "w") as file:
        file.write(",".join(["id"] + [f"x{j}" for j in range(columns)] + ["y"]) + "\n")
        for first in range(0, groups, 1000):
            count = min(1000, groups - first)
            ids = numpy.repeat(numpy.arange(first, first + count), rows)
            x = random.standard_normal((count * rows, columns))
            slopes = numpy.repeat(random.standard_normal((count, columns)), rows, axis=0)
            y = (x * slopes).sum(axis=1) + random.standard_normal(count * rows)
            numpy.savetxt(file, numpy.column_stack([ids, x, y]), delimiter=",", fmt=["g%d"] + ["%.6f"] * (columns + 1))


def run(command):
    start = time.perf_counter()
    child = os.spawnvp(os.P_NOWAIT, command[0], command)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"{command} failed: {status}")
    return {"seconds": time.perf_counter() - start, "cpu_s": usage.ru_utime + usage.ru_stime, "rss_mb": usage.ru_maxrss // 1024}


def main(groups, rows, columns, ridgeline, folder, peer_groups):
    table = pathlib.Path(folder) / f"groups-{groups}x{rows}x{columns}.csv"
    if not table.exists():
        write(table, groups, rows, columns)
    out = pathlib.Path(folder) / "groups-out"
    ours = [ridgeline, "path", "--data", str(table), "--response", "y", "--group-by", "id"]
    ours += ["--no-report", "--quiet", "--overwrite", "--out", str(out)]
    run(ours)  # builds what is missing
    for turn in range(3):
        print(json.dumps({"side": "ridgeline", "turn": turn, **run(ours)}), flush=True)
    print(json.dumps({"stages": json.loads((out / "manifest.json").read_text())["seconds"]}), flush=True)
    theirs = [sys.executable, __file__, "--peer", str(table), str(columns), str(peer_groups)]
    print(json.dumps({"side": "pandas and scikit-learn", **run(theirs)}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--peer":
        peer(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        numbers = [int(value) for value in sys.argv[1:4]]
        more = int(sys.argv[6]) if len(sys.argv) > 6 else 2000
        main(*numbers, sys.argv[4], sys.argv[5], more)
