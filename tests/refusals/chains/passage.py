"""Refusals of first passages."""

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import first_passage, fundamental_matrix, kemeny_constant

from ..table import Entry, Refusal
from .estimation import MATRIX, of_a_matrix

ENTRIES = {
    "chains.first_passage": Entry(of_a_matrix(first_passage)),
    **{
        f"chains.{measure.__name__}": Entry(
            (
                *of_a_matrix(measure),
                Refusal(
                    "wrong type",
                    lambda measure=measure: measure(MATRIX, within=[1]),
                    WrongType,
                    "within",
                    "give text, a number",
                ),
                Refusal(
                    "unknown label",
                    lambda measure=measure: measure(MATRIX, within=2),
                    UnknownLabel,
                    "within",
                    "Labels there are",
                ),
                Refusal(
                    "unknown label",
                    lambda measure=measure: measure(MATRIX, within=0),
                    InvalidInput,
                    "within",
                    "choose one of a class",
                ),
            )
        )
        for measure in (fundamental_matrix, kemeny_constant)
    },
}
