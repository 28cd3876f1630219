//! The cache of a key is used when it is whole and of this key, and made again otherwise.
#![allow(clippy::unwrap_used)]

mod support;

use cyxwiz_prover::{key::cache::path_of, prove::Circuit, setup::setup, task::Task, witness::read_witness};
use std::fs;
use support::{product_r1cs, witness, Folder};

/// Proves with a loaded key and verifies with a key read without a cache.
fn proves(circuit: &Circuit, folder: &Folder) -> bool {
    let wires = read_witness(&folder.write("w.wtns", &witness(&[1, 35, 5, 7])), 4).unwrap();
    let (proof, signals) = circuit.prove(&wires, &Task::default()).unwrap();
    let plain = folder.write("plain.zkey", &fs::read(folder.file("c.zkey")).unwrap());
    let _ = fs::remove_file(path_of(&plain));
    let checker = Circuit::load(&plain, None).unwrap();
    assert!(!checker.cached);
    checker.verify(&proof, &signals).unwrap()
}

#[test]
fn a_second_load_comes_from_the_cache() {
    let folder = Folder::new();
    let zkey = folder.zkey();
    let first = Circuit::load(&zkey, None).unwrap();
    assert!(!first.cached && path_of(&zkey).exists());
    let second = Circuit::load(&zkey, None).unwrap();
    assert!(second.cached);
    assert_eq!(second.loaded.key, first.loaded.key);
    assert_eq!(second.loaded.matrices, first.loaded.matrices);
    assert_eq!(second.loaded.coefficients, first.loaded.coefficients);
    assert!(proves(&second, &folder));
    let left: Vec<_> = fs::read_dir(folder.file(".")).unwrap().collect();
    assert!(left.iter().flatten().all(|entry| {
        let name = entry.file_name().into_string().unwrap();
        !name.contains(&format!(".{}", std::process::id()))
    }));
}

#[test]
fn a_damaged_cache_is_made_again() {
    let folder = Folder::new();
    let zkey = folder.zkey();
    Circuit::load(&zkey, None).unwrap();
    let cache = path_of(&zkey);
    let good = fs::read(&cache).unwrap();
    let mut damaged: Vec<Vec<u8>> = [0, 8, 60, good.len() / 2, good.len() - 1]
        .iter()
        .map(|at| {
            let mut bytes = good.clone();
            bytes[*at] ^= 1;
            bytes
        })
        .collect();
    damaged.extend([
        vec![],
        good[..20].to_vec(),
        good[..good.len() - 1].to_vec(),
        [good.as_slice(), &[0]].concat(),
    ]);
    for bytes in damaged {
        fs::write(&cache, bytes).unwrap();
        let loaded = Circuit::load(&zkey, None).unwrap();
        assert!(!loaded.cached);
        assert_eq!(fs::read(&cache).unwrap(), good);
    }
    assert!(proves(&Circuit::load(&zkey, None).unwrap(), &folder));
}

#[test]
fn the_cache_of_another_key_is_not_taken() {
    let folder = Folder::new();
    let zkey = folder.zkey();
    Circuit::load(&zkey, None).unwrap();
    let foreign = fs::read(path_of(&zkey)).unwrap();
    let r1cs = folder.write("c.r1cs", &product_r1cs());
    setup(&r1cs, "another seed", &zkey, None).unwrap();
    let other = Circuit::load(&zkey, None).unwrap();
    assert!(!other.cached);
    assert_ne!(fs::read(path_of(&zkey)).unwrap(), foreign);
    assert!(Circuit::load(&zkey, None).unwrap().cached);
    assert!(proves(&other, &folder));
}

#[test]
fn a_key_that_is_refused_leaves_no_cache() {
    let folder = Folder::new();
    let zkey = folder.write("bad.zkey", b"zkey");
    assert_eq!(Circuit::load(&zkey, None).err().map(|e| e.code), Some("bad_zkey"));
    assert!(!path_of(&zkey).exists());
}

#[test]
fn a_cache_that_cannot_be_written_is_gone_without() {
    let folder = Folder::new();
    let zkey = folder.zkey();
    fs::create_dir(path_of(&zkey)).unwrap(); // a folder in its place
    let loaded = Circuit::load(&zkey, None).unwrap();
    assert!(!loaded.cached);
    assert!(proves(&loaded, &folder));
}
