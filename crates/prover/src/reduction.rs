//! The form of H that snarkjs keys have.
//!
//! Groth16 needs (ab − c)(τ)/δ for the polynomials a, b, c of a witness. Instead of coefficients, snarkjs uses the
//! values of ab − c on the domain of twice the size. A satisfied witness has ab − c = 0 on its even points, so the
//! values on the odd ones are enough, and the key's H points are the Lagrange polynomials of the odd points at τ, over
//! δ. No division is left, and a proof costs three transforms each way.

use ark_ff::PrimeField;
use ark_groth16::r1cs_to_qap::{evaluate_constraint, LibsnarkReduction, R1CSToQAP};
use ark_poly::EvaluationDomain;
use ark_relations::gr1cs::{ConstraintSystemRef, Matrix, SynthesisError};
use rayon::prelude::*;

pub struct OddCoset;

type Instance<F> = (Vec<F>, Vec<F>, Vec<F>, F, usize, usize);

impl R1CSToQAP for OddCoset {
    fn instance_map_with_evaluation<F: PrimeField, D: EvaluationDomain<F>>(
        cs: ConstraintSystemRef<F>,
        t: &F,
    ) -> Result<Instance<F>, SynthesisError> {
        LibsnarkReduction::instance_map_with_evaluation::<F, D>(cs, t)
    }

    fn witness_map_from_matrices<F: PrimeField, D: EvaluationDomain<F>>(
        matrices: &[Matrix<F>],
        inputs: usize,
        constraints: usize,
        wires: &[F],
    ) -> Result<Vec<F>, SynthesisError> {
        let domain = domain_of::<F, D>(constraints + inputs)?;
        let products = |matrix: &Matrix<F>| {
            let mut values = vec![F::zero(); domain.size()];
            values[..constraints]
                .par_iter_mut()
                .zip(matrix)
                .for_each(|(value, row)| *value = evaluate_constraint(row, wires));
            values
        };
        let mut a = products(&matrices[0]);
        a[constraints..constraints + inputs].copy_from_slice(&wires[..inputs]);
        h_values::<F, D>(a, products(&matrices[1]))
    }

    fn h_query_scalars<F: PrimeField, D: EvaluationDomain<F>>(
        max_power: usize,
        tau: F,
        _z: F,
        delta_inverse: F,
    ) -> Result<Vec<F>, SynthesisError> {
        let double = domain_of::<F, D>(2 * (max_power + 1))?;
        let lagrange = double.evaluate_all_lagrange_coefficients(tau);
        Ok(lagrange
            .into_par_iter()
            .skip(1)
            .step_by(2)
            .map(|value| value * delta_inverse)
            .collect())
    }
}

/// The scalars of the key's H points, from A·w (with the public signals in the rows after the constraints) and B·w, both
/// as long as the domain.
pub fn h_values<F: PrimeField, D: EvaluationDomain<F>>(
    mut a: Vec<F>,
    mut b: Vec<F>,
) -> Result<Vec<F>, SynthesisError> {
    let domain = domain_of::<F, D>(a.len())?;
    let shift = domain_of::<F, D>(2 * domain.size())?.element(1);
    let to_odd_points = |values: &mut Vec<F>| {
        domain.ifft_in_place(values);
        D::distribute_powers(values, shift);
        domain.fft_in_place(values);
    };
    // A satisfied witness has c = ab on the domain; an unsatisfied one makes a proof that does not verify.
    let mut c: Vec<F> = a.par_iter().zip(&b).map(|(a, b)| *a * b).collect();
    to_odd_points(&mut a);
    to_odd_points(&mut b);
    a.par_iter_mut().zip(&b).for_each(|(a, b)| *a *= b);
    drop(b);
    to_odd_points(&mut c);
    a.par_iter_mut().zip(&c).for_each(|(ab, c)| *ab -= c);
    Ok(a)
}

fn domain_of<F: PrimeField, D: EvaluationDomain<F>>(size: usize) -> Result<D, SynthesisError> {
    D::new(size).ok_or(SynthesisError::PolynomialDegreeTooLarge)
}
