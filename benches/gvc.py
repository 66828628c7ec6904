"""Global value chains: participation and upstreamness on a made-up table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pymrio
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve

from weakties.gvc import InterCountryTable, participation, upstreamness

from .harness import Task, compare

Floats: TypeAlias = NDArray[np.floating[Any]]

COUNTRIES, SECTORS = 50, 25


@dataclass(frozen=True)
class Table:
    """Intermediates, final demand by country, and output; nothing is missing and all adds up."""

    Z: Floats
    Y: Floats
    X: Floats

    @classmethod
    def made_up(cls) -> Table:
        random = np.random.default_rng(1)
        size = COUNTRIES * SECTORS
        country = np.arange(size) // SECTORS
        # Most of what is bought comes from home.
        home = np.where(country[:, None] == country, 40.0, 1.0)
        inputs = random.lognormal(0, 1.5, (size, size)) * home
        inputs *= random.uniform(0.3, 0.7, size) / inputs.sum(axis=0)
        demand = random.lognormal(0, 1.5, (size, COUNTRIES))
        demand[np.arange(size), country] *= 100
        output = np.linalg.solve(np.eye(size) - inputs, demand.sum(axis=1))
        return cls(inputs * output, demand, output)

    @property
    def value_added(self) -> Floats:
        """Value added a unit of output."""
        share: Floats = 1 - self.Z.sum(axis=0) / self.X
        return share

    @property
    def exports(self) -> Floats:
        """What each sector sells abroad, for whatever use."""
        own = np.arange(COUNTRIES)
        used = self.Z.reshape(COUNTRIES, SECTORS, COUNTRIES, SECTORS)
        used_at_home = used.sum(axis=3)[own, :, own]
        final_at_home = self.Y.reshape(COUNTRIES, SECTORS, COUNTRIES)[own, :, own]
        exports: Floats = self.X - (used_at_home + final_at_home).ravel()
        return exports


def added_up(values: Floats) -> Floats:
    """Add up the sectors of each country."""
    sums: Floats = values.reshape(COUNTRIES, SECTORS).sum(axis=1)
    return sums


def foreign_and_indirect(inverse: Floats, table: Table) -> Floats:
    """Return country × (backward, forward); only blocks on the diagonal need to be taken apart."""
    v, e, own = table.value_added, table.exports, np.arange(COUNTRIES)
    blocks = inverse.reshape(COUNTRIES, SECTORS, COUNTRIES, SECTORS)[own, :, own, :]
    v_own, e_own = v.reshape(COUNTRIES, SECTORS), e.reshape(COUNTRIES, SECTORS)
    backward = e * (v @ inverse - np.einsum("cs,cst->ct", v_own, blocks).ravel())
    forward = v * (inverse @ e - np.einsum("cst,ct->cs", blocks, e_own).ravel())
    return np.column_stack([added_up(backward), added_up(forward)])


def by_inverse(table: Table) -> Floats:
    inverse = np.linalg.inv(np.eye(len(table.X)) - table.Z / table.X)
    return foreign_and_indirect(inverse, table)


def by_factors(table: Table) -> Floats:
    """Factorise once, then solve for each country's value added and exports only."""
    factors = lu_factor(np.eye(len(table.X)) - table.Z / table.X, overwrite_a=True)
    v, e = table.value_added, table.exports
    country = np.arange(len(v)) // SECTORS
    of_country = (country[:, None] == np.arange(COUNTRIES)).astype(float)
    content = lu_solve(factors, of_country * v[:, None], trans=1)
    required = lu_solve(factors, of_country * e[:, None])
    abroad = 1 - of_country
    backward, forward = e * (content * abroad).sum(axis=1), v * (required * abroad).sum(axis=1)
    return np.column_stack([added_up(backward), added_up(forward)])


def by_pymrio(Z: pd.DataFrame, table: Table) -> Floats:
    inverse = pymrio.calc_L(pymrio.calc_A(Z, table.X))
    return foreign_and_indirect(inverse.to_numpy(), table)


def close(ours: Floats, theirs: Floats) -> None:
    """Refuse values that differ in more than 9 digits."""
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)


def rows() -> Iterator[str]:
    table = Table.made_up()
    countries, sectors = range(COUNTRIES), range(SECTORS)
    labels = pd.MultiIndex.from_product([countries, sectors], names=["country", "sector"])
    Z = pd.DataFrame(table.Z, index=labels, columns=labels)
    Y = pd.DataFrame(table.Y, index=labels, columns=pd.Index(countries))

    def of_arrays() -> InterCountryTable:
        # A new table each time: it would keep its factors.
        return InterCountryTable.from_arrays(table.Z, table.Y, countries=countries, sectors=sectors)

    def of_frames() -> InterCountryTable:
        return InterCountryTable.from_wide(Z, Y)

    def rates(read: InterCountryTable) -> Floats:
        return participation(read).rates[["backward", "forward"]].to_numpy()

    def upstream() -> Floats:
        return upstreamness(of_arrays()).to_numpy()

    def upstream_by_numpy() -> Floats:
        system = np.eye(len(table.X)) - table.Z / table.X[:, None]
        return np.linalg.solve(system, np.ones(len(table.X)))

    size = f"{COUNTRIES} × {SECTORS}"
    yield from compare(
        Task(
            f"participation from arrays, {size}",
            lambda: rates(of_arrays()),
            {"numpy inverse": lambda: by_inverse(table), "scipy LU": lambda: by_factors(table)},
            close,
        )
    )
    yield from compare(
        Task(
            f"participation from data frames, {size}",
            lambda: rates(of_frames()),
            {"pymrio": lambda: by_pymrio(Z, table)},
            close,
        )
    )
    yield from compare(
        Task(f"upstreamness from arrays, {size}", upstream, {"numpy": upstream_by_numpy}, close)
    )
