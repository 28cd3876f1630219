//! A 4-ary Poseidon tree of a fixed depth whose missing leaves are 0 (`packages/engine/src/merkle.ts`).

use crate::{poseidon::hash4, ProverError};
use ark_bn254::Fr;
use ark_ff::AdditiveGroup;
use rayon::prelude::*;

const ARITY: usize = 4;

pub struct Tree {
    /// From the leaves up, with the node that stands for an empty subtree of that height.
    levels: Vec<(Vec<Fr>, Fr)>,
    root: Fr,
}

impl Tree {
    pub fn new(leaves: Vec<Fr>, height: usize) -> Result<Self, ProverError> {
        let capacity = u32::try_from(height)
            .ok()
            .and_then(|height| ARITY.checked_pow(height));
        if capacity.is_none_or(|capacity| leaves.len() > capacity) {
            let message = format!("{} leaves do not fit a tree of {height} levels", leaves.len());
            return Err(ProverError::new("bad_tree", message));
        }
        let mut levels = Vec::with_capacity(height);
        let (mut nodes, mut empty) = (leaves, Fr::ZERO);
        for _ in 0..height {
            let parents = nodes
                .par_chunks(ARITY)
                .map(|chunk| {
                    let mut group = [empty; ARITY];
                    group[..chunk.len()].copy_from_slice(chunk);
                    hash4(&group)
                })
                .collect();
            levels.push((nodes, empty));
            nodes = parents;
            empty = hash4(&[empty; ARITY]);
        }
        let root = nodes.first().copied().unwrap_or(empty);
        Ok(Self { levels, root })
    }

    pub fn root(&self) -> Fr {
        self.root
    }

    pub fn leaf(&self, index: usize) -> Fr {
        self.levels[0].0.get(index).copied().unwrap_or(Fr::ZERO)
    }

    /// The whole sibling group at each level, from the leaves up.
    pub fn path(&self, index: usize) -> Vec<[Fr; ARITY]> {
        let mut at = index;
        self.levels
            .iter()
            .map(|(nodes, empty)| {
                at /= ARITY;
                std::array::from_fn(|i| nodes.get(at * ARITY + i).copied().unwrap_or(*empty))
            })
            .collect()
    }
}
