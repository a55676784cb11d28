# SPDX-License-Identifier: Apache-2.0
"""scikit-learn's RidgeCV on the works of ridge_data.py, warm, as a peer (P12 to P15).

Usage: ridge_cv.py WORK DIR REPEATS, DIR as ridge_data.py left it. Prints one line of JSON: seconds
(median and least), the largest resident size of the process, and of the first response the best
penalty (as scikit-learn has it) and its score. One run before the clock starts does not count.

  cv, cond  exact leave-one-out with an intercept, coefficients at the best penalty
  many      a penalty for each response, coefficients and predictions for all
  fold      ten fits, each on nine tenths of the rows
"""

import json
import statistics
import sys
import time

import numpy
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import KFold

import ridge_data


def peak_rss():
    """MB; the kernel's own count, which a fork does not inherit."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return float("nan")


def fit(x, y, alphas):
    return RidgeCV(alphas=alphas, alpha_per_target=y.ndim == 2).fit(x, y)


def run(work, x, y, alphas):
    if work.kind != "fold":
        model = fit(x, y, alphas)
        if work.kind == "many":
            model.predict(x)
        return model
    model = None
    for train, _ in KFold(ridge_data.FOLDS, shuffle=True, random_state=1).split(x):
        model = fit(x[train], y[train], alphas * (len(train) / len(x)))
    return model


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ridge_data.WORKS:
        sys.exit(__doc__)
    name, folder, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3])
    work = ridge_data.WORKS[name]
    x = numpy.load(f"{folder}/x.npy")
    y = numpy.load(f"{folder}/y.npy")
    y = y[:, 0].copy() if work.responses == 1 else y
    alphas = ridge_data.read_penalties(folder, len(x))
    loaded = peak_rss()
    model = run(work, x, y, alphas)
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        model = run(work, x, y, alphas)
        seconds.append(time.perf_counter() - begin)
    print(
        json.dumps(
            {
                "work": name,
                "engine": "scikit-learn",
                "seconds_median": statistics.median(seconds),
                "seconds_min": min(seconds),
                "peak_rss_mb": round(peak_rss(), 1),
                "loaded_rss_mb": round(loaded, 1),
                "best_alpha": float(numpy.ravel(model.alpha_)[0]),
                "best_loss": float(-numpy.ravel(model.best_score_)[0]),
            }
        )
    )


if __name__ == "__main__":
    main()
