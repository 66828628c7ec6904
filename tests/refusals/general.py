"""Refusals of `weakties.cite` and of what every result can do."""

from matplotlib.figure import Figure

from weakties import InvalidInput, WrongType, cite
from weakties.chains import mobility

from .table import INFINITY, NAN, Entry, Refusal, cannot, count_refused

RESULT = mobility([[0.5, 0.5], [0.5, 0.5]])

NUMBERS = ("NaN", "infinity", "negative")
SHAPES = cannot("takes no arrays or tables", "wrong shape", "empty input", "duplicated key")

ENTRIES = {
    "cite": Entry(
        (
            Refusal("wrong type", lambda: cite([[1]]), WrongType, "what", "give the function"),
            Refusal("wrong type", lambda: cite(len), WrongType, "what", "give the function"),
            Refusal("wrong type", lambda: cite(RESULT, 1), WrongType, "style", "as text"),
            Refusal("unknown label", lambda: cite(RESULT, "APA"), InvalidInput, "style", "choose"),
            Refusal("unknown label", lambda: cite(cite), InvalidInput, "what", "give the function"),
        ),
        cannot("takes no numbers", *NUMBERS) | SHAPES,
    ),
    "Result.cite": Entry(
        (
            Refusal("wrong type", lambda: RESULT.cite(1), WrongType, "style", "as text"),
            Refusal("unknown label", lambda: RESULT.cite("bib"), InvalidInput, "style", "bibtex"),
        ),
        cannot("takes no numbers", *NUMBERS) | SHAPES,
    ),
    "Result.plot": Entry(
        (Refusal("wrong type", lambda: RESULT.plot(Figure()), WrongType, "ax", "pyplot.subplots"),),
        cannot("takes no numbers", *NUMBERS) | cannot("takes no names", "unknown label") | SHAPES,
    ),
    "Result.summary": Entry(
        (
            Refusal("wrong type", lambda: RESULT.summary(digits="2"), WrongType, "digits", "quot"),
            Refusal("wrong type", lambda: RESULT.summary(rows=2.0), WrongType, "rows", "int(2.0)"),
            *count_refused(lambda n: RESULT.summary(digits=n), "digits", 0),
            *count_refused(lambda n: RESULT.summary(rows=n), "rows", 2),
        ),
        cannot("takes no names", "unknown label") | SHAPES,
    ),
    "Result.to_latex": Entry(
        (
            Refusal("wrong type", lambda: RESULT.to_latex(caption=1), WrongType, "caption", "quot"),
            Refusal("wrong type", lambda: RESULT.to_latex(label=[]), WrongType, "label", "quot"),
            Refusal("NaN", lambda: RESULT.to_latex(label=NAN), WrongType, "label", "quot"),
            Refusal("infinity", lambda: RESULT.to_latex(label=INFINITY), WrongType, "label", "quo"),
            *count_refused(lambda n: RESULT.to_latex(digits=n), "digits", 0),
        ),
        cannot("takes no names", "unknown label") | SHAPES,
    ),
}
