import { succeeds } from '../lib/exec.mjs';

/** @throws Error that says how to get Rust. */
export function requireRust() {
  if (succeeds('cargo', ['--version'])) return;
  throw new Error("Rust is not installed: see https://rustup.rs, or install Debian's `cargo`, and try again");
}
