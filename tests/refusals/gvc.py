"""Refusals of inter-country tables and their measures."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.datasets import leather
from weakties.gvc import (
    InterCountryTable,
    downstreamness,
    gross_exports,
    leontief_inverse,
    participation,
    read_table,
    technical_coefficients,
    upstreamness,
    value_added_flows,
    vax_ratio,
)

from .table import (
    INFINITY,
    NAN,
    Entry,
    Refusal,
    cannot,
    number_refused,
    option,
    threads_refused,
    watched,
)

TABLE = leather()
FLOWS = TABLE.to_frame()
WIDE, DEMAND = TABLE.Z, TABLE.final_demand
CATEGORIES = InterCountryTable.from_arrays(
    [[10.0, 5.0], [4.0, 20.0]],
    [[30.0, 0.0, 5.0, 0.0], [6.0, 0.0, 50.0, 0.0]],
    countries=["Home", "Abroad"],
    sectors=["All"],
    categories=["households", "inventories"],
)

CHECKED = cannot(
    "a table was checked when it was made", "wrong shape", "empty input", "duplicated key"
)
NO_NUMBERS = cannot("takes no numbers of its own", "NaN", "infinity", "negative")
# Real tables hold negative changes in inventories and net exports, which diagnostics reports.
SIGNED = cannot("negative flows are real, and diagnostics shows them", "negative")


def arrays(Z: object = ((10.0, 5.0), (4.0, 20.0)), **options: object) -> InterCountryTable:
    usual = {
        "final_demand": [[30.0, 5.0], [6.0, 50.0]],
        "countries": ["Home", "Abroad"],
        "sectors": ["All"],
    }
    return InterCountryTable.from_arrays(Z, **{**usual, **options})


def flows(value: float) -> pd.DataFrame:
    return FLOWS.assign(value=value)


def wide(Z: object = WIDE, final_demand: object = DEMAND, **options: object) -> InterCountryTable:
    return InterCountryTable.from_wide(Z, final_demand, **options)


def system(Z: object = WIDE, Y: object = DEMAND, **others: object) -> SimpleNamespace:
    """Stand for a system of pymrio, of which only the parts are looked at."""
    return SimpleNamespace(Z=Z, Y=Y, get_extensions=lambda: ["factor_inputs"], **others)


def pymrio(**parts: object) -> InterCountryTable:
    return InterCountryTable.from_pymrio(system(**parts))


def filed(suffix: str, write: Callable[[Path], object], read: Callable[..., object]) -> object:
    """Read a file that is written first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"table{suffix}")
        write(path)
        return read(path)


def csv(data: pd.DataFrame) -> object:
    return filed(".csv", lambda path: data.to_csv(path, index=False), read_table)


def npz(**changed: object) -> object:
    parts = {
        "Z": [[10.0, 5.0], [4.0, 20.0]],
        "final_demand": [[30.0, 5.0], [6.0, 50.0]],
        "countries": ["Home", "Abroad"],
        "sectors": ["All"],
    }
    held = {name: part for name, part in {**parts, **changed}.items() if part is not None}
    return filed(".npz", lambda path: np.savez(path, **held), InterCountryTable.read_npz)


