# SPDX-License-Identifier: Apache-2.0
"""Whole processes side by side: `ridgeline path --no-report` and ridge_path.py, in turn.

Usage: ridge_process.py WORK DIR REPEATS RIDGELINE, DIR as ridge_data.py left it. Prints a line of
JSON for each: seconds (median and least), the largest resident size, and whether the command had to
write its report since it does not know --no-report. The first turn does not count.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import ridge_data


def turn(command, log):
    """Seconds and MB of one process."""
    begin = time.perf_counter()
    child = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
    )
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - begin
    if status:
        sys.exit(f"{' '.join(command[:4])} failed:\n{log.read_text()[-2000:]}")
    return seconds, usage.ru_maxrss / 1024


def main():
    if len(sys.argv) != 5 or ridge_data.WORKS.get(sys.argv[1], (None,))[0] != "path":
        sys.exit(__doc__)
    name, folder, repeats, ridgeline = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    work = ridge_data.WORKS[name]
    penalties = (folder / "penalties.txt").read_text().split()
    here = pathlib.Path(__file__).resolve().parent
    out = folder / "out"
    responses = ",".join(str(work.features + t) for t in range(work.responses))
    usage = subprocess.run([ridgeline, "path", "--help"], capture_output=True, text=True).stdout
    bare = "--no-report" in usage
    commands = {
        "ridgeline": [
            ridgeline, "path", "--data", str(folder / "table.npy"), "--response", responses,
            "--penalties", "logspace:" + ":".join(penalties), "--scale", "mean",
            *(["--no-report"] if bare else []), "--quiet", "--out", str(out / "ridgeline"),
        ],
        "scikit-learn": [
            sys.executable, str(here / "ridge_path.py"), str(folder / "x.npy"), str(folder / "y.npy"),
            str(out / "scikit-learn"), *penalties,
        ],
    }
    seconds = {engine: [] for engine in commands}
    memory = dict.fromkeys(commands, 0.0)
    engines = list(commands)
    for repeat in range(repeats + 1):
        # A B, B A, A B ..
        for engine in engines if repeat % 2 == 0 else engines[::-1]:
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            elapsed, size = turn(commands[engine], folder / "log.txt")
            memory[engine] = max(memory[engine], size)
            if repeat > 0:
                seconds[engine].append(elapsed)
    for engine in engines:
        print(
            json.dumps(
                {
                    "work": name,
                    "engine": engine,
                    "seconds_median": statistics.median(seconds[engine]),
                    "seconds_min": min(seconds[engine]),
                    "peak_rss_mb": round(memory[engine], 1),
                    "report": engine == "ridgeline" and not bare,
                }
            )
        )


if __name__ == "__main__":
    main()
