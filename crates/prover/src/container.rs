//! The iden3 container that .zkey and .wtns files share: magic, version, then sections of (id u32, length u64, bytes),
//! all little endian.

use crate::ProverError;
use ark_bn254::{Fq, Fr};
use ark_ff::{BigInt, BigInteger, PrimeField};
use std::{
    collections::HashMap,
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

const MAX_SECTIONS: u32 = 64;

pub struct Container {
    path: PathBuf,
    code: &'static str,
    reader: BufReader<File>,
    sections: HashMap<u32, (u64, u64)>,
}

impl Container {
    /// Opens a file and lists its sections. `code` is the error code of a malformed file of this kind.
    pub fn open(path: &Path, magic: &[u8; 4], version: u32, code: &'static str) -> Result<Self, ProverError> {
        let file = File::open(path).map_err(|e| ProverError::file(path, &e))?;
        let size = file.metadata().map_err(|e| ProverError::file(path, &e))?.len();
        let mut this = Self {
            path: path.into(),
            code,
            reader: BufReader::with_capacity(1 << 20, file),
            sections: HashMap::new(),
        };

        let mut found = [0u8; 4];
        this.read(&mut found)?;
        if &found != magic {
            return Err(this.malformed(format!("not a {} file", String::from_utf8_lossy(magic))));
        }
        let found_version = this.u32()?;
        if found_version != version {
            return Err(this.malformed(format!("version {found_version}, expected {version}")));
        }
        let count = this.u32()?;
        if count > MAX_SECTIONS {
            return Err(this.malformed(format!("{count} sections, expected at most {MAX_SECTIONS}")));
        }
        let mut position = 12u64;
        for _ in 0..count {
            let id = this.u32()?;
            let length = this.u64()?;
            position += 12;
            if length > size.saturating_sub(position) {
                return Err(this.malformed(format!("section {id} is cut off")));
            }
            if this.sections.insert(id, (position, length)).is_some() {
                return Err(this.malformed(format!("section {id} appears twice")));
            }
            position += length;
            this.reader
                .seek(SeekFrom::Start(position))
                .map_err(|e| ProverError::file(path, &e))?;
        }
        Ok(this)
    }

    /// Goes to the start of a section and returns its length in bytes.
    pub fn section(&mut self, id: u32) -> Result<u64, ProverError> {
        let (position, length) = *self
            .sections
            .get(&id)
            .ok_or_else(|| self.malformed(format!("section {id} is missing")))?;
        self.reader
            .seek(SeekFrom::Start(position))
            .map_err(|e| ProverError::file(&self.path, &e))?;
        Ok(length)
    }

    /// Goes to the start of a section that must have exactly `length` bytes.
    pub fn section_of(&mut self, id: u32, length: u64) -> Result<(), ProverError> {
        let found = self.section(id)?;
        if found != length {
            return Err(self.malformed(format!("section {id} has {found} bytes, expected {length}")));
        }
        Ok(())
    }

    pub fn read(&mut self, bytes: &mut [u8]) -> Result<(), ProverError> {
        self.reader
            .read_exact(bytes)
            .map_err(|_| self.malformed("the file is cut off".into()))
    }

    pub fn u32(&mut self) -> Result<u32, ProverError> {
        let mut bytes = [0u8; 4];
        self.read(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    pub fn u64(&mut self) -> Result<u64, ProverError> {
        let mut bytes = [0u8; 8];
        self.read(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    /// 32 bytes as they stand: a number or a Montgomery form, which the caller knows.
    pub fn limbs(&mut self) -> Result<BigInt<4>, ProverError> {
        let mut bytes = [0u8; 32];
        self.read(&mut bytes)?;
        let mut limbs = [0u64; 4];
        for (limb, chunk) in limbs.iter_mut().zip(bytes.chunks_exact(8)) {
            *limb = chunk
                .iter()
                .rev()
                .fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
        }
        Ok(BigInt(limbs))
    }

    /// Reads a field's size and modulus, which must be these.
    pub fn expect_modulus(&mut self, name: &str, modulus: BigInt<4>) -> Result<(), ProverError> {
        if self.u32()? != 32 || self.limbs()? != modulus {
            return Err(self.malformed(format!("the {name} field is not that of BN254")));
        }
        Ok(())
    }

    pub fn malformed(&self, what: String) -> ProverError {
        ProverError::new(self.code, format!("{}: {what}", self.path.display()))
    }
}

/// Builds a container in memory, section by section.
pub struct ContainerWriter {
    bytes: Vec<u8>,
}

impl ContainerWriter {
    pub fn new(magic: &[u8; 4], version: u32, sections: u32) -> Self {
        let mut bytes = magic.to_vec();
        bytes.extend(version.to_le_bytes());
        bytes.extend(sections.to_le_bytes());
        Self { bytes }
    }

    /// Appends one section; `fill` writes its bytes.
    pub fn section(&mut self, id: u32, fill: impl FnOnce(&mut Vec<u8>)) {
        self.bytes.extend(id.to_le_bytes());
        let length_at = self.bytes.len();
        self.bytes.extend([0u8; 8]);
        fill(&mut self.bytes);
        let length = (self.bytes.len() - length_at - 8) as u64;
        self.bytes[length_at..length_at + 8].copy_from_slice(&length.to_le_bytes());
    }

    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

pub fn put_u32(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}

pub fn put_limbs(out: &mut Vec<u8>, value: &BigInt<4>) {
    for limb in value.0 {
        out.extend(limb.to_le_bytes());
    }
}

pub fn put_modulus<F: PrimeField>(out: &mut Vec<u8>) {
    put_u32(out, 32);
    out.extend(F::MODULUS.to_bytes_le());
}

pub const FQ_MODULUS: BigInt<4> = Fq::MODULUS;
pub const FR_MODULUS: BigInt<4> = Fr::MODULUS;
