#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `path`, `transfer` and `predict` do to a small table, by scikit-learn, as a process.

    start_process.py path TABLE RESPONSE OUT
    start_process.py transfer SOURCE TARGET RESPONSE OUT
    start_process.py predict MODEL TABLE OUT        MODEL is what path or transfer wrote: .json, by NumPy
                                                    alone, or of path .pickle, by scikit-learn

Tables are read by numpy.loadtxt, which is there sooner than pandas.
"""
import json
import pickle
import sys

import numpy as np


def read(path, response=None):
    with open(path) as lines:
        names = lines.readline().strip().split(",")
        values = np.loadtxt(lines, delimiter=",")
    if response is None:
        return names, values, None
    at = names.index(response)
    return names[:at] + names[at + 1 :], np.delete(values, at, 1), values[:, at]


def write(model, losses, out):
    with open(out + ".json", "w") as file:
        json.dump(model, file)
    np.savetxt(out + ".csv", losses, delimiter=",")


def grid(x, count):
    centred = x - x.mean(0)
    largest = np.linalg.norm(centred, 2) ** 2
    return np.logspace(2, -10, count) * largest


def fit(table, response, out):
    from sklearn.linear_model import RidgeCV

    names, x, y = read(table, response)
    cv = RidgeCV(grid(x, 61), store_cv_values=True).fit(x, y)
    losses = np.column_stack([cv.alphas, cv.cv_values_.mean(0)])
    with open(out + ".pickle", "wb") as file:
        pickle.dump((names, cv), file)
    write({"features": names, "coefficients": cv.coef_.tolist(), "intercept": cv.intercept_}, losses, out)


def transfer(source, target, response, out):
    from sklearn.linear_model import Ridge, RidgeCV

    names, x0, y0 = read(source, response)
    _, x1, y1 = read(target, response)
    alphas = grid(x0, 61)
    best = None
    losses = []
    for alpha in alphas:
        prior = Ridge(alpha).fit(x0, y0).coef_
        cv = RidgeCV(grid(x1, 31), store_cv_values=True).fit(x1, y1 - x1 @ prior)
        loss = cv.cv_values_.mean(0).min()
        losses.append((alpha, loss))
        if best is None or loss < best[0]:
            best = loss, cv.coef_ + prior, cv.intercept_
    _, coefficients, intercept = best
    write({"features": names, "coefficients": coefficients.tolist(), "intercept": intercept}, losses, out)


def predict(model, table, out):
    names, values, _ = read(table)
    if model.endswith(".pickle"):
        with open(model, "rb") as file:
            features, fitted = pickle.load(file)
        x = values[:, [names.index(feature) for feature in features]]
        predicted = fitted.predict(x)
    else:
        with open(model) as file:
            fitted = json.load(file)
        x = values[:, [names.index(feature) for feature in fitted["features"]]]
        predicted = x @ np.array(fitted["coefficients"]) + fitted["intercept"]
    np.savetxt(out, predicted, header="prediction", comments="")


{"path": fit, "transfer": transfer, "predict": predict}[sys.argv[1]](*sys.argv[2:])
