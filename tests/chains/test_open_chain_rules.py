"""Single rules of the open chain where all others are off, so that what must follow is certain."""

import numpy as np
import pytest

from weakties.chains import Scenario, simulate

# Nothing happens: each test lets one thing happen.
STILL = Scenario(
    people=80,
    neighbours=6,
    pioneers=0,
    arrival=0,
    learning_arrival=0,
    niche=0,
    separation=0,
    promotion=0,
    return_low=0,
    return_high=0,
    learning_rate=0,
    initial_skill=0,
    discount=1,
)
# Moving is for whoever gains by it, as far as that can be told.
SHARP = STILL.with_(choice_scale=1e-9, moving_cost_scale=float("inf"))
# Seniors who stay abroad, and projects that nobody has to wait for.
ENGAGED = STILL.with_(
    initial_seniors=40,
    programme=True,
    induced_arrival=0,
    champion_arrival=0,
    initial_enthusiasm=1,
    enthusiasm_decay=0,
    capacity=0,
    donor_capacity=5,
    lead_rate=2,
    initial_credibility=0.5,
)


def run(scenario, periods=30, **options):
    return simulate(scenario, replicates=3, periods=periods, seed=1, progress=False, **options)


def total(found, name):
    return float(found.paths[name].sum())


def path(found, name):
    return found.paths[name].isel(replicate=0).to_numpy()


class TestJobs:
    def test_only_the_lowest_rung_is_separated_when_the_slope_is_steep(self):
        found = run(STILL.with_(promotion=0.3, specificity=1, separation=0.5, separation_slope=1e6))
        assert total(found, "separations") > 0
        assert total(found, "rung_losses") == 0

    def test_what_counted_in_one_firm_only_is_lost_at_separation_and_return(self):
        found = run(
            STILL.with_(
                promotion=0.3, specificity=1, separation=0.2, separation_slope=0, pioneers=0.3,
                return_high=0.5,
            ),
            histories=3,
        ).histories  # fmt: skip
        lost = found[found["kind"].isin(["separation", "return"])]
        assert set(lost["kind"]) == {"separation", "return"}
        assert (lost["rung"] == 0).all()

    def test_a_hire_is_on_the_rung_of_who_tells_however_skilled_the_hired(self):
        found = run(STILL.with_(initial_skill=4, arrival=0.5, separation=0.3, separation_slope=0))
        assert total(found, "hires") > 0
        assert float(found.paths["people"].isel(rung=slice(1, None)).sum()) == 0

    @pytest.mark.parametrize("passing", ["useful", "uniform_unemployed", "none"])
    def test_who_has_no_job_takes_the_opening_heard_of(self, passing):
        jobless = run(STILL.with_(separation=0.6, separation_slope=0, passing=passing), periods=4)
        found = jobless.fork(3, separation=0, arrival=1).paths["unemployed"]
        assert (found.sel(period=3) > 40).all()
        assert (found.sel(period=4) == 0).all()

    def test_who_learns_hears_of_no_jobs_to_tell_of(self):
        rows = run(
            STILL.with_(
                learning_arrival=0.4, home_learning=1, learning_take=1, specificity=0, arrival=0.4,
                separation=0.4, separation_slope=0, initial_skill=1, school_length=6,
            ),
            histories=3,
        ).histories  # fmt: skip
        told = rows[(rows["kind"] == "job") & rows["heard_from"].notna()]
        learning = rows[rows["kind"].isin(["learning", "graduation"])]
        spells = {}
        for row in learning.itertuples():
            spells.setdefault((row.replicate, row.person), []).append((row.period, row.kind))
        assert len(told) > 60
        for row in told.itertuples():
            before = [
                kind
                for period, kind in spells.get((row.replicate, row.heard_from), [])
                if period < row.period
            ]
            assert not before or before[-1] == "graduation"

    @pytest.mark.parametrize("rewiring", [0, 0.3, 1])
    def test_ties_of_the_drawn_network_lead_far_as_often_as_they_are_rewired(self, rewiring):
        people = 1000
        rows = run(
            STILL.with_(people=people, rewiring=rewiring, arrival=0.5, separation=0.5), histories=3
        ).histories
        told = rows[(rows["kind"] == "job") & rows["heard_from"].notna()]
        ties = told[["replicate", "person", "heard_from"]].astype(int)
        ties = ties.assign(
            one=ties[["person", "heard_from"]].min(axis=1),
            other=ties[["person", "heard_from"]].max(axis=1),
        ).drop_duplicates(["replicate", "one", "other"])
        apart = ties["other"] - ties["one"]
        far = np.minimum(apart, people - apart) > 3
        assert len(ties) > 4000
        assert far.mean() == pytest.approx(rewiring * (1 - 7 / people), abs=0.025)

    def test_no_supervisor_is_looked_for_where_the_few_are_not_noticed(self):
        settled = STILL.with_(pioneers=0.3, niche=1)
        assert total(run(settled), "hires") > 0
        assert total(run(settled.with_(niche_scale=float("inf"))), "hires") == 0


