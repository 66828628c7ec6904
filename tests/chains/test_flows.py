"""Flows between places: proportional fitting, radiation, and flows from stocks."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, NotConverged
from weakties.chains import flows_from_stocks, ipf, radiation

PLACES = list("ABCD")


def table(*rows):
    return pd.DataFrame(rows, index=PLACES, columns=PLACES, dtype=float)


def columns(*values):
    """Make a table of its columns, as R writes them."""
    return pd.DataFrame(np.reshape(values, (4, 4)).T, index=PLACES, columns=PLACES, dtype=float)


def per_place(*values):
    return pd.Series(values, index=PLACES, dtype=float)


# The stocks of Abel (2013, 2018) and Abel and Cohen (2019), as the R package migest has them.
START = table((1000, 100, 10, 0), (55, 555, 50, 5), (80, 40, 800, 40), (20, 25, 20, 200))
END = table((950, 100, 60, 0), (80, 505, 75, 5), (90, 30, 800, 40), (40, 45, 0, 180))
OPEN = (
    columns(1000, 55, 80, 20, 100, 555, 40, 25, 10, 50, 800, 20, 0, 5, 40, 200),
    columns(1060, 45, 70, 30, 60, 540, 75, 30, 10, 40, 770, 20, 10, 0, 70, 230),
)


class TestFlowsFromStocks:
    """Numbers marked migest are those of its functions on its own examples, fitted to the end."""

    def test_the_fewest_moves_are_those_of_migest(self):
        found = flows_from_stocks(START, END)
        expected = table((0, 0, 50, 0), (35, 0, 25, 0), (10, 10, 0, 0), (10, 10, 0, 0))
        np.testing.assert_allclose(found.flows, expected, atol=1e-8)
        tables = found.xarray
        np.testing.assert_allclose(tables.sum("destination"), START, atol=1e-8)
        np.testing.assert_allclose(tables.sum("origin"), END, atol=1e-8)

    def test_later_examples_of_migest(self):
        start = columns(100, 20, 10, 20, 10, 55, 40, 25, 10, 25, 140, 20, 0, 10, 65, 200)
        end = columns(70, 25, 10, 40, 30, 60, 55, 45, 10, 10, 140, 0, 10, 15, 50, 180)
        expected = table((0, 20, 0, 10), (0, 0, 0, 0), (15, 15, 0, 5), (10, 25, 0, 0))
        np.testing.assert_allclose(flows_from_stocks(start, end).flows, expected, atol=1e-8)
        start = columns(100, 80, 30, 60, 10, 180, 10, 70, 10, 10, 140, 10, 0, 90, 40, 160)
        end = columns(95, 75, 55, 35, 5, 225, 0, 25, 15, 5, 115, 25, 5, 55, 50, 215)
        expected = table(
            (0, 5, 7.85714, 22.14286), (7.14286, 0, 12.14286, 40.71429),
            (17.85714, 5, 0, 7.14286), (0, 35, 0, 0),
        )  # fmt: skip
        np.testing.assert_allclose(flows_from_stocks(start, end).flows, expected, atol=1e-5)

    def test_births_and_deaths_in_an_open_and_a_closed_system_are_those_of_migest(self):
        deaths = per_place(70, 30, 50, 10)
        found = flows_from_stocks(
            *OPEN, births=per_place(80, 20, 40, 60), deaths=deaths, method="accounting-open"
        )
        expected = table(
            (0, 8.50287, 0, 3.69533), (26.42296, 0, 0.42346, 9.85527),
            (0, 34.18336, 0, 25.07789), (11.46761, 10.93324, 1.39289, 0),
        )  # fmt: skip
        np.testing.assert_allclose(found.flows, expected, atol=1e-5)
        found = flows_from_stocks(*OPEN, births=per_place(80, 20, 60, 60), deaths=deaths)
        expected = table(
            (0, 3.32880, 0, 3.24326), (34.12101, 0, 0.58391, 9.80915),
            (0.00440, 27.12729, 0, 25.71173), (12.44664, 9.05798, 2.25952, 0),
        )  # fmt: skip
        np.testing.assert_allclose(found.flows, expected, atol=1e-5)
        assert not found.meta.notes

    def test_more_births_than_natives_are_taken_from_all(self):
        start = columns(100, 20, 10, 20, 10, 55, 40, 25, 10, 25, 140, 20, 0, 10, 65, 200)
        end = columns(75, 20, 30, 30, 25, 45, 40, 30, 5, 30, 150, 20, 0, 15, 60, 230)
        found = flows_from_stocks(
            start, end, births=per_place(10, 50, 25, 60), deaths=per_place(30, 10, 40, 10)
        )
        expected = table(
            (0, 8.12499, 0, 0), (15.45551, 0, 18.08195, 5.71295),
            (0, 1.12541, 0, 0), (17.66948, 0, 8.04347, 0),
        )  # fmt: skip
        np.testing.assert_allclose(found.flows, expected, atol=1e-5)
        assert any("more births than natives in 'B'" in note for note in found.meta.notes)

    def test_spreading_everybody_is_that_of_migest_and_pseudo_bayes_lies_between(self):
        every = flows_from_stocks(START, END, method="pseudo-bayes", mix=0).flows
        expected = table(
            (0, 137.75323, 126.92373, 17.33177), (159.87609, 0, 101.33272, 22.82073),
            (92.59246, 67.26705, 0, 47.29418), (34.54018, 39.00926, 33.89724, 0),
        )  # fmt: skip
        np.testing.assert_allclose(every, expected, atol=1e-5)
        fewest = flows_from_stocks(START, END).flows
        mixed = flows_from_stocks(START, END, method="pseudo-bayes", mix=0.8)
        np.testing.assert_allclose(mixed.flows, 0.8 * fewest + 0.2 * every)
        assert mixed.meta.options["mix"] == "0.8"

    def test_movers_follow_the_prior(self):
        start = table((10, 10, 0, 0), (0, 50, 0, 0), (0, 0, 50, 0), (0, 0, 0, 50))
        end = table((0, 0, 10, 10), (0, 50, 0, 0), (0, 0, 50, 0), (0, 0, 0, 50))
        prior = pd.DataFrame(1.0, index=PLACES, columns=PLACES)
        prior.loc["A", "C"] = 4
        found = flows_from_stocks(start, end, prior=prior).flows
        # All leave, and x goes from A to C, with x² / (10 - x)² = 4.
        np.testing.assert_allclose(
            found.loc[["A", "B"], ["C", "D"]], np.array([[20, 10], [10, 20]]) / 3
        )
        random = np.random.default_rng(1)
        prior = pd.DataFrame(random.uniform(1, 5, (4, 4)), index=PLACES, columns=PLACES)
        every = flows_from_stocks(START + 1, END + 1, prior=prior, method="pseudo-bayes", mix=0)
        ratios = [
            t[1:, 1:] * t[0, 0] / np.outer(t[1:, 0], t[0, 1:])
            for t in (prior.to_numpy(), *every.by_birthplace)
        ]
        for ratio in ratios[1:]:
            np.testing.assert_allclose(ratio, ratios[0], rtol=1e-6)

    def test_differences_and_rates_by_hand(self):
        dropped = flows_from_stocks(START, END, method="drop-negative").flows
        assert dropped.loc["A", "C"] == 50
        assert dropped.loc["C", "B"] == 0
        assert dropped.to_numpy().trace() == 0
        returned = flows_from_stocks(START, END, method="reverse-negative").flows
        # Those born in C who live in B fell from 40 to 30: ten went from B to C, on top of 25.
        assert returned.loc["B", "C"] == 25 + 10
        rates = flows_from_stocks(START, END, method="rates", total=89).flows
        assert rates.to_numpy().sum() == pytest.approx(89)
        assert rates.loc["A", "B"] == pytest.approx(89 * 100 / 445)

    @given(st.lists(st.integers(1, 50), min_size=18, max_size=18))
    def test_flows_account_for_the_change_of_each_place(self, numbers):
        before = np.reshape(numbers[:9], (3, 3)).astype(float)
        after = np.reshape(numbers[9:], (3, 3)).astype(float)
        after *= before.sum() / after.sum()
        found = flows_from_stocks(before, after)
        flows = found.flows.to_numpy()
        net = flows.sum(axis=0) - flows.sum(axis=1)
        np.testing.assert_allclose(net, after.sum(axis=0) - before.sum(axis=0), atol=1e-6)
        # As many stay as can.
        tables = found.by_birthplace
        stay = np.array([np.diag(one) for one in tables])
        np.testing.assert_allclose(
            stay, np.minimum(found.start.to_numpy(), found.end.to_numpy()), atol=1e-6
        )

    def test_a_population_that_grows_by_itself_is_made_up_for_and_said(self):
        found = flows_from_stocks(START, END * 1.01)
        growth = 0.01 * END.to_numpy().sum()
        assert f"grows by {growth:.6g} more than births and deaths say" in found.meta.notes[0]
        assert "natives were scaled" in found.meta.notes[0]
        assert found.start.to_numpy().sum() == pytest.approx(found.end.to_numpy().sum())
        fewer = flows_from_stocks(START, END * 0.99).meta.notes[0]
        assert f"grows by {growth:.6g} less than" in fewer
        # Where natives alone become more, half of it is put to each end, and nobody moves.
        grown = START + 0.1 * np.diag(np.diag(START))
        still = flows_from_stocks(START, grown)
        np.testing.assert_allclose(np.diag(still.start), 1.05 * np.diag(START))
        np.testing.assert_allclose(still.flows, 0, atol=1e-9)

    def test_more_growth_than_natives_can_make_up_for_is_refused(self):
        start = pd.DataFrame([[10.0, 0.0], [0.0, 10.0]])
        come = np.array([[0.0, 100.0], [100.0, 0.0]])
        with pytest.raises(InvalidInput, match=r"differ by 200 people.*too few natives"):
            flows_from_stocks(start, start + come)

    def test_an_open_system_says_who_left_and_who_came(self):
        start = pd.DataFrame([[10.0, 2.0], [1.0, 20.0]])
        end = pd.DataFrame([[7.0, 2.0], [1.0, 21.0]])
        found = flows_from_stocks(start, end, method="accounting-open")
        assert found.meta.notes == ("3 left the system and 1 came into it",)
        np.testing.assert_allclose(found.start, [[7.5, 1.5], [1.0, 20.0]])
        np.testing.assert_allclose(found.end, [[7.0, 2.0], [21 / 22, 441 / 22]])

    def test_labels_may_come_in_another_order(self):
        turned = flows_from_stocks(START, END.loc[::-1, ::-1]).flows
        pd.testing.assert_frame_equal(turned, flows_from_stocks(START, END).flows)

    def test_the_picture_and_tables(self):
        found = flows_from_stocks(START, END)
        assert found.to_frame().shape == (12, 3)
        assert "accounting-closed" in found.summary()
        assert found.plot().get_xlabel() == "Destination"
        with pytest.raises(InvalidInput, match="birthplace"):
            _ = flows_from_stocks(START, END, method="drop-negative").xarray


@st.composite
def fitted_case(draw):
    shape = draw(st.tuples(st.integers(2, 4), st.integers(2, 4)))
    cells = st.floats(0.1, 10)
    make = lambda: np.array(  # noqa: E731
        draw(st.lists(cells, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))
    ).reshape(shape)
    return make(), make()


class TestIpf:
    @given(fitted_case())
    def test_sums_are_met_and_odds_ratios_kept(self, case):
        seed, wanted = case
        found = ipf(pd.DataFrame(seed), {"rows": wanted.sum(axis=1), "columns": wanted.sum(axis=0)})
        fitted = found.table.to_numpy()
        np.testing.assert_allclose(fitted.sum(axis=0), wanted.sum(axis=0), rtol=1e-8)
        np.testing.assert_allclose(fitted.sum(axis=1), wanted.sum(axis=1), rtol=1e-8)
        ratios = [t[1:, 1:] * t[0, 0] / np.outer(t[1:, 0], t[0, 1:]) for t in (seed, fitted)]
        np.testing.assert_allclose(*ratios, rtol=1e-8)

    def test_three_dimensions_by_two_margins(self):
        random = np.random.default_rng(1)
        wanted = random.uniform(1, 2, (3, 3, 2))
        seed = xr.DataArray(
            random.uniform(1, 2, (3, 3, 2)),
            dims=("origin", "destination", "birth"),
            coords={"birth": ["x", "y"]},
        )
        margins = {
            ("birth", "origin"): pd.DataFrame(wanted.sum(axis=1).T, index=["x", "y"]).loc[
                ["y", "x"]
            ],
            ("destination", "birth"): wanted.sum(axis=0),
        }
        found = ipf(seed, margins).table
        np.testing.assert_allclose(found.sum("destination"), wanted.sum(axis=1), rtol=1e-8)
        np.testing.assert_allclose(found.sum("origin"), wanted.sum(axis=0), rtol=1e-8)
        # One birthplace alone is a table of two dimensions.
        alone = ipf(
            pd.DataFrame(seed[:, :, 0].to_numpy()),
            {"rows": wanted[:, :, 0].sum(axis=1), "columns": wanted[:, :, 0].sum(axis=0)},
        )
        np.testing.assert_allclose(found[:, :, 0], alone.table, rtol=1e-8)

    def test_sums_that_zeros_rule_out_are_refused_or_not_reached(self):
        seed = pd.DataFrame([[1.0, 0.0], [1.0, 1.0]])
        with pytest.raises(NotConverged, match="zeros in `seed`"):
            ipf(seed, {"rows": [2, 1], "columns": [1, 2]}, rounds=50)
        with pytest.raises(InvalidInput, match="only zeros for columns 1"):
            ipf(seed.assign(**{"1": 0})[[0, "1"]].set_axis([0, 1], axis=1),
                {"rows": [1, 1], "columns": [1, 1]})  # fmt: skip

    def test_the_seed_is_left_alone_and_the_picture_is_drawn(self):
        seed = pd.DataFrame(np.ones((2, 2)))
        found = ipf(seed, {"rows": [1, 3], "columns": [2, 2]})
        assert (seed == 1).all(axis=None)
        assert found.plot().get_ylabel() == "rows"
        assert found.to_frame().columns.tolist() == ["rows", "columns", "value"]


def slow_radiation(people, offered, far):
    """Follow the definition pair by pair."""
    n = len(people)
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                s = sum(offered[k] for k in range(n) if k not in (i, j) and far[i, k] <= far[i, j])
                out[i, j] = (
                    people[i] * offered[j] / ((people[i] + s) * (people[i] + offered[j] + s))
                )
    return out


class TestRadiation:
    @given(st.integers(0, 10_000), st.integers(2, 7), st.booleans())
    def test_the_definition_pair_by_pair(self, seed, count, ties):
        random = np.random.default_rng(seed)
        people, offered = random.integers(1, 50, (2, count)).astype(float)
        far = random.random((count, count))
        if ties:
            far = np.round(far, 1)
        found = radiation(people, far, opportunities=offered).to_numpy()
        np.testing.assert_allclose(found, slow_radiation(people, offered, far), rtol=1e-12)

    @given(st.integers(0, 10_000), st.integers(2, 7))
    def test_all_who_leave_arrive_after_the_correction(self, seed, count):
        random = np.random.default_rng(seed)
        people, offered = random.integers(1, 50, (2, count)).astype(float)
        found = radiation(
            people,
            random.random((count, count)),
            outflow=people,
            opportunities=offered,
            finite=True,
        )
        np.testing.assert_allclose(found.sum(axis=1), people)

    def test_only_the_order_of_distances_counts_and_threads_do_not(self):
        random = np.random.default_rng(2)
        people, far = random.uniform(1, 9, 40), random.random((40, 40))
        found = [radiation(people, far**power, threads=n) for power, n in ((1, 1), (3, 2), (2, 7))]
        for other in found[1:]:
            pd.testing.assert_frame_equal(found[0], other, check_exact=True)

    def test_a_place_that_offers_nothing_gets_nobody(self):
        far = [[0, 1, 2], [1, 0, 2], [1, 2, 0]]
        found = radiation([5, 0, 5], far)
        assert (found[1] == 0).all()
        assert (found.loc[1] == 0).all()


def test_fitting_goes_on_while_any_sum_is_off():
    # The last row and column are right from the start, the others after some rounds.
    seed = pd.DataFrame([[1.0, 2, 0], [3, 4, 0], [0, 0, 1]])
    margins = {"rows": [5.0, 2, 1], "columns": [1.0, 6, 1]}
    found = ipf(seed, margins)
    np.testing.assert_allclose(found.table.sum(axis=1), margins["rows"], rtol=1e-9)
    np.testing.assert_allclose(found.table.sum(axis=0), margins["columns"], rtol=1e-9)
