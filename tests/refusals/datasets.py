"""Refusals of the loaders of data; those without arguments cannot be called wrongly."""

from weakties import InvalidInput, WrongType
from weakties.datasets import synthetic_acf, synthetic_careers, synthetic_firms

from .table import Entry, Refusal, cannot, count_refused, number_refused

FINITE = ("finite", "finite")
NONE = cannot("takes no arrays or tables", "wrong shape", "duplicated key") | cannot(
    "takes no names", "unknown label"
)

ENTRIES = {
    "datasets.synthetic_acf": Entry(
        (
            Refusal("wrong type", lambda: synthetic_acf("1"), WrongType, "design", "without"),
            Refusal("wrong type", lambda: synthetic_acf(error="1"), WrongType, "error", "without"),
            Refusal(
                "empty input", lambda: synthetic_acf(firms=0), InvalidInput, "firms", "at least"
            ),
            Refusal("negative", lambda: synthetic_acf(4), InvalidInput, "design", "choose one"),
            *count_refused(lambda n: synthetic_acf(firms=n), "firms", 1),
            *count_refused(lambda n: synthetic_acf(periods=n), "periods", 1),
            *count_refused(lambda n: synthetic_acf(burn=n), "burn", 1),
            *count_refused(lambda n: synthetic_acf(seed=n), "seed", 0),
            *number_refused(
                lambda x: synthetic_acf(error=x), "error", (*FINITE, "at least 0"), whole=False
            ),
        ),
        NONE,
    ),
    "datasets.synthetic_careers": Entry(
        (
            Refusal("wrong type", lambda: synthetic_careers("2"), WrongType, "persons", "without"),
            Refusal("wrong type", lambda: synthetic_careers(seed="1"), WrongType, "seed", "whole"),
            Refusal(
                "empty input", lambda: synthetic_careers(0), InvalidInput, "persons", "at least 1"
            ),
            Refusal(
                "empty input", lambda: synthetic_careers(1, 0), InvalidInput, "periods", "at least"
            ),
            *count_refused(synthetic_careers, "persons", 1),
            *count_refused(lambda n: synthetic_careers(periods=n), "periods", 1),
            Refusal(
                "negative", lambda: synthetic_careers(seed=-1), InvalidInput, "seed", "at least 0"
            ),
        ),
        NONE,
    ),
    "datasets.synthetic_firms": Entry(
        (
            Refusal("wrong type", lambda: synthetic_firms([1]), WrongType, "firms", "one number"),
            Refusal(
                "wrong type", lambda: synthetic_firms(growth="2"), WrongType, "growth", "without"
            ),
            Refusal("empty input", lambda: synthetic_firms(0), InvalidInput, "firms", "at least 1"),
            Refusal(
                "empty input",
                lambda: synthetic_firms(groups=0),
                InvalidInput,
                "groups",
                "at least 1",
            ),
            *count_refused(synthetic_firms, "firms", 1),
            *count_refused(lambda n: synthetic_firms(periods=n), "periods", 1),
            *count_refused(lambda n: synthetic_firms(groups=n), "groups", 1),
            *count_refused(lambda n: synthetic_firms(seed=n), "seed", 0),
            *number_refused(
                lambda x: synthetic_firms(exit_rate=x),
                "exit_rate",
                (*FINITE, "at least 0"),
                whole=False,
            ),
            *number_refused(
                lambda x: synthetic_firms(covariance=x),
                "covariance",
                (*FINITE, "at least -0.5"),
                whole=False,
            ),
            # Growth and gap may be negative.
            *number_refused(
                lambda x: synthetic_firms(growth=x), "growth", (*FINITE, ""), whole=False
            )[:2],
            *number_refused(
                lambda x: synthetic_firms(entrant_gap=x), "entrant_gap", (*FINITE, ""), whole=False
            )[:2],
        ),
        NONE,
    ),
}
