# SPDX-License-Identifier: Apache-2.0
"""A table of ratios from the lines of ridge_cv.py, ridge_process.py and TablesBench.

Usage: ridge_ratios.py FILE. Medians over rounds; the ratio is scikit-learn's time by ours. A star
marks a work whose best penalties or losses differ.
"""

import json
import statistics
import sys


def median(lines, key):
    return statistics.median(line[key] for line in lines)


def differ(ours, theirs):
    """Folds differ by design; elsewhere both sides solve the same problem."""
    if "best_loss" not in ours or "best_loss" not in theirs or ours["work"].startswith("fold"):
        return False
    pairs = [(ours[key], theirs[key]) for key in ("best_alpha", "best_loss")]
    return any(abs(a - b) > 1e-6 * abs(b) for a, b in pairs)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    works = {}
    with open(sys.argv[1]) as file:
        for text in file:
            line = json.loads(text)
            side = "theirs" if line["engine"] == "scikit-learn" else "ours"
            works.setdefault(line["work"], {}).setdefault(side, []).append(line)
    print("| work | ours, s | scikit-learn, s | ratio | ours, MB | scikit-learn, MB |")
    print("|---|---|---|---|---|---|")
    for work, sides in works.items():
        if len(sides) < 2:
            continue
        ours, theirs = (median(sides[s], "seconds_median") for s in ("ours", "theirs"))
        memory = [median(sides[s], "peak_rss_mb") for s in ("ours", "theirs")]
        star = " *" if differ(sides["ours"][0], sides["theirs"][0]) else ""
        print(
            f"| {work}{star} | {ours:.3g} | {theirs:.3g} | {theirs / ours:.2f} "
            f"| {memory[0]:.0f} | {memory[1]:.0f} |"
        )


if __name__ == "__main__":
    main()
