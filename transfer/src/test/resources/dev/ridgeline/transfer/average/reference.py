# SPDX-License-Identifier: Apache-2.0
"""Writes reference.csv: the coefficients of the average on 50 problems, by a program that shares nothing with this library.

Usage: python3 reference.py FOLDER > reference.csv, where FOLDER holds chooser.py with
average(x0, y0, x1, y1, source_grid, target_grid, dof), whose statement is in docs/theory.md.
The problems are made by `problem`, which ReferenceProblem.java repeats to the bit: numbers come from a linear congruential
generator, sums of twelve uniforms less six stand for normal ones."""

import sys

import numpy as np


class Numbers:
    """64-bit linear congruential generator of Knuth (MMIX)."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2.0**53

    def normal(self):
        total = 0.0
        for _ in range(12):
            total += self.uniform()
        return total - 6.0

    def matrix(self, rows, columns):
        return np.array([[self.normal() for _ in range(columns)] for _ in range(rows)])


def problem(seed):
    numbers = Numbers(seed)
    p = 3 + int(numbers.uniform() * 14)
    n0 = 8 + int(numbers.uniform() * 40)
    n1 = 5 + int(numbers.uniform() * 20)
    rho = -1 + 3 * numbers.uniform()
    w0, other = numbers.matrix(1, p)[0], numbers.matrix(1, p)[0]
    w1 = rho * w0 + 0.3 * numbers.uniform() * other
    x0, x1 = numbers.matrix(n0, p), numbers.matrix(n1, p)
    e0, e1 = numbers.matrix(1, n0)[0], numbers.matrix(1, n1)[0]
    return x0, product(x0, w0) + 0.7 * e0, x1, product(x1, w1) + 0.3 * e1


def product(x, w):
    y = np.zeros(len(x))
    for j in range(len(w)):
        y = y + x[:, j] * w[j]
    return y


def main():
    sys.path.insert(0, sys.argv[1])
    from chooser import average

    source, target = np.logspace(-4, 3, 29), np.logspace(-4, 4, 25)
    for seed in range(1, 51):
        x0, y0, x1, y1 = problem(seed)
        dof = seed % 2  # odd seeds have an intercept
        if dof:
            x0, y0, x1, y1 = (a - a.mean(0) for a in (x0, y0, x1, y1))
        b = average(x0, y0, x1, y1, source, target, dof)
        print(",".join([str(seed)] + ["%.12e" % v for v in b]))


main()
