"""Refusals of moments by cell, transitions, releases and panels on disk."""

from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import (
    FirmStream,
    class_transitions,
    disclosure,
    joint_distribution,
    micro_moments,
)

from ..table import (
    INFINITY,
    NAN,
    Entry,
    Refusal,
    count_refused,
    number_refused,
    option,
    threads_refused,
    watched,
)
from .shared import FIRMS, PANEL

RELEASE = pd.DataFrame({"x": [1.0, 2.0], "n": [3, 20]}, index=pd.Index(["a", "b"], name="c"))
FILE = Path(mkdtemp(prefix="weakties-refusals-")) / "firms.parquet"


def moments(data=FIRMS, variables="p", **options):
    return micro_moments(data, variables, **options)


def joint(data=FIRMS, variables="p", by="size", **options):
    return joint_distribution(data, variables, by, **options)


def released(result=RELEASE, **options):
    return disclosure(result, **{"rests_on": "n", **options})


def stream(data=FIRMS, **options):
    if isinstance(data, pd.DataFrame):
        data.to_parquet(FILE)
        data = FILE
    usual = {"firm": "firm", "time": "year", "productivity": "p", "weight": "size"}
    return FirmStream.from_parquet(data, **{**usual, **options})


def of_moments(call):
    """Give the faults that moments and joint distributions refuse alike."""
    return (
        Refusal("wrong type", lambda: call(data=[1]), WrongType, "data", "make one first"),
        Refusal(
            "wrong shape", lambda: call(variables=["p", "p"]), InvalidInput, "variables", "once"
        ),
        Refusal("empty input", lambda: call(data=FIRMS[:0]), InvalidInput, "data", "at least one"),
        Refusal("empty input", lambda: call(variables=[]), InvalidInput, "variables", "at least"),
        Refusal(
            "NaN",
            lambda: call(data=FIRMS.assign(size=NAN), weight="size"),
            InvalidInput,
            "weight",
            "fill them first",
        ),
        Refusal(
            "infinity",
            lambda: call(data=FIRMS.assign(p=INFINITY)),
            InvalidInput,
            "variables[0]",
            "correct or remove",
        ),
        Refusal(
            "negative",
            lambda: call(data=FIRMS.assign(w=-1.0), weight="w"),
            InvalidInput,
            "weight",
            "correct or remove",
        ),
        Refusal("unknown label", lambda: call(cells="region"), UnknownLabel, "cells[0]", "Columns"),
        Refusal(
            "duplicated key",
            lambda: call(cells=["sector", "sector"]),
            InvalidInput,
            "cells",
            "once",
        ),
        *option(lambda name: call(missing=name), "missing"),
        *threads_refused(lambda n: call(threads=n)),
        *count_refused(lambda n: call(neighbours=n), "neighbours", 1),
        *count_refused(lambda n: call(largest=n), "largest", 1),
        *count_refused(lambda n: call(percentiles=[n]), "percentiles", 1),
    )


