"""Facts of home: institutions, programmes, bridges, donors, and who gains."""

from __future__ import annotations

import numpy as np

from .claims import HELPED, STRONG, TOWN, Claim, Fact, Runs
from .engagement import LARGE, SMALL, portion, sustained, value


def institutions_dominate_size(runs: Runs) -> list[Claim]:
    strong = value(runs, SMALL, **STRONG)
    weak = value(runs, 3_000, **HELPED, home_institutions=0.25)
    return [Claim("value of projects, small and strong less large and weak", strong - weak, 1.0)]


def effect_of_programme(runs: Runs, seniors: int, quality: float) -> np.ndarray:
    """Return by how much a programme makes it likelier that engagement is sustained."""
    with_, without = (
        sustained(runs, seniors, programme=on, home_institutions=quality) for on in (True, False)
    )
    effect: np.ndarray = with_ - without
    return effect


def weak_institutions_fail(runs: Runs) -> list[Claim]:
    effects = [effect_of_programme(runs, SMALL, quality) for quality in (0.8, 0.2)]
    return [
        Claim("effect of a programme on the share sustained, strong less weak",
              effects[0] - effects[1], 0.2),
        Claim("a fifth less the effect where institutions are weak", 0.2 - effects[1], 0.05),
    ]  # fmt: skip


def small_diasporas_need_programmes(runs: Runs) -> list[Claim]:
    effects = [effect_of_programme(runs, seniors, 0.8) for seniors in (SMALL, LARGE)]
    return [
        Claim("effect of a programme on the share sustained, small diaspora", effects[0], 0.2),
        Claim("the same less that for a large diaspora", effects[0] - effects[1], 0.1),
    ]


def diasporas_open_doors(runs: Runs) -> list[Claim]:
    corners = {
        (seniors, quality): value(runs, seniors, **HELPED, home_institutions=quality)
        for seniors in (SMALL, LARGE)
        for quality in (0.25, 0.8)
    }
    both = corners[LARGE, 0.8] - corners[LARGE, 0.25] - corners[SMALL, 0.8] + corners[SMALL, 0.25]

    def idle(quality: float) -> np.ndarray:
        levers = {**HELPED, "home_institutions": quality}
        return 1 - portion(runs, "executed", "leads", **levers)

    return [
        Claim("value of size and institutions together, beyond each", both, 5.0),
        Claim(
            "share of leads not executed, weak less strong institutions", idle(0.1) - idle(0.8), 0.1
        ),
    ]


def engagement_improves_institutions(runs: Runs) -> list[Claim]:
    drifts = [
        runs.block("institutions", LARGE, **HELPED, home_institutions=quality)[:, -1] - quality
        for quality in (0.6, 0.25)
    ]
    return [
        Claim("gain in institutions where they are fair", drifts[0], 0.02),
        Claim("the same less that where they are weak", drifts[0] - drifts[1], 0.01),
    ]


def winning_is_possible_not_automatic(runs: Runs) -> list[Claim]:
    usual = runs(**TOWN, counterfactual=True).accounts
    closed = runs(
        **TOWN, counterfactual=True, specificity=1.0, home_institutions=0.1, family_remittance=0.02
    ).accounts
    return [
        Claim("gain of migrants", usual["migrant_gain"].to_numpy(), 100.0),
        Claim("gain of home", usual["home_gain"].to_numpy(), 1.0),
        Claim("skill of residents, open less closed border",
              (usual["skill_home"] - usual["skill_home_closed"]).to_numpy(), 0.1),
        Claim("loss of home with closed ladders, weak institutions and few remittances",
              -closed["home_gain"].to_numpy(), 1.0),
    ]  # fmt: skip


def bridges_incubate(runs: Runs) -> list[Claim]:
    def executed(bridge: float) -> np.ndarray:
        levers = {**HELPED, "home_institutions": 0.4, "bridge": bridge}
        return runs.block("executed", LARGE, **levers).sum(axis=1)

    none, one, four, eight = map(executed, (0.0, 1.0, 4.0, 8.0))
    return [
        Claim("projects executed, with a bridge less without", one - none, 5.0),
        Claim("the first addition to the bridge less the last", one - none - eight + four, 5.0),
    ]


def donors_substitute(runs: Runs) -> list[Claim]:
    def gain(quality: float) -> np.ndarray:
        with_, without = (
            value(
                runs, LARGE, **HELPED, home_institutions=quality,
                initial_credibility=trust, donor_capacity=capacity,
            )
            for trust, capacity in ((0.5, 2.0), (runs.base.initial_credibility, 0.0))
        )  # fmt: skip
        return with_ / max(float(without.mean()), 1e-9) - 1

    weak, strong = gain(0.25), gain(0.8)
    return [
        Claim("relative gain from donors where institutions are weak", weak, 0.1),
        Claim("the same less that where they are strong", weak - strong, 0.1),
    ]


FACTS = [
    Fact(20, "Home institutions dominate size", institutions_dominate_size),
    Fact(21, "Programmes fail where institutions are weak", weak_institutions_fail),
    Fact(22, "Induced development is for small diasporas", small_diasporas_need_programmes),
    Fact(23, "A diaspora opens doors, others must do the job", diasporas_open_doors),
    Fact(25, "Engagement slowly relaxes constraints at home", engagement_improves_institutions),
    Fact(27, "Both can gain, but not automatically", winning_is_possible_not_automatic),
    Fact(29, "A bridge organisation incubates, up to the leads there are", bridges_incubate),
    Fact(30, "Donors may substitute where institutions are weak", donors_substitute),
]
