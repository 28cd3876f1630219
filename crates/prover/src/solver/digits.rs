//! Recognises constraints that write a number in bits.

use super::plan::{Digit, NONE};
use crate::key::matrix::{Coefficients, Term};
use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field};
use std::collections::HashMap;

const MOST: i32 = 253;

pub struct Written {
    pub digits: Vec<Digit>,
    pub scale: Fr,
    pub spare: u32,
}

/// Logarithms of the powers of two from 2^-253 to 2^253.
pub struct Powers(HashMap<Fr, i32>);

impl Powers {
    pub fn new() -> Self {
        let two = Fr::from(2u64);
        let half = two.inverse().unwrap_or(Fr::ZERO);
        let mut logarithms = HashMap::new();
        let (mut up, mut down) = (Fr::ONE, Fr::ONE);
        for exponent in 0..=MOST {
            logarithms.insert(up, exponent);
            logarithms.insert(down, -exponent);
            up *= two;
            down *= half;
        }
        Self(logarithms)
    }

    /// Digits at different places for terms whose coefficients times `factor` are powers of two; with `spare`, one more
    /// digit stands at 2^0. Returns the factor that makes all of them whole, too.
    fn places(&self, terms: &[(u32, Fr)], factor: Fr, spare: bool) -> Option<(Vec<Digit>, Fr, u32)> {
        let exponents: Vec<i32> = terms
            .iter()
            .map(|(_, value)| self.0.get(&(*value * factor)).copied())
            .collect::<Option<_>>()?;
        let all = || exponents.iter().copied().chain(spare.then_some(0));
        let least = all().min()?;
        let mut taken = [false; MOST as usize + 1];
        for exponent in all() {
            let place = usize::try_from(exponent - least).ok()?;
            if *taken.get(place)? {
                return None;
            }
            taken[place] = true;
        }
        let digits = terms
            .iter()
            .zip(&exponents)
            .map(|((wire, _), exponent)| Digit {
                wire: *wire,
                place: (exponent - least) as u32,
            })
            .collect();
        let whole = Fr::from(2u64).pow([least.unsigned_abs().into()]);
        // `least` is never above 0 where a digit stands at 2^0: there the first term does.
        let spare = if spare { least.unsigned_abs() } else { NONE };
        Some((digits, whole, spare))
    }

    /// C alone holds unknown wires, all of them bits: Σ c·bit = A·B − C.
    pub fn sum(&self, unknown: &[(u32, Fr)]) -> Option<Written> {
        let first = unknown.first()?.1.inverse()?;
        let (digits, whole, spare) = self.places(unknown, first, false)?;
        let scale = first * whole;
        Some(Written { digits, scale, spare })
    }

    /// L·(L − 1) = 0 with L = (number − Σ 2^e·bit)/2^j: the compiler replaced the bit at j by L.
    pub fn root(&self, a: &[Term], b: &[Term], unknown: &[(u32, Fr)], all: &Coefficients) -> Option<Written> {
        let list = |terms: &[Term]| -> HashMap<u32, Fr> {
            terms.iter().map(|t| (t.wire, all.value(t.coefficient))).collect()
        };
        let (a, b) = (list(a), list(b));
        let constant = |terms: &HashMap<u32, Fr>| terms.get(&0).copied().unwrap_or(Fr::ZERO);
        let (wire, value) = unknown.first()?;
        // B = ratio·A + offset
        let ratio = *b.get(wire)? * value.inverse()?;
        let same = |from: &HashMap<u32, Fr>, to: &HashMap<u32, Fr>, ratio: Fr| {
            from.iter()
                .filter(|(wire, _)| **wire != 0)
                .all(|(wire, value)| to.get(wire).copied().unwrap_or(Fr::ZERO) == *value * ratio)
        };
        if !same(&a, &b, ratio) || !same(&b, &a, ratio.inverse()?) {
            return None;
        }
        let offset = constant(&b) - ratio * constant(&a);
        // A is 0 or −offset/ratio, so this makes it 0 or 1.
        let unit = -(ratio * offset.inverse()?);
        let (digits, whole, spare) = self.places(unknown, -unit, true)?;
        let scale = unit * whole;
        Some(Written { digits, scale, spare })
    }
}

impl Default for Powers {
    fn default() -> Self {
        Self::new()
    }
}
