import { feeVaultAddress, governance, mintPolicyAddress } from '@cyxwiz/protocol';
import { TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import { SystemProgram } from '@solana/web3.js';
import { expect } from 'chai';
import { allowMint, configured, disallowMint, mintAllowed } from '../fixtures/governance.ts';
import { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';
import { balance, createMint } from '../support/tokens.ts';

describe('governance: allow_mint', () => {
  it('makes a permission and a fee vault', () => {
    const world = new World();
    const { events } = run(allowMint({ world }));
    const policy = read(world.chain, governance, 'MintPolicy', mintPolicyAddress(world.mint));
    expect([policy.allowed, policy.decimals]).to.deep.equal([true, 9]);
    expect(balance(world.chain, feeVaultAddress(world.mint))).to.equal(0n);
    expect(events.map(({ name }) => name)).to.deep.equal(['MintAllowed']);
  });

  it('takes a Token-2022 mint whose only extension is metadata', () => {
    const world = configured();
    const mint = createMint(world.chain, { metadata: true });
    run(allowMint({ world, accounts: { mint, tokenProgram: TOKEN_2022_PROGRAM_ID } }));
    expect(read(world.chain, governance, 'MintPolicy', mintPolicyAddress(mint)).allowed).to.equal(true);
  });

  it('takes a Token-2022 mint with a transfer fee, and has room for what is withheld', () => {
    const world = configured();
    const mint = createMint(world.chain, { transferFee: true });
    run(allowMint({ world, accounts: { mint, tokenProgram: TOKEN_2022_PROGRAM_ID } }));
    expect(read(world.chain, governance, 'MintPolicy', mintPolicyAddress(mint)).allowed).to.equal(true);
    expect(world.chain.account(feeVaultAddress(mint))?.data.length).to.be.above(165);
  });

  for (const [name, kind, size] of [
    ['a group pointer', 20, 64],
    ['a group', 21, 80],
    ['a group member pointer', 22, 64],
    ['a group membership', 23, 72],
  ] as const) {
    it(`takes a mint with ${name}`, () => {
      const world = configured();
      const mint = createMint(world.chain, { extension: [kind, size] });
      run(allowMint({ world, accounts: { mint, tokenProgram: TOKEN_2022_PROGRAM_ID } }));
    });
  }

  for (const [name, kind, size, error] of [
    ['a transfer hook', 14, 64],
    ['a permanent delegate', 12, 32],
    ['frozen accounts', 6, 1],
    ['a pause', 26, 33],
    ['confidential transfers', 4, 65],
    ['confidential fees', 16, 129],
    ['confidential supply', 24, 196],
    ['tokens that cannot be transferred', 9, 0],
    ['an authority that may close it', 3, 32],
    ['interest', 10, 52],
    ['scaled amounts', 25, 56],
    ['an extension that nobody knows yet', 999, 8, 'InvalidAccountData'],
  ] as const) {
    it(`refuses a mint with ${name}`, () => {
      const world = configured();
      const mint = createMint(world.chain, { extension: [kind, size] });
      const test = allowMint({ world, accounts: { mint, tokenProgram: TOKEN_2022_PROGRAM_ID } });
      rejects(test, error ?? 'MintExtensionNotAllowed');
    });
  }

  it('finds a fee vault to which somebody sent lamports before', () => {
    for (const lamports of [1n, 10_000_000n]) {
      const world = configured();
      const vault = feeVaultAddress(world.mint);
      const nothing = { owner: SystemProgram.programId, data: new Uint8Array() };
      world.chain.setAccount(vault, { ...nothing, lamports });
      run(allowMint({ world }));
      expect(world.chain.account(vault)?.data.length).to.equal(165);
    }
  });

  it('refuses 19 decimals', () => {
    const world = configured();
    rejects(
      allowMint({ world, accounts: { mint: createMint(world.chain, { decimals: 19 }) } }),
      'TooManyDecimals',
    );
  });

  it('refuses a mint of the other token program', () => {
    rejects(allowMint({ accounts: { tokenProgram: TOKEN_2022_PROGRAM_ID } }), 'ConstraintMintTokenProgram');
  });

  it('refuses a mint that is allowed', () => {
    const world = mintAllowed();
    rejects(allowMint({ world }), 'MintAlreadyAllowed');
  });

  it('refuses a stranger', () => {
    const world = new World();
    rejects(allowMint({ world, accounts: { authority: world.stranger.publicKey } }), 'NotAuthority');
  });
});

describe('governance: disallow_mint', () => {
  it('withdraws a permission that can be given again', () => {
    const world = new World();
    const policy = mintPolicyAddress(world.mint);
    run(disallowMint({ world }));
    expect(read(world.chain, governance, 'MintPolicy', policy).allowed).to.equal(false);
    run(allowMint({ world }));
    expect(read(world.chain, governance, 'MintPolicy', policy).allowed).to.equal(true);
  });

  it('refuses a mint that is not allowed', () => {
    const world = new World();
    run(disallowMint({ world }));
    rejects(disallowMint({ world }), 'MintNotAllowed');
  });

  it('refuses a stranger', () => {
    const world = new World();
    rejects(disallowMint({ world, accounts: { authority: world.stranger.publicKey } }), 'NotAuthority');
  });

  it('refuses to go on from a broken state', () => {
    const world = mintAllowed();
    doctor(world.chain, governance, 'MintPolicy', mintPolicyAddress(world.mint), { decimals: 19 });
    rejects(disallowMint({ world }), 'InvariantViolated');
  });
});
