//! Answers the cases on standard input, as the host computes them.

use std::io::{Read, Write};

fn main() -> std::io::Result<()> {
    let mut cases = Vec::new();
    std::io::stdin().read_to_end(&mut cases)?;
    std::io::stdout().write_all(&arithmetic::answers(&cases))
}
