//! Texts as numbers, in the order of the texts: what names of firms and people become before any kernel sees them.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::error::{Error, Result};

/// Texts laid end to end, as Arrow holds them.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// Where each text begins and, one place later, ends.
    pub offsets: &'a [i64],
    /// The texts in UTF-8.
    pub bytes: &'a [u8],
}

/// The number of each text, and where each number is first seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// One a text, in the order of the texts; -1 where there is none.
    pub codes: Vec<i32>,
    /// The place of one text of each number, counted over all parts.
    pub firsts: Vec<i64>,
}

/// Numbers the distinct texts of a column in parts by their bytes, whose order is that of their code points.
///
/// `missing` says for each text whether there is none. One look at a hash for each text, and a sort of the distinct.
pub fn numbered(parts: &[Texts<'_>], missing: Option<&[bool]>) -> Result<Numbered> {
    let count = parts.iter().map(|part| part.offsets.len().saturating_sub(1)).sum();
    if count > i32::MAX as usize || missing.is_some_and(|missing| missing.len() != count) {
        return Err(Error::invalid(format!(
            "a column may hold up to {} texts, each missing or not: got {count}; read it in parts",
            i32::MAX
        )));
    }
    let mut known: HashMap<&[u8], i32, RandomState> = HashMap::default();
    let mut distinct: Vec<(&[u8], i32)> = Vec::new();
    let mut firsts = Vec::new();
    let mut codes = Vec::with_capacity(count);
    for part in parts {
        for ends in part.offsets.windows(2) {
            if missing.is_some_and(|missing| missing[codes.len()]) {
                codes.push(-1);
                continue;
            }
            let Some(text) = part.bytes.get(ends[0] as usize..ends[1] as usize) else {
                return Err(Error::invalid(format!("text {} does not lie within its bytes", codes.len())));
            };
            let code = *known.entry(text).or_insert_with(|| {
                let next = distinct.len() as i32;
                distinct.push((text, next));
                firsts.push(codes.len() as i64);
                next
            });
            codes.push(code);
        }
    }
    distinct.sort_unstable();
    let mut ranks = vec![0; distinct.len()];
    for (rank, &(_, code)) in (0..).zip(&distinct) {
        ranks[code as usize] = rank;
    }
    for code in codes.iter_mut().filter(|code| **code >= 0) {
        *code = ranks[*code as usize];
    }
    Ok(Numbered { codes, firsts: distinct.iter().map(|&(_, code)| firsts[code as usize]).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_numbered_in_their_order_over_all_parts() {
        let parts = [
            Texts { offsets: &[0, 3, 3, 4], bytes: "böa".as_bytes() },
            Texts { offsets: &[1, 2, 2, 4], bytes: "xaab".as_bytes() },
        ];
        let found = numbered(&parts, None).unwrap();
        assert_eq!(found.codes, [3, 0, 1, 1, 0, 2]);
        assert_eq!(found.firsts, [1, 2, 5, 0]);
    }

    #[test]
    fn texts_beyond_their_bytes_are_refused() {
        for offsets in [[0, 3], [2, 1], [-1, 1]] {
            assert!(numbered(&[Texts { offsets: &offsets, bytes: b"ba" }], None).is_err());
        }
    }

    #[test]
    fn a_missing_text_has_no_number() {
        let part = Texts { offsets: &[0, 1, 1, 2], bytes: b"ba" };
        let found = numbered(&[part], Some(&[false, true, false])).unwrap();
        assert_eq!((found.codes, found.firsts), (vec![1, -1, 0], vec![2, 0]));
        assert!(numbered(&[part], Some(&[false])).is_err());
    }
}
