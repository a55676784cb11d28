# SPDX-License-Identifier: Apache-2.0
"""The isotropic phase sweep in NumPy and SciPy, as a peer for the gate (P6, P7).

Each seed draws a source task (p features, p / 2 rows) and 21 target tasks (p / 10 rows), solves the
source for 50 penalties from one eigendecomposition of its Gram matrix, corrects every solution on
each target through one Cholesky factor, and finds the penalties of least risk.

Usage: phase_sweep.py [FEATURES [SEEDS]]; prints "seconds X" for the sweep after one seed of warm-up.
"""

import sys
import time

import numpy
from scipy import linalg

PENALTIES = numpy.logspace(-2, 2, 50)
ALIGNMENTS = numpy.linspace(0.5, 1.5, 21)
SOURCE_NOISE, TARGET_NOISE, TARGET_PENALTY = 1.0, 0.1, 0.1


def risks(models, truth):
    """Squared distances of the columns to the true coefficients."""
    difference = models - truth[:, None]
    return numpy.einsum("ij,ij->j", difference, difference)


def source_models(design, response):
    """Dual ridge solutions, one column per penalty."""
    spectrum, vectors = linalg.eigh(design @ design.T, driver="evd", overwrite_a=True, check_finite=False)
    rotated = vectors.T @ response
    dual = vectors @ (rotated[:, None] / (spectrum[:, None] + len(response) * PENALTIES))
    return design.T @ dual


def transferred(models, design, response):
    """Every source model corrected on the target data."""
    rows = len(response)
    gram = design @ design.T
    gram[numpy.diag_indices(rows)] += rows * TARGET_PENALTY
    factor = linalg.cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
    residual = response[:, None] - design @ models
    return models + design.T @ linalg.cho_solve(factor, residual, overwrite_b=True, check_finite=False)


def one_seed(seed, features):
    """Transfer-optimal over source-optimal penalty for every alignment."""
    random = numpy.random.default_rng(seed)
    direction = random.standard_normal(features)
    direction /= linalg.norm(direction)
    design = random.standard_normal((features // 2, features))
    response = design @ direction + SOURCE_NOISE * random.standard_normal(len(design))
    models = source_models(design, response)
    best = PENALTIES[risks(models, direction).argmin()]
    ratios = numpy.empty(len(ALIGNMENTS))
    for index, alignment in enumerate(ALIGNMENTS):
        truth = alignment * direction
        target = random.standard_normal((features // 10, features))
        observed = target @ truth + TARGET_NOISE * random.standard_normal(len(target))
        ratios[index] = PENALTIES[risks(transferred(models, target, observed), truth).argmin()] / best
    return ratios


def main(features=500, seeds=10):
    one_seed(0, features)
    start = time.perf_counter()
    ratios = numpy.array([one_seed(42 + seed, features) for seed in range(seeds)])
    print(f"seconds {time.perf_counter() - start:.4f}")
    print("mean ratio at the ends and the middle:", ratios.mean(axis=0)[[0, 10, 20]].round(3))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
