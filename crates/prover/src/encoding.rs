//! snarkjs' JSON shapes: decimal strings, points with a third coordinate, G2 coordinates real part first.

use crate::ProverError;
use ark_bn254::{Bn254, Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::PrimeField;
use ark_groth16::{Proof, VerifyingKey};
use serde::{Deserialize, Serialize};

pub type G1Json = [String; 3];
pub type G2Json = [[String; 2]; 3];

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofJson {
    pub pi_a: G1Json,
    pub pi_b: G2Json,
    pub pi_c: G1Json,
    pub protocol: String,
    pub curve: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyingKeyJson {
    pub protocol: &'static str,
    pub curve: &'static str,
    /// Whoever knows the published seed can forge proofs for this key.
    pub development: bool,
    #[serde(rename = "nPublic")]
    pub public_signals: usize,
    pub vk_alpha_1: G1Json,
    pub vk_beta_2: G2Json,
    pub vk_gamma_2: G2Json,
    pub vk_delta_2: G2Json,
    #[serde(rename = "IC")]
    pub ic: Vec<G1Json>,
}

impl VerifyingKeyJson {
    pub fn development(key: &VerifyingKey<Bn254>) -> Self {
        Self {
            protocol: "groth16",
            curve: "bn128",
            development: true,
            public_signals: key.gamma_abc_g1.len() - 1,
            vk_alpha_1: g1_json(&key.alpha_g1),
            vk_beta_2: g2_json(&key.beta_g2),
            vk_gamma_2: g2_json(&key.gamma_g2),
            vk_delta_2: g2_json(&key.delta_g2),
            ic: key.gamma_abc_g1.iter().map(g1_json).collect(),
        }
    }
}

impl From<&Proof<Bn254>> for ProofJson {
    fn from(proof: &Proof<Bn254>) -> Self {
        Self {
            pi_a: g1_json(&proof.a),
            pi_b: g2_json(&proof.b),
            pi_c: g1_json(&proof.c),
            protocol: "groth16".into(),
            curve: "bn128".into(),
        }
    }
}

impl ProofJson {
    /// The proof's points; `bad_proof` when a coordinate is not canonical or a point is not in its group.
    pub fn points(&self) -> Result<Proof<Bn254>, ProverError> {
        if self.protocol != "groth16" || self.curve != "bn128" {
            return Err(bad_proof("protocol must be groth16 and curve bn128"));
        }
        Ok(Proof {
            a: g1_point(&self.pi_a)?,
            b: g2_point(&self.pi_b)?,
            c: g1_point(&self.pi_c)?,
        })
    }
}

/// Public signals from decimal strings; `bad_public_signals` when one is not a number below the field modulus.
pub fn public_signals(signals: &[String]) -> Result<Vec<Fr>, ProverError> {
    signals
        .iter()
        .enumerate()
        .map(|(i, text)| {
            canonical::<Fr>(text).ok_or_else(|| {
                let message = format!("public signal {i} is not a decimal number below the field modulus");
                ProverError::new("bad_public_signals", message)
            })
        })
        .collect()
}

pub fn decimal<F: PrimeField>(value: &F) -> String {
    value.into_bigint().to_string()
}

/// Parses decimal digits; None when there is anything else, a leading zero, or a value not below the modulus.
pub fn canonical<F: PrimeField>(text: &str) -> Option<F> {
    if text.is_empty() || text.len() > 78 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value = F::from_str(text).ok()?;
    (decimal(&value) == text).then_some(value)
}

fn g1_json(p: &G1Affine) -> G1Json {
    if p.is_zero() {
        return ["0".into(), "1".into(), "0".into()];
    }
    [decimal(&p.x), decimal(&p.y), "1".into()]
}

fn g2_json(p: &G2Affine) -> G2Json {
    let pair = |v: &Fq2| [decimal(&v.c0), decimal(&v.c1)];
    if p.is_zero() {
        return [
            ["0".into(), "0".into()],
            ["1".into(), "0".into()],
            ["0".into(), "0".into()],
        ];
    }
    [pair(&p.x), pair(&p.y), ["1".into(), "0".into()]]
}

fn g1_point(json: &G1Json) -> Result<G1Affine, ProverError> {
    let coordinate =
        |text: &str| canonical::<Fq>(text).ok_or_else(|| bad_proof("a coordinate is not canonical"));
    let point = G1Affine::new_unchecked(coordinate(&json[0])?, coordinate(&json[1])?);
    if json[2] != "1" || !point.is_on_curve() {
        return Err(bad_proof("a G1 point is not on the curve"));
    }
    Ok(point)
}

fn g2_point(json: &G2Json) -> Result<G2Affine, ProverError> {
    let coordinate =
        |text: &str| canonical::<Fq>(text).ok_or_else(|| bad_proof("a coordinate is not canonical"));
    let pair = |p: &[String; 2]| Ok::<_, ProverError>(Fq2::new(coordinate(&p[0])?, coordinate(&p[1])?));
    let point = G2Affine::new_unchecked(pair(&json[0])?, pair(&json[1])?);
    let affine = json[2][0] == "1" && json[2][1] == "0";
    if !affine || !point.is_on_curve() || !point.is_in_correct_subgroup_assuming_on_curve() {
        return Err(bad_proof("the G2 point is not in the group"));
    }
    Ok(point)
}

fn bad_proof(what: &str) -> ProverError {
    ProverError::new("bad_proof", what)
}
