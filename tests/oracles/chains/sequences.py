"""Slow and obvious versions of openness, of measures of sequences and of distances between them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, groupby, pairwise

import numpy as np


def openness(careers, ladder):
    """Every index from {person: [(period, place, rung, firm), …]}, without gaps."""
    count = Counter()
    for career in careers.values():
        spells = [[*key, len(list(own))] for key, own in groupby(career, key=lambda row: row[1:])]
        stays = [place for place, _ in groupby(spells, key=lambda spell: spell[0])]
        for at in range(1, len(stays)):
            count["moves"] += 1
            count["returns"] += stays[at] in stays[:at]
            count["round_trips"] += at > 1 and stays[at] == stays[at - 2]
        home = stays[0]
        count["persons"] += 1
        count["left"] += len(stays) > 1
        count["came"] += home in stays[1:]
        places = [row[1] for row in career]
        count["seen"] += len(places)
        count["away"] += sum(place != home for place in places)
        runs = [(away, len(list(own))) for away, own in groupby(places, key=lambda p: p != home)]
        for away, length in runs[:-1]:
            count["absences"] += away
            count["absent"] += away * length
        positions = [at for at, spell in enumerate(spells) if spell[1] in ladder]
        for one, other in pairwise(positions):
            before, after = spells[one], spells[other]
            climb = ladder.index(after[1]) - ladder.index(before[1])
            place, firm = after[0] != before[0], after[2] != before[2]
            if climb > 0:
                count["up"] += 1
                count["open"] += place or firm
                count["by_firm"] += firm and not place
                count["by_place"] += place and not firm
                count["by_both"] += firm and place
                count["climbed"] += climb
                count["skips"] += climb > 1
            if place or firm or other > one + 1:
                count["separations"] += 1
                count["losses"] += climb < 0
                count["lost"] += max(-climb, 0)

    def share(part, whole):
        return count[part] / count[whole] if count[whole] else np.nan

    return {
        "openness": share("open", "up"),
        "open_by_firm": share("by_firm", "up"),
        "open_by_place": share("by_place", "up"),
        "open_by_both": share("by_both", "up"),
        "loss_at_separation": share("losses", "separations"),
        "rungs_lost": share("lost", "separations"),
        "mean_climb": share("climbed", "up"),
        "skip_share": share("skips", "up"),
        "return_share": share("returns", "moves"),
        "round_trip_share": share("round_trips", "moves"),
        "leaver_share": share("left", "persons"),
        "returner_share": share("came", "left"),
        "time_away": share("absent", "absences"),
        "away_share": share("away", "seen"),
    }


def subsequences(states):
    """How many different subsequences there are, the empty one included."""
    return len({part for size in range(len(states) + 1) for part in combinations(states, size)})


def indices(sequence, states):
    """Entropy, complexity and both kinds of turbulence of one sequence of periods."""
    spells = [(state, len(list(own))) for state, own in groupby(sequence)]
    shares = np.array([sequence.count(state) / len(sequence) for state in set(sequence)])
    entropy = -(shares * np.log(shares)).sum() / np.log(states) if states > 1 else 0.0
    changes = (len(spells) - 1) / (len(sequence) - 1) if len(sequence) > 1 else 0.0
    times = np.array([length for _, length in spells])
    phi = subsequences([state for state, _ in spells])
    never = states - len(set(sequence))
    most = (len(times) - 1) * (1 - times.mean()) ** 2
    unvisited = np.append(times, np.zeros(never))
    can = 0 if states < 2 else states - 1 if len(times) == 1 else states - 2
    uneven = np.array([1] * (len(times) - 1) + [len(sequence) - len(times) + 1] + [0] * can, float)
    return {
        "entropy": entropy,
        "complexity": np.sqrt(entropy * changes),
        "turbulence": np.log2(phi * (most + 1) / (times.var() + 1)),
        "turbulence_unvisited": np.log2(phi * (uneven.var() + 1) / (unvisited.var() + 1)),
    }


def matching(one, other, costs, indel):
    """The least cost of turning one sequence into the other, cell by cell."""
    table = np.zeros((len(one) + 1, len(other) + 1))
    table[:, 0] = np.arange(len(one) + 1) * indel
    table[0] = np.arange(len(other) + 1) * indel
    for i, state in enumerate(one):
        for j, another in enumerate(other):
            table[i + 1, j + 1] = min(
                table[i, j] + costs[state, another],
                table[i, j + 1] + indel,
                table[i + 1, j] + indel,
            )
    return table[-1, -1]
