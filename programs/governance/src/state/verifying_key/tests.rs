use super::*;

/// A key of the right shape; these tests are refused before any point is looked at.
fn key(public_inputs: u8) -> VerifyingKey {
    VerifyingKey {
        bump: 0,
        circuit: 1,
        key_version: 1,
        development: true,
        retired: false,
        public_inputs,
        steps: 0,
        alpha_g1: [1; 64],
        beta_g2: [2; 128],
        gamma_g2: [3; 128],
        delta_g2: [4; 128],
        ic: vec![[5; 64]; usize::from(public_inputs) + 1],
    }
}

fn refusal<const N: usize>(public_inputs: u8, inputs: [[u8; 32]; N]) -> Option<Error> {
    key(public_inputs)
        .verify(&[0; 64], &[0; 128], &[0; 64], &inputs)
        .err()
}

/// The modulus of the scalar field.
const MODULUS: [u8; 32] = [
    0x30, 0x64, 0x4e, 0x72, 0xe1, 0x31, 0xa0, 0x29, 0xb8, 0x50, 0x45, 0xb6, 0x81, 0x81, 0x58, 0x5d, 0x28,
    0x33, 0xe8, 0x48, 0x79, 0xb9, 0x70, 0x91, 0x43, 0xe1, 0xf5, 0x93, 0xf0, 0x00, 0x00, 0x01,
];

#[test]
fn the_number_of_inputs_must_be_the_keys() {
    assert_eq!(
        refusal(5, [[0; 32]; 4]),
        Some(error!(GovernanceError::InputCountMismatch))
    );
    assert_eq!(
        refusal(3, [[0; 32]; 4]),
        Some(error!(GovernanceError::InputCountMismatch))
    );
}

#[test]
fn inputs_must_be_below_the_modulus() {
    assert_eq!(
        refusal(1, [MODULUS]),
        Some(error!(GovernanceError::NotAFieldElement))
    );
    assert_eq!(
        refusal(1, [[255; 32]]),
        Some(error!(GovernanceError::NotAFieldElement))
    );
}

#[test]
fn points_off_their_curve_prove_nothing() {
    let mut below = MODULUS;
    below[31] = 0;
    assert_eq!(
        key(1).verify(&[1; 64], &[1; 128], &[1; 64], &[below]).ok(),
        Some(false)
    );
}

#[test]
fn an_account_is_no_larger_than_its_key() {
    assert_eq!(VerifyingKey::space(8), 8 + VerifyingKey::INIT_SPACE);
    assert_eq!(VerifyingKey::space(5), 8 + VerifyingKey::INIT_SPACE - 3 * 64);
    assert_eq!(VerifyingKey::space(255), 8 + VerifyingKey::INIT_SPACE);
}

#[test]
fn only_keys_of_one_input_prove_steps() {
    let sound = |steps, public_inputs| {
        let key = VerifyingKey {
            steps,
            ..key(public_inputs)
        };
        key.invariant().is_ok()
    };
    assert!(sound(0, 5) && sound(0, 1) && sound(1, 1) && sound(MAX_STEPS, 1));
    assert!(!sound(1, 2) && !sound(1, 5) && !sound(MAX_STEPS + 1, 1) && !sound(255, 1));
}
