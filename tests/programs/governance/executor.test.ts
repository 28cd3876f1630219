import {
  addVerifyingKey,
  allowMint,
  configAddress,
  executorAddress,
  feeVaultAddress,
  governance,
  mintPolicyAddress,
  proposalAddress,
  setGuardians,
  setPause,
  spendFund,
  updateConfig,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import { PublicKey, type TransactionInstruction } from '@solana/web3.js';
import { expect } from 'chai';
import { funded, TREASURY } from '../fixtures/funds.ts';
import { setPause as pauseCase, smallKey } from '../fixtures/governance.ts';
import { designParams } from '../fixtures/params.ts';
import {
  cancelProposal,
  carry,
  createProposal,
  DAY,
  EXECUTION_WINDOW,
  executeProposal,
  lockTokens,
  proposalOf,
  sovereign,
  TIMELOCK,
  VOTE,
  votable,
  voted,
  voteProposal,
} from '../fixtures/votes.ts';
import { TOKEN, World } from '../fixtures/world.ts';
import { type Case, read, rejects, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';
import { balance, createMint, giveTokens, mintTo } from '../support/tokens.ts';

const executor = executorAddress();
const config = (world: World) => read(world.chain, governance, 'Config', configAddress());

/** The same case with the account at `index` after the declared ones (payer, proposal, target, event, program) changed. */
function swapped(test: Case, index: number, pubkey: PublicKey): Case {
  test.instruction.keys = test.instruction.keys.map((key, at) =>
    at === 5 + index ? { ...key, pubkey } : key,
  );
  return test;
}

describe('governance: execute_proposal', () => {
  it('hands the authority to token holders, and says so', () => {
    const world = voted();
    const { events } = run(executeProposal({ world }));
    expect(config(world).authority).to.equal(executor.toBase58());
    expect(proposalOf(world).state).to.equal('Executed');
    expect(events.map(({ name }) => name)).to.deep.equal(['AuthorityAccepted', 'ProposalExecuted']);
    rejects(pauseCase({ world }), 'NotAuthority');
  });

  it('runs once', () => {
    const world = sovereign();
    rejects(executeProposal({ world }), 'ProposalNotOpen');
  });

  it('waits for the end of voting and of the timelock, and does not wait for ever', () => {
    const world = voted();
    world.chain.warp(VOTE - 1n);
    rejects(executeProposal({ world, wait: false }), 'StillVoting');
    world.chain.warp(1);
    rejects(executeProposal({ world, wait: false }), 'TimelockRunning');
    world.chain.warp(TIMELOCK - 1n);
    rejects(executeProposal({ world, wait: false }), 'TimelockRunning');
    world.chain.warp(EXECUTION_WINDOW + 1n);
    rejects(executeProposal({ world, wait: false }), 'ProposalExpired');
    const last = voted();
    last.chain.warp(VOTE + TIMELOCK + EXECUTION_WINDOW - 1n);
    run(executeProposal({ world: last, wait: false }));
  });

  it('refuses without majority, without quorum and after a cancellation', () => {
    const against = votable();
    run(voteProposal({ world: against, inFavour: false }));
    rejects(executeProposal({ world: against.skip('vote') }), 'ProposalDefeated');
    const nobody = votable().skip('vote');
    rejects(executeProposal({ world: nobody }), 'ProposalDefeated');
    const cancelled = voted();
    run(cancelProposal({ world: cancelled }));
    rejects(executeProposal({ world: cancelled }), 'ProposalNotOpen');
  });

  it('keeps the quorum of the opening, whatever is minted or burned later', () => {
    const world = voted();
    giveTokens(world.chain, world.mint, world.client.publicKey, 1_000_000n * TOKEN);
    run(executeProposal({ world }));
  });

  it('keeps the periods of the opening when the parameters change', () => {
    const world = voted();
    const params = { ...designParams, voting: { ...designParams.voting, timelock: 1n, vote: 1n } };
    world.chain.send(
      [updateConfig({ params, allowDevelopmentKeys: true }, world.authority.publicKey)],
      [world.authority],
    );
    world.chain.warp(10);
    rejects(executeProposal({ world, wait: false }), 'StillVoting');
  });

  it('runs nothing but what was voted on', () => {
    const world = voted();
    const { publicKey } = world.stranger;
    for (const index of [0, 1, 2, 3]) {
      rejects(swapped(executeProposal({ world }), index, publicKey), 'AccountMismatch');
    }
    const fewer = executeProposal({ world });
    fewer.instruction.keys = fewer.instruction.keys.slice(0, -1);
    rejects(fewer, 'AccountNotEnoughKeys');
    const other = executeProposal({ world });
    other.instruction.keys = other.instruction.keys.map((key, at) =>
      at === 2 ? { ...key, pubkey: publicKey } : key,
    );
    rejects(other, 'WrongProgram');
    run(executeProposal({ world }));
  });

  it('undoes everything when the instruction is refused', () => {
    const world = sovereign();
    const test = carry(world, setPause({ paused: true, until: 1n }, executor));
    rejects(test, 'PauseEndsInThePast');
    expect(proposalOf(world, 1n).state).to.equal('Open');
  });

  it('does not lend the executor or the payer to an instruction that names them twice', () => {
    const world = sovereign();
    const named = allowMint({
      authority: executor,
      mint: createMint(world.chain),
      payer: world.payer.publicKey,
    });
    named.keys.push({ pubkey: world.stranger.publicKey, isSigner: false, isWritable: true });
    const test = carry(world, named);
    rejects(executeProposal({ world, number: 1n, payer: world.stranger }), 'PayerNamed');
    rejects(test, 'SurplusAccounts');
  });

  it('refuses an instruction about the proposal itself', () => {
    const world = sovereign();
    const itself = proposalAddress(1n);
    const payer = world.payer.publicKey;
    const closing = governance.instruction('closeProposal', {}, { proposal: itself, rentPayer: payer });
    rejects(carry(world, closing), 'PayerNamed');
    const again = new World();
    const test = carry(sovereign(again), {
      ...closing,
      keys: closing.keys.slice(0, 1),
    } as TransactionInstruction);
    rejects(test, 'ProposalNamesItself');
  });

  it('leaves the executor’s lamports alone: nothing can be written to it', () => {
    const world = sovereign();
    const mint = createMint(world.chain);
    const drain = allowMint({ authority: executor, mint, payer: executor });
    rejects(carry(world, drain), 'PrivilegeEscalation');
  });

  it('refuses to go on from a broken state', () => {
    const world = voted();
    doctor(world.chain, governance, 'Proposal', proposalAddress(0n), { openedAt: 0n });
    rejects(executeProposal({ world }), 'InvariantViolated');
  });
});

describe('governance: what token holders decide', () => {
  it('parameters', () => {
    const world = sovereign();
    const params = { ...designParams, fees: { ...designParams.fees, feeBps: 900 } };
    run(carry(world, updateConfig({ params, allowDevelopmentKeys: false }, executor)));
    expect(config(world).params.fees.feeBps).to.equal(900);
  });

  it('mints, paid by whoever executes', () => {
    const world = sovereign();
    const mint = createMint(world.chain);
    const test = carry(world, allowMint({ authority: executor, mint, payer: world.payer.publicKey }));
    const { payer } = world;
    const before = world.chain.account(payer.publicKey)?.lamports ?? 0n;
    run(test);
    const paid = before - (world.chain.account(payer.publicKey)?.lamports ?? 0n);
    expect(
      paid > 0n && read(world.chain, governance, 'MintPolicy', mintPolicyAddress(mint)).allowed,
    ).to.equal(true);
    expect(balance(world.chain, feeVaultAddress(mint))).to.equal(0n);
  });

  it('verifying keys, written in several chunks', () => {
    const world = sovereign();
    const key = { circuit: 2, keyVersion: 1, development: true, ...smallKey };
    run(carry(world, addVerifyingKey(key, executor, world.payer.publicKey)));
    expect(read(world.chain, governance, 'VerifyingKey', verifyingKeyAddress(2, 1)).publicInputs).to.equal(1);
  });

  it('guardians and the pause', () => {
    const world = sovereign();
    const guardians = Array.from({ length: 5 }, (_, at) =>
      new PublicKey(new Uint8Array(32).fill(at + 1)).toBase58(),
    );
    run(carry(world, setGuardians({ guardians, threshold: 4 }, executor)));
    expect(config(world).guardians).to.deep.equal(guardians);
    const until = world.chain.now() + VOTE + TIMELOCK + DAY;
    run(carry(world, setPause({ paused: true, until }, executor)));
    expect(config(world).pausedUntil).to.equal(until);
  });

  it('what the treasury spends', () => {
    const world = sovereign(funded());
    const { mint, client } = world;
    const destination = giveTokens(world.chain, mint, client.publicKey, 0n);
    const spending = spendFund({ kind: TREASURY, amount: 5n }, { authority: executor, mint, destination });
    mintTo(world.chain, mint, spending.keys[3]?.pubkey ?? destination, 5n);
    run(carry(world, spending));
    expect(balance(world.chain, destination)).to.equal(5n);
  });

  it('one after another, numbered', () => {
    const world = sovereign();
    run(lockTokens({ world, owner: world.client }));
    run(createProposal({ world }));
    expect(config(world).proposalCount).to.equal(2n);
  });
});
