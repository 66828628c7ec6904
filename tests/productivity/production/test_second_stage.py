"""Second stages with controls, and with the proxy as an input; resamples as copies of firms."""

import pytest
from numpy.testing import assert_allclose
from scipy.optimize import minimize_scalar

from weakties._arguments import seed
from weakties._core import draws
from weakties.productivity import productivity

from ...oracles.productivity import production as oracle
from .strategies import firms, panel


def test_controls_are_taken_off_before_the_second_stage():
    table = firms()
    found = productivity(
        panel(table), "levinsohn-petrin", output="y", free=["l", "h"], state="k", proxy="m",
        controls="z", law=1,
    )  # fmt: skip
    early, phi, _ = oracle.first_stage(table, ["l", "h"], ["k", "m"], 3, ["z"])
    table = table.assign(rest=table["y"] - table[["l", "h", "z"]] @ early, phi=phi)
    pairs = oracle.lagged(table, ["phi", "k"]).dropna()

    def squares(b):
        now, before = pairs["rest"] - b * pairs["k"], pairs["phi_1"] - b * pairs["k_1"]
        return (oracle.innovation(now, before, 1) ** 2).sum()

    peer = minimize_scalar(squares, bounds=(-0.5, 1.5), method="bounded", options={"xatol": 1e-10})
    assert_allclose(found.elasticities["value"]["k"], peer.x, atol=1e-6)


def test_a_proxy_that_is_an_input_is_known_from_the_period_before():
    table = firms(300)
    table["y"] += 0.3 * table["m"]
    found = productivity(
        panel(table), "levinsohn-petrin", output="y", free=["l", "h"], state="k", proxy="m",
        gross_output=True, law=1,
    )  # fmt: skip
    early, phi, _ = oracle.first_stage(table, ["l", "h"], ["k", "m"], 3)
    b = found.elasticities["value"]
    made = b["k"] * table["k"] + b["m"] * table["m"]
    now = table["y"] - table[["l", "h"]] @ early - made
    pairs = oracle.lagged(table.assign(now=now, before=phi - made), ["before", "m"]).dropna()
    innovation = oracle.innovation(pairs["now"], pairs["before_1"], 1)
    for known in (pairs["k"], pairs["m_1"]):
        assert abs((innovation * (known - known.mean())).mean()) < 1e-6
    assert abs((innovation * (pairs["m"] - pairs["m"].mean())).mean()) > 1e-3


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("ols", {"form": "translog"}),
        ("fixed-effects", {}),
        ("levinsohn-petrin", {"proxy": "m"}),
        ("ackerberg-caves-frazer", {"proxy": "m", "instruments": ["z", "h"]}),
        ("wooldridge", {"proxy": "m"}),
    ],
)
def test_a_resample_is_the_estimate_from_as_many_copies_of_each_firm(method, options):
    table = firms(60)
    named = {"output": "y", "free": "l", "state": "k", **options}
    if method != "ols":
        named["degree"] = 2
    found = productivity(panel(table), method, **named, bootstrap=2, seed=3)
    for replicate in range(2):
        times = draws("resample_counts", seed(3).key, 0, replicate, 60, 60.0).astype(int)
        copies = productivity(panel(oracle.copied(table, times)), method, **named)
        for drawn, value in (
            (found.draws, copies.coefficients["value"]),
            (found.elasticity_draws, copies.elasticities["value"]),
        ):
            assert_allclose(drawn[replicate], value, rtol=1e-6, atol=1e-7)