ENTRIES = {
    "productivity.micro_moments": Entry(
        (*of_moments(moments), watched(lambda **wish: moments(**wish))),
        parts=frozenset({"variables[0]", "cells[0]"}),
    ),
    "productivity.joint_distribution": Entry(
        (
            *of_moments(joint),
            *count_refused(lambda n: joint(quantiles=n), "quantiles", 2),
            Refusal(
                "empty input",
                lambda: joint(data=FIRMS.assign(size=NAN)),
                InvalidInput,
                "by",
                "choose another",
            ),
        ),
        parts=frozenset({"variables[0]", "cells[0]"}),
    ),
    "productivity.class_transitions": Entry(
        (
            Refusal(
                "wrong type",
                lambda: class_transitions(FIRMS, "p"),
                WrongType,
                "panel",
                "FirmPanel.from_frame",
            ),
            Refusal(
                "empty input",
                lambda: class_transitions(PANEL, "productivity", cells=[]),
                InvalidInput,
                "cells",
                "at least one",
            ),
            Refusal(
                "unknown label",
                lambda: class_transitions(PANEL, "output"),
                UnknownLabel,
                "variable",
                "Variables there are",
            ),
            Refusal(
                "wrong shape",
                lambda: class_transitions(PANEL, "productivity", horizon=2),
                InvalidInput,
                "horizon",
                "less than",
            ),
            Refusal(
                "duplicated key",
                lambda: class_transitions(PANEL, "productivity", cells=["sector", "sector"]),
                InvalidInput,
                "cells",
                "once",
            ),
            *count_refused(
                lambda n: class_transitions(PANEL, "productivity", classes=n), "classes", 2
            ),
            *count_refused(
                lambda n: class_transitions(PANEL, "productivity", horizon=n), "horizon", 1
            ),
            *threads_refused(lambda n: class_transitions(PANEL, "productivity", threads=n)),
        ),
    ),
    "productivity.disclosure": Entry(
        (
            Refusal("wrong type", lambda: released([1]), WrongType, "result", "make one first"),
            Refusal(
                "wrong type", lambda: released(additive=["x"]), WrongType, "additive", "brackets"
            ),
            Refusal(
                "wrong shape",
                lambda: released(dominance=(1, 2, 3)),
                InvalidInput,
                "dominance",
                "a pair (n, k)",
            ),
            Refusal(
                "empty input", lambda: released(rests_on=None), InvalidInput, "rests_on", "give one"
            ),
            Refusal(
                "NaN",
                lambda: released(RELEASE.assign(n=[1.0, NAN])),
                InvalidInput,
                "result",
                "correct it",
            ),
            Refusal(
                "infinity",
                lambda: released(RELEASE.assign(x=INFINITY)),
                InvalidInput,
                "result",
                "correct it",
            ),
            Refusal(
                "negative",
                lambda: released(RELEASE.assign(n=-1)),
                InvalidInput,
                "result",
                "correct it",
            ),
            *count_refused(lambda n: released(minimum_cell=n), "minimum_cell", 1),
            *count_refused(lambda n: released(round_counts=n), "round_counts", 1),
            *number_refused(
                lambda x: released(dominance=x), "dominance", ("at most 100",) * 3, whole=False
            ),
            Refusal(
                "unknown label",
                lambda: released(margins={"c": "all"}),
                UnknownLabel,
                "margins",
                "name the label",
            ),
            Refusal("unknown label", lambda: released(cells="z"), UnknownLabel, "cells", "Columns"),
            Refusal(
                "unknown label",
                lambda: released(largest={"m": ["x"]}),
                UnknownLabel,
                "largest",
                "Columns",
            ),
            Refusal(
                "duplicated key",
                lambda: released(pd.concat([RELEASE, RELEASE])),
                InvalidInput,
                "result",
                "one row for each cell",
            ),
        ),
    ),
    "productivity.FirmStream.from_parquet": Entry(
        (
            Refusal("wrong type", lambda: stream(5), WrongType, "data", "to Parquet"),
            Refusal(
                "wrong type", lambda: stream(memory_limit=5), WrongType, "memory_limit", "quot"
            ),
            Refusal(
                "wrong shape", lambda: stream(weight=None), InvalidInput, "weight", "column of ones"
            ),
            Refusal("empty input", lambda: stream(FIRMS[:0]), InvalidInput, "data", "at least one"),
            Refusal(
                "empty input", lambda: stream("/nowhere.parquet"), InvalidInput, "data", "the path"
            ),
            Refusal(
                "empty input",
                lambda: stream(directory="/nowhere"),
                InvalidInput,
                "directory",
                "make it",
            ),
            Refusal(
                "NaN", lambda: stream(FIRMS.assign(p=NAN)), InvalidInput, "productivity", "fill"
            ),
            Refusal(
                "infinity",
                lambda: stream(FIRMS.assign(p=INFINITY)),
                InvalidInput,
                "productivity",
                "correct or remove",
            ),
            Refusal(
                "negative",
                lambda: stream(FIRMS.assign(size=-1.0)),
                InvalidInput,
                "weight",
                "correct or remove",
            ),
            Refusal(
                "negative",
                lambda: stream(weight=None, share="size"),
                InvalidInput,
                "share",
                "pass `weight`",
            ),
            Refusal("unknown label", lambda: stream(firm="id"), UnknownLabel, "firm", "Columns"),
            Refusal("unknown label", lambda: stream(time="t"), UnknownLabel, "time", "Columns"),
            Refusal("wrong type", lambda: stream(gaps=1.5), WrongType, "gaps", "as text"),
            Refusal(
                "unknown label", lambda: stream(gaps="zzz"), InvalidInput, "gaps", "choose one"
            ),
            Refusal("negative", lambda: stream(gaps=-1), InvalidInput, "gaps", "at least 0"),
            Refusal(
                "wrong type",
                lambda: stream(FIRMS.assign(born="early"), first="born"),
                WrongType,
                "first",
                "convert one",
            ),
            Refusal(
                "wrong shape",
                lambda: stream(FIRMS.assign(born=range(len(FIRMS))), first="born"),
                InvalidInput,
                "first",
                "one value",
            ),
            Refusal(
                "wrong shape",
                lambda: stream(FIRMS.assign(owner=range(len(FIRMS))), cluster="owner"),
                InvalidInput,
                "cluster",
                "one value",
            ),
            Refusal(
                "wrong type",
                lambda: stream(FIRMS.assign(new="yes"), entry="new"),
                WrongType,
                "entry",
                "compare it",
            ),
            Refusal(
                "wrong shape",
                lambda: stream(FIRMS.assign(new=2), exit="new"),
                InvalidInput,
                "exit",
                "correct them",
            ),
            Refusal(
                "wrong shape",
                lambda: stream(FIRMS.assign(new=True), entry="new"),
                InvalidInput,
                "entry",
                "correct it",
            ),
            *option(lambda name: stream(group_change=name), "group_change"),
            *option(lambda name: stream(missing=name), "missing"),
            Refusal(
                "duplicated key",
                lambda: stream(group=["sector", "sector"]),
                InvalidInput,
                "group",
                "once",
            ),
            Refusal(
                "duplicated key",
                lambda: stream(pd.concat([FIRMS, FIRMS])),
                InvalidInput,
                "data",
                "keep one of them",
            ),
        ),
    ),
}