class TestMoving:
    def test_nobody_sets_out_who_loses_by_it(self):
        gain = np.log(3.0)
        for cost, leave in ((gain * 0.99, True), (gain * 1.01, False)):
            found = run(SHARP.with_(pioneers=0.5, wage_premium=3, moving_cost=cost))
            assert (total(found, "pioneers") > 0) == leave

    @pytest.mark.parametrize("news", ["jobs", "learning"])
    def test_nobody_follows_news_who_loses_by_it(self, news):
        told = {"arrival": 0.5} if news == "jobs" else {"learning_arrival": 0.5}
        thick = {"thin_size": 0, "thick_share": 0, "stage_hazard": 1, "mentoring": 2}
        for cost, leave in ((0.0, True), (50.0, False)):
            found = run(
                SHARP.with_(initial_seniors=30, moving_cost=cost, specificity=0, **told, **thick)
            )
            assert (total(found, "moves_out") > 0) == leave

    def test_moves_cost_a_part_of_the_wage_left_behind(self):
        found = run(
            SHARP.with_(pioneers=0.2, promotion=0.3, specificity=1, moving_cost=0.5),
            histories=3,
        )
        rows = found.histories
        for replicate, cost in found.accounts["moving_costs"].items():
            own = rows[rows["replicate"] == replicate]
            before = own.groupby("person")["rung"].shift()[own["kind"] == "pioneer"]
            assert before.max() > 0
            # At home a rung is worth 0.7 · 0.35 in logs.
            assert cost == pytest.approx(0.5 * np.exp(0.245 * before).sum())


class TestLearning:
    SCHOOL = STILL.with_(
        learning_arrival=1, home_learning=1, learning_take=1, specificity=0, stage_hazard=0,
        school_length=2,
    )  # fmt: skip

    def test_a_place_adds_a_whole_rung_to_skill(self):
        rows = run(self.SCHOOL, 5, histories=3).histories
        first = rows[rows["kind"] == "graduation"].groupby(["replicate", "person"])["rung"].first()
        assert len(first) > 0
        assert (first == 1).all()

    def test_nobody_learns_at_home_where_home_has_no_places(self):
        assert total(run(self.SCHOOL.with_(home_learning=0)), "learning_spells") == 0

    def test_only_those_with_less_skill_than_the_next_rung_take_places(self):
        # Skill is even from 0 to 3, and everybody stands on rung 0: a third can use a place.
        found = run(self.SCHOOL.with_(people=2000, initial_skill=3), 1)
        assert found.paths["learning_spells"].mean() / 2000 == pytest.approx(1 / 3, abs=0.03)

    def test_without_a_community_nobody_tells_of_places(self):
        rows = run(self.SCHOOL.with_(learning_take=0.5), histories=3).histories
        assert rows[rows["kind"] == "learning"]["heard_from"].isna().all()

    def test_a_part_of_a_person_is_told_now_and_then(self):
        thick = {"thin_size": 0, "thick_share": 0, "stage_hazard": 1, "initial_seniors": 30}
        some = self.SCHOOL.with_(home_learning=0, learning_arrival=0.2, learning_take=0.1, **thick)
        one, more = (run(some.with_(mentoring=told)).paths for told in (0, 0.9))
        assert float(more["learning_spells"].sum()) != float(one["learning_spells"].sum())

    def test_work_at_home_teaches_as_home_lets_it(self):
        closed = STILL.with_(learning_rate=0.1, specificity=0, border=False)
        assert (path(run(closed.with_(home_learning_rate=0)), "skill_home") == 0).all()
        # At rung 0 at the pace of the unskilled, up to the last rung.
        open_ = closed.with_(home_learning_rate=0.5, unskilled_learning_rate=0.4)
        expected = 0.1 * 0.5 * 0.4 * np.arange(1, 31)
        np.testing.assert_allclose(path(run(open_), "skill_home"), expected, rtol=1e-12)

    def test_skill_ends_at_the_last_rung(self):
        eager = STILL.with_(learning_rate=1, specificity=0, home_learning_rate=1, rungs=3)
        found = path(run(eager.with_(unskilled_learning_rate=0.3), 12), "skill_home")
        np.testing.assert_allclose(found, np.minimum(0.3 * np.arange(1, 13), 2), rtol=1e-12)


