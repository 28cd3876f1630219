//! Proofs for any public inputs, without a circuit: of this key every discrete logarithm is known.
//!
//! Groth16 asks that A·B = α·β + (Σ xᵢ·ICᵢ)·γ + C·δ. With A and B fixed, C is one multiplication.
use ark_bn254::{Fr, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{BigInteger, Field, PrimeField};
use governance::KeyPoints;

/// Public inputs of checkpoint_chain.
pub const INPUTS: usize = 5;

/// A proof as `prove_checkpoints` and `prove_audit` take it.
#[derive(Clone, Copy)]
pub struct Proof {
    pub a: [u8; 64],
    pub b: [u8; 128],
    pub c: [u8; 64],
}

/// Knows what the makers of an honest key have forgotten.
#[derive(Clone)]
pub struct Forger {
    alpha: Fr,
    beta: Fr,
    gamma: Fr,
    delta: Fr,
    ic: [Fr; INPUTS + 1],
    a: Fr,
    b: Fr,
    proof_a: [u8; 64],
    proof_b: [u8; 128],
}

fn g1(point: G1Affine) -> [u8; 64] {
    let mut bytes = [0; 64];
    if let Some((x, y)) = point.xy() {
        bytes[..32].copy_from_slice(&x.into_bigint().to_bytes_be());
        bytes[32..].copy_from_slice(&y.into_bigint().to_bytes_be());
    }
    bytes
}

/// Imaginary part first.
fn g2(point: G2Affine) -> [u8; 128] {
    let mut bytes = [0; 128];
    if let Some((x, y)) = point.xy() {
        for (part, value) in bytes.chunks_mut(32).zip([x.c1, x.c0, y.c1, y.c0]) {
            part.copy_from_slice(&value.into_bigint().to_bytes_be());
        }
    }
    bytes
}

fn times_g1(scalar: Fr) -> G1Affine {
    (G1Affine::generator() * scalar).into_affine()
}

fn times_g2(scalar: Fr) -> G2Affine {
    (G2Affine::generator() * scalar).into_affine()
}

impl Forger {
    /// One fixed key: that it can be forged is its purpose.
    pub fn new() -> Self {
        let scalar = |n: u64| Fr::from(0x0123_4567_89ab_cdef_u64 ^ (n << 48)).square();
        let (a, b) = (scalar(20), scalar(21));
        Self {
            alpha: scalar(1),
            beta: scalar(2),
            gamma: scalar(3),
            delta: scalar(4),
            ic: std::array::from_fn(|at| scalar(10 + at as u64)),
            a,
            b,
            proof_a: g1(times_g1(-a)),
            proof_b: g2(times_g2(b)),
        }
    }

    /// The key to add, for proofs of so many inputs, at most `INPUTS`.
    pub fn points(&self, inputs: usize) -> KeyPoints {
        KeyPoints {
            alpha_g1: g1(times_g1(self.alpha)),
            beta_g2: g2(times_g2(self.beta)),
            gamma_g2: g2(times_g2(self.gamma)),
            delta_g2: g2(times_g2(self.delta)),
            ic: self.ic[..=inputs]
                .iter()
                .map(|scalar| g1(times_g1(*scalar)))
                .collect(),
        }
    }

    /// A proof that holds for these inputs, at most `INPUTS`.
    pub fn prove(&self, inputs: &[[u8; 32]]) -> Proof {
        let [constant, of_inputs @ ..] = &self.ic;
        let sum: Fr = inputs
            .iter()
            .zip(of_inputs)
            .map(|(input, ic)| Fr::from_be_bytes_mod_order(input) * ic)
            .sum();
        let rest = self.a * self.b - self.alpha * self.beta - (sum + constant) * self.gamma;
        let c = rest * self.delta.inverse().unwrap_or_default();
        Proof {
            a: self.proof_a,
            b: self.proof_b,
            c: g1(times_g1(c)),
        }
    }
}

impl Default for Forger {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use governance::VerifyingKey;

    use super::*;

    fn holds<const N: usize>(proof: &Proof, inputs: &[[u8; 32]; N]) -> bool {
        let points = Forger::new().points(N);
        let key = VerifyingKey::new(0, 1, 1, true, N as u8, 0, points).map_err(|_| ());
        key.is_ok_and(|key| key.verify(&proof.a, &proof.b, &proof.c, inputs) == Ok(true))
    }

    fn holds_only_for<const N: usize>(inputs: [[u8; 32]; N]) {
        let proof = Forger::new().prove(&inputs);
        assert!(holds(&proof, &inputs));
        for at in 0..N {
            let mut other = inputs;
            other[at][31] ^= 1;
            assert!(!holds(&proof, &other));
        }
    }

    #[test]
    fn a_forged_proof_holds_for_its_inputs_only() {
        holds_only_for::<INPUTS>(std::array::from_fn(|at| [at as u8; 32]));
        holds_only_for([[1; 32]]);
    }
}
