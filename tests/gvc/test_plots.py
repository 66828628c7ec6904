"""Pictures show what the numbers say."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot

from weakties import InvalidInput
from weakties.datasets import leather
from weakties.gvc import participation, value_added_flows, vax_ratio

from .strategies import random_table


@pytest.fixture(autouse=True)
def _no_windows():
    with mpl.rc_context({"backend": "agg"}):
        yield
        pyplot.close("all")


def names(ticks):
    return [tick.get_text() for tick in ticks]


def test_participation_stacks_backward_and_forward_with_the_highest_on_top():
    result = participation(leather())
    ax = result.plot()
    assert names(ax.get_yticklabels()) == ["DEU", "TUR", "ARG"]
    ends = [bar.get_x() + bar.get_width() for bar in ax.containers[1]]
    np.testing.assert_allclose(ends, 100 * result.rates["rate"].sort_values())
    assert ax.get_xlabel() == "Percent of gross exports"
    assert names(ax.get_legend().get_texts())[0].startswith("Backward")


def test_of_many_rows_the_largest_exporters_are_drawn():
    ax = participation(random_table(1, 7, 6), by="country-sector").plot()
    assert len(ax.get_yticklabels()) == 30
    assert ax.get_xlabel().endswith("(the 30 largest exporters of 42)")


def test_flows_leave_out_what_stays_at_home():
    flows = value_added_flows(leather())
    ax = flows.plot()
    assert np.ma.getmaskarray(ax.images[0].get_array()).diagonal().all()
    assert names(ax.texts) == ["18.5", "28.2", "24.7", "52.7", "39", "57.7"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Destination", "Origin")
    assert ax.figure.axes[1].get_ylabel() == "million"
    assert flows.flows.notna().all(axis=None)


def test_ratios_are_drawn_as_bars_or_as_a_map():
    assert names(vax_ratio(leather()).plot().get_yticklabels()) == ["DEU", "TUR", "ARG"]
    ax = vax_ratio(leather(), by="bilateral").plot()
    assert names(ax.get_xticklabels()) == ["ARG", "TUR", "DEU"]
    assert names(ax.texts) == ["0.852", "0.663", "1.01", "0.591", "0.686", "0.636"]
    ax = vax_ratio(leather(), by="country-sector").plot()
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Sector", "Country")


@pytest.mark.parametrize("by", ["country", "country-sector"])
def test_one_country_can_be_drawn(by):
    table = random_table(1, countries=1)
    for result in (
        participation(table, by=by),
        vax_ratio(table, by=by),
        value_added_flows(table, by=by),
    ):
        result.plot().figure.draw_without_rendering()
    with pytest.raises(InvalidInput, match="no pairs of countries"):
        vax_ratio(table, by="bilateral").plot()


def test_many_countries_have_no_numbers_in_their_cells():
    assert not value_added_flows(random_table(1, 16, 1)).plot().texts


def test_axes_of_ones_own_are_drawn_on():
    _, ax = pyplot.subplots()
    assert participation(leather()).plot(ax) is ax
