use anchor_lang::prelude::*;
use groth16_solana::{
    errors::Groth16Error,
    groth16::{Groth16Verifier, Groth16Verifyingkey},
};

use crate::{
    constants::{MAX_PUBLIC_INPUTS, MAX_STEPS, STEP_INPUTS},
    error::GovernanceError,
    state::Config,
};

/// A Groth16 verifying key over BN254, at ["verifying_key", circuit, key version].
/// Points are uncompressed and big endian; G2 coordinates put the imaginary part first.
#[account]
#[derive(InitSpace, Debug, PartialEq, Eq)]
pub struct VerifyingKey {
    /// Canonical bump of this account.
    pub bump: u8,
    /// Which circuit, from 1 (circuits.json).
    pub circuit: u16,
    /// Which key of that circuit, from 1.
    pub key_version: u16,
    /// Whether the key comes from a published seed, so that anyone can forge proofs for it.
    pub development: bool,
    /// Whether new jobs are refused this key. Jobs that hold it already finish with it.
    pub retired: bool,
    /// Number of public inputs.
    pub public_inputs: u8,
    /// Training steps that one proof covers; 0 for a circuit that proves no steps. The circuit's number stands for the
    /// shape of the network.
    pub steps: u8,
    /// α in G1.
    pub alpha_g1: [u8; 64],
    /// β in G2.
    pub beta_g2: [u8; 128],
    /// γ in G2.
    pub gamma_g2: [u8; 128],
    /// δ in G2.
    pub delta_g2: [u8; 128],
    /// One point in G1 for the constant and one for each public input.
    #[max_len(9)]
    pub ic: Vec<[u8; 64]>,
}

/// The bytes of a key as they are handed in; meanings as in `VerifyingKey`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct KeyPoints {
    /// α in G1.
    pub alpha_g1: [u8; 64],
    /// β in G2.
    pub beta_g2: [u8; 128],
    /// γ in G2.
    pub gamma_g2: [u8; 128],
    /// δ in G2.
    pub delta_g2: [u8; 128],
    /// One point in G1 for the constant and one for each public input.
    pub ic: Vec<[u8; 64]>,
}

impl KeyPoints {
    /// Refuses keys that prove nothing: wrong shape, γ = δ, identity points, points off their curve.
    pub fn validate(&self, public_inputs: u8) -> Result<()> {
        require!(
            (1..=MAX_PUBLIC_INPUTS).contains(&public_inputs)
                && self.ic.len() == usize::from(public_inputs).saturating_add(1),
            GovernanceError::KeyShapeMismatch
        );
        require!(self.gamma_g2 != self.delta_g2, GovernanceError::GammaEqualsDelta);
        let identity = self.alpha_g1 == [0; 64]
            || [self.beta_g2, self.gamma_g2, self.delta_g2].contains(&[0; 128])
            || self.ic.contains(&[0; 64]);
        require!(!identity, GovernanceError::IdentityPoint);
        self.check_curves()
    }

    /// The runtime checks points whenever it computes with them, so compute something trivial with each:
    /// G1 points times one, G2 points paired with the identity.
    fn check_curves(&self) -> Result<()> {
        for point in self.ic.iter().chain([&self.alpha_g1]) {
            let ic = [[0; 64], *point];
            let key = self.trivial(&ic);
            let one = [unit()];
            let sound = Groth16Verifier::<1>::new(&[0; 64], &[0; 128], &[0; 64], &one, &key)
                .and_then(|mut verifier| verifier.prepare_inputs::<true>());
            require!(sound.is_ok(), GovernanceError::PointNotOnCurve);
        }
        let key = self.trivial(&[[0; 64]]);
        let sound = Groth16Verifier::<0>::new(&[0; 64], &self.beta_g2, &[0; 64], &[], &key)
            .and_then(|mut verifier| verifier.verify());
        require!(sound.is_ok(), GovernanceError::PointNotOnCurve);
        Ok(())
    }

    fn trivial<'a>(&'a self, ic: &'a [[u8; 64]]) -> Groth16Verifyingkey<'a> {
        Groth16Verifyingkey {
            nr_pubinputs: ic.len().saturating_sub(1),
            vk_alpha_g1: [0; 64],
            vk_beta_g2: self.beta_g2,
            vk_gamma_g2: self.gamma_g2,
            vk_delta_g2: self.delta_g2,
            vk_ic: ic,
            vk_commitment: None,
        }
    }
}

