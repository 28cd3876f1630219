//! `idl-gen <program folder>` prints that program's IDL as JSON. It is what `anchor idl build` does, for machines
//! without the Anchor CLI.

use {
    anchor_lang_idl::build::IdlBuilder,
    anyhow::{Context, Result},
    std::path::PathBuf,
};

fn main() -> Result<()> {
    // The builder would ask rustup to install whatever this names.
    std::env::remove_var("RUSTUP_TOOLCHAIN");
    let program = std::env::args()
        .nth(1)
        .context("usage: idl-gen <program folder>")?;
    let path = PathBuf::from(&program)
        .canonicalize()
        .with_context(|| format!("{program} is not a folder"))?;
    let idl = IdlBuilder::new().program_path(path).build()?;
    println!("{}", serde_json::to_string_pretty(&idl)?);
    Ok(())
}
