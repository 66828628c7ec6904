# Makes chains_r.csv: what R's packages give for the careers in school_to_work.csv.
# That file is not kept here, since the package sequenzo carries the data; write it with
#   from observed import monthly, moves, observed
#   observed().to_csv("school_to_work.csv", index=False)
#   moves().to_csv("school_to_work_moves.csv", index=False)
#   monthly().to_csv("school_to_work_months.csv", index=False)
# with tests/chains on the path, and run `Rscript chains.R` in this folder. Made with R 4.2.2, msm 1.7, markovchain 0.9.1,
# nnet 7.3-18, survival 3.5-3 and TraMineR 2.2-12.
suppressMessages({library(msm); library(markovchain); library(nnet); library(survival); library(TraMineR)})

found <- list()
keep <- function(measure, name, values) {
  found[[length(found) + 1]] <<- data.frame(
    measure = measure, name = as.vector(name), value = sprintf("%.12g", as.numeric(values))
  )
}

# First passages: the weather of Kemeny and Snell, and a slower chain.
chains <- list(
  oz = matrix(c(.5, .25, .25, .5, 0, .5, .25, .25, .5), 3, byrow = TRUE),
  slow = matrix(c(.97, .02, .01, 0, .005, .98, .01, .005, .1, .1, .75, .05, .02, 0, .08, .9), 4, byrow = TRUE)
)
for (name in names(chains)) {
  names_of <- as.character(seq_len(nrow(chains[[name]])) - 1)
  chain <- new("markovchain", states = names_of, transitionMatrix = chains[[name]])
  passages <- meanFirstPassageTime(chain)
  pairs <- outer(names_of, names_of, paste)
  keep(paste("markovchain mean", name), pairs, passages)
  keep(paste("markovchain return", name), names_of, meanRecurrenceTime(chain))
}

seen <- read.csv("school_to_work.csv")

models <- list(
  plain = list(q = matrix(1, 3, 3), covariates = NULL),
  restricted = list(q = matrix(c(0, 1, 1, 1, 0, 1, 1, 0, 0), 3, byrow = TRUE), covariates = NULL),
  male = list(q = matrix(1, 3, 3), covariates = ~ male),
  both = list(q = matrix(1, 3, 3), covariates = ~ male + gcse5eq)
)
for (name in names(models)) {
  model <- models[[name]]
  q <- model$q
  diag(q) <- 0
  given <- list(
    state ~ month, subject = seen$person, data = seen, qmatrix = q, gen.inits = TRUE,
    center = FALSE, control = list(fnscale = 4000, reltol = 1e-15, maxit = 20000)
  )
  if (!is.null(model$covariates)) given$covariates <- model$covariates
  fit <- do.call(msm, given)
  pairs <- which(q > 0, arr.ind = TRUE)
  pairs <- pairs[order(pairs[, 1], pairs[, 2]), ]
  labels <- paste(pairs[, 1], pairs[, 2])
  count <- nrow(pairs)
  terms <- c("baseline", if (is.null(model$covariates)) NULL else all.vars(model$covariates))
  errors <- sqrt(diag(fit$covmat))
  keep(paste("msm loglik", name), "", -fit$minus2loglik / 2)
  for (place in seq_along(terms)) {
    at <- (place - 1) * count + seq_len(count)
    keep(paste("msm", terms[place], name), labels, fit$estimates[at])
    keep(paste("msm se", terms[place], name), labels, errors[at])
  }
  if (name == "plain") {
    keep("msm probabilities 7.5", outer(1:3, 1:3, paste), pmatrix.msm(fit, t = 7.5))
    sojourn <- sojourn.msm(fit)
    keep("msm sojourn", 1:3, sojourn$estimates)
    keep("msm sojourn se", 1:3, sojourn$SE)
  }
}

# The next state by origin: every month a move.
steps <- read.csv("school_to_work_moves.csv")
for (origin in 1:3) {
  own <- steps[steps$state == origin, ]
  levels <- c(origin, setdiff(1:3, origin))
  own$next_state <- factor(own$next_state, levels = levels)
  fit <- multinom(next_state ~ male + gcse5eq, data = own, trace = FALSE, reltol = 1e-14, maxit = 1000)
  for (to in rownames(coef(fit))) {
    for (term in colnames(coef(fit))) {
      keep(paste("multinom", term), paste(origin, to), coef(fit)[to, term])
      keep(paste("multinom se", term), paste(origin, to), summary(fit)$standard.errors[to, term])
    }
  }
}

# Every month, by person.
months <- read.csv("school_to_work_months.csv")
months <- months[order(months$person, months$month), ]
careers <- split(as.character(months$state), months$person)