class TestReturns:
    def test_who_saves_nothing_does_not_come_home_with_savings(self):
        away = STILL.with_(pioneers=0.3, return_low=1, savings_scale=1)
        assert total(run(away.with_(saving_threshold=0)), "returns_low") > 0
        assert total(run(away.with_(saving_threshold=1e6)), "returns_low") == 0

    @pytest.mark.parametrize(
        ("chance", "quality", "institutions", "all_return"),
        [
            (0.5, 2, 1, True),
            (1, 2, 0, False),
            (1, 2, 0.5, True),
            (0.9, 1, 1, True),
        ],
    )
    def test_institutions_draw_those_who_rose(self, chance, quality, institutions, all_return):
        away = STILL.with_(
            initial_seniors=40, return_high=chance, return_quality=quality,
            home_institutions=institutions, institution_reversion=0,
        )  # fmt: skip
        left = path(run(away, 2), "diaspora")
        assert left.tolist() == ([0, 0] if all_return else [40, 40])

    def test_savers_begin_anew_after_they_came_home(self):
        # All leave, save the same each period, and come home the likelier the more they saved.
        away = SHARP.with_(
            people=300, pioneers=1, moving_cost=0, return_low=1, savings_scale=15,
            saving_threshold=1.5, wage_premium=3,
        )  # fmt: skip
        rows = run(away, 60, histories=3).histories
        rows = rows[rows["kind"].isin(["pioneer", "return"])].sort_values(
            ["replicate", "person", "period"]
        )
        length = rows.groupby(["replicate", "person"])["period"].diff()[rows["kind"] == "return"]
        trip = rows[rows["kind"] == "return"].groupby(["replicate", "person"]).cumcount()
        first, third = length[trip == 0], length[trip == 2]
        error = np.hypot(first.sem(), third.sem())
        # Who comes home does so 0, 1, 2 … periods after leaving: mean of a growing hazard.
        stays = np.cumprod(np.exp(-0.1 * np.arange(1, 60)))
        assert abs(first.mean() - stays.sum()) < 4 * first.sem()
        assert abs(first.mean() - third.mean()) < 4 * error


class TestCredibility:
    def test_success_closes_a_part_of_the_gap(self):
        found = run(ENGAGED.with_(monitoring=1, credibility_gain=0.2))
        successes, credibility = path(found, "successes"), path(found, "credibility")
        assert successes.max() > 1
        np.testing.assert_allclose(1 - credibility, 0.5 * 0.8 ** successes.cumsum(), atol=1e-12)

    def test_failure_loses_a_part_of_it(self):
        failing = ENGAGED.with_(monitoring=0, home_institutions=0, credibility_loss=0.2)
        found = run(failing)
        executed = path(found, "executed")
        assert executed.sum() > 1
        assert total(found, "successes") == 0
        np.testing.assert_allclose(path(found, "credibility"), 0.5 * 0.8 ** executed.cumsum())

    def test_a_champion_lends_credibility_to_those_without(self):
        doubted = ENGAGED.with_(initial_credibility=0, champion_credibility=0.8)
        assert total(run(doubted), "leads") == 0
        assert total(run(doubted.with_(champion_arrival=1e3)), "leads") > 0

    def test_who_is_trusted_fully_can_build_on_any_scale(self):
        trusted = ENGAGED.with_(
            initial_credibility=1, home_institutions=1, institution_reversion=0, scale_penalty=9
        )
        found = run(trusted)
        assert total(found, "executed") > 0
        assert total(found, "executed") == total(found, "successes")

    def test_leads_grow_with_the_root_of_seniors(self):
        eager = ENGAGED.with_(
            people=200, initial_seniors=100, lead_rate=1, initial_credibility=1,
            credibility_loss=0, donor_capacity=0,
        )  # fmt: skip
        many = run(eager, 300)
        assert total(many, "executed") == 0
        found = many.paths["leads"]
        # Poisson with mean √100: three times 300 periods leave an error of 0.1.
        assert float(found.mean()) == pytest.approx(10, abs=0.5)

    def test_projects_grow_up_to_the_largest_scale(self):
        found = run(
            ENGAGED.with_(
                monitoring=1, scale_credibility=0.4, small_scale=1, large_scale=3, scale_growth=2
            )
        )
        assert path(found, "scale")[:4].tolist() == [2, 3, 3, 3]


