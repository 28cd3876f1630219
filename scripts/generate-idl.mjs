// IDLs of the programs and their TypeScript types, into packages/protocol/src/idl (committed).
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { typesOfIdl } from './generate-idl-types.mjs';
import { root } from './lib/paths.mjs';

const programs = ['governance', 'node-registry', 'job-escrow', 'reputation'];
const out = join(root, 'packages/protocol/src/idl');
const only = process.argv.slice(2);
mkdirSync(out, { recursive: true });

const env = { ...process.env };
delete env.RUSTUP_TOOLCHAIN; // IdlBuilder would hand it to rustup, to be installed
const run = (file, args) =>
  execFileSync(file, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

run('cargo', ['build', '--quiet', '--locked', '-p', 'idl-gen']);
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
for (const program of programs.filter((name) => !only.length || only.includes(name))) {
  console.log(`idl: ${program}`);
  const idl = JSON.parse(run(join(target, 'debug/idl-gen'), [join(root, 'programs', program)]));
  const base = join(out, program.replaceAll('-', '_'));
  writeFileSync(`${base}.json`, `${JSON.stringify(idl, null, 2)}\n`);
  writeFileSync(`${base}.ts`, typesOfIdl(idl));
}

// Anchor's own errors (constraints, account checks), which every program can raise.
const { LangErrorCode, LangErrorMessage } = createRequire(join(root, 'packages/protocol/package.json'))(
  '@coral-xyz/anchor',
);
const anchor = Object.entries(LangErrorCode).map(([name, code]) => ({
  code,
  name,
  msg: LangErrorMessage.get(code) ?? name,
}));
// Younger than the package that lists the others.
anchor.push({
  code: 2040,
  name: 'ConstraintDuplicateMutableAccount',
  msg: 'A duplicate mutable account constraint was violated',
});
writeFileSync(join(out, 'anchor_errors.json'), `${JSON.stringify(anchor, null, 2)}\n`);

const files = programs.map((name) => join(out, `${name.replaceAll('-', '_')}.ts`));
const biome = join(root, 'node_modules/.bin/biome');
const written = files.filter(
  (file) => !only.length || only.some((name) => file.includes(name.replaceAll('-', '_'))),
);
execFileSync(biome, ['format', '--write', '--vcs-enabled=false', ...written], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