# Transition probabilities; their intervals are one-sided at 0 and 1 only.
names_of <- as.character(1:3)
fit <- markovchainFit(careers)
pairs <- outer(names_of, names_of, paste)
keep("markovchain probability", pairs, fit$estimate@transitionMatrix)
keep("markovchain standard error", pairs, fit$standardError)
keep("markovchain steady", names_of, steadyStates(fit$estimate))
falls <- matrix(c(.9, .05, .03, .02, .1, .8, .04, .06, 0, 0, 1, 0, 0, 0, 0, 1), 4, byrow = TRUE)
falls <- new("markovchain", states = as.character(0:3), transitionMatrix = falls)
keep("markovchain absorption", outer(0:1, 2:3, paste), absorptionProbabilities(falls))
keep("markovchain absorption time", 0:1, meanAbsorptionTime(falls))

# Tests: those of a sequence are of what person after person did in month 36.
counts <- lapply(split(steps, steps$male), function(own) {
  matrix(table(factor(own$state, 1:3), factor(own$next_state, 1:3)), 3, dimnames = list(names_of, names_of))
})
suppressWarnings({
  same <- verifyHomogeneity(counts, verbose = FALSE)
  line <- as.character(months$state[months$month == 36])
  steady <- assessStationarity(line, 4, verbose = FALSE)
  order <- assessOrder(line, verbose = FALSE)
  memory <- verifyMarkovProperty(line, verbose = FALSE)
})
keep("markovchain homogeneity", c("statistic", "df"), c(same$statistic, same$dof))
keep("markovchain stationarity", "statistic", steady$statistic)
keep("markovchain order", c("statistic", "p"), c(order$statistic, order$p.value))
keep("markovchain memory", c("statistic", "df"), c(memory$statistic, memory$dof))

# How long states last: spells whose beginning was seen. Of those that go on at the end it is known that they lasted
# longer than all but their last month.
spells <- do.call(rbind, lapply(careers, function(own) {
  runs <- rle(own)
  data.frame(state = runs$values, length = runs$lengths, ended = seq_along(runs$lengths) < length(runs$lengths))[-1, ]
}))
spells$time <- spells$length - !spells$ended
spells <- spells[spells$time > 0, ]
for (state in names_of) {
  stays <- survfit(Surv(time, ended) ~ 1, spells[spells$state == state, ], conf.type = "log-log")
  some <- stays$n.event > 0 & stays$time <= 24
  labels <- paste(state, stays$time[some])
  keep("survival", labels, stays$surv[some])
  keep("survival se", labels, (stays$surv * stays$std.err)[some])
  keep("survival lo", labels, stays$lower[some])
  keep("survival hi", labels, stays$upper[some])
}

# Sequences of a few persons, and the same cut to unequal lengths.
few <- months[months$person %% 60 == 0, ]
wide <- reshape(few[c("person", "month", "state")], idvar = "person", timevar = "month", direction = "wide")
persons <- wide$person
cut <- as.matrix(wide[-1])
for (at in seq_along(persons)) cut[at, seq_len(ncol(cut)) > 30 + persons[at] %% 7 * 5] <- NA
suppressMessages({
  whole <- seqdef(wide, 2:ncol(wide), alphabet = 1:3)
  unequal <- seqdef(cut, alphabet = 1:3, right = "DEL")
})
rates <- function(of, ...) suppressMessages(seqcost(of, "TRATE", ...)$sm)
distances <- list(
  "matching" = seqdist(whole, "OM", sm = "CONSTANT", indel = 1),
  "matching by rates" = seqdist(whole, "OM", sm = rates(whole), indel = "auto"),
  "matching of unequal over the most" = seqdist(unequal, "OM", sm = "CONSTANT", indel = 1.2, norm = "maxdist"),
  "matching of unequal over the longest" = seqdist(unequal, "OM", sm = "CONSTANT", indel = 1.2, norm = "maxlength"),
  "lcs of unequal" = seqdist(unequal, "LCS"),
  "hamming" = seqdist(whole, "HAM"),
  "dynamic" = seqdist(whole, "DHD")
)
upper <- upper.tri(diag(length(persons)))
for (name in names(distances)) {
  keep(paste("TraMineR", name), outer(persons, persons, paste)[upper], distances[[name]][upper])
}
indices <- list(
  entropy = seqient(unequal), complexity = seqici(unequal),
  turbulence = seqST(unequal, type = 1), turbulence_unvisited = seqST(unequal, type = 2)
)
for (name in names(indices)) keep(paste("TraMineR", name), persons, indices[[name]])

write.csv(do.call(rbind, found), "chains_r.csv", row.names = FALSE)
