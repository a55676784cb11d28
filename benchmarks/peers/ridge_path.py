# SPDX-License-Identifier: Apache-2.0
"""What `./ridgeline path --no-report` does, by scikit-learn in one process.

Usage: ridge_path.py X.npy Y.npy OUT [FROM TO COUNT]: reads, fits RidgeCV for penalties that are
log-spaced on the scale of mean losses (by default 1e-4 1e4 60), and writes OUT/path.csv (penalties
and leave-one-out losses) and OUT/coefficients.csv (at the best penalty of each response).
"""

import pathlib
import sys

import numpy
from sklearn.linear_model import RidgeCV


def main():
    if len(sys.argv) not in (4, 7):
        sys.exit(__doc__)
    x = numpy.load(sys.argv[1])
    y = numpy.load(sys.argv[2])
    out = pathlib.Path(sys.argv[3])
    start, end, count = sys.argv[4:] or ("1e-4", "1e4", "60")
    grid = numpy.logspace(numpy.log10(float(start)), numpy.log10(float(end)), int(count))
    several = y.shape[1] > 1
    model = RidgeCV(alphas=len(x) * grid, alpha_per_target=several, store_cv_values=True)
    model.fit(x, y if several else y[:, 0])
    losses = model.cv_values_.reshape(len(x), y.shape[1], len(grid)).mean(axis=0)
    out.mkdir(parents=True, exist_ok=True)
    names = ["loss"] if not several else [f"loss_{t}" for t in range(y.shape[1])]
    numpy.savetxt(
        out / "path.csv",
        numpy.column_stack([grid, losses.T]),
        delimiter=",",
        header=",".join(["lambda", *names]),
        comments="",
    )
    rows = numpy.column_stack(
        [
            numpy.atleast_1d(model.alpha_) / len(x),
            numpy.atleast_1d(model.intercept_),
            numpy.atleast_2d(model.coef_),
        ]
    )
    features = [str(j) for j in range(x.shape[1])]
    numpy.savetxt(
        out / "coefficients.csv",
        rows,
        delimiter=",",
        header=",".join(["lambda", "intercept", *features]),
        comments="",
    )


if __name__ == "__main__":
    main()
