"""Production functions by cost shares, least squares, control functions and GMM."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
from numpy.typing import NDArray

from weakties._arguments import choice, flag, instance, integer
from weakties._arguments import threads as threads_of
from weakties._labels import Index
from weakties._progress import reporter
from weakties._wording import shown
from weakties.errors import InvalidInput, NotConverged
from weakties.productivity.index_numbers import REFERENCES, Shares
from weakties.productivity.panel import FirmPanel
from weakties.productivity.resample import plan as plan_of

from .fit import Fit, by_core, by_shares
from .result import ProductionEstimate
from .specification import (
    EQUATIONS,
    FORMS,
    METHODS,
    Options,
    checked_bounds,
    checked_shares,
    checked_variables,
)
from .tables import put_together

# Degrees beyond this give polynomials of thousands of columns.
_MOST_DEGREE = 6
_MOST_STARTS = 10_000


def productivity(
    panel: FirmPanel,
    method: str,
    *,
    output: Hashable,
    free: Hashable | list[Hashable],
    state: Hashable | list[Hashable],
    proxy: Hashable | None = None,
    controls: Hashable | list[Hashable] | None = None,
    period_effects: bool = False,
    form: str = "cobb-douglas",
    gross_output: bool = False,
    logs: bool = True,
    degree: int = 3,
    law: int | None = None,
    survival: bool = True,
    equations: str = "both",
    instruments: Hashable | list[Hashable] | None = None,
    starts: int = 32,
    bounds: tuple[float, float] = (-0.5, 1.5),
    start: Mapping[Hashable, float] | None = None,
    shares: Shares = None,
    costs: Shares = None,
    reference: str = "chained",
    groups: Hashable | None = None,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> ProductionEstimate:
    r"""Estimate a production function, and the productivity of each firm and period.

    .. math:: y_{it} = \beta' x_{it} + \gamma' z_{it} + \omega_{it} + \varepsilon_{it}

    Parameters
    ----------
    panel : FirmPanel
        Made with ``variables=[…]``; the names below are of such variables. Neither productivity nor
        weights are needed, and every row counts alike.
    method : str
        ``"solow"``, ``"caves-christensen-diewert"``, ``"ols"``, ``"fixed-effects"``,
        ``"olley-pakes"``, ``"levinsohn-petrin"``, ``"ackerberg-caves-frazer"`` or
        ``"wooldridge"``; see the notes.
    output : label
        Log output :math:`y`: value added, or gross output.
    free : label or list of labels
        Log inputs chosen in the period, such as one or several types of labour.
    state : label or list of labels
        Log inputs chosen a period ahead, such as capital.
    proxy : label, optional
        What reveals productivity, in logs: investment for Olley and Pakes, an intermediate input
        such as materials for the methods after them.
    controls : label or list of labels, optional
        Variables :math:`z` that shift output linearly; taken as they are, never in logs.
    period_effects : bool, default False
        Whether each period but the first has a control of its own.
    form : {"cobb-douglas", "translog"}
        Whether :math:`x` holds the inputs only, or their squares and products too.
    gross_output : bool, default False
        Whether ``proxy`` is itself an input, as it is when output is gross. Not for
        ``"wooldridge"``; for Olley and Pakes list materials in ``free``.
    logs : bool, default True
        Whether output, inputs, proxy and instruments are in logs already. Otherwise their logs are
        taken, and rows with an output or input of 0 or less are not used; rows with an investment
        of 0 or less are not used in first stages.
    degree : int, default 3
        Degree of the complete polynomials that stand for unknown functions, 1 to 6.
    law : int, optional
        Degree of the law of motion of productivity, 1 to 6. By default 1, an AR(1), for
        ``"ackerberg-caves-frazer"`` and 3 for the others.
    survival : bool, default True
        Whether Olley and Pakes correct for exit; other methods do not.
    equations : {"both", "second"}
        Whether ``"wooldridge"`` uses both equations or the one with lags only.
    instruments : label or list of labels, optional
        Variables of which the lag is a further instrument, for ``"ackerberg-caves-frazer"`` and
        ``"wooldridge"``.
    starts : int, default 32
        From how many points, spread evenly over the box, the second stage is searched.
    bounds : (float, float), default (-0.5, 1.5)
        The box: limits of every elasticity at the mean of the inputs.
    start : mapping, optional
        An elasticity for each input, such as ``{"labour": 0.6, "capital": 0.4}``: a further start,
        and of minima that are as low as each other the nearest to it is taken.
    shares, costs : mapping, optional
        For ``"solow"`` and ``"caves-christensen-diewert"``, one of the two: for each input its
        share in cost, a number or a variable, such as ``{"labour": 0.6, "capital": 0.4}``, summing
        to 1 in each row; or a variable with what it costs, such as ``{"labour": "wages",
        "capital": "rent"}``.
    reference : {"chained", "all", "period"}
        The mean firm of ``"caves-christensen-diewert"``, as in `multilateral_index`.
    groups : column name, optional
        One of the panel's group columns, such as the sector: each of its groups has a production
        function of its own. In all of them the same firms are drawn.
    bootstrap : int, default 0
        How many resamples of firms to draw. The whole estimation is repeated in each.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        Where the draws come from.
    level : float, default 0.95
        What part of the resamples an interval holds.
    interval : {"percentile", "normal"}
        Quantiles of the resamples, or the estimate and its standard error.
    strata : column name, optional
        One of the panel's group columns, within each of which firms are resampled.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.
    progress : bool, optional
        Whether a bar is shown; by default when the work takes longer than two seconds.

    Returns
    -------
    ProductionEstimate
        Elasticities and coefficients with standard errors, productivity on the user's rows, and
        every minimum that was found; by group if asked for.

    Raises
    ------
    UnknownLabel
        When the panel has no such variable or group column.
    InvalidInput
        When options contradict each other or the method, a column follows from others so that its
        coefficient cannot be told, too few rows are complete or have a period before, or shares are
        none; with ``groups`` the message names the group.
    WrongType
        When an argument is of the wrong kind.
    NotConverged
        When the survival step or the second stage has no solution.

    Notes
    -----
    A row is used when output, inputs and controls are there. Its lag is the same firm's row in the
    period before; a gap breaks it. :math:`h` stands for a complete polynomial of ``degree`` and
    :math:`g` for one of degree ``law``. :math:`\xi` is the innovation of productivity.

    ``"solow"``: :math:`\beta` is the mean share of each input in cost, as in `solow_index`.
    ``"caves-christensen-diewert"`` :cite:p:`caves1982`: productivity is that of
    `multilateral_index`; the elasticities of a row are its own shares in cost, and their means are
    what the tables have. Both assume constant returns to scale and estimate nothing else.

    ``"ols"`` and ``"fixed-effects"``: least squares, on levels or on what differs from the firm's
    mean. Both are biased where inputs answer to :math:`\omega`.

    ``"olley-pakes"`` (:cite:t:`olley1996`, eqs. (8) to (12)) and ``"levinsohn-petrin"``
    (:cite:t:`levinsohn2003`, eqs. (6) to (8)), with proxy :math:`m`: the first stage is least
    squares of :math:`y` on terms with a free input, controls, and :math:`\phi = h(k, m)`. The
    second minimises the sum of squares of :math:`\xi + \varepsilon`, which is
    :math:`y - \beta_l' l - \gamma' z - \beta_k' k` less
    :math:`g(\phi_{-1} - \beta_k' k_{-1})`, over the other coefficients. In Olley and Pakes
    :math:`g` also depends on the probability :math:`h(k, i)`, by probit, to have survived into the
    period, unless nobody leaves. In Levinsohn and Petrin with gross output, :math:`m` answers to
    :math:`\xi`, so that :math:`\xi + \varepsilon` is instead made unrelated to :math:`k` and
    :math:`m_{-1}`.

    ``"ackerberg-caves-frazer"`` :cite:p:`ackerberg2015`: the first stage is
    :math:`\phi = h(l, k, m)`. In the second :math:`\omega = \phi - \beta' x`, and
    :math:`\xi = \omega - g(\omega_{-1})` is unrelated to each term with its free inputs (and proxy)
    a period before, and to lagged ``instruments``; eq. (28) there takes :math:`\phi_{-1}` as one
    more instrument. With as many moments as coefficients the criterion is
    :math:`\bar g' W \bar g` with :math:`W` the inverse of the instruments' second moments. With
    more, a second step weighs by the inverse of the moments' clustered variance; :math:`J` then has
    as many degrees of freedom as there are more moments. It takes :math:`\phi` as known.

    ``"wooldridge"`` :cite:p:`wooldridge2009`: two equations,
    :math:`y = \beta_l' l + \gamma' z + h(k, m) + e_1` and
    :math:`y = \beta' x + \gamma' z + h(k_{-1}, m_{-1}) + e_2`, by two-step GMM; the instruments of
    the first are its own regressors, of the second those with free inputs a period before.

    The criterion of a second stage may have several minima. With an AR(1) several roots are exact,
    such as one where the innovation is that of wages. All ends of the search stand in ``minima``
    with what tells them apart; a note says when there is more than one. The estimate is the lowest
    inside the box; of those as low as each other, the nearest to ``start``, or without it the one
    with the most persistent productivity, among those where no input has a negative elasticity at
    the means if there are any. Neither threads nor the order of starts matter.

    Standard errors: by firm bootstrap if asked for. Otherwise by formula, clustered by the panel's
    clusters, for least squares (with the correction
    :math:`\frac{G}{G-1} \frac{n-1}{n-k}`; :math:`k` leaves out the firms' own constants), mean
    shares in cost and Wooldridge, and none for the other methods. Those of translog elasticities by
    formula take the means of inputs as given.

    With ``groups`` a row is of the group that it has; a firm that changes its group has no lag
    there. Groups without a single row in the panel are left out.

    With ``gross_output`` the moments tell little of the elasticity of a flexible input unless its
    price varies and persists: theorem 1 of :cite:t:`gandhi2020`.

    Examples
    --------
    >>> from weakties.datasets import synthetic_acf
    >>> from weakties.productivity import FirmPanel, productivity
    >>> columns = ["output", "labour", "capital", "materials"]
    >>> panel = FirmPanel.from_frame(synthetic_acf(firms=300, seed=1), "firm", "period",
    ...                              variables=columns)
    >>> found = productivity(panel, "ackerberg-caves-frazer", output="output", free="labour",
    ...                      state="capital", proxy="materials")
    >>> found.elasticities["value"].round(1)
    input
    labour     0.6
    capital    0.4
    Name: value, dtype: float64
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    method = choice(method, "method", METHODS)
    form = choice(form, "form", FORMS)
    gross_output = flag(gross_output, "gross_output")
    period_effects, logs = flag(period_effects, "period_effects"), flag(logs, "logs")
    survival = flag(survival, "survival")
    equations = choice(equations, "equations", EQUATIONS)
    degree = integer(degree, "degree", low=1, high=_MOST_DEGREE)
    linear = method == "ackerberg-caves-frazer"
    law = (1 if linear else 3) if law is None else integer(law, "law", low=1, high=_MOST_DEGREE)
    starts = integer(starts, "starts", low=1, high=_MOST_STARTS)
    options = Options(
        method=method,
        form=form,
        logs=logs,
        period_effects=period_effects,
        degree=degree,
        law=law,
        survival=survival,
        equations=equations,
        starts=starts,
        bounds=checked_bounds(bounds),
        start=start,
        reference=choice(reference, "reference", REFERENCES),
    )
    variables = checked_variables(
        method, output, free, state, proxy, gross_output, controls, instruments
    )
    weights = checked_shares(
        panel, method, variables, shares, costs, form=form, period_effects=period_effects
    )
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    workers = threads_of(threads)
    labels, rows = _parts(panel, groups)

    def fitted(place: int) -> Fit:
        task = "bootstrap" if labels is None else f"bootstrap, {shown(labels[place])}"
        with reporter(progress, task) as report:
            if weights is None:
                return by_core(panel, variables, rows[place], options, plan, workers, report)
            return by_shares(panel, variables, rows[place], options, weights, plan, workers, report)

    fits = []
    for place in range(len(rows)):
        try:
            fits.append(fitted(place))
        except (InvalidInput, NotConverged) as problem:
            if labels is None:
                raise
            raise type(problem)(
                f"`groups`: {shown(labels[place])} of {groups!r} with {rows[place].sum()} rows has "
                f"no estimate: {problem}; or put it together with another group, or select others"
            ) from None
    asked: dict[str, object] = {
        "output": output,
        "free": variables.free,
        "state": variables.state,
        "proxy": proxy,
        "controls": list(dict.fromkeys(c for f in fits for c in f.sample.control_names)),
        "form": form,
        "gross_output": gross_output,
        "degree": degree,
        "law": law,
        "groups": groups,
    }
    return put_together(
        panel,
        fits,
        variables,
        labels,
        method,
        plan,
        options=asked if weights is None else asked | {"reference": reference},
        sources=("gandhi2020",) if gross_output and weights is None else (),
    )


def _parts(
    panel: FirmPanel, groups: Hashable | None
) -> tuple[Index | None, list[NDArray[np.bool_]]]:
    """Return the groups that have rows, None where none are asked for, and which rows they have."""
    if groups is None:
        return None, [np.ones(len(panel), bool)]
    labels, codes = panel._group(groups, "groups")
    seen = np.unique(codes)
    return labels.take(seen), [codes == code for code in seen]
