"""The dynamic decompositions as their authors write them, firm by firm, in shares of all firms."""

import numpy as np

from .decomposition import melitz_polanec as melitz_polanec_parts


def _parts(before, after):
    """Return shares and productivity of survivors, entrants and exiters."""
    s0, s1 = before.w / before.w.sum(), after.w / after.w.sum()
    stay = before.index.intersection(after.index)
    come, leave = after.index.difference(stay), before.index.difference(stay)
    return s0, s1, before.p, after.p, stay, come, leave


def baily_hulten_campbell(before, after):
    s0, s1, p0, p1, stay, come, leave = _parts(before, after)
    return [
        sum(s0[i] * (p1[i] - p0[i]) for i in stay),
        sum((s1[i] - s0[i]) * p1[i] for i in stay),
        sum(s1[i] * p1[i] for i in come),
        -sum(s0[i] * p0[i] for i in leave),
    ]


def griliches_regev(before, after):
    s0, s1, p0, p1, stay, come, leave = _parts(before, after)
    m = (sum(s0 * p0) + sum(s1 * p1)) / 2
    return [
        sum((s0[i] + s1[i]) / 2 * (p1[i] - p0[i]) for i in stay),
        sum((s1[i] - s0[i]) * ((p0[i] + p1[i]) / 2 - m) for i in stay),
        sum(s1[i] * (p1[i] - m) for i in come),
        -sum(s0[i] * (p0[i] - m) for i in leave),
    ]


def foster_haltiwanger_krizan(before, after):
    s0, s1, p0, p1, stay, come, leave = _parts(before, after)
    level = sum(s0 * p0)
    return [
        sum(s0[i] * (p1[i] - p0[i]) for i in stay),
        sum((s1[i] - s0[i]) * (p0[i] - level) for i in stay),
        sum((s1[i] - s0[i]) * (p1[i] - p0[i]) for i in stay),
        sum(s1[i] * (p1[i] - level) for i in come),
        -sum(s0[i] * (p0[i] - level) for i in leave),
    ]


def baldwin_gu(before, after):
    s0, s1, p0, p1, stay, come, leave = _parts(before, after)
    if sum(s0[leave]) == 0:
        return [np.nan] * 4
    level = sum(s0[i] * p0[i] for i in leave) / sum(s0[leave])
    return [
        sum((s0[i] + s1[i]) / 2 * (p1[i] - p0[i]) for i in stay),
        sum((s1[i] - s0[i]) * ((p0[i] + p1[i]) / 2 - level) for i in stay),
        sum(s1[i] * (p1[i] - level) for i in come),
        0.0,
    ]


def diewert_fox(before, after):
    s0, s1, p0, p1, stay, _, _ = _parts(before, after)
    entry_and_exit = melitz_polanec_parts(before, after)[2:4]
    if sum(s0[stay]) == 0 or sum(s1[stay]) == 0:
        return [np.nan, np.nan, *entry_and_exit]
    q0, q1 = s0[stay] / sum(s0[stay]), s1[stay] / sum(s1[stay])
    return [
        sum((q0[i] + q1[i]) / 2 * (p1[i] - p0[i]) for i in stay),
        sum((q1[i] - q0[i]) * (p0[i] + p1[i]) / 2 for i in stay),
        *entry_and_exit,
    ]


def melitz_polanec(before, after):
    return melitz_polanec_parts(before, after)[:4]


ORACLES = {
    "baily-hulten-campbell": baily_hulten_campbell,
    "griliches-regev": griliches_regev,
    "foster-haltiwanger-krizan": foster_haltiwanger_krizan,
    "foster-haltiwanger-krizan-2": griliches_regev,
    "baldwin-gu": baldwin_gu,
    "diewert-fox": diewert_fox,
    "melitz-polanec": melitz_polanec,
}