/// One, as a scalar of 32 big-endian bytes.
fn unit() -> [u8; 32] {
    let mut one = [0; 32];
    one[31] = 1;
    one
}

impl VerifyingKey {
    /// Bytes an account with that many public inputs takes, discriminator included.
    pub fn space(public_inputs: u8) -> usize {
        let spare = usize::from(MAX_PUBLIC_INPUTS.saturating_sub(public_inputs));
        (8 + Self::INIT_SPACE).saturating_sub(spare.saturating_mul(64))
    }

    /// The state of a fresh account.
    pub fn new(
        bump: u8,
        circuit: u16,
        key_version: u16,
        development: bool,
        public_inputs: u8,
        steps: u8,
        points: KeyPoints,
    ) -> Result<Self> {
        require!(circuit > 0 && key_version > 0, GovernanceError::CircuitOutOfRange);
        require!(steps_fit(steps, public_inputs), GovernanceError::StepsOutOfRange);
        points.validate(public_inputs)?;
        let KeyPoints {
            alpha_g1,
            beta_g2,
            gamma_g2,
            delta_g2,
            ic,
        } = points;
        Ok(Self {
            bump,
            circuit,
            key_version,
            development,
            retired: false,
            public_inputs,
            steps,
            alpha_g1,
            beta_g2,
            gamma_g2,
            delta_g2,
            ic,
        })
    }

    /// Whether new jobs may name this key.
    pub fn accepts_jobs(&self, config: &Config) -> bool {
        !self.retired && (!self.development || development_allowed(config))
    }

    /// Refuses the key for new jobs from now on.
    pub fn retire(&mut self) -> Result<()> {
        require!(!self.retired, GovernanceError::KeyAlreadyRetired);
        self.retired = true;
        Ok(())
    }

    /// Whether a proof holds for `inputs` (field elements, 32 bytes big endian). `proof_a` is negated already.
    /// `Ok(false)`: well-formed inputs, but the proof does not hold (or is not made of curve points).
    /// Errors: `InputCountMismatch`, `NotAFieldElement`.
    pub fn verify<const N: usize>(
        &self,
        proof_a: &[u8; 64],
        proof_b: &[u8; 128],
        proof_c: &[u8; 64],
        inputs: &[[u8; 32]; N],
    ) -> Result<bool> {
        require!(
            usize::from(self.public_inputs) == N,
            GovernanceError::InputCountMismatch
        );
        let key = Groth16Verifyingkey {
            nr_pubinputs: N,
            vk_alpha_g1: self.alpha_g1,
            vk_beta_g2: self.beta_g2,
            vk_gamma_g2: self.gamma_g2,
            vk_delta_g2: self.delta_g2,
            vk_ic: &self.ic,
            vk_commitment: None,
        };
        let outcome = Groth16Verifier::<N>::new(proof_a, proof_b, proof_c, inputs, &key)
            .and_then(|mut verifier| verifier.verify());
        match outcome {
            Ok(()) => Ok(true),
            Err(Groth16Error::PublicInputGreaterThanFieldSize) => err!(GovernanceError::NotAFieldElement),
            Err(Groth16Error::InvalidPublicInputsLength) => err!(GovernanceError::InputCountMismatch),
            Err(_) => Ok(false),
        }
    }

    /// Holds after every instruction.
    pub fn invariant(&self) -> Result<()> {
        let sound = self.circuit > 0
            && self.key_version > 0
            && self.ic.len() == usize::from(self.public_inputs).saturating_add(1)
            && steps_fit(self.steps, self.public_inputs)
            && self.gamma_g2 != self.delta_g2;
        require!(sound, GovernanceError::InvariantViolated);
        Ok(())
    }
}

/// A proof of steps has one public input, a hash of all that it states, and as many steps as that hash has room for.
fn steps_fit(steps: u8, public_inputs: u8) -> bool {
    steps == 0 || (steps <= MAX_STEPS && public_inputs == STEP_INPUTS)
}

/// Whether `Config` accepts development keys; never in a production build.
pub fn development_allowed(config: &Config) -> bool {
    config.allow_development_keys && !cfg!(feature = "production")
}

#[cfg(test)]
mod tests;
