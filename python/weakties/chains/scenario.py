"""Scenarios of the open-chain model: every parameter with its symbol, unit, range and source."""

from __future__ import annotations

import dataclasses
import html
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from weakties import _core
from weakties._arguments import integer
from weakties._tables import as_html, grid
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from ._parameters import ESSAY, INFINITE, checked, field, is_numeric, share, source_of

# What a fork may not change, since the past rests on it.
FIXED = (
    "people",
    "neighbours",
    "rewiring",
    "hosts",
    "rungs",
    "senior_rung",
    "initial_skill",
    "initial_seniors",
    "initial_confidence",
    "initial_credibility",
)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What the open-chain model simulates: every parameter, with defaults.

    Periods are quarters of a year. Incomes are in units of the quarterly wage at home on rung 0.
    Defaults are starting points tuned by hand unless `parameters` names a source; they are no
    estimates. What each parameter does is described at `simulate`; `parameters` lists symbols,
    units, ranges and sources.

    Raises
    ------
    WrongType, InvalidInput
        When a value is of the wrong kind or outside its range; the message names the parameter.

    Examples
    --------
    >>> from weakties.chains import Scenario
    >>> scenario = Scenario(people=500, hosts=2)
    >>> scenario.with_(match=1).match
    1.0
    >>> Scenario.from_json(scenario.to_json()) == scenario
    True
    """

    people: int = field(
        1500, "people of the origin community", "N", "persons", low=1, high=100_000_000
    )
    neighbours: int = field(8, "ties of each person before rewiring, an even number", "k", "ties")
    rewiring: float = share(0.1, "share of ties that lead to anybody", "p", "share")
    hosts: int = field(3, "host countries", "L", "places", high=200)
    rungs: int = field(5, "rungs of the ladder", "R", "rungs", low=1, high=50)
    senior_rung: int = field(2, "the lowest rung of seniors", "r_s", "rung", high=50)
    initial_skill: float = field(
        1.0, "general skill at the start is even from 0 to this", "g_0", "rungs"
    )
    initial_seniors: int = field(
        0, "seniors who are abroad at the start, spread over hosts", "", "persons"
    )
    initial_confidence: float = share(0.5, "their confidence", "", "index")

    arrival: float = share(0.1, "hearing of an opening in a period", "a")
    learning_arrival: float = share(0.03, "hearing of a place to learn, in a host country", "a_L")
    home_learning: float = share(0.25, "the same at home, relative to a host", "h_0", "ratio")
    learning_take: float = share(0.5, "taking up a place to learn at hand")
    specificity: float = share(0.2, "how far skills count in one firm only", "φ", "share")
    pioneers: float = share(0.002, "thinking of leaving without knowing anybody", "ε")
    moving_cost: float = field(1.6, "cost of moving where nobody is", "c_0", "log wage")
    moving_cost_scale: float = field(
        40.0, "countrymen at a host that lower it by the factor e; inf for no effect", "M_0",
        "persons",
    )  # fmt: skip
    choice_scale: float = field(0.35, "spread of what else counts in moving", "σ", "log wage")
    border: bool = field(True, "whether people may leave", "", "switch")
    passing: str = field(
        "useful",
        "to whom job news is passed",
        "",
        "choice",
        options=("useful", "uniform_unemployed", "none"),
    )
    mentoring: float = field(
        2.0, "neighbours told of a place to learn beyond the first", "μ", "persons"
    )
    niche: float = share(0.0, "hearing of rung 1 where countrymen are many", "a_1")
    niche_scale: float = field(60.0, "how many are many", "", "persons")

    wage_premium: float = field(3.0, "wage of rung 0 abroad", "ω", "home wages")
    wage_slope: float = field(0.35, "log wage by rung abroad", "β", "log wage")
    home_wage_slope: float = field(0.7, "the same at home, relative to abroad", "β_0/β", "ratio")
    unemployment_income: float = share(
        0.3, "income without a job, or in school, relative to the wage", "b_u", "ratio"
    )
    separation: float = share(0.06, "losing the job on rung 0", "b_0")
    separation_slope: float = field(0.6, "fall of its logarithm by rung", "b_1", "log by rung")
    promotion: float = share(0.03, "being promoted inside a closed firm", "p_in")
    learning_rate: float = field(0.012, "skill from a period of work abroad", "α", "rungs")
    home_learning_rate: float = field(0.5, "the same at home, relative to abroad", "κ_0", "ratio")
    unskilled_learning_rate: float = field(
        0.5, "the same on rung 0, relative to others", "κ_r", "ratio"
    )
    school_length: int = field(6, "length of a learning spell", "d", "periods", low=1, high=65535)
    saving_threshold: float = field(1.5, "income of which nothing is saved", "", "home wages")
    return_low: float = share(0.02, "returning with savings without limit, low rungs", "ρ_0")
    return_high: float = share(0.006, "returning at Q = ½, senior rungs", "ρ_1")
    savings_scale: float = field(20.0, "savings aimed at", "S̄", "home wages")
    return_quality: float = field(1.0, "effect of home institutions on it", "η_Q", "ratio")
    discount: float = share(0.99, "worth of a period relative to the one before", "δ", "factor")
    family_remittance: float = share(0.3, "sent to the family", "ρ_f", "share of income")
    confidence_gain: float = share(0.02, "confidence from a period as a senior", "k_c", "index")
    confidence_decay: float = share(0.005, "confidence lost in a period", "", "share")

    mode: str = field(
        "stages", "stages, or functions side by side", "", "choice", options=("stages", "functions")
    )
    thin_size: float = field(
        30.0, "diaspora that makes a thin network; inf for never", "M_1", "persons"
    )
    thick_share: float = field(0.15, "share of seniors that makes it thick", "σ_2", "share")
    engagement_seniors: float = field(
        20.0, "seniors that engagement needs; inf for never", "S_3", "persons"
    )
    engagement_confidence: float = share(
        0.4, "mean confidence that it needs; inf for never", "c̄", "index"
    )
    engagement_credibility: float = field(
        0.3, "credibility that it needs without champion or programme", "K_1", "index"
    )
    stage_hazard: float = share(0.15, "moving on once the guard holds", "h")
    regression: bool = field(False, "whether a community can fall back", "", "switch")
    regression_after: int = field(12, "after how long without the guard", "T_r", "periods", low=1)

    champion_arrival: float = field(1e-4, "champions by themselves, by senior", "ν", "rate")
    programme: bool = field(False, "whether a programme induces engagement", "", "switch")
    induced_arrival: float = field(0.1, "champions it finds at Q = 1", "ν_g", "rate")
    champion_credibility: float = share(0.4, "credibility a champion lends", "k_ch", "index")
    champion_tenure: int = field(12, "how long a champion stays", "T_ch", "periods")
    initial_enthusiasm: float = share(0.85, "enthusiasm when engagement begins", "E_0", "index")
    enthusiasm_decay: float = share(0.12, "enthusiasm lost in a period", "d_E", "share")
    enthusiasm_gain: float = field(0.15, "enthusiasm from a success", "e_X", "index")
    conference_every: int = field(8, "periods between conferences; 0 for none", "", "periods")
    conference_gain: float = field(0.15, "enthusiasm from a conference", "", "index")
    lead_rate: float = field(0.3, "leads from discussions", "x_0", "rate")
    capacity: float = field(4.0, "projects that home organisations manage at Q = 1", "cap", "rate")
    bridge: float = field(0.0, "capacity added by a bridge organisation", "", "ratio")
    donor_capacity: float = field(0.0, "capacity added by donors", "", "rate")
    scale_penalty: float = field(0.6, "risk of scale without credibility", "ζ", "by scale")
    monitoring: float = share(0.0, "share of projects that migrants watch", "χ", "share")
    initial_credibility: float = share(0.1, "credibility at the start", "K_0", "index")
    credibility_gain: float = share(0.12, "credibility from a success", "κ⁺", "share")
    credibility_loss: float = share(0.15, "credibility lost by a failure", "κ⁻", "share")
    sequencing: str = field(
        "small_first",
        "how large first projects are",
        "",
        "choice",
        options=("small_first", "large_first"),
    )
    small_scale: float = field(0.25, "size of a small project", "z", "scale")
    large_scale: float = field(2.5, "size of the largest", "z_max", "scale")
    scale_growth: float = field(1.04, "growth of the size while credible", "", "factor")
    scale_credibility: float = field(0.5, "above which credibility it grows", "", "index")
    home_institutions: float = share(0.5, "quality of home institutions", "Q_0", "index")
    institution_learning: float = share(0.003, "their gain from a success", "ψ", "share")
    institution_reversion: float = share(0.01, "their return to what they were", "δ_Q", "share")

    giving_confidence: float = field(0.4, "confidence above which migrants give", "c*", "index")
    pledge_share: float = share(0.01, "what they pledge", "ω_g", "share of income")
    match: float = field(3.0, "public money for each unit they give", "m", "ratio", source=ESSAY)
    budget: float = field(6.0, "public money for it in a period", "B", "home wages")
    donor_elasticity: float = field(0.0, "response of pledges to 1 + m", "θ", "elasticity")
    pledge_decay: float = share(0.5, "pledges not funded that are lost", "", "share")
    social_return: float = field(1.0, "worth of a unit of investment at home", "", "ratio")
    project_worth: float = field(1.0, "worth of a success of size 1", "", "home wages")
    programme_cost: float = field(1.0, "cost of the programme in a period", "", "home wages")

    def __post_init__(self) -> None:
        for one in dataclasses.fields(self):
            value = checked(one, getattr(self, one.name))
            object.__setattr__(self, one.name, value)
        if self.neighbours % 2 or self.neighbours >= self.people:
            raise InvalidInput(
                "`neighbours` must be even and less than `people`: got "
                f"{self.neighbours} and {self.people}; half of them stand on each side in the ring"
            )
        if self.initial_seniors > (self.people if self.hosts else 0):
            raise InvalidInput(
                "`initial_seniors` must not be more than `people`, and 0 without hosts: got "
                f"{self.initial_seniors}; lower it, or set `hosts`"
            )
        if self.senior_rung >= self.rungs > 1:
            raise InvalidInput(
                f"`senior_rung` must be below `rungs`: got {self.senior_rung} and {self.rungs}, so "
                "that nobody could be a senior; lower it"
            )
        self._refuse_out_of_reach(self.people)
        _core.check_scenario(self._text())

    def _refuse_out_of_reach(self, people: int) -> None:
        """Refuse stages that so many people cannot reach, unless that is said to be meant."""
        for name in ("thin_size", "engagement_seniors"):
            needed = getattr(self, name)
            if self.hosts and people < needed < math.inf:
                raise InvalidInput(
                    f"`{name}` must not be more than the people there are: got {needed:g} and "
                    f"{people}, so that the stage would never come; lower it, raise `people`, or "
                    "set it to inf if that is meant"
                )

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Scenario:
        """Make a scenario of parameters by name; those not named have their defaults.

        Parameters
        ----------
        values : mapping
            Parameters by name.

        Returns
        -------
        Scenario
            The scenario.

        Raises
        ------
        UnknownLabel
            When there is no such parameter.
        WrongType, InvalidInput
            When ``values`` is no mapping, or a value is of the wrong kind or outside its range.
        """
        if not isinstance(values, Mapping):
            raise WrongType(
                f"`values` must map names of parameters to values: got {type(values).__name__}; "
                "give a dictionary"
            )
        return cls(**_known(values, "values"))

    def to_dict(self) -> dict[str, Any]:
        """Return every parameter by name.

        Returns
        -------
        dict
            Numbers, flags and names.
        """
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, text: str) -> Scenario:
        """Read a scenario from JSON, where infinity is the text ``"inf"``.

        Parameters
        ----------
        text : str
            An object of parameters by name; those not named have their defaults.

        Returns
        -------
        Scenario
            The scenario.

        Raises
        ------
        WrongType, InvalidInput, UnknownLabel
            When the text is no such object; otherwise as `from_dict`.
        """
        try:
            values = json.loads(_text(text), object_pairs_hook=_once)
        except json.JSONDecodeError as problem:
            raise InvalidInput(f"`text` must be JSON: {problem}; correct it") from problem
        if not isinstance(values, dict):
            raise InvalidInput(
                "`text` must hold parameters by name: got JSON of another kind; write "
                '{"people": 1500}'
            )
        finite = {
            name: math.inf if name in INFINITE and value == "inf" else value
            for name, value in values.items()
        }
        return cls(**_known(finite, "text"))

    def to_json(self, *, indent: int | None = None) -> str:
        """Write the scenario as JSON, where infinity is the text ``"inf"``.

        Parameters
        ----------
        indent : int, optional
            Spaces before each parameter on a line of its own; without it all stand on one line.

        Returns
        -------
        str
            JSON that `from_json` reads.

        Raises
        ------
        WrongType, InvalidInput
            When ``indent`` is not a whole number from 0 to 8.
        """
        spaces = None if indent is None else integer(indent, "indent", low=0, high=8)
        return self._text(spaces)

    @classmethod
    def from_toml(cls, source: str | PathLike[str]) -> Scenario:
        """Read a scenario from TOML.

        Parameters
        ----------
        source : str or path
            TOML as text; or the path of a file, as a `pathlib.Path`.

        Returns
        -------
        Scenario
            The scenario; parameters not named have their defaults.

        Raises
        ------
        WrongType, InvalidInput, UnknownLabel
            When the text is not TOML; otherwise as `from_dict`.
        """
        if isinstance(source, PathLike):
            source = Path(source).read_text(encoding="utf-8")
        try:
            values = tomllib.loads(_text(source, "source"))
        except tomllib.TOMLDecodeError as problem:
            raise InvalidInput(
                f"`source` must be TOML: {problem}; correct it, or pass pathlib.Path(…) if it is "
                "the name of a file"
            ) from problem
        return cls(**_known(values, "source"))

    def to_toml(self) -> str:
        """Write the scenario as TOML, with what each parameter means beside it.

        Returns
        -------
        str
            TOML that `from_toml` reads.
        """
        lines = []
        for one in dataclasses.fields(self):
            value = getattr(self, one.name)
            written = "inf" if value == math.inf else json.dumps(value)
            lines.append(f"{one.name} = {written}  # {one.metadata['meaning']}")
        return "\n".join(lines) + "\n"

    def with_(self, **levers: Any) -> Scenario:
        """Return a copy with other values of some parameters.

        Parameters
        ----------
        **levers
            Parameters by name.

        Returns
        -------
        Scenario
            The changed copy.

        Raises
        ------
        UnknownLabel, WrongType, InvalidInput
            As `from_dict`.
        """
        return dataclasses.replace(self, **_known(levers, "levers"))

    def parameters(self) -> pd.DataFrame:
        """Describe every parameter.

        Returns
        -------
        pandas.DataFrame
            Indexed by name: ``symbol``, ``value``, ``default``, ``unit``, ``source``, ``low`` and
            ``high`` (missing where there is no limit or the value is no number) and ``meaning``.
        """
        rows = {
            one.name: {
                "symbol": one.metadata["symbol"],
                "value": getattr(self, one.name),
                "default": one.default,
                "unit": one.metadata["unit"],
                "source": source_of(one.metadata["source"]),
                "low": one.metadata["low"] if is_numeric(one) else math.nan,
                "high": one.metadata["high"]
                if is_numeric(one) and one.metadata["high"] < math.inf
                else math.nan,
                "meaning": one.metadata["meaning"],
            }
            for one in dataclasses.fields(self)
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("parameter")

    def __repr__(self) -> str:
        changed = ", ".join(
            f"{one.name}={getattr(self, one.name)!r}"
            for one in dataclasses.fields(self)
            if getattr(self, one.name) != one.default
        )
        return f"Scenario({changed})"

    def _repr_html_(self) -> str:
        table = self.parameters()[["symbol", "value", "unit", "source", "meaning"]]
        table["value"] = table["value"].map(str)
        body = as_html(grid(table, digits=4, most_rows=len(table)), caption="Scenario")
        return f"{body}<p>{html.escape(repr(self))}</p>"

    def _text(self, indent: int | None = None) -> str:
        values = {
            name: "inf" if value == math.inf else value for name, value in self.to_dict().items()
        }
        return json.dumps(values, indent=indent, allow_nan=False)


def _known(values: Mapping[str, Any], argument: str) -> dict[str, Any]:
    """Return the values if all are parameters, and otherwise say which may be meant."""
    names = [one.name for one in dataclasses.fields(Scenario)]
    for name in values:
        if name not in names:
            close = get_close_matches(str(name), names, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "see Scenario().parameters()"
            raise UnknownLabel(f"`{argument}` names no parameter of a scenario: {name!r}; {hint}")
    return dict(values)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that names something twice."""
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidInput(f"`text` must name each parameter once: {twice!r} is there twice")
    return values


def _text(value: object, argument: str = "text") -> str:
    if not isinstance(value, str):
        raise WrongType(
            f"`{argument}` must be text: got {type(value).__name__}; read the file first"
        )
    return value
