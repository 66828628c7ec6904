"""Pictures of simulated open chains, by the name of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from weakties._arguments import choice, integer
from weakties.errors import InvalidInput

from .fans import fan
from .sankey import flow
from .stages import stage_timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from weakties.chains.open_chain import OpenChain

KINDS = ("fan", "stages", "flow", "tree")
_HOME = "home"


def picture(run: OpenChain, kind: str, variable: str, replicate: int, ax: Axes | None) -> Axes:
    """Draw one kind of picture of a run."""
    kind = choice(kind, "kind", KINDS)
    if kind == "flow":
        return flow(run.spells(replicate).counts(), ax=ax)
    if kind == "tree":
        return _tree(run, replicate, ax)
    if not run.paths.sizes["replicate"]:
        raise InvalidInput(
            f"`kind` {kind!r} needs paths, and none were kept; simulate with paths=100 or so"
        )
    if kind == "stages":
        return stage_timeline(_over_time(run, "stage"), time="quarter", ax=ax)
    names = [str(name) for name, values in run.paths.items() if values.ndim == 2]
    variable = choice(variable, "variable", names)
    return fan(_over_time(run, variable), values=variable.replace("_", " "), time="quarter", ax=ax)


def _over_time(run: OpenChain, variable: str) -> pd.DataFrame:
    values = run.paths[variable].transpose("period", "replicate")
    index = pd.Index(values["period"].to_numpy(), name="period")
    return pd.DataFrame(values.to_numpy(), index, values["replicate"].to_numpy())


def _tree(run: OpenChain, replicate: int, ax: Axes | None) -> Axes:
    """Draw who first went abroad after hearing from whom."""
    from weakties.chains.seeing import chain_tree

    lives = run.histories
    if not len(lives):
        raise InvalidInput(
            "`kind` 'tree' needs histories, and none were kept; simulate with histories=1 or more"
        )
    replicate = integer(replicate, "replicate", low=0, high=int(lives["replicate"].max()))
    away = lives[(lives["replicate"] == replicate) & (lives["place"] != _HOME)]
    moves = away.drop_duplicates("person")
    if moves.empty:
        raise InvalidInput(
            f"`replicate` {replicate} has no chain: nobody went abroad; simulate more periods"
        )
    moves = moves.rename(columns={"period": "quarter"}).assign(
        place=moves["place"].astype(str), quarter=moves["period"].astype(float)
    )
    return chain_tree(moves, "person", "heard_from", time="quarter", place="place", ax=ax)
