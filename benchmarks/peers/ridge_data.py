# SPDX-License-Identifier: Apache-2.0
"""Tables for the benchmarks of whole ridge regressions (P12 to P15), the same for the same name.

Usage: ridge_data.py WORK DIR writes into DIR
  x.npy          n x p doubles in C order
  y.npy          n x T doubles in C order
  table.npy      both side by side, for the command (`path` works only): columns 0 .. p - 1 are features
  penalties.txt  FROM TO COUNT: log-spaced penalties on the scale of mean losses

ridge_data.py --list prints the names. A condition-controlled design is sqrt(n) U diag(s) V' with s
log-spaced from 1 to 1 / condition.
"""

import pathlib
import sys
import typing
import zlib

import numpy

SEED = 20261129


class Work(typing.NamedTuple):
    kind: str  # cv, many, cond, fold: inside one process; path: whole processes
    rows: int
    features: int
    responses: int = 1
    condition: float = 0.0  # 0: independent normal columns
    penalties: str = "1e-4 1e4 60"


CORRELATED = "1e-10 1e2 60"
FOLDS = 10

WORKS = {
    # P12
    "cv-2000x200": Work("cv", 2000, 200),
    "cv-20000x300": Work("cv", 20000, 300),
    "cv-2000x1000": Work("cv", 2000, 1000),
    "cv-500x2000": Work("cv", 500, 2000),
    "cv-1000x990": Work("cv", 1000, 990),
    # P13: all coefficients, predictions for all rows
    "many-5000x800x50": Work("many", 5000, 800, 50),
    "many-5000x800x400": Work("many", 5000, 800, 400),
    # P14, and the same at condition 1 for our own ratio
    "cond-2000x1500": Work("cond", 2000, 1500, 1, 1e8, CORRELATED),
    "cond-5000x800": Work("cond", 5000, 800, 1, 1e8, CORRELATED),
    "cond-1000x990": Work("cond", 1000, 990, 1, 1e10, CORRELATED),
    "even-2000x1500": Work("cond", 2000, 1500, 1, 1.0, CORRELATED),
    "even-5000x800": Work("cond", 5000, 800, 1, 1.0, CORRELATED),
    "even-1000x990": Work("cond", 1000, 990, 1, 1.0, CORRELATED),
    # P15
    "fold-5000x800x20": Work("fold", 5000, 800, 20),
    # whole processes
    "path-20000x300": Work("path", 20000, 300),
    "path-2000x200": Work("path", 2000, 200),
    "path-2000x1000": Work("path", 2000, 1000),
    "path-500x2000": Work("path", 500, 2000),
    "path-5000x800x20": Work("path", 5000, 800, 20),
    "path-2000x1500": Work("path", 2000, 1500, 1, 1e8, CORRELATED),
    "path-1000x990": Work("path", 1000, 990, 1, 1e10, CORRELATED),
    "path-500x4000": Work("path", 500, 4000),
    # to try the scripts with
    "cv-60x8": Work("cv", 60, 8),
    "many-60x8x3": Work("many", 60, 8, 3),
    "cond-60x8": Work("cond", 60, 8, 1, 1e8, CORRELATED),
    "fold-60x8x2": Work("fold", 60, 8, 2),
    "path-60x8": Work("path", 60, 8),
}


def design(random, work):
    n, p = work.rows, work.features
    if not work.condition:
        return random.standard_normal((n, p))
    k = min(n, p)
    left = numpy.linalg.qr(random.standard_normal((n, k)))[0]
    right = numpy.linalg.qr(random.standard_normal((p, k)))[0]
    s = numpy.logspace(0, -numpy.log10(work.condition), k) * numpy.sqrt(n)
    return numpy.ascontiguousarray((left * s) @ right.T)


def make(name):
    work = WORKS[name]
    random = numpy.random.default_rng([SEED, zlib.crc32(name.encode())])
    x = design(random, work)
    truth = random.standard_normal((work.features, work.responses))
    truth /= numpy.sqrt(work.features)
    y = 3 + x @ truth + 0.5 * random.standard_normal((work.rows, work.responses))
    return x, y


def read_penalties(folder, rows):
    """Penalties as scikit-learn has them: times the number of rows."""
    start, end, count = (pathlib.Path(folder) / "penalties.txt").read_text().split()
    return rows * numpy.logspace(numpy.log10(float(start)), numpy.log10(float(end)), int(count))


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(WORKS))
        return
    if len(sys.argv) != 3 or sys.argv[1] not in WORKS:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    x, y = make(sys.argv[1])
    if WORKS[sys.argv[1]].kind == "path":
        numpy.save(folder / "table.npy", numpy.hstack([x, y]))
    numpy.save(folder / "x.npy", x)
    numpy.save(folder / "y.npy", y)
    (folder / "penalties.txt").write_text(WORKS[sys.argv[1]].penalties + "\n")


if __name__ == "__main__":
    main()
