# Makes networks_r.csv: what R's sna, vegan and igraph give for the network in network_ties.csv.
# Run in this folder as `Rscript networks.R`; made with R 4.2.2, sna 2.7-1, vegan 2.6-4 and igraph 1.3.5.
suppressMessages({library(sna)})

ties <- read.csv("network_ties.csv")
nodes <- read.csv("network_nodes.csv")
firms <- nodes$firm
as_matrix <- function(column) {
  made <- matrix(0, length(firms), length(firms), dimnames = list(firms, firms))
  made[cbind(ties$source, ties$target)] <- ties[[column]]
  made
}
contracts <- as_matrix("contracts")
joint <- as_matrix("joint")
visits <- as_matrix("visits")
tied <- (contracts > 0) * 1
mutual <- ((tied + t(tied)) > 0) * 1

found <- list()
keep <- function(measure, values, names = firms) {
  found[[length(found) + 1]] <<- data.frame(
    measure = measure, name = names, value = sprintf("%.15g", as.numeric(values))
  )
}
whole <- function(measure, value) keep(measure, value, "")

keep("sna degree in", degree(tied, cmode = "indegree"))
keep("sna degree out", degree(tied, cmode = "outdegree"))
keep("sna betweenness", betweenness(tied))
keep("sna betweenness undirected", betweenness(mutual, gmode = "graph"))
keep("sna closeness", closeness(tied))
keep("sna eigenvector undirected", abs(evcent(mutual, gmode = "graph")))
keep("sna bonacich 0.1", bonpow(tied, exponent = 0.1))
keep("sna bonacich -0.1", bonpow(tied, exponent = -0.1))
keep("sna coreness undirected", kcores(mutual, mode = "graph"))
whole("sna density", gden(tied))
whole("sna reciprocity pairs", grecip(tied, measure = "dyadic"))
whole("sna reciprocity tied pairs", grecip(tied, measure = "dyadic.nonnull"))
whole("sna reciprocity arcs", grecip(tied, measure = "edgewise"))
whole("sna transitivity", gtrans(tied, measure = "weak"))
keep("sna dyad census", dyad.census(tied), c("mutual", "asymmetric", "null"))
keep("sna triad census", triad.census(tied), colnames(triad.census(tied)))
roles <- c("coordinator", "consultant", "representative", "gatekeeper", "liaison", "total")
by_roles <- brokerage(tied, nodes$region)
for (statistic in c("raw.nli", "exp.nli", "sd.nli", "z.nli")) {
  values <- by_roles[[statistic]]
  # Columns w_I, w_O, b_IO, b_OI, b_O, t.
  for (role in seq_along(roles)) {
    if (is.matrix(values) && nrow(values) == length(firms)) {
      keep(paste("sna brokerage", statistic, roles[role]), values[, role])
    }
  }
}
keep("sna brokerage raw.gli", by_roles$raw.gli, roles)
keep("sna brokerage exp.gli", by_roles$exp.gli, roles)
keep("sna brokerage sd.gli", by_roles$sd.gli, roles)
pairs <- as.vector(outer(firms, firms, paste))
keep("sna equivalence euclidean", sedist(tied, method = "euclidean"), pairs)
keep("sna equivalence hamming", sedist(tied, method = "hamming"), pairs)
whole("sna qap correlation", gcor(joint, visits))
set.seed(1)
linear <- netlm(joint, list(tied, visits), nullhyp = "qapspp", reps = 5)
keep("sna mrqap linear", linear$coefficients, c("constant", "tied", "visits"))
keep("sna mrqap linear t", linear$tstat, c("constant", "tied", "visits"))
logit <- netlogit(joint, list(tied, visits), nullhyp = "qapspp", reps = 5)
keep("sna mrqap logit", logit$coefficients, c("constant", "tied", "visits"))
found_qap <- qaptest(list(joint, visits), gcor, g1 = 1, g2 = 2, reps = 99)
whole("sna qap p upper", found_qap$pgreq)
whole("sna qap p lower", found_qap$pleeq)
whole("sna qap draws as high", sum(found_qap$dist >= found_qap$testval))
whole("sna qap draws as low", sum(found_qap$dist <= found_qap$testval))

regions <- outer(nodes$region, sort(unique(nodes$region)), "==") * 1
to_regions <- contracts %*% regions
of_regions <- as.vector(outer(firms, sort(unique(nodes$region)), paste))
keep("base composition", prop.table(to_regions, 1), of_regions)
keep("base mixing", t(regions) %*% contracts %*% regions, seq_len(ncol(regions)^2))
keep("vegan entropy", vegan::diversity(to_regions, "shannon"))
keep("vegan blau", vegan::diversity(to_regions, "simpson"))
keep("vegan count", vegan::specnumber(to_regions))

library(igraph, warn.conflicts = FALSE)
directed <- graph_from_adjacency_matrix(contracts, mode = "directed", weighted = TRUE)
unweighted <- graph_from_adjacency_matrix(tied, mode = "directed")
plain <- graph_from_adjacency_matrix(mutual, mode = "undirected")
keep("igraph constraint", constraint(unweighted))
keep("igraph constraint weighted", constraint(directed))
keep("igraph bonacich 0.1", power_centrality(unweighted, exponent = 0.1))
keep("igraph pagerank weighted", page_rank(directed)$vector)
keep("igraph hub", hub_score(unweighted)$vector)
keep("igraph authority", authority_score(unweighted)$vector)
keep("igraph katz 0.1", alpha_centrality(unweighted, alpha = 0.1))
keep("igraph coreness all", coreness(directed, mode = "all"))
keep("igraph closeness distance", closeness(directed, mode = "out", weights = E(directed)$weight, normalized = TRUE))
keep("igraph harmonic", harmonic_centrality(unweighted, mode = "out", normalized = TRUE))
keep("igraph betweenness distance", betweenness(directed, weights = E(directed)$weight))
keep("igraph clustering undirected", transitivity(plain, type = "local", isolates = "zero"))
whole("igraph transitivity undirected", transitivity(plain, type = "global"))
whole("igraph modularity", modularity(unweighted, nodes$region))
whole("igraph modularity undirected", modularity(plain, nodes$region))
whole("igraph assortativity region", assortativity_nominal(directed, nodes$region, directed = TRUE))
whole("igraph assortativity size", assortativity(directed, nodes$size, directed = TRUE))
whole("igraph assortativity degree undirected", assortativity_degree(plain, directed = FALSE))
whole("igraph mean distance", mean_distance(unweighted, directed = TRUE))
whole("igraph diameter", diameter(unweighted))
whole("igraph centralization degree", centr_degree(plain, loops = FALSE)$centralization)
whole("igraph centralization degree in", centr_degree(unweighted, mode = "in", loops = FALSE)$centralization)
whole("igraph centralization degree all", centr_degree(unweighted, mode = "all", loops = FALSE)$centralization)
whole("igraph centralization closeness", centr_clo(plain, mode = "all")$centralization)
whole("igraph centralization betweenness", centr_betw(plain, directed = FALSE)$centralization)
whole("igraph centralization betweenness directed", centr_betw(unweighted)$centralization)
whole("igraph centralization eigenvector", centr_eigen(plain)$centralization)
write.csv(do.call(rbind, found), "networks_r.csv", row.names = FALSE, quote = FALSE)
