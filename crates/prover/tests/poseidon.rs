//! Hashes against vectors of an independent implementation (`tests/vectors/make_exact.py`).
#![allow(clippy::unwrap_used)]

use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, PrimeField};
use cyxwiz_prover::{
    exact::{commit::chain_hash, order::EpochOrder, tree::Tree},
    poseidon::{hash16, hash4, hash8},
};
use serde_json::Value;

fn vectors(name: &str) -> Value {
    let path = format!("{}/../../tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn bytes(hex: &Value) -> Vec<u8> {
    let text = hex.as_str().unwrap();
    (0..32)
        .map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap())
        .collect()
}

fn field(hex: &Value) -> Fr {
    Fr::from_be_bytes_mod_order(&bytes(hex))
}

fn fields(list: &Value) -> Vec<Fr> {
    list.as_array().unwrap().iter().map(field).collect()
}

#[test]
fn hashes_as_the_vectors_say() {
    for vector in vectors("exact-hash.json")["poseidon"].as_array().unwrap() {
        let inputs = fields(&vector["inputs"]);
        let found = match inputs.len() {
            4 => hash4(&inputs.try_into().unwrap()),
            _ => hash16(&inputs.try_into().unwrap()),
        };
        assert_eq!(found, field(&vector["output"]));
    }
}

#[test]
fn hashes_eight_words_as_circomlib_does() {
    // circomlibjs: poseidon([1, 2, 3, 4, 5, 6, 7, 8])
    let expected = "18604317144381847857886385684060986177838410221561136253933256952257712543953";
    let inputs = std::array::from_fn(|i| Fr::from(i as u64 + 1));
    assert_eq!(hash8(&inputs).into_bigint().to_string(), expected);
}

#[test]
fn commits_as_the_vectors_say() {
    for vector in vectors("exact-hash.json")["chain"].as_array().unwrap() {
        let tag = vector["tag"].as_u64().unwrap() as u32;
        assert_eq!(
            chain_hash(tag, &fields(&vector["words"])),
            field(&vector["output"])
        );
    }
}

#[test]
fn orders_batches_as_the_vectors_say() {
    for vector in vectors("exact-order.json")["epochs"].as_array().unwrap() {
        let seed = bytes(&vector["seed"]).try_into().unwrap();
        let number = |name: &str| vector[name].as_u64().unwrap();
        let order = EpochOrder::new(&seed, number("epoch") as u32, number("batches") as usize);
        assert_eq!((order.a, order.b), (number("a"), number("b")));
    }
}

#[test]
fn a_tree_is_its_groups_hashed_upwards() {
    let leaves: Vec<Fr> = (1..=6u64).map(Fr::from).collect();
    let tree = Tree::new(leaves.clone(), 2).unwrap();
    let zero = Fr::ZERO;
    let low = [leaves[0], leaves[1], leaves[2], leaves[3]];
    let high = [leaves[4], leaves[5], zero, zero];
    let empty = hash4(&[zero; 4]);
    let top = [hash4(&low), hash4(&high), empty, empty];
    assert_eq!(tree.root(), hash4(&top));
    assert_eq!(tree.path(1), vec![low, top]);
    assert_eq!(tree.path(5), vec![high, top]);
    assert_eq!(tree.path(9), vec![[zero; 4], top]);
    assert_eq!((tree.leaf(5), tree.leaf(6)), (leaves[5], zero));
    assert_eq!(
        Tree::new(vec![zero; 17], 2).err().map(|e| e.code),
        Some("bad_tree")
    );
    assert_eq!(
        Tree::new(vec![], 2).map(|tree| tree.root()).unwrap(),
        hash4(&[empty; 4])
    );
}
