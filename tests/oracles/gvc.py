"""Value-chain measures as their formulas read, block by block, with the whole inverse formed."""

import numpy as np


def coefficients(Z, X):
    A = np.zeros_like(Z)
    for j in range(len(X)):
        if X[j] != 0:
            A[:, j] = Z[:, j] / X[j]
    return A


def inverse(Z, X):
    return np.linalg.inv(np.eye(len(X)) - coefficients(Z, X))


def shares(V, X):
    return np.array([v / x if x != 0 else 0.0 for v, x in zip(V, X, strict=True)])


def block(country, sectors):
    return slice(country * sectors, (country + 1) * sectors)


def bilateral_exports(Z, Y, sectors):
    """E_sr by exporting sector: one column a destination."""
    E = np.zeros_like(Y)
    for r in range(Y.shape[1]):
        for i in range(len(Y)):
            if i // sectors != r:
                E[i, r] = Z[i, block(r, sectors)].sum() + Y[i, r]
    return E


def participation(Z, Y, X, V, sectors):
    """FVA_s and DVX_s by the sums over t and r of V_t B_ts E_s and V_s B_sr E_r."""
    G = Y.shape[1]
    B, v, E = inverse(Z, X), shares(V, X), bilateral_exports(Z, Y, sectors).sum(axis=1)
    fva, dvx = np.zeros(G), np.zeros(G)
    for s in range(G):
        for t in range(G):
            if t != s:
                a, b = block(t, sectors), block(s, sectors)
                fva[s] += v[a] @ B[a, b] @ E[b]
                dvx[s] += v[b] @ B[b, a] @ E[a]
    return fva, dvx


def value_added_flows(Z, Y, X, V, sectors):
    """V_s sum_k B_sk Y_kr, by origin and absorbing country."""
    G = Y.shape[1]
    B, v = inverse(Z, X), shares(V, X)
    flows = np.zeros((G, G))
    for s in range(G):
        for r in range(G):
            for k in range(G):
                flows[s, r] += v[block(s, sectors)] @ (
                    B[block(s, sectors), block(k, sectors)] @ Y[block(k, sectors), r]
                )
    return flows


def upstreamness(Z, Y, X, rounds=20_000):
    """1 for what goes to final use, 2 for one stage before it, and so on, over output.

    Output meets final demand in rounds: F, A F, A A F, … The n-th round is n stages away.
    """
    A = coefficients(Z, X)
    wanted = Y.sum(axis=1)
    steps = np.zeros_like(X)
    for stage in range(1, rounds):
        steps += stage * wanted
        wanted = A @ wanted
        if np.abs(wanted).max() < 1e-18 * np.abs(X).max():
            break
    return np.array([s / x if x != 0 else np.nan for s, x in zip(steps, X, strict=True)])


def ghosh_upstreamness(Z, X):
    allocation = np.linalg.inv(np.eye(len(X)) - Z / X[:, None])
    return allocation.sum(axis=1)


def corrected_for_inventories(Z, F, N, X):
    """Multiply row i of Z and F by X_i / (X_i - N_i)."""
    Z, F = Z.copy(), F.copy()
    for i in range(len(X)):
        if X[i] != N[i]:
            Z[i] *= X[i] / (X[i] - N[i])
            F[i] *= X[i] / (X[i] - N[i])
    return Z, F