class TestChampions:
    def test_they_come_from_seniors_or_are_invited_by_institutions(self):
        nobody = STILL.with_(champion_arrival=1e6)
        assert total(run(nobody), "champion") == 0
        invited = STILL.with_(programme=True, induced_arrival=1e6, home_institutions=0)
        assert total(run(invited.with_(institution_reversion=0)), "champion") == 0

    def test_they_stay_for_their_tenure(self):
        found = run(ENGAGED.with_(champion_arrival=1e6, champion_tenure=4), 3)
        assert total(found, "champion") == 9
        after = run(ENGAGED.with_(champion_arrival=1e6, champion_tenure=4), 9)
        left = after.fork(3, champion_arrival=0)
        assert path(left, "champion").tolist() == [1] * 6 + [0] * 3


class TestGiving:
    GIVING = ENGAGED.with_(
        initial_confidence=1, confidence_decay=0, giving_confidence=0.5, thin_size=0,
        thick_share=0, engagement_seniors=0, engagement_confidence=0, stage_hazard=1,
        pledge_share=0.1, donor_elasticity=0.5, pledge_decay=0.3, budget=1.0,
    )  # fmt: skip

    def test_a_match_draws_pledges_by_its_elasticity(self):
        alone, matched = (
            path(run(self.GIVING.with_(match=match, budget=float("inf"))), "pledges")
            for match in (0, 3)
        )
        assert alone.max() > 0
        np.testing.assert_allclose(matched, 2 * alone, rtol=1e-12)

    def test_pledges_that_wait_for_the_budget_fade(self):
        # Nobody pledges after the fifth period, and what waits is funded as long as it lasts.
        found = run(self.GIVING.with_(match=2)).fork(5, giving_confidence=1)
        pledges, funded = path(found, "pledges"), path(found, "funded")
        assert (pledges[5:] == 0).all()
        waiting = 0.0
        for pledged, paid in zip(pledges, funded, strict=True):
            assert paid == pytest.approx(min(waiting + pledged, 0.5), abs=1e-12)
            waiting = (waiting + pledged - paid) * 0.7
        assert funded[10] == 0.5
        assert funded[-1] < 1e-9
        assert path(found, "binding").max() == 1

    def test_only_the_confident_give(self):
        assert total(run(self.GIVING.with_(giving_confidence=1)), "pledges") == 0


class TestConfidence:
    AWAY = STILL.with_(
        initial_seniors=40, initial_confidence=0.8, confidence_gain=0, confidence_decay=0.1
    )
    FADING = 0.8 * 0.9 ** np.arange(1, 7)

    def test_seniors_who_went_home_are_not_in_the_mean(self):
        found = run(self.AWAY.with_(return_high=0.3), 6)
        assert 0 < path(found, "diaspora")[-1] < 40
        np.testing.assert_allclose(path(found, "confidence"), self.FADING, rtol=1e-12)

    def test_confidence_is_kept_at_home_and_fades_there_too(self):
        gone = run(self.AWAY.with_(return_high=1, moving_cost=0), 6)
        assert path(gone, "confidence").max() == 0
        back = gone.fork(3, return_high=0, pioneers=1, choice_scale=1e-9)
        assert path(back, "diaspora")[3:].min() > 40
        np.testing.assert_allclose(path(back, "confidence")[3:], self.FADING[3:], rtol=1e-12)