def of_a_table(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    made_by = "made by InterCountryTable.from_arrays"
    return (
        Refusal("wrong type", lambda: measure(FLOWS), WrongType, "table", made_by),
        Refusal("wrong type", lambda: measure(None), WrongType, "table", made_by),
        Refusal("wrong type", lambda: measure(InterCountryTable), WrongType, "table", made_by),
    )


def solved(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a measure that solves systems what it refuses beside the table."""
    return (
        *of_a_table(measure),
        *threads_refused(lambda n: measure(TABLE, threads=n)),
        watched(lambda **wish: measure(TABLE, **wish)),
    )


def by(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    return option(lambda name: measure(TABLE, by=name), "by")


def position(measure: Callable[..., object]) -> Entry:
    return Entry(
        (
            *solved(measure),
            *by(measure),
            Refusal(
                "wrong type",
                lambda: measure(CATEGORIES, inventories=["inventories"]),
                WrongType,
                "inventories",
                "give text",
            ),
            Refusal(
                "unknown label",
                lambda: measure(CATEGORIES, inventories="stocks"),
                UnknownLabel,
                "inventories",
                "Labels there are",
            ),
            Refusal(
                "unknown label",
                lambda: measure(TABLE, inventories="inventories"),
                InvalidInput,
                "inventories",
                "give its `categories`",
            ),
        ),
        CHECKED,
    )


ENTRIES = {
    "gvc.InterCountryTable.from_arrays": Entry(
        (
            Refusal("wrong type", lambda: arrays([["a"]]), WrongType, "Z", "quotation marks"),
            Refusal("wrong type", lambda: arrays(countries="HA"), WrongType, "countries", "brack"),
            Refusal("wrong type", lambda: arrays(countries={1, 2}), WrongType, "countries", "brac"),
            Refusal("wrong type", lambda: arrays(sectors=[["All"]]), WrongType, "sectors", "text"),
            Refusal("wrong type", lambda: arrays(unit=1), WrongType, "unit", "quote it"),
            Refusal("wrong shape", lambda: arrays([[1.0, 2.0]]), InvalidInput, "Z", "expected"),
            Refusal(
                "wrong shape", lambda: arrays([[1.0]]), InvalidInput, "Z", "correct the labels"
            ),
            Refusal(
                "wrong shape",
                lambda: arrays(final_demand=[[1.0], [2.0]]),
                InvalidInput,
                "final_demand",
                "name its `categories`",
            ),
            Refusal(
                "wrong shape", lambda: arrays(output=[1.0]), InvalidInput, "output", "expected (2,)"
            ),
            Refusal(
                "empty input", lambda: arrays(np.empty((0, 0))), InvalidInput, "Z", "give at least"
            ),
            Refusal(
                "empty input", lambda: arrays(countries=[]), InvalidInput, "countries", "give at le"
            ),
            Refusal(
                "NaN", lambda: arrays([[NAN, 1.0], [1.0, 1.0]]), InvalidInput, "Z", "fill or drop"
            ),
            Refusal(
                "NaN", lambda: arrays(countries=["Home", NAN]), InvalidInput, "countries", "name it"
            ),
            Refusal(
                "infinity",
                lambda: arrays([[INFINITY, 1.0], [1.0, 1.0]]),
                InvalidInput,
                "Z",
                "remove or correct",
            ),
            Refusal(
                "infinity",
                lambda: arrays(value_added=[INFINITY, 1.0]),
                InvalidInput,
                "value_added",
                "remove or correct",
            ),
            Refusal(
                "duplicated key",
                lambda: arrays(countries=["Home", "Home"]),
                InvalidInput,
                "countries",
                "every label once",
            ),
        ),
        SIGNED | cannot("labels are given, not looked up", "unknown label"),
    ),
    "gvc.InterCountryTable.from_frame": Entry(
        (
            Refusal(
                "wrong type",
                lambda: InterCountryTable.from_frame([1]),
                WrongType,
                "data",
                "make one first",
            ),
            Refusal(
                "wrong type",
                lambda: InterCountryTable.from_frame(flows("1")),
                WrongType,
                "value",
                "convert it first",
            ),
            Refusal(
                "wrong type",
                lambda: InterCountryTable.from_frame(FLOWS, use=["use"]),
                WrongType,
                "use",
                "the name of",
            ),
            *option(lambda name: InterCountryTable.from_frame(FLOWS, missing=name), "missing"),
            Refusal(
                "wrong shape",
                lambda: InterCountryTable.from_frame(FLOWS, output=[1.0]),
                InvalidInput,
                "output",
                "expected (9,)",
            ),
            Refusal(
                "wrong shape",
                lambda: InterCountryTable.from_frame(FLOWS[FLOWS["use"] != "final demand"]),
                InvalidInput,
                "use",
                "keep final demand",
            ),
            Refusal(
                "empty input",
                lambda: InterCountryTable.from_frame(FLOWS[:0]),
                InvalidInput,
                "data",
                "at least one row",
            ),
            Refusal(
                "NaN",
                lambda: InterCountryTable.from_frame(flows(NAN)),
                InvalidInput,
                "value",
                "fill them first",
            ),
            Refusal(
                "infinity",
                lambda: InterCountryTable.from_frame(flows(INFINITY)),
                InvalidInput,
                "value",
                "correct or remove",
            ),
            Refusal(
                "unknown label",
                lambda: InterCountryTable.from_frame(FLOWS, origin="from"),
                UnknownLabel,
                "origin",
                "Columns there are",
            ),
            Refusal(
                "unknown label",
                lambda: InterCountryTable.from_frame(FLOWS, countries=["ARG", "TUR", "GER"]),
                UnknownLabel,
                "countries",
                "Labels there are",
            ),
            Refusal(
                "unknown label",
                lambda: InterCountryTable.from_frame(FLOWS, countries=["ARG", "TUR"]),
                InvalidInput,
                "countries",
                "add it",
            ),
            Refusal(
                "duplicated key",
                lambda: InterCountryTable.from_frame(pd.concat([FLOWS, FLOWS])),
                InvalidInput,
                "data",
                "add such rows up",
            ),
            Refusal(
                "duplicated key",
                lambda: InterCountryTable.from_frame(FLOWS, countries=["ARG", "ARG", "TUR"]),
                InvalidInput,
                "countries",
                "every label once",
            ),
        ),
        SIGNED,
    ),
    "gvc.InterCountryTable.from_wide": Entry(
        (
            Refusal("wrong type", lambda: wide(WIDE.to_numpy()), WrongType, "Z", "from_arrays"),
            Refusal("wrong type", lambda: wide(WIDE.astype(str)), WrongType, "Z", "without quot"),
            Refusal("wrong type", lambda: wide(unit=1), WrongType, "unit", "quote it"),
            Refusal(
                "wrong shape",
                lambda: wide(WIDE.droplevel(0)),
                InvalidInput,
                "Z",
                "MultiIndex.from_product",
            ),
            Refusal(
                "wrong shape",
                lambda: wide(WIDE.iloc[1:, 1:]),
                InvalidInput,
                "Z",
                "add rows and columns",
            ),
            Refusal("wrong shape", lambda: wide(output=[1.0]), InvalidInput, "output", "expected"),
            Refusal("empty input", lambda: wide(WIDE[:0]), InvalidInput, "Z", "give at least one"),
            Refusal("NaN", lambda: wide(WIDE * NAN), InvalidInput, "Z", "fill or drop"),
            Refusal("infinity", lambda: wide(WIDE + INFINITY), InvalidInput, "Z", "remove or cor"),
            Refusal(
                "unknown label",
                lambda: wide(final_demand=DEMAND.rename(columns={"DEU": "GER"})),
                UnknownLabel,
                "final_demand",
                "give both the same labels",
            ),
            Refusal(
                "duplicated key",
                lambda: wide(final_demand=pd.concat([DEMAND, DEMAND])),
                InvalidInput,
                "final_demand",
                "add them up",
            ),
        ),
        SIGNED,
    ),
    "gvc.InterCountryTable.from_pymrio": Entry(
        (
            Refusal(
                "wrong type",
                lambda: InterCountryTable.from_pymrio(WIDE),
                WrongType,
                "io",
                "load one with pymrio",
            ),
            Refusal("wrong type", lambda: pymrio(Z=WIDE.to_numpy()), WrongType, "Z", "from_arrays"),
            Refusal(
                "wrong shape", lambda: pymrio(Z=WIDE.droplevel(0)), InvalidInput, "Z", "MultiIndex"
            ),
            Refusal("NaN", lambda: pymrio(Z=WIDE * NAN), InvalidInput, "Z", "fill or drop"),
            Refusal("infinity", lambda: pymrio(Z=WIDE + INFINITY), InvalidInput, "Z", "remove or"),
            Refusal(
                "duplicated key",
                lambda: pymrio(Y=pd.concat([DEMAND, DEMAND])),
                InvalidInput,
                "final_demand",
                "add them up",
            ),
            Refusal(
                "unknown label",
                lambda: InterCountryTable.from_pymrio(system(), value_added="wages"),
                InvalidInput,
                "value_added",
                "there are factor_inputs",
            ),
            Refusal("empty input", lambda: pymrio(Z=None), InvalidInput, "io", "io.calc_all()"),
        ),
        SIGNED,
        frozenset({"Z", "final_demand"}),
    ),
    "gvc.InterCountryTable.read_npz": Entry(
        (
            Refusal(
                "wrong type",
                lambda: InterCountryTable.read_npz(1),
                WrongType,
                "path",
                "the name of the file",
            ),
            Refusal(
                "wrong type",
                lambda: filed(".npz", lambda p: p.write_text("a"), InterCountryTable.read_npz),
                InvalidInput,
                "path",
                "write it with numpy.savez",
            ),
            Refusal("empty input", lambda: npz(Z=None), InvalidInput, "path", "there are"),
            Refusal("wrong shape", lambda: npz(Z=[[1.0]]), InvalidInput, "Z", "correct the labels"),
            Refusal("NaN", lambda: npz(output=[NAN, 1.0]), InvalidInput, "output", "fill or drop"),
            Refusal(
                "infinity", lambda: npz(output=[INFINITY, 1.0]), InvalidInput, "output", "remove"
            ),
            Refusal(
                "duplicated key",
                lambda: npz(countries=["Home", "Home"]),
                InvalidInput,
                "countries",
                "every label once",
            ),
        ),
        SIGNED | cannot("labels are given, not looked up", "unknown label"),
        frozenset({"Z", "output", "countries"}),
    ),
    "gvc.read_table": Entry(
        (
            Refusal("wrong type", lambda: read_table(1), WrongType, "path", "name of the file"),
            Refusal("wrong type", lambda: read_table("a.xlsx"), InvalidInput, "path", "convert"),
            Refusal("empty input", lambda: read_table(""), InvalidInput, "path", "must end in"),
            Refusal(
                "empty input",
                lambda: filed(".csv", Path.touch, read_table),
                InvalidInput,
                "path",
                "write it with pandas",
            ),
            Refusal(
                "wrong shape",
                lambda: csv(FLOWS[FLOWS["use"] != "final demand"]),
                InvalidInput,
                "use",
                "keep final demand",
            ),
            Refusal("NaN", lambda: csv(flows(NAN)), InvalidInput, "value", "fill them first"),
            Refusal("infinity", lambda: csv(flows(INFINITY)), InvalidInput, "value", "correct or"),
            Refusal(
                "unknown label",
                lambda: csv(FLOWS.rename(columns={"use": "to"})),
                UnknownLabel,
                "use",
                "Columns there are",
            ),
            Refusal(
                "duplicated key",
                lambda: csv(pd.concat([FLOWS, FLOWS])),
                InvalidInput,
                "data",
                "add such rows up",
            ),
        ),
        SIGNED,
        frozenset({"data", "use", "value"}),
    ),
    "gvc.InterCountryTable.aggregated": Entry(
        (
            Refusal(
                "wrong type",
                lambda: TABLE.aggregated(countries=["EU"]),
                WrongType,
                "countries",
                "write {label: group, …}",
            ),
            Refusal(
                "wrong type",
                lambda: TABLE.aggregated(sectors={"Agriculture": ["food"]}),
                WrongType,
                "sectors",
                "give text",
            ),
            Refusal(
                "unknown label",
                lambda: TABLE.aggregated(countries={"GER": "EU"}),
                UnknownLabel,
                "countries",
                "Labels there are",
            ),
            Refusal(
                "NaN",
                lambda: TABLE.aggregated(countries={"DEU": NAN}),
                WrongType,
                "countries",
                "name it",
            ),
        ),
        cannot("takes labels, not numbers", "infinity", "negative")
        | cannot("a mapping has no shape, and its keys differ", "wrong shape", "duplicated key")
        | cannot("labels that are left out stay as they are", "empty input"),
    ),
    "gvc.InterCountryTable.diagnostics": Entry(
        (
            Refusal(
                "wrong type",
                lambda: TABLE.diagnostics(tolerance="1"),
                WrongType,
                "tolerance",
                "without quotation marks",
            ),
            *number_refused(
                lambda x: TABLE.diagnostics(tolerance=x),
                "tolerance",
                ("at least 0",) * 3,
                whole=False,
            ),
        ),
        CHECKED | cannot("takes no names", "unknown label"),
    ),
    "gvc.downstreamness": position(downstreamness),
    "gvc.upstreamness": position(upstreamness),
    "gvc.gross_exports": Entry(
        (*of_a_table(gross_exports), *by(gross_exports)), NO_NUMBERS | CHECKED
    ),
    "gvc.leontief_inverse": Entry(
        solved(leontief_inverse), CHECKED | cannot("takes no names", "unknown label")
    ),
    "gvc.participation": Entry((*solved(participation), *by(participation)), CHECKED),
    "gvc.technical_coefficients": Entry(
        of_a_table(technical_coefficients),
        NO_NUMBERS | CHECKED | cannot("takes no names", "unknown label"),
    ),
    "gvc.value_added_flows": Entry((*solved(value_added_flows), *by(value_added_flows)), CHECKED),
    "gvc.vax_ratio": Entry((*solved(vax_ratio), *by(vax_ratio)), CHECKED),
}
