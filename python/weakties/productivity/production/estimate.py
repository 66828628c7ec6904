"""Production functions by least squares, control functions and GMM."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import erfc, exp, gamma, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, flag, instance, integer, number
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType
from weakties.productivity.panel import FirmPanel
from weakties.productivity.resample import Plan, spread
from weakties.productivity.resample import plan as plan_of

from .form import Form
from .result import ProductionEstimate
from .sample import Sample, Variables, names, sample

METHODS = (
    "ols",
    "fixed-effects",
    "olley-pakes",
    "levinsohn-petrin",
    "ackerberg-caves-frazer",
    "wooldridge",
)
FORMS = ("cobb-douglas", "translog")
EQUATIONS = ("both", "second")

_SOURCES = {
    "ols": (),
    "fixed-effects": (),
    "olley-pakes": ("olley1996",),
    "levinsohn-petrin": ("levinsohn2003",),
    "ackerberg-caves-frazer": ("ackerberg2015",),
    "wooldridge": ("wooldridge2009",),
}
_MINIMUM = (
    "objective",
    "gradient",
    "j",
    "persistence",
    "innovation",
    "starts",
    "at_limit",
    "chosen",
)
# Degrees beyond this give polynomials of thousands of columns.
_MOST_DEGREE = 6
_MOST_STARTS = 10_000


@dataclass(frozen=True)
class Specification:
    """What the kernel is to estimate, and how; checked."""

    method: str
    free: int
    state: int
    proxy_is_input: bool
    translog: bool
    degree: int
    law: int
    survival: bool
    first_equation: bool
    starts: int
    low: list[float]
    high: list[float]
    start: list[float] | None
    names: list[str]


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
        ``"ols"``, ``"fixed-effects"``, ``"olley-pakes"``, ``"levinsohn-petrin"``,
        ``"ackerberg-caves-frazer"`` or ``"wooldridge"``; see the notes.
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
        Whether ``proxy`` is itself an input, as it is when output is gross. Only for ``"ols"``,
        ``"fixed-effects"``, ``"levinsohn-petrin"`` and ``"ackerberg-caves-frazer"``; for Olley and
        Pakes list materials in ``free``.
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
        every minimum that was found.

    Raises
    ------
    UnknownLabel
        When the panel has no such variable.
    InvalidInput
        When options contradict each other or the method, a column follows from others so that its
        coefficient cannot be told, or too few rows are complete or have a period before.
    WrongType
        When an argument is of the wrong kind.
    NotConverged
        When the survival step or the second stage has no solution.

    Notes
    -----
    A row is used when output, inputs and controls are there. Its lag is the same firm's row in the
    period before; a gap breaks it. :math:`h` stands for a complete polynomial of ``degree`` and
    :math:`g` for one of degree ``law``. :math:`\xi` is the innovation of productivity.

    ``"ols"`` and ``"fixed-effects"``: least squares, on levels or on what differs from the firm's
    mean. Both are biased where inputs answer to :math:`\omega`.

    ``"olley-pakes"`` :cite:p:`olley1996` and ``"levinsohn-petrin"`` :cite:p:`levinsohn2003`, with
    proxy :math:`m`: the first stage is least squares of :math:`y` on terms with a free input,
    controls, and :math:`\phi = h(k, m)`. The second minimises the sum of squares of
    :math:`\xi + \varepsilon`, which is :math:`y - \beta_l' l - \gamma' z - \beta_k' k` less
    :math:`g(\phi_{-1} - \beta_k' k_{-1})`, over the other coefficients. In Olley and Pakes
    :math:`g` also depends on the probability :math:`h(k, i)`, by probit, to have survived into the
    period, unless nobody leaves. In Levinsohn and Petrin with gross output, :math:`m` answers to
    :math:`\xi`, so that :math:`\xi + \varepsilon` is instead made unrelated to :math:`k` and
    :math:`m_{-1}`.

    ``"ackerberg-caves-frazer"`` :cite:p:`ackerberg2015`: the first stage is
    :math:`\phi = h(l, k, m)`. In the second :math:`\omega = \phi - \beta' x`, and
    :math:`\xi = \omega - g(\omega_{-1})` is unrelated to each term with its free inputs (and proxy)
    a period before, and to lagged ``instruments``. With as many moments as coefficients the
    criterion is :math:`\bar g' W \bar g` with :math:`W` the inverse of the instruments' second
    moments. With more, a second step weighs by the inverse of the moments' clustered variance;
    :math:`J` then has as many degrees of freedom as there are more moments. It takes :math:`\phi`
    as known.

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
    :math:`\frac{G}{G-1} \frac{n-1}{n-k}`; :math:`k` leaves out the firms' own constants) and
    Wooldridge, and none for the other methods. Those of translog elasticities by formula take the
    means of inputs as given.

    With ``gross_output`` the moments tell little of the elasticity of a flexible input unless its
    price varies and persists :cite:p:`gandhi2020`.

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
    low, high = _bounds(bounds)
    variables = _variables(method, output, free, state, proxy, gross_output, controls, instruments)
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    workers = threads_of(threads)
    rows = sample(
        panel,
        variables,
        logs=logs,
        period_effects=period_effects,
        investment=method == "olley-pakes",
    )
    shape = Form.of(list(variables.inputs), rows.means, form)
    lows, highs = shape.box(rows.inputs.std(axis=1), low, high)
    leaves = bool((rows.columns.survives == 0).any())
    specification = Specification(
        method=method,
        free=len(variables.free),
        state=len(variables.state),
        proxy_is_input=variables.proxy_is_input,
        translog=form == "translog",
        degree=degree,
        law=law,
        survival=survival and leaves and method == "olley-pakes",
        first_equation=equations == "both",
        starts=starts,
        low=lows,
        high=highs,
        start=_start(start, shape),
        names=_called(variables, shape, rows),
    )
    with reporter(progress, "bootstrap") as report:
        found = _core.productivity(rows.columns, specification, plan, workers, report)
    options: dict[str, Any] = {
        "output": output,
        "free": variables.free,
        "state": variables.state,
        "proxy": proxy,
        "controls": rows.control_names,
        "form": form,
        "gross_output": gross_output,
        "degree": degree,
        "law": law,
    }
    sources = _SOURCES[method]
    sources += ("gandhi2020",) if gross_output else ()
    sources += ("efron1993",) if plan.replicates else ()
    return _result(panel, rows, shape, specification, plan, found, survival, options, sources)


def _variables(
    method: str,
    output: Hashable,
    free: object,
    state: object,
    proxy: Hashable | None,
    gross_output: bool,
    controls: object,
    instruments: object,
) -> Variables:
    """Check who is what, and that the method can use it."""
    listed = {
        "output": names(output, "output"),
        "free": names(free, "free"),
        "state": names(state, "state"),
        "proxy": names(proxy, "proxy"),
        "controls": names(controls, "controls"),
    }
    taken: dict[Hashable, str] = {}
    for argument, group in listed.items():
        for name in group:
            if name in taken:
                raise InvalidInput(
                    f"`{argument}` names {name!r}, which `{taken[name]}` names too; "
                    "give each variable one part"
                )
            taken[name] = argument
    for argument in ("free", "state"):
        if not listed[argument]:
            raise InvalidInput(f"`{argument}` is empty: name at least one input")
    least_squares = method in ("ols", "fixed-effects")
    needs = not least_squares or gross_output
    if proxy is None and needs:
        what = "investment" if method == "olley-pakes" else "an input such as materials"
        raise InvalidInput(f"`proxy` must name {what} for method={method!r}: got None; name it")
    if proxy is not None and not needs:
        raise InvalidInput(
            f"`proxy` is not used by method={method!r}: got {proxy!r}; leave it out, or pass "
            "gross_output=True if it is an input"
        )
    if gross_output and method in ("olley-pakes", "wooldridge"):
        remedy = "list materials in `free`" if method == "olley-pakes" else "choose another method"
        raise InvalidInput(
            f"`gross_output` makes the proxy an input, which method={method!r} does not allow; "
            f"{remedy}"
        )
    further = names(instruments, "instruments")
    if further and method not in ("ackerberg-caves-frazer", "wooldridge"):
        raise InvalidInput(f"`instruments` are not used by method={method!r}; leave them out")
    return Variables(
        output=output,
        free=listed["free"],
        state=listed["state"],
        proxy=proxy,
        proxy_is_input=gross_output,
        controls=listed["controls"],
        instruments=further,
    )


def _bounds(bounds: object) -> tuple[float, float]:
    if not isinstance(bounds, tuple | list) or len(bounds) != 2:
        raise WrongType(f"`bounds` must be a pair of numbers such as (-0.5, 1.5): got {bounds!r}")
    low, high = (number(limit, "bounds") for limit in bounds)
    if low >= high:
        raise InvalidInput(f"`bounds` must name the lower limit first: got {bounds}; swap them")
    return low, high


def _start(start: object, form: Form) -> list[float] | None:
    if start is None:
        return None
    if not isinstance(start, Mapping):
        raise WrongType(
            f"`start` must be a mapping from inputs to numbers: got {type(start).__name__}; write "
            f"{{{shown(form.inputs[0])}: 0.5, …}}"
        )
    if set(start) != set(form.inputs):
        raise InvalidInput(
            f"`start` must have a number for each input, {form.inputs}: got {list(start)}; "
            "name all of them"
        )
    given = [number(start[name], "start") for name in form.inputs]
    return given + [0.0] * (len(form.terms) - len(given))


def _called(variables: Variables, form: Form, rows: Sample) -> list[str]:
    """Say what refusals call each term and control."""
    arguments = list(variables.inputs.values())
    called = [
        f"`{arguments[term[0]]}`: {name!r}"
        for term, name in zip(form.terms, form.names, strict=True)
    ]
    return called + [f"`controls`: {name!r}" for name in rows.control_names]


def _result(
    panel: FirmPanel,
    rows: Sample,
    form: Form,
    specification: Specification,
    plan: Plan,
    found: Any,
    survival: bool,
    options: dict[str, Any],
    sources: tuple[str, ...],
) -> ProductionEstimate:
    terms = len(form.terms)
    names_of = pd.Index([*form.names, *map(str, rows.control_names)], name="term")
    inputs = pd.Index(form.inputs, name="input", tupleize_cols=False)

    def plain(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.concatenate([form.plain(values[..., :terms]), values[..., terms:]], axis=-1)

    centred = np.array(found["coefficients"])
    coefficients = plain(centred)
    draws = plain(found["coefficient_draws"])
    covariance = np.full((len(names_of),) * 2, np.nan)
    of_elasticities = np.full(len(inputs), np.nan)
    if found["covariance"] and not plan.replicates:
        given = np.array(found["covariance"]).reshape(covariance.shape)
        covariance = form.turned(given)
        # Inputs are less their means, so that at the means elasticities are the first coefficients.
        of_elasticities = np.sqrt(np.diag(given)[: len(inputs)])
    elif plan.replicates:
        defined = draws[~np.isnan(draws).any(axis=1)]
        if len(defined) >= 2:
            covariance = np.cov(defined, rowvar=False).reshape(covariance.shape)
    values = np.array(found["elasticities"])
    productivity = form.left(rows.columns.output, rows.inputs, coefficients[:terms])
    for coefficient, control in zip(coefficients[terms:], rows.controls, strict=True):
        productivity = productivity - coefficient * control

    def on_rows(column: NDArray[np.float64], name: str) -> pd.Series[float]:
        whole = np.full(len(panel), np.nan)
        whole[rows.rows] = column
        return panel._per_row(whole, name)

    minima = pd.DataFrame(
        [[*numbers, *plain(np.array(at))] for at, numbers in found["minima"]],
        columns=[*_MINIMUM, *names_of],
    ).astype({"starts": "int64", "at_limit": bool, "chosen": bool})
    diagnostics = dict(found["facts"])
    if (restrictions := int(diagnostics.get("overidentifying restrictions", 0))) > 0:
        diagnostics["p of j"] = _tail(diagnostics["j"], restrictions)
    undefined = int(np.isnan(draws).any(axis=1).sum())
    return ProductionEstimate(
        elasticities=_table(values, of_elasticities, found["elasticity_draws"], inputs, plan),
        coefficients=_table(coefficients, np.sqrt(np.diag(covariance)), draws, names_of, plan),
        vcov=pd.DataFrame(covariance, index=names_of, columns=names_of),
        productivity=on_rows(productivity, "productivity"),
        residual=on_rows(found["residuals"], "residual"),
        survival=on_rows(found["survival"], "survival"),
        minima=minima,
        diagnostics=pd.Series(diagnostics, name="value", dtype=float),
        draws=draws,
        elasticity_draws=found["elasticity_draws"],
        inputs=form.inputs,
        panel=panel,
        meta=Meta(
            method=specification.method,
            options=plan.options(**options),
            counts={"firms": len(np.unique(rows.columns.firm)), "rows": len(rows.rows)},
            dropped=rows.dropped,
            seed=plan.entropy,
            sources=sources,
            notes=(
                *_notes_on_rows(rows, specification, survival),
                *_notes_on_minima(minima, diagnostics.get("second stage: rows", 1.0)),
                *(
                    [f"{undefined} of {len(draws)} resamples have no estimate and are left out"]
                    if undefined
                    else []
                ),
            ),
        ),
        _form=form,
        _sample=rows,
    )


def _table(
    values: NDArray[np.float64],
    error: NDArray[np.float64],
    draws: NDArray[np.float64],
    index: pd.Index[Any],
    plan: Plan,
) -> pd.DataFrame:
    """Put values beside errors and intervals: of the resamples, or else by the normal law."""
    if plan.replicates:
        around = spread(values, draws, plan)
        error, low, high = around.error, around.low, around.high
    else:
        reach = NormalDist().inv_cdf((1 + plan.level) / 2) * error
        low, high = values - reach, values + reach
    return pd.DataFrame({"value": values, "se": error, "lo": low, "hi": high}, index=index)


def _notes_on_rows(rows: Sample, specification: Specification, survival: bool) -> list[str]:
    notes = []
    without = int(np.isnan(rows.columns.proxy).sum())
    if without:
        notes.append(
            f"{without} of {len(rows.rows)} rows have no proxy: they are in no first stage, but "
            "have productivity"
        )
    if specification.method == "olley-pakes" and survival and not specification.survival:
        notes.append("nobody leaves before the last period, so there is no survival step")
    if specification.proxy_is_input:
        notes.append(
            "with gross output the elasticity of a flexible input is identified only as far as its "
            "lag tells of its present value other than through productivity and state"
        )
    return notes


def _notes_on_minima(minima: pd.DataFrame, rows: float) -> list[str]:
    notes = []
    inside = minima[~minima["at_limit"]]
    if len(inside) > 1:
        chosen = minima.loc[minima["chosen"]].iloc[0]
        moments = not np.isnan(chosen["j"])
        level = "j" if moments else "objective"
        # Apart by less than what a test at the 5 % level of one restriction would tell.
        margin = 3.84 if moments else 3.84 * chosen["objective"] / rows
        rivals = int((inside[level] <= chosen[level] + margin).sum()) - 1
        notes.append(
            f"the second stage has {len(inside)} minima inside the box, of which {rivals} besides "
            "the estimate cannot be told from it by the criterion; see `minima`, and pass `start` "
            "to choose"
        )
    if len(minima) and minima.loc[minima["chosen"], "at_limit"].any():
        notes.append(
            "the search ends at a limit of the box, where the criterion still falls: the estimate "
            "is that limit; widen `bounds` or doubt the specification"
        )
    return notes


def _tail(value: float, freedom: int) -> float:
    """Return the probability of a greater chi-squared variable, for whole degrees of freedom."""
    half = value / 2
    if freedom % 2 == 0:
        return exp(-half) * float(sum(half**k / gamma(k + 1) for k in range(freedom // 2)))
    terms = (half ** (k + 0.5) / gamma(k + 1.5) for k in range(freedom // 2))
    return erfc(sqrt(half)) + exp(-half) * float(sum(terms))