class TestCommunity:
    DIASPORA = STILL.with_(
        initial_seniors=20, thin_size=10, thick_share=0.5, stage_hazard=1, regression=True,
        regression_after=4, engagement_seniors=5, engagement_confidence=0,
        engagement_credibility=0.5, initial_credibility=0.1, programme=False, champion_arrival=0,
    )  # fmt: skip

    def test_a_stage_is_lost_in_the_period_in_which_its_guard_fails_long_enough(self):
        found = run(self.DIASPORA, 9)
        assert path(found, "stage").tolist() == [1, *[2] * 8]
        few = found.fork(4, return_high=1, stage_hazard=0)
        away = path(few, "diaspora")
        assert away[3] == 20
        assert away[4] == 0
        # The guard of stage 2 fails in periods 5 to 8, and then that of stage 1 for four more.
        assert path(few, "stage").tolist() == [1, 2, 2, 2, 2, 2, 2, 1, 1]

    def test_without_seniors_a_diaspora_stays_thin(self):
        found = run(self.DIASPORA.with_(initial_seniors=0, pioneers=0.5))
        assert path(found, "diaspora").max() > 10
        assert path(found, "stage").max() == 1

    def test_engagement_needs_confidence_and_somebody_to_trust(self):
        assert path(run(self.DIASPORA), "stage").max() == 2
        assert path(run(self.DIASPORA.with_(champion_arrival=1e6)), "stage").max() == 3
        trusted = self.DIASPORA.with_(initial_credibility=0.9)
        assert path(run(trusted), "stage").max() == 3
        shy = trusted.with_(engagement_confidence=0.5, initial_confidence=0, confidence_gain=0)
        assert path(run(shy), "stage").max() == 2

    def test_a_function_fades_by_a_part_of_itself(self):
        grown = run(self.DIASPORA.with_(mode="functions", stage_hazard=0.5), 12)
        found = path(grown.fork(4, thin_size=np.inf), "search")
        np.testing.assert_allclose(found[:4], 1 - 0.5 ** np.arange(1, 5))
        np.testing.assert_allclose(found[4:], found[3] * 0.75 ** np.arange(1, 9))


class TestAccounts:
    # Everybody leaves in the first period and rises a rung each period, as all would at home.
    LEAVING = SHARP.with_(pioneers=1, moving_cost=0, promotion=1, specificity=1, wage_premium=3)
    RUNGS = np.minimum(np.arange(1, 9), 4)

    def test_what_is_gained_abroad_and_lost_at_home(self):
        found = run(self.LEAVING, 8, counterfactual=True).accounts
        abroad, home = 3 * np.exp(0.35 * self.RUNGS), np.exp(0.245 * self.RUNGS)
        np.testing.assert_allclose(found["income_gain"], 80 * (abroad - home).sum())
        np.testing.assert_allclose(found["lost_output"], 80 * home.sum())

    def test_skill_is_counted_by_residents_and_discounted(self):
        # Skill is even from 0 to 3; who leaves and who stays goes on as before.
        leaving = SHARP.with_(
            pioneers=0.2, moving_cost=0, initial_skill=3, discount=0.8, wage_slope=0.5,
            home_wage_slope=0.6,
        )  # fmt: skip
        found = run(leaving, 8, counterfactual=True)
        closed = found.accounts["skill_home_closed"]
        for replicate, paths in found.paths.groupby("replicate"):
            own = paths.isel(replicate=0) if "replicate" in paths.dims else paths
            residents = 80 - own["diaspora"].to_numpy()
            gap = own["skill_home"].to_numpy() - closed[replicate]
            expected = (0.8 ** np.arange(8) * 0.3 * residents * gap).sum()
            assert abs(expected) > 0.1
            assert found.accounts.loc[replicate, "skill"] == pytest.approx(expected)

    def test_income_before_a_change_of_wages_stays_what_it_was(self):
        before = run(self.LEAVING.with_(promotion=0), 6, counterfactual=True)
        found = before.fork(3, wage_premium=6).accounts
        np.testing.assert_allclose(found["income_gain"], 80 * (3 * 2 + 3 * 5))

    def test_students_are_not_unemployed_and_rungs_abroad_are_a_mean(self):
        learning = run(TestLearning.SCHOOL, 3)
        assert total(learning, "students") > 0
        assert total(learning, "unemployed") == 0
        assert (path(run(STILL.with_(initial_seniors=20)), "rung_abroad") == 2).all()
