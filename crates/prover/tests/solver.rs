//! Witnesses from constraints: r = x² and x in three bits, of which the compiler replaced the highest.
#![allow(clippy::unwrap_used)]

use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field};
use cyxwiz_prover::{
    key::matrix::{Coefficients, SparseMatrix},
    solver::{
        plan::{Number, Plan, Step, NONE},
        planner::plan,
    },
};

const WIRES: usize = 8;
const X: usize = 2;

type Row<'a> = [&'a [(i64, usize)]; 3];

struct System {
    matrices: [SparseMatrix; 2],
    c: SparseMatrix,
    coefficients: Coefficients,
}

/// Rows with coefficients divided by `divisor`.
fn system(rows: &[(Row, [i64; 3])]) -> System {
    let mut coefficients = Coefficients::new();
    let mut matrices: [SparseMatrix; 3] = Default::default();
    for (row, divisors) in rows {
        for ((matrix, terms), divisor) in matrices.iter_mut().zip(row).zip(divisors) {
            let inverse = Fr::from(*divisor).inverse().unwrap();
            let terms: Vec<(Fr, usize)> = terms.iter().map(|(c, w)| (Fr::from(*c) * inverse, *w)).collect();
            matrix.push_row(&terms, &mut coefficients);
        }
    }
    let [a, b, c] = matrices;
    System {
        matrices: [a, b],
        c,
        coefficients,
    }
}

/// Wires: 1, r, x, b0, b1, y, c0, c1. `swapped` writes L − 1 before L.
fn example(swapped: bool) -> System {
    let low: &[(i64, usize)] = &[(1, 2), (-1, 3), (-2, 4)]; // x − b0 − 2·b1
    let less_one: &[(i64, usize)] = &[(1, 2), (-1, 3), (-2, 4), (-4, 0)];
    let last: Row = if swapped {
        [less_one, low, &[]]
    } else {
        [low, less_one, &[]]
    };
    let bit = |wire: usize| [vec![(1, wire)], vec![(1, wire), (-1, 0)]];
    let bits = [3, 4, 6, 7].map(bit);
    let mut rows: Vec<(Row, [i64; 3])> = bits
        .iter()
        .map(|[a, b]| ([a.as_slice(), b, &[]], [1; 3]))
        .collect();
    rows.push((last, [4, 4, 1]));
    rows.push(([&[(1, X)], &[(1, X)], &[(1, 1)]], [1; 3]));
    // r · 1 = y + 5, and y in two bits with a factor and a gap: 3·y = 3·c0 + 12·c1
    rows.push(([&[(1, 1)], &[(1, 0)], &[(1, 5), (5, 0)]], [1; 3]));
    rows.push(([&[], &[], &[(3, 5), (-3, 6), (-12, 7)]], [1; 3]));
    system(&rows)
}

fn planned(system: &mut System, signals: Vec<u32>) -> Result<Plan, &'static str> {
    let c = system.c.clone();
    plan(&system.matrices, c, signals, WIRES, &mut system.coefficients).map_err(|e| e.code)
}

fn solved(swapped: bool, x: i64) -> Result<Vec<Fr>, &'static str> {
    let mut system = example(swapped);
    let plan = planned(&mut system, vec![X as u32, NONE]).unwrap();
    let values = [Fr::from(x), Fr::from(99)];
    let coefficients = system.coefficients.into_values();
    plan.solve(&system.matrices, &coefficients, WIRES, &values)
        .map_err(|e| e.code)
}

#[test]
fn solves_products_and_writes_bits() {
    for swapped in [false, true] {
        // r = 9, y = 4 = 0 + 4·1
        assert_eq!(
            solved(swapped, 3).unwrap(),
            [1, 9, 3, 1, 1, 4, 0, 1].map(Fr::from)
        );
    }
}

#[test]
fn says_that_no_witness_exists() {
    for swapped in [false, true] {
        assert_eq!(solved(swapped, 8), Err("witness_rejected")); // four bits
        assert_eq!(solved(swapped, -1), Err("witness_rejected"));
        assert_eq!(solved(swapped, 4), Err("witness_rejected")); // y = 11 has a bit in the gap
    }
}

#[test]
fn evaluates_the_factor_that_holds_the_bit() {
    for (swapped, expected) in [(false, Number::Left), (true, Number::Right)] {
        let plan = planned(&mut example(swapped), vec![X as u32]).unwrap();
        let written = plan.steps.iter().find_map(|step| match step {
            Step::Write { of, spare, .. } if *spare != NONE => Some(*of),
            _ => None,
        });
        assert_eq!(written, Some(expected));
    }
}

#[test]
fn plans_nothing_that_does_not_follow() {
    assert_eq!(planned(&mut example(false), vec![]), Err("no_native_witness"));
    // A bit that is only a bit could be 0 or 1.
    let mut free = system(&[([&[(1, 1)], &[(1, 1), (-1, 0)], &[]], [1; 3])]);
    let c = free.c.clone();
    let error = plan(&free.matrices, c, vec![], 2, &mut free.coefficients).unwrap_err();
    assert!(error.message.contains("wire 1"), "{error}");
    // Two bits of the same weight do not follow from their sum.
    let bit = |wire: usize| [vec![(1, wire)], vec![(1, wire), (-1, 0)]];
    let (first, second) = (bit(1), bit(2));
    let mut twice = system(&[
        ([&first[0], &first[1], &[]], [1; 3]),
        ([&second[0], &second[1], &[]], [1; 3]),
        ([&[], &[], &[(1, 1), (1, 2), (-1, 3)]], [1; 3]),
    ]);
    let c = twice.c.clone();
    assert!(plan(&twice.matrices, c, vec![3], 4, &mut twice.coefficients).is_err());
}

#[test]
fn sums_rows_with_any_coefficient() {
    let mut coefficients = Coefficients::new();
    let mut matrix = SparseMatrix::default();
    let wires = [1, 10, 100].map(Fr::from);
    for row in [vec![(7, 0), (1, 1), (-1, 2)], vec![], vec![(-3, 2)]] {
        let row: Vec<(Fr, usize)> = row
            .into_iter()
            .map(|(c, w): (i64, usize)| (Fr::from(c), w))
            .collect();
        matrix.push_row(&row, &mut coefficients);
    }
    let values = coefficients.into_values();
    let sums = [0, 1, 2].map(|row| matrix.evaluate(row, &values, &wires));
    assert_eq!(sums, [Fr::from(7 + 10 - 100), Fr::ZERO, Fr::from(-300)]);
}
