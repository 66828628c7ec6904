//! What pairs of nodes are tied by, both directions added up, as models of the whole matrix of ties read it.

use crate::adjacency::Adjacency;
use crate::error::Result;
use crate::run::Run;

/// Nodes between two looks at whether to go on.
pub(super) const LOOK: usize = 1024;

/// Ties with both directions added up, in shares of the strongest tie; and the same of their squares.
pub(super) struct Pairs {
    offsets: Vec<usize>,
    nodes: Vec<u32>,
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Pairs {
    pub fn of(network: &Adjacency, weighted: bool, run: &Run) -> Result<Self> {
        let nodes = network.len();
        let mut pairs = Self { offsets: vec![0], nodes: Vec::new(), sums: Vec::new(), squares: Vec::new() };
        let largest = (0..nodes).flat_map(|node| network.successors(node).weights).copied().fold(0.0, f64::max);
        let read = |weight: f64| if weighted { weight / largest } else { 1.0 };
        for node in 0..nodes {
            if node % LOOK == 0 {
                run.go_on()?;
            }
            // Without directions both lists are the same, and every tie stands for one each way.
            let mut leaving = network.successors(node).iter().filter(|tie| !weighted || tie.1 > 0.0).peekable();
            let mut arriving = network.predecessors(node).iter().filter(|tie| !weighted || tie.1 > 0.0).peekable();
            while let Some(other) = leaving.peek().into_iter().chain(arriving.peek()).map(|tie| tie.0).min() {
                let ties = [leaving.next_if(|tie| tie.0 == other), arriving.next_if(|tie| tie.0 == other)];
                let values = ties.map(|tie| tie.map_or(0.0, |(_, weight)| read(weight)));
                pairs.nodes.push(other as u32);
                pairs.sums.push(values[0] + values[1]);
                pairs.squares.push(values[0] * values[0] + values[1] * values[1]);
            }
            pairs.offsets.push(pairs.nodes.len());
        }
        Ok(pairs)
    }

    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    pub fn of_node(&self, node: usize) -> impl Iterator<Item = (usize, Block)> {
        let range = self.offsets[node]..self.offsets[node + 1];
        range.map(|at| (self.nodes[at] as usize, Block { sum: self.sums[at], squares: self.squares[at] }))
    }

    pub fn between(&self, node: usize, other: usize) -> Block {
        let range = self.offsets[node]..self.offsets[node + 1];
        match self.nodes[range.clone()].binary_search(&(other as u32)) {
            Ok(at) => Block { sum: self.sums[range.start + at], squares: self.squares[range.start + at] },
            Err(_) => Block::default(),
        }
    }
}

/// What the ties of a part of the matrix add up to, and their squares.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Block {
    pub sum: f64,
    pub squares: f64,
}

impl Block {
    pub fn plus(self, other: Self) -> Self {
        Self { sum: self.sum + other.sum, squares: self.squares + other.squares }
    }

    pub fn less(self, other: Self) -> Self {
        Self { sum: self.sum - other.sum, squares: self.squares - other.squares }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    pub fn ties(nodes: usize, ties: &[(u32, u32)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        let weights = vec![1.0; ties.len()];
        Adjacency::from_ties(nodes, &sources, &targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    /// Networks in which all pairs are alike.
    pub fn alike() -> [Adjacency; 4] {
        [ties(3, &[(0, 1), (0, 2), (1, 2)], false), ties(4, &[], false), ties(1, &[], true), ties(2, &[(0, 1)], false)]
    }

    #[test]
    fn both_directions_of_a_pair_add_up_in_shares_of_the_strongest_tie() {
        let network =
            Adjacency::from_ties(3, &[0, 1, 2], &[1, 0, 0], &[4.0, 2.0, 0.0], true, Parallel::Refuse).unwrap();
        let pairs = Pairs::of(&network, true, &Run::quiet()).unwrap();
        assert_eq!(pairs.len(), 3);
        let (one, other) = (pairs.between(0, 1), pairs.between(1, 0));
        assert_eq!((one.sum, one.squares), (1.5, 1.25));
        assert_eq!((other.sum, other.squares), (1.5, 1.25));
        // A tie of weight 0 is none where weights are read.
        assert_eq!(pairs.of_node(2).count(), 0);
        assert_eq!(Pairs::of(&network, false, &Run::quiet()).unwrap().between(2, 0).sum, 1.0);
    }
}
