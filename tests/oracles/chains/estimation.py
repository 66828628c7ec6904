"""Slow and obvious versions of the chains pillar, from dictionaries and dense matrices."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise, product

import numpy as np


def spells(observed):
    """Spells from {(person, period): state}: (person, state, start, length, after a gap)."""
    found = []
    for person in sorted({person for person, _ in observed}):
        last = None
        for period in sorted(t for who, t in observed if who == person):
            state = observed[person, period]
            if last == period - 1 and found[-1][1] == state:
                found[-1][3] += 1
            else:
                found.append([person, state, period, 1, last is not None and last < period - 1])
            last = period
    return [tuple(spell) for spell in found]


def moves(observed, across_gaps=False):
    """How often each (origin, destination) occurs, by person."""
    counts = {}
    for person in {person for person, _ in observed}:
        periods = sorted(t for who, t in observed if who == person)
        counts[person] = Counter(
            (observed[person, one], observed[person, next_one])
            for one, next_one in pairwise(periods)
            if across_gaps or next_one == one + 1
        )
    return counts


def stationary(matrix):
    """The left eigenvector of 1, by replacing one equation of balance with the sum."""
    size = len(matrix)
    equations = np.vstack([(matrix.T - np.eye(size))[:-1], np.ones(size)])
    return np.linalg.solve(equations, np.append(np.zeros(size - 1), 1))


def mobility(matrix, ranks, weights):
    """Every index as its formula stands."""
    k = len(matrix)
    moduli = np.sort(np.abs(np.linalg.eigvals(matrix)))[::-1]
    flows = weights[:, None] * matrix
    climb = np.subtract.outer(ranks, ranks).T
    distance = (flows * np.abs(climb)).sum()
    return {
        "prais_trace": (k - np.trace(matrix)) / (k - 1),
        "determinant": 1 - abs(np.linalg.det(matrix)),
        "determinant_root": 1 - abs(np.linalg.det(matrix)) ** (1 / (k - 1)),
        "second_eigenvalue": 1 - moduli[1],
        "bartholomew": distance,
        "bartholomew_normalised": distance / (ranks.max() - ranks.min()),
        "leaving_scaled": k / (k - 1) * (1 - np.trace(flows)),
        "immobility_ratio": np.trace(flows),
        "upward_rate": flows[climb > 0].sum(),
        "downward_rate": flows[climb < 0].sum(),
    }


class JobContact:
    """The job-contact model as a dense chain over tuples of 0 and 1."""

    def __init__(self, ties, arrival, separation):
        agents = len(ties)
        self.states = list(product([0, 1], repeat=agents))
        place = {state: at for at, state in enumerate(self.states)}
        self.matrix = np.zeros((len(self.states), len(self.states)))
        for state in self.states:
            for hired, p in self._hirings(state, ties, arrival).items():
                employed = [i for i in range(agents) if state[i] or i in hired]
                for lost, q in self._losses(employed, separation):
                    after = tuple(int(i in employed and i not in lost) for i in range(agents))
                    self.matrix[place[state], place[after]] += p * q
        self.pi = stationary(self.matrix)
        self.employed = np.array(self.states, float)

    @staticmethod
    def _hirings(state, ties, arrival):
        """Probabilities of who has an offer, hearing agent by hearing agent."""
        offers = {frozenset(): 1.0}
        for hearer in range(len(state)):
            needy = [j for j in range(len(state)) if ties[hearer][j] and not state[j]]
            takers = needy if state[hearer] else [hearer]
            after = Counter()
            for hired, p in offers.items():
                if not takers:
                    after[hired] += p
                    continue
                after[hired] += p * (1 - arrival)
                for taker in takers:
                    after[hired | {taker}] += p * arrival / len(takers)
            offers = after
        return offers

    @staticmethod
    def _losses(employed, separation):
        for count in range(len(employed) + 1):
            for lost in combinations(employed, count):
                kept = len(employed) - count
                yield set(lost), separation**count * (1 - separation) ** kept

    def unemployment(self):
        return 1 - self.pi @ self.employed

    def correlations(self):
        centred = self.employed - self.pi @ self.employed
        covariance = centred.T @ (self.pi[:, None] * centred)
        deviations = np.sqrt(np.diag(covariance))
        return covariance / np.outer(deviations, deviations)

    def hazard(self, agent, duration):
        waiting = self.employed[:, agent] == 0
        mass = np.where(waiting, self.pi, 0)
        for _ in range(duration - 1):
            mass = np.where(waiting, mass @ self.matrix, 0)
        return (mass @ self.matrix)[~waiting].sum() / mass.sum()


def job_contact_paths(ties, arrival, separation, periods, rng):
    """Employment period by period, each rule in its turn."""
    agents = len(ties)
    employed = [True] * agents
    path = []
    for _ in range(periods):
        before = list(employed)
        hired = set()
        for hearer in range(agents):
            if rng.random() >= arrival:
                continue
            needy = [j for j in range(agents) if ties[hearer][j] and not before[j]]
            takers = needy if before[hearer] else [hearer]
            if takers:
                hired.add(takers[rng.integers(len(takers))])
        for agent in hired:
            employed[agent] = True
        for agent in range(agents):
            if employed[agent] and rng.random() < separation:
                employed[agent] = False
        path.append(agents - sum(employed))
    return np.array(path)


def first_passage(matrix):
    """Means and variances of first passages, one end at a time, from the equations of one step."""
    size = len(matrix)
    mean, square = np.empty((size, size)), np.empty((size, size))
    for end in range(size):
        onwards = matrix.copy()
        onwards[:, end] = 0
        mean[:, end] = np.linalg.solve(np.eye(size) - onwards, np.ones(size))
        square[:, end] = np.linalg.solve(np.eye(size) - onwards, 2 * mean[:, end] - 1)
    return mean, square - mean**2


def reaching(matrix, end):
    """Expected steps to a state, where it is reached for sure, and the probability that it is."""
    size = len(matrix)
    onwards = matrix.copy()
    onwards[:, end] = 0
    leads = np.linalg.matrix_power((matrix > 0) + np.eye(size, dtype=int), size)[:, end] > 0
    probability = np.zeros(size)
    inner = np.ix_(leads, leads)
    system = np.eye(leads.sum()) - onwards[inner]
    probability[leads] = np.linalg.solve(system, matrix[leads, end])
    steps = np.full(size, np.inf)
    steps[leads] = np.linalg.solve(system, np.ones(leads.sum()))
    return steps, probability


def compared(triples):
    """Likelihood ratio, chi-square and degrees of freedom of (stratum, context, destination)."""
    count = Counter(triples)
    row = Counter((s, c) for s, c, _ in triples)
    column = Counter((c, d) for _, c, d in triples)
    context = Counter(c for _, c, _ in triples)
    ratio = chi = 0.0
    for (s, c), moves in row.items():
        for d in {d for other, d in column if other == c}:
            expected = moves * column[c, d] / context[c]
            observed = count[s, c, d]
            chi += (observed - expected) ** 2 / expected
            if observed:
                ratio += 2 * observed * np.log(observed / expected)
    df = sum(
        (sum(other == c for _, other in row) - 1) * (sum(other == c for other, _ in column) - 1)
        for c in context
    )
    return ratio, chi, df


def exits(observed, drop, longest):
    """Those at risk by (state, duration), and exits by (state, duration, destination)."""
    at_risk, left = Counter(), Counter()
    for person, state, start, length, _ in spells(observed):
        if drop and (person, start - 1) not in observed:
            continue
        following = observed.get((person, start + length))
        for duration in range(1, length + 1):
            if duration < length or following is not None:
                at_risk[state, min(duration, longest)] += 1
        if following is not None:
            left[state, min(length, longest), following] += 1
    return dict(at_risk), dict(left)
