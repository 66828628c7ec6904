# Makes chains_r.csv: what R's msm and markovchain give for the careers in school_to_work.csv.
# That file is not kept here, since the package sequenzo carries the data; write it with
#   from observed import moves, observed
#   observed().to_csv("school_to_work.csv", index=False)
#   moves().to_csv("school_to_work_moves.csv", index=False)
# with tests/chains on the path, and run `Rscript chains.R` in this folder. Made with R 4.2.2, msm 1.7 and markovchain 0.9.1.
suppressMessages({library(msm); library(markovchain); library(nnet)})

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

write.csv(do.call(rbind, found), "chains_r.csv", row.names = FALSE)
