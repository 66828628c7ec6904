"""QAP correlation and MRQAP."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from weakties import InvalidInput, NotConverged, UnknownLabel, WrongType
from weakties._arguments import seed as seed_of
from weakties._core import draws
from weakties.datasets import florentine_families
from weakties.networks import Network, attribute_matrix, mrqap, qap_correlation, tie_matrix

from ..oracles.networks import qap as oracle
from .strategies import matrix, networks, relabelled

# Padgett's business ties between the families of the marriage network.
BUSINESS = [
    ("Barbadori", "Castellani"),
    ("Barbadori", "Ginori"),
    ("Barbadori", "Medici"),
    ("Barbadori", "Peruzzi"),
    ("Bischeri", "Guadagni"),
    ("Bischeri", "Lamberteschi"),
    ("Bischeri", "Peruzzi"),
    ("Castellani", "Lamberteschi"),
    ("Castellani", "Peruzzi"),
    ("Ginori", "Medici"),
    ("Guadagni", "Lamberteschi"),
    ("Lamberteschi", "Peruzzi"),
    ("Medici", "Pazzi"),
    ("Medici", "Salviati"),
    ("Medici", "Tornabuoni"),
]


def florence(order=1):
    marriage = Network.from_edges(florentine_families(), "source", "target")
    frame = pd.DataFrame(BUSINESS, columns=["a", "b"])
    business = Network.from_edges(frame, "a", "b", nodes=list(marriage.labels)[::order])
    return marriage, business


def orders(seed, count, nodes):
    """The permutations that a seed stands for."""
    key = seed_of(seed).key
    return [draws("permutation", key, 0, each, nodes, 0).astype(int) for each in range(count)]


def random_matrices(n, k, directed=True, seed=0, missing=0):
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(k):
        numbers = rng.normal(size=(n, n))
        numbers = numbers if directed else numbers + numbers.T
        made.append(numbers)
    for matrix_, (i, j) in zip(made * missing, rng.integers(0, n, (missing * k, 2)), strict=True):
        matrix_[i, j] = np.nan
        if not directed:
            matrix_[j, i] = np.nan
    return made


# Published numbers, and some that follow from the definition.


@pytest.mark.parametrize("order", [1, -1])
def test_marriage_and_business_in_florence(order):
    marriage, business = florence(order)
    found = qap_correlation(marriage, business, permutations=2000, seed=1)
    assert found.value == pytest.approx(0.3564531, abs=5e-8)
    assert found.p_upper < 0.01
    assert abs(found.expected) < 0.01
    assert found.meta.counts == {"nodes": 15}
    dense = qap_correlation(tie_matrix(marriage), tie_matrix(business), permutations=50, seed=1)
    assert dense.value == pytest.approx(found.value)


def test_one_regressor_gives_the_correlation_squared():
    marriage, business = florence()
    found = mrqap(marriage, {"business": business}, permutations=20, seed=1)
    assert found.fit["r_squared"] == pytest.approx(0.3564531**2, abs=1e-7)
    assert found.fit["dyads"] == 105


def test_p_values_count_the_observed_or_not():
    marriage, business = florence()
    for counted in (True, False):
        found = qap_correlation(
            marriage, business, permutations=300, count_observed=counted, seed=5
        )
        own = int(counted)
        above = (found.draws >= found.value - 1e-9).sum()
        below = (found.draws <= found.value + 1e-9).sum()
        beyond = (found.draws.abs() >= found.value - 1e-9).sum()
        assert found.p_upper == (own + above) / (own + 300)
        assert found.p_lower == (own + below) / (own + 300)
        assert found.p_two_sided == (own + beyond) / (own + 300)


def test_likeness_is_far_from_the_mean_of_its_permutations():
    # Never near 0, from which the two-sided p-value of a correlation is counted.
    marriage, business = (
        Network.from_networkx(nx.gnm_random_graph(9, 14, seed=seed)) for seed in (1, 2)
    )
    for method in ("jaccard", "matching", "pearson"):
        found = qap_correlation(marriage, business, method=method, permutations=60, seed=1)
        drawn = found.draws
        centre = 0.0 if method == "pearson" else drawn.mean()
        assert found.expected == pytest.approx(drawn.mean(), abs=1e-15)
        assert found.sd == pytest.approx(drawn.std(ddof=1), rel=1e-12)
        far = (abs(drawn - centre) >= abs(found.value - centre) - 1e-12).sum()
        assert found.p_two_sided == pytest.approx((1 + far) / 61, rel=1e-12)


def test_a_network_is_like_itself_and_permutations_that_change_nothing_count_as_equal():
    ring = Network.from_networkx(nx.cycle_graph(5))
    found = qap_correlation(ring, ring, permutations=4000, seed=2)
    assert found.value == pytest.approx(1)
    # Of 120 orders of five nodes 10 leave a ring as it is.
    assert found.p_upper == pytest.approx(1 / 12, abs=0.02)
    assert qap_correlation(ring, ring, method="jaccard", permutations=2, seed=1).value == 1
    assert qap_correlation(ring, ring, method="matching", permutations=2, seed=1).value == 1


# The definitions, written out.


@given(one=networks(), other=networks())
def test_networks_of_any_kind_are_correlated_by_the_formula(one, other):
    names = [f"n{i}" for i in range(9)]
    frames = [each.to_frame() for each in (one, other)]
    one, other = (
        Network.from_edges(frame, "source", "target", directed=each.directed, nodes=order)
        for frame, each, order in zip(frames, (one, other), (names, names[::-1]), strict=True)
    )
    directed = one.directed or other.directed
    x = matrix(one, weighted=False)
    y = matrix(other, weighted=False)[::-1, ::-1]
    chosen = oracle.pairs(9, directed)
    a, b = oracle.over(x, chosen), oracle.over(y, chosen)
    if a.std() == 0 or b.std() == 0:
        with pytest.raises(InvalidInput, match="`x` and `y` must both differ"):
            qap_correlation(one, other, permutations=1)
        return
    found = qap_correlation(one, other, permutations=3, seed=4)
    assert found.value == pytest.approx(oracle.correlation(x, y, directed))
    matching = qap_correlation(one, other, method="matching", permutations=1, seed=4).value
    assert matching == pytest.approx((a == b).mean())
    jaccard = qap_correlation(one, other, method="jaccard", permutations=1, seed=4).value
    assert jaccard == pytest.approx((a * b).sum() / np.maximum(a, b).sum())


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("missing", [0, 3])
def test_every_permutation_of_matrices_is_correlated_by_the_formula(directed, missing):
    x, y = random_matrices(7, 2, directed, seed=3, missing=missing)
    found = qap_correlation(x, y, permutations=20, seed=11)
    assert found.meta.options["directed"] is directed
    assert found.value == pytest.approx(oracle.correlation(x, y, directed))
    expected = [
        oracle.correlation(x, oracle.moved(y, order), directed) for order in orders(11, 20, 7)
    ]
    assert found.draws.to_numpy() == pytest.approx(np.array(expected))


def test_networks_and_their_matrices_have_the_same_permutations():
    graphs = [nx.gnp_random_graph(12, 0.3, seed=each, directed=True) for each in (1, 2)]
    one, other = (Network.from_networkx(graph) for graph in graphs)
    for method in ("pearson", "matching", "jaccard"):
        sparse = qap_correlation(one, other, method=method, permutations=30, seed=3)
        dense = qap_correlation(
            tie_matrix(one), tie_matrix(other), method=method, permutations=30, seed=3
        )
        assert sparse.value == pytest.approx(dense.value)
        assert sparse.draws.to_numpy() == pytest.approx(dense.draws.to_numpy())


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("missing", [0, 2])
@pytest.mark.parametrize("method", ["dsp", "y", "x"])
@pytest.mark.parametrize("intercept", [False, True])
def test_every_permutation_is_regressed_by_least_squares(directed, missing, method, intercept):
    y, *x = random_matrices(8, 3, directed, seed=5, missing=missing)
    x[1] += 0.8 * np.nan_to_num(x[0]) + 3
    y += x[0] + 100
    found = mrqap(
        y, {"a": x[0], "b": x[1]}, method=method, intercept=intercept, permutations=10, seed=7
    )
    regressors = [np.ones((8, 8))] * intercept + x
    expected = oracle.t_statistics(y, regressors, directed)
    assert found.coefficients["statistic"].to_numpy() == pytest.approx(expected)
    expected = [
        oracle.permuted_t(y, regressors, directed, method, order) for order in orders(7, 10, 8)
    ]
    # A constant of which regressors explain next to nothing has a t that loses digits.
    assert found.draws.to_numpy() == pytest.approx(np.array(expected), rel=1e-6, abs=1e-7)


# Other packages.


@pytest.mark.parametrize("directed", [False, True])
def test_least_squares_agree_with_statsmodels(directed):
    y, *x = random_matrices(20, 4, directed, seed=8, missing=2)
    y = y * 1e-3 + x[0] - 50
    x[2] = x[2] * 1e4 + 1e6
    found = mrqap(y, {"a": x[0], "b": x[1], "c": x[2]}, permutations=5, seed=1)
    chosen = oracle.pairs(20, directed)
    frame = pd.DataFrame(
        {name: oracle.over(m, chosen) for name, m in zip("yabc", [y, *x], strict=True)}
    )
    frame = frame.dropna()
    assert found.meta.counts["dyads"] == len(frame)
    assert found.meta.dropped == {"dyads with a missing number": len(chosen) - len(frame)}
    theirs = sm.OLS(frame["y"], sm.add_constant(frame[["a", "b", "c"]])).fit()
    table = found.coefficients
    assert table["coefficient"].to_numpy() == pytest.approx(theirs.params.to_numpy(), rel=1e-10)
    assert table["se"].to_numpy() == pytest.approx(theirs.bse.to_numpy(), rel=1e-9)
    assert found.fit["r_squared"] == pytest.approx(theirs.rsquared, rel=1e-10)
    assert found.fit["r_squared_adjusted"] == pytest.approx(theirs.rsquared_adj, rel=1e-10)
    assert found.fit["f"] == pytest.approx(theirs.fvalue, rel=1e-9)
    assert found.fit["f_df2"] == theirs.df_resid
    assert found.fit["residual_se"] == pytest.approx(np.sqrt(theirs.scale))


def logit_of(y, x, chosen):
    design = np.array([oracle.over(matrix, chosen) for matrix in x]).T
    outcome = oracle.over(y, chosen)
    known = ~np.isnan(design).any(axis=1) & ~np.isnan(outcome)
    return sm.Logit(outcome[known], design[known]).fit(disp=False, tol=1e-14, maxiter=100)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("missing", [0, 2])
def test_the_logit_and_its_permutations_agree_with_statsmodels(directed, missing):
    noise, *x = random_matrices(14, 3, directed, seed=9, missing=missing)
    y = np.where(np.isnan(noise), np.nan, noise + np.nan_to_num(x[0]) > 0.5).astype(float)
    y[np.isnan(noise)] = np.nan
    chosen = oracle.pairs(14, directed)
    constant = np.ones((14, 14))
    theirs = logit_of(y, [constant, *x], chosen)
    for method in ("dsp", "y", "x"):
        found = mrqap(
            y, {"a": x[0], "b": x[1]}, model="logit", method=method, permutations=4, seed=3
        )
        table = found.coefficients
        assert table["coefficient"].to_numpy() == pytest.approx(theirs.params, rel=1e-9)
        assert table["se"].to_numpy() == pytest.approx(theirs.bse, rel=1e-7)
        assert found.fit["log_likelihood"] == pytest.approx(theirs.llf)
        assert found.fit["log_likelihood_null"] == pytest.approx(theirs.llnull)
        assert found.fit["pseudo_r_squared"] == pytest.approx(theirs.prsquared)
        assert found.fit["aic"] == pytest.approx(theirs.aic)
        assert found.fit["bic"] == pytest.approx(theirs.bic)
        known = ~np.isnan(y + x[0] + x[1])
        for order, row in zip(orders(3, 4, 14), found.draws.to_numpy(), strict=True):
            if method == "y":
                moving = oracle.moved(np.where(known, y, np.nan), order)
                xs = [np.where(known, each, np.nan) for each in [constant, *x]]
                assert row == pytest.approx(logit_of(moving, xs, chosen).tvalues, rel=1e-6)
                continue
            moving = (
                oracle.what_is_left([constant, *x], 1, y, directed)
                if method == "dsp"
                else np.where(known, x[0], np.nan)
            )
            masked = np.where(known, y, np.nan)
            t = logit_of(masked, [constant, x[1], oracle.moved(moving, order)], chosen).tvalues[-1]
            assert row[1] == pytest.approx(t, rel=1e-6)


# What must hold.


def test_values_do_not_depend_on_the_order_of_nodes_nor_on_units():
    marriage, business = florence()
    expected = mrqap(marriage, {"b": business}, permutations=2, seed=1).coefficients
    moved = mrqap(relabelled(marriage), {"b": relabelled(business, 3)}, permutations=2, seed=1)
    for name in ("coefficient", "se", "statistic"):
        assert moved.coefficients[name].to_numpy() == pytest.approx(expected[name].to_numpy())
    scaled = mrqap(tie_matrix(marriage) * 10, {"b": business}, permutations=9, seed=1)
    plain = mrqap(marriage, {"b": business}, permutations=9, seed=1)
    assert scaled.draws.to_numpy() == pytest.approx(plain.draws.to_numpy())


@pytest.mark.parametrize("model", ["linear", "logit"])
@given(seed=st.integers(0, 999), factor=st.sampled_from([-2.0, 0.5, 3.0]))
def test_coefficients_follow_the_units_of_what_is_regressed(model, seed, factor):
    noise, *x = random_matrices(9, 3, seed=seed)
    y = (noise > 0).astype(float) if model == "logit" else noise
    options = {"model": model, "permutations": 4, "seed": 1}
    plain = mrqap(y, {"a": x[0], "b": x[1]}, **options)
    scaled = mrqap(y, {"a": x[0] * factor, "b": x[1] + 7}, **options)
    for name in ("coefficient", "se", "statistic"):
        before, after = (each.coefficients[name][["a", "b"]].to_numpy() for each in (plain, scaled))
        by = {"coefficient": factor, "se": abs(factor), "statistic": 1 / np.sign(factor)}[name]
        expected = before / [by, 1]
        assert after == pytest.approx(expected, rel=1e-6, abs=1e-9)
    if model == "linear":
        # What a regressor explains is added to its own coefficient and to no other.
        more = mrqap(y + factor * x[0], {"a": x[0], "b": x[1]}, **options).coefficients
        expected = plain.coefficients["coefficient"] + [0, factor, 0]
        assert more["coefficient"].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-9)
        assert more["se"].to_numpy() == pytest.approx(plain.coefficients["se"].to_numpy())


def test_a_regressor_that_explains_is_found_and_noise_is_not():
    y, *x = random_matrices(25, 3, seed=21)
    y += 0.5 * x[0]
    table = mrqap(y, {"a": x[0], "b": x[1]}, permutations=400, seed=1).coefficients
    assert table.loc["a", "p_two_sided"] < 0.01
    assert table.loc["b", "p_two_sided"] > 0.01


@pytest.mark.parametrize("model", ["linear", "logit"])
@pytest.mark.parametrize("method", ["dsp", "y", "x"])
def test_threads_give_equal_bits(model, method):
    noise, *x = random_matrices(12, 3, seed=2)
    y = (noise > 0).astype(float)
    one, *others = (
        mrqap(
            y,
            {"a": x[0], "b": x[1]},
            model=model,
            method=method,
            permutations=20,
            seed=1,
            threads=threads,
        )
        .draws.to_numpy()
        .tobytes()
        for threads in (1, 2, 7)
    )
    assert others == [one, one]
    one, *others = (
        qap_correlation(noise, x[0], permutations=20, seed=1, threads=threads)
        .draws.to_numpy()
        .tobytes()
        for threads in (1, 2, 7)
    )
    assert others == [one, one]


# Attributes as matrices.


def test_attributes_become_numbers_for_pairs():
    nodes = pd.DataFrame({"size": [1.0, 4.0, 2.0], "region": ["n", "s", "n"]}, index=list("abc"))
    frame = pd.DataFrame({"from": ["a"], "to": ["b"]})
    network = Network.from_edges(frame, "from", "to", nodes=nodes)

    def of(attribute, form):
        found = attribute_matrix(network, attribute, form)
        assert found.index.tolist() == found.columns.tolist() == list("abc")
        return found.to_numpy().tolist()

    assert of("region", "same") == [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
    assert of("size", "difference") == [[0, -3, -1], [3, 0, 2], [1, -2, 0]]
    assert of("size", "absolute_difference") == [[0, 3, 1], [3, 0, 2], [1, 2, 0]]
    assert of("size", "sum") == [[2, 5, 3], [5, 8, 6], [3, 6, 4]]
    assert of("size", "product") == [[1, 4, 2], [4, 16, 8], [2, 8, 4]]
    assert of("size", "sender") == [[1, 1, 1], [4, 4, 4], [2, 2, 2]]
    assert of("size", "receiver") == [[1, 4, 2]] * 3


@given(network=networks(), data=st.data())
def test_numbers_for_pairs_are_those_of_scipy_and_move_with_their_labels(network, data):
    numbers = st.lists(st.integers(-3, 3), min_size=len(network), max_size=len(network))
    size = pd.Series(data.draw(numbers), index=network.labels, dtype=float)
    column = size.to_numpy()[:, np.newaxis]
    expected = {
        "same": 1 - cdist(column, column, "hamming"),
        "difference": cdist(column, column, lambda one, other: (one - other).item()),
        "absolute_difference": cdist(column, column, "cityblock"),
        "sum": cdist(column, -column, lambda one, other: (one - other).item()),
        "product": np.outer(column, column),
        "sender": np.tile(column, len(network)),
        "receiver": np.tile(column, len(network)).T,
    }
    other = relabelled(network)
    for form, numbers in expected.items():
        found = attribute_matrix(network, size, form)
        np.testing.assert_array_equal(found.to_numpy(), numbers)
        moved = attribute_matrix(other, size, form)
        pd.testing.assert_frame_equal(moved.loc[found.index, found.columns], found)


@given(network=networks(), weighted=st.booleans())
def test_tie_matrices_hold_what_scipy_gets(network, weighted):
    found = tie_matrix(network, strength="contracts" if weighted else None)
    assert found.to_numpy().tolist() == matrix(network, weighted).tolist()
    assert found.index.equals(network.labels)


# What is refused, and results.


def test_what_cannot_be_compared_is_refused():
    marriage, business = florence()
    with pytest.raises(
        UnknownLabel, match="`y` must have the nodes of 'x': 'Acciaiuoli' is not in"
    ):
        qap_correlation(marriage, Network.from_edges(florentine_families()[1:], "source", "target"))
    with pytest.raises(InvalidInput, match=r"`y` has the wrong shape: expected \(15, 15\)"):
        qap_correlation(marriage, np.eye(4))
    with pytest.raises(InvalidInput, match="`directed` = False"):
        qap_correlation(np.triu(np.ones((4, 4))), np.eye(4), directed=False)
    with pytest.raises(InvalidInput, match="must have at least 3 nodes"):
        qap_correlation(np.eye(2), np.eye(2))
    with pytest.raises(InvalidInput, match="`x` and `y` must both differ"):
        qap_correlation(np.eye(4), np.ones((4, 4)))
    for twin in (tie_matrix(business) * 2 + 1, business):
        with pytest.raises(InvalidInput, match=r"`x`: .*again.* is a sum of multiples"):
            mrqap(marriage, {"business": business, "again": twin})
    with pytest.raises(InvalidInput, match=r"`y` must hold 0 and 1 only for model=.*got 2"):
        mrqap(tie_matrix(marriage) * 2, {"business": business}, model="logit")
    with pytest.raises(NotConverged, match="the logit of `y` has no maximum"):
        mrqap(marriage, {"itself": marriage}, model="logit")
    small, *rest = random_matrices(3, 7)
    many = {f"{place}": each for place, each in enumerate(rest)}
    with pytest.raises(InvalidInput, match="`x` must hold fewer regressors than there are pairs"):
        mrqap(small, many)
    with pytest.raises(WrongType, match="`x` must be a dictionary"):
        mrqap(marriage, [business])


def test_a_regressor_that_almost_separates_has_no_maximum_either():
    y = (np.random.default_rng(1).uniform(size=(10, 10)) < 0.4).astype(float)
    # Wherever the regressor is 1 there is a tie, elsewhere ties may be or not.
    rare = y * (np.random.default_rng(2).uniform(size=(10, 10)) < 0.3)
    with pytest.raises(NotConverged, match="leave it out"):
        mrqap(y, {"rare": rare}, model="logit", permutations=1)


def test_results_tell_and_draw():
    marriage, business = florence()
    found = mrqap(marriage, {"business": business}, permutations=30, seed=1)
    text = " ".join(found.summary().split())
    assert "R² 0.1271" in text
    assert "coef se t P(<=t) P(>=t) P(>=|t|)" in text
    assert "(1 + k) / (1 + N)" in text
    assert "Dekker" in found.cite()
    assert "Dekker" not in mrqap(marriage, {"b": business}, method="y", permutations=1).cite()
    assert found.to_frame().columns[0] == "regressor"
    assert "statistic" in found.plot().get_xlabel()
    single = qap_correlation(marriage, business, permutations=30, seed=1)
    assert single.to_frame()["value"].item() == single.value
    assert single.plot().get_xlabel() == "pearson"
    assert single.meta.seed == 1
    logit = mrqap(marriage, {"business": business}, model="logit", permutations=3, seed=1)
    assert "McFadden" in logit.summary()
