"""How varied careers are: entropy, complexity and turbulence of each person's sequence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from weakties import _core
from weakties._results import Meta, Result

from ._sequences import Sequences
from .spells import Spells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = (
    "periods",
    "spells",
    "visited",
    "entropy",
    "complexity",
    "turbulence",
    "turbulence_unvisited",
)


@dataclass(frozen=True, eq=False, repr=False)
class SequenceIndices(Result):
    """How varied each person's sequence of states is.

    Parameters
    ----------
    persons : pandas.DataFrame
        One row a person; see `sequence_indices` for the columns.
    """

    title: ClassVar[str] = "Variety of sequences"

    persons: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `persons` with the person as a column.

        Returns
        -------
        pandas.DataFrame
            One row a person.
        """
        index = self.persons.index
        return self.persons.set_axis(index.rename(index.name or "person")).reset_index()

    def _shown(self) -> pd.DataFrame:
        return self.persons.describe().loc[["mean", "std", "min", "50%", "max"]].T

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.style import COLOURS, axes

        ax = axes(ax)
        ax.plot(
            self.persons["entropy"], self.persons["complexity"], "o", color=COLOURS[0], alpha=0.4
        )
        ax.set_xlabel("entropy")
        ax.set_ylabel("complexity")
        return ax


def sequence_indices(spells: Spells, *, gaps: str = "refuse") -> SequenceIndices:
    r"""Measure how varied each person's sequence is.

    Let a sequence last :math:`\ell` periods in d spells of lengths :math:`t_1, \ldots, t_d`, with
    shares :math:`q_s` of its time in each of the k states there are.

    ======================== ====================================================================
    ``periods``              :math:`\ell`
    ``spells``               d
    ``visited``              how many different states
    ``entropy``              :math:`h = -\sum_s q_s \ln q_s / \ln k`, from 0 to 1
    ``complexity``           :math:`\sqrt{h (d - 1) / (\ell - 1)}`, from 0 to 1
    ``turbulence``           :math:`\log_2 \phi \frac{s^2_{\max} + 1}{s^2 + 1}`, at least 1
    ``turbulence_unvisited`` the same, with states never visited as spells of length 0
    ======================== ====================================================================

    Here :math:`\phi` counts the different subsequences of the sequence of spells, the empty one
    included, and :math:`s^2` is the variance of their lengths, with
    :math:`s^2_{\max} = (d - 1)(1 - \bar t)^2`.

    Parameters
    ----------
    spells : Spells
        Who was in which state when.
    gaps : {"refuse", "close", "state"}
        What to do with gaps: refuse them; cut them out, so that what was before joins what comes
        after; or take them for a state of their own.

    Returns
    -------
    SequenceIndices
        One row a person.

    Raises
    ------
    WrongType
        When ``spells`` is not made by `Spells`.
    InvalidInput
        When there are gaps and they are to be refused.

    Notes
    -----
    Complexity is that of :cite:t:`gabadinho2010`, turbulence that of :cite:t:`elzinga2007`, the
    variance with unvisited states that of :cite:t:`ritschard2023`; its :math:`s^2_{\max}` is

    .. math:: \frac{(d - 1)(1 - \bar t)^2 + (\ell - d + 1 - \bar t)^2 + m \bar t^2}{d + m},
       \qquad \bar t = \frac{\ell}{d + m}

    with m the most states that can stay unvisited: k - 1 for one spell, otherwise k - 2. A
    sequence of one period has entropy and complexity 0. The number of subsequences is kept as a
    logarithm, so that it is right for sequences of any length. States count if they are in the
    data, or are categories without rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import Spells, sequence_indices
    >>> df = pd.DataFrame({"p": ["Ana"] * 4, "t": [1, 2, 3, 4], "s": list("aaba")})
    >>> spells = Spells.from_panel(df, "p", "t", "s")
    >>> sequence_indices(spells).persons[["entropy", "complexity", "turbulence"]].round(4)
         entropy  complexity  turbulence
    p
    Ana   0.8113      0.7354      2.8074
    """
    sequences = Sequences.of(spells, gaps)
    values = _core.sequence_indices(
        sequences.offsets, sequences.codes, sequences.lengths, len(sequences.states)
    )
    table = pd.DataFrame(values, index=spells.persons, columns=pd.Index(_COLUMNS))
    whole = dict.fromkeys(_COLUMNS[:3], "int64")
    return SequenceIndices(
        table.astype(whole),
        meta=Meta(
            method="all indices",
            options={"gaps": gaps},
            counts={"persons": len(spells.persons), "states": len(sequences.states)},
            dropped=spells.dropped,
            sources=("gabadinho2010", "elzinga2007", "ritschard2023"),
        ),
    )
