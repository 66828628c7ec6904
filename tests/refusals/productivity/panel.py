"""Refusals of panels of firms."""

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType

from ..table import INFINITY, NAN, Entry, Refusal, cannot, count_refused, number_refused, option
from .shared import CHECKED, FIRMS, PANEL, panel, with_value

ENTRIES = {
    "productivity.FirmPanel.from_frame": Entry(
        (
            Refusal("wrong type", lambda: panel([1]), WrongType, "data", "make one first"),
            Refusal(
                "wrong type",
                lambda: with_value("p", "high"),
                WrongType,
                "productivity",
                "convert it first",
            ),
            Refusal("wrong type", lambda: panel(firm=["firm"]), WrongType, "firm", "the name of"),
            Refusal(
                "wrong type", lambda: panel(group={"sector"}), WrongType, "group", "the name of"
            ),
            Refusal(
                "wrong type",
                lambda: with_value("new", "yes", entry="new"),
                WrongType,
                "entry",
                "convert it first",
            ),
            Refusal("wrong type", lambda: panel(gaps=1.5), WrongType, "gaps", "as text"),
            Refusal("unknown label", lambda: panel(gaps="zzz"), InvalidInput, "gaps", "choose one"),
            *option(lambda name: panel(group_change=name), "group_change"),
            *option(lambda name: panel(crossing=name), "crossing"),
            Refusal("negative", lambda: panel(gaps=-1), InvalidInput, "gaps", "at least 0"),
            *number_refused(
                lambda x: panel(size="size", threshold=x),
                "threshold",
                ("a finite number", "a finite number", ""),
                whole=False,
            )[:2],
            Refusal(
                "empty input", lambda: panel(threshold=1), InvalidInput, "threshold", "together"
            ),
            Refusal(
                "unknown label",
                lambda: panel(share="share", weight=None, share_within="region"),
                InvalidInput,
                "share_within",
                "add it to both",
            ),
            *option(lambda name: panel(missing=name), "missing"),
            Refusal(
                "wrong shape",
                lambda: panel(weight=None, share="size"),
                InvalidInput,
                "share",
                "pass them as `weight`",
            ),
            Refusal(
                "empty input", lambda: panel(FIRMS[:0]), InvalidInput, "data", "at least one row"
            ),
            Refusal(
                "empty input", lambda: panel(weight=None), InvalidInput, "weight", "column of ones"
            ),
            Refusal(
                "empty input",
                lambda: with_value("size", 0.0),
                InvalidInput,
                "weight",
                "choose another weight",
            ),
            Refusal(
                "NaN", lambda: with_value("p", NAN), InvalidInput, "productivity", "fill them first"
            ),
            Refusal(
                "NaN", lambda: with_value("size", NAN), InvalidInput, "weight", 'missing="drop"'
            ),
            Refusal(
                "infinity",
                lambda: with_value("p", INFINITY),
                InvalidInput,
                "productivity",
                "correct or remove",
            ),
            Refusal(
                "infinity",
                lambda: with_value("size", INFINITY),
                InvalidInput,
                "weight",
                "correct or remove",
            ),
            Refusal(
                "negative",
                lambda: with_value("size", -1),
                InvalidInput,
                "weight",
                "correct or remove",
            ),
            Refusal(
                "negative",
                lambda: with_value("share", -1, weight=None, share="share"),
                InvalidInput,
                "share",
                "correct or remove",
            ),
            Refusal("unknown label", lambda: panel(firm="id"), UnknownLabel, "firm", "Columns"),
            Refusal(
                "unknown label", lambda: panel(group="region"), UnknownLabel, "group", "Columns"
            ),
            Refusal(
                "duplicated key",
                lambda: panel(pd.concat([FIRMS, FIRMS])),
                InvalidInput,
                "data",
                "keep one of them",
            ),
            Refusal(
                "duplicated key",
                lambda: panel(group=["sector", "sector"]),
                InvalidInput,
                "group",
                "name each column once",
            ),
            Refusal(
                "duplicated key",
                lambda: panel(cluster="p"),
                InvalidInput,
                "cluster",
                "give each firm one",
            ),
        ),
    ),
    "productivity.FirmPanel.summary": Entry(
        (
            Refusal("wrong type", lambda: PANEL.summary(digits="2"), WrongType, "digits", "quot"),
            Refusal("wrong type", lambda: PANEL.summary(rows=2.0), WrongType, "rows", "int(2.0)"),
            *count_refused(lambda n: PANEL.summary(digits=n), "digits", 0),
            *count_refused(lambda n: PANEL.summary(rows=n), "rows", 2),
        ),
        CHECKED
        | cannot("a panel was checked when it was made", "empty input")
        | cannot("takes no names", "unknown label"),
    ),
}
