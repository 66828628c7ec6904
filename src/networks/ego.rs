//! Who is near a node.

use super::degree::Direction;
use crate::adjacency::Adjacency;

/// Kernel of `weakties.networks.Network.ego`: whether each node is within `radius` steps of the ego.
#[must_use]
pub fn ego(network: &Adjacency, ego: usize, radius: usize, direction: Direction) -> Vec<bool> {
    let mut near = vec![false; network.len()];
    let Some(first) = near.get_mut(ego) else { return near };
    *first = true;
    let mut reached = vec![ego];
    for _ in 0..radius {
        let mut next = Vec::new();
        for &node in &reached {
            let mut step = |nodes: &[u32]| {
                for &other in nodes {
                    if !std::mem::replace(&mut near[other as usize], true) {
                        next.push(other as usize);
                    }
                }
            };
            if direction != Direction::In {
                step(network.successors(node).nodes);
            }
            if direction != Direction::Out {
                step(network.predecessors(node).nodes);
            }
        }
        if next.is_empty() {
            break;
        }
        reached = next;
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    #[test]
    fn steps_follow_the_direction_and_end_at_the_radius() {
        let network =
            |directed| Adjacency::from_ties(5, &[0, 1, 3], &[1, 2, 1], &[1.0; 3], directed, Parallel::Refuse).unwrap();
        let near = |directed, node, radius, direction| {
            let near = ego(&network(directed), node, radius, direction);
            (0..5).filter(|&other| near[other]).collect::<Vec<_>>()
        };
        assert_eq!(near(true, 1, 1, Direction::Out), [1, 2]);
        assert_eq!(near(true, 1, 1, Direction::In), [0, 1, 3]);
        assert_eq!(near(true, 1, 1, Direction::All), [0, 1, 2, 3]);
        assert_eq!(near(false, 0, 1, Direction::Out), [0, 1]);
        assert_eq!(near(false, 0, usize::MAX, Direction::In), [0, 1, 2, 3]);
        assert_eq!(near(true, 4, 9, Direction::All), [4]);
        assert!(near(true, 9, 1, Direction::All).is_empty());
    }
}
