import { treasuryAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  appeal,
  appealed,
  BOND,
  closeDispute,
  countedOut,
  cyxwizOf,
  DEPOSIT,
  decided,
  disputed,
  disputeOf,
  ends,
  evidence,
  executed,
  executeVerdict,
  MANY,
  openDispute,
  readDispute,
  releaseBonds,
  released,
  setDispute,
  submitEvidence,
  vaultOfDispute,
  warpTo,
} from '../fixtures/disputes.ts';
import { makeRentPayerProgram } from '../fixtures/job-escrow/state.ts';
import { TOKEN, World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { START } from '../support/chain.ts';
import { balance, createMint, giveTokens, mintTo, supply } from '../support/tokens.ts';

const DAY = 86_400n;

function lamports(world: World, address: { toBase58(): string }): bigint {
  return world.chain.account(address as never)?.lamports ?? 0n;
}

/** What the parties and the treasury hold. */
function purses(world: World) {
  return {
    client: balance(world.chain, cyxwizOf(world, world.client)),
    owner: balance(world.chain, cyxwizOf(world, world.owner)),
    treasury: balance(world.chain, treasuryAddress(world.mint)),
  };
}

describe('governance: open_dispute', () => {
  it('takes the bond and says until when what may be done', () => {
    const world = disputed();
    const dispute = readDispute(world);
    expect(balance(world.chain, vaultOfDispute())).to.equal(BOND);
    expect(purses(world).client).to.equal(1_000n * TOKEN - BOND);
    expect(dispute.supply).to.equal(supply(world.chain, world.mint));
    expect(dispute.clientEvidence).to.deep.equal(evidence('of the client'));
    expect([
      dispute.openedAt,
      dispute.evidenceEnds,
      ends(world).votingEnds,
      dispute.appealEnds,
    ]).to.deep.equal([START, START + 2n * DAY, START + 9n * DAY, START + 16n * DAY]);
  });

  it("takes the bond of the node's owner", () => {
    const world = disputed(new World(), 'Node');
    expect(purses(world).owner).to.equal(1_000n * TOKEN - BOND);
    expect(readDispute(world).nodeEvidence).to.deep.equal(evidence('of the client'));
  });

  it('emits what the index needs', () => {
    const { events } = run(openDispute());
    expect(events.map(({ name }) => name)).to.deep.equal(['DisputeOpened']);
  });

  it('refuses anyone but job-escrow', () => {
    const { stranger } = new World();
    rejects(openDispute({ accounts: { escrowAuthority: stranger.publicKey } }), 'NotJobEscrow');
  });

  it('refuses an opener who is not the party that opens', () => {
    const world = new World();
    const accounts = { opener: world.stranger.publicKey, openerToken: cyxwizOf(world, world.stranger) };
    rejects(openDispute({ world, accounts }), 'NotAParty');
  });

  it('refuses without evidence', () => {
    rejects(openDispute({ evidenceHash: new Uint8Array(32) }), 'EvidenceMissing');
  });

  it('refuses another mint and accounts of others', () => {
    const world = new World();
    const mint = createMint(world.chain);
    const openerToken = giveTokens(world.chain, mint, world.client.publicKey, 100n * TOKEN);
    rejects(openDispute({ world, accounts: { mint, openerToken } }), 'WrongMint');
    rejects(openDispute({ world, accounts: { openerToken } }), 'WrongTokenAccount');
    const others = { openerToken: cyxwizOf(world, world.owner) };
    rejects(openDispute({ world, accounts: others }), 'WrongTokenAccount');
  });

  it('refuses an opener without a bond', () => {
    const world = new World();
    const poor = world.chain.wallet();
    giveTokens(world.chain, world.mint, poor.publicKey, BOND - 1n);
    const args = { client: poor.publicKey.toBase58() };
    const accounts = { opener: poor.publicKey, openerToken: cyxwizOf(world, poor) };
    const test = openDispute({ world, accounts, ...args });
    rejects({ ...test, signers: [...test.signers, poor] }, 'Custom 1');
  });

  it('opens one dispute over a job', () => {
    const world = disputed();
    rejects(openDispute({ world }), 'Custom 0');
  });
});

describe('governance: submit_evidence', () => {
  it('keeps the latest hash of each party and tells every one', () => {
    const world = disputed();
    const { events } = run(submitEvidence({ world }));
    expect(events.map(({ name }) => name)).to.deep.equal(['EvidenceSubmitted']);
    run(submitEvidence({ world, evidenceHash: evidence('more') }));
    const party = world.client.publicKey;
    run(submitEvidence({ world, evidenceHash: evidence('else'), accounts: { party } }));
    const { nodeEvidence, clientEvidence } = readDispute(world);
    expect([nodeEvidence, clientEvidence]).to.deep.equal([evidence('more'), evidence('else')]);
  });

  it('is open for 48 hours', () => {
    const world = disputed();
    warpTo(world, START + 2n * DAY);
    run(submitEvidence({ world }));
    warpTo(world, START + 2n * DAY + 1n);
    rejects(submitEvidence({ world }), 'EvidenceClosed');
  });

  it('refuses who is no party, the operator included', () => {
    const world = disputed();
    rejects(submitEvidence({ world, accounts: { party: world.stranger.publicKey } }), 'NotAParty');
    const test = submitEvidence({ world, accounts: { party: world.operator.publicKey } });
    rejects({ ...test, signers: [world.operator] }, 'NotAParty');
  });

  it('refuses a hash of zeros', () => {
    rejects(submitEvidence({ evidenceHash: new Uint8Array(32) }), 'EvidenceMissing');
  });
});

describe('governance: appeal', () => {
  it('takes the deposit and opens a second vote of seven days', () => {
    const world = countedOut(disputed(), 0n, MANY);
    const { events } = run(appeal({ world }));
    expect(events.map(({ name }) => name)).to.deep.equal(['DisputeAppealed']);
    const dispute = readDispute(world);
    expect([dispute.appellant, dispute.deposit]).to.deep.equal(['Client', DEPOSIT]);
    expect(balance(world.chain, vaultOfDispute())).to.equal(BOND + DEPOSIT);
    expect(ends(world).votingEnds).to.equal(world.chain.now() + 7n * DAY);
    expect(dispute.clientEvidence).to.deep.equal(evidence('that is new'));
  });

  it('is possible in the last second and not after it', () => {
    const world = countedOut(disputed(), 0n, MANY);
    warpTo(world, START + 16n * DAY + 1n);
    rejects(appeal({ world }), 'AppealClosed');
    const inTime = countedOut(disputed(), 0n, MANY);
    warpTo(inTime, START + 16n * DAY);
    run(appeal({ world: inTime }));
    rejects(executeVerdict({ world: warpTo(inTime, START + 23n * DAY) }), 'VerdictNotFinal');
    run(executeVerdict({ world: warpTo(inTime, START + 23n * DAY + 1n) }));
  });

  it('is possible once', () => {
    const world = countedOut(disputed(), 0n, MANY);
    run(appeal({ world }));
    rejects(appeal({ world, evidenceHash: evidence('again') }), 'AppealClosed');
  });

  it('is for the side that lost', () => {
    const world = countedOut(disputed(), MANY, 0n);
    rejects(appeal({ world }), 'OnlyLoserMayAppeal');
    const owner = { appellant: world.owner.publicKey, appellantToken: cyxwizOf(world, world.owner) };
    run(appeal({ world, accounts: owner }));
  });

  it('asks for evidence that is there and new', () => {
    const world = countedOut(disputed(), 0n, MANY);
    rejects(appeal({ world, evidenceHash: new Uint8Array(32) }), 'EvidenceMissing');
    rejects(appeal({ world, evidenceHash: evidence('of the client') }), 'EvidenceNotNew');
  });

  it('lets the other side answer for 48 hours', () => {
    const world = countedOut(disputed(), 0n, MANY);
    run(appeal({ world }));
    const since = world.chain.now();
    warpTo(world, since + 2n * DAY);
    run(submitEvidence({ world }));
    warpTo(world, since + 2n * DAY + 1n);
    rejects(submitEvidence({ world }), 'EvidenceClosed');
  });

  it('refuses strangers, other mints and accounts of others', () => {
    const world = countedOut(disputed(), 0n, MANY);
    const stranger = { appellant: world.stranger.publicKey, appellantToken: cyxwizOf(world, world.stranger) };
    rejects(appeal({ world, accounts: stranger }), 'NotAParty');
    rejects(
      appeal({ world, accounts: { appellantToken: cyxwizOf(world, world.owner) } }),
      'WrongTokenAccount',
    );
    const mint = createMint(world.chain);
    const appellantToken = giveTokens(world.chain, mint, world.client.publicKey, TOKEN);
    rejects(appeal({ world, accounts: { mint, appellantToken } }), 'WrongMint');
  });
});

describe('governance: execute_verdict', () => {
  for (const [forClient, forNode, verdict] of [
    [0n, 0n, 'NoQuorum'],
    [MANY, 0n, 'ForClient'],
    [0n, MANY, 'ForNode'],
    [MANY / 2n, MANY / 2n, 'NoQuorum'],
  ] as const) {
    it(`is ${verdict} for ${forClient / TOKEN} against ${forNode / TOKEN} votes`, () => {
      const world = decided(countedOut(disputed(), forClient, forNode));
      const { events } = run(executeVerdict({ world }));
      expect(events.map(({ name }) => name)).to.deep.equal(['VerdictExecuted']);
      const dispute = readDispute(world);
      expect([dispute.verdict, dispute.resolvedAt]).to.deep.equal([verdict, world.chain.now()]);
    });
  }

  it('waits for the time to appeal, and runs once', () => {
    const world = disputed();
    rejects(executeVerdict({ world: warpTo(world, START + 16n * DAY) }), 'VerdictNotFinal');
    run(executeVerdict({ world: warpTo(world, START + 16n * DAY + 1n) }));
    rejects(executeVerdict({ world }), 'AlreadyResolved');
  });

  it('refuses anyone but job-escrow', () => {
    const world = decided();
    rejects(
      executeVerdict({ world, accounts: { escrowAuthority: world.stranger.publicKey } }),
      'NotJobEscrow',
    );
  });
});

describe('governance: release_bonds', () => {
  for (const [opener, forClient, forNode, back] of [
    ['Client', MANY, 0n, true],
    ['Client', 0n, MANY, false],
    ['Client', 0n, 0n, true],
    ['Node', MANY, 0n, false],
    ['Node', 0n, MANY, true],
    ['Node', 0n, 0n, true],
  ] as const) {
    const how = back ? 'returns' : 'keeps';
    it(`${how} the ${opener.toLowerCase()}'s bond after ${forClient}:${forNode}`, () => {
      const world = executed(countedOut(disputed(new World(), opener), forClient, forNode));
      const { events } = run(releaseBonds({ world }));
      expect(events.map(({ name }) => name)).to.deep.equal(['BondsReleased']);
      const { client, owner, treasury } = purses(world);
      const openers = opener === 'Client' ? client : owner;
      expect([openers, treasury]).to.deep.equal(back ? [1_000n * TOKEN, 0n] : [1_000n * TOKEN - BOND, BOND]);
      expect(balance(world.chain, vaultOfDispute())).to.equal(0n);
    });
  }

  it('returns the deposit of an appeal that won, and the bond with it', () => {
    const world = appealed(countedOut(disputed(), 0n, MANY), MANY);
    run(releaseBonds({ world: executed(world) }));
    expect(purses(world)).to.deep.include({ client: 1_000n * TOKEN, treasury: 0n });
  });

  it('keeps the deposit of an appeal that changed nothing', () => {
    const world = countedOut(disputed(), 0n, MANY);
    run(appeal({ world }));
    run(releaseBonds({ world: executed(world) }));
    expect(purses(world)).to.deep.include({
      client: 1_000n * TOKEN - BOND - DEPOSIT,
      treasury: BOND + DEPOSIT,
    });
  });

  it('gives the treasury what was given to the vault', () => {
    const world = executed();
    mintTo(world.chain, world.mint, vaultOfDispute(), 5n);
    run(releaseBonds({ world }));
    expect(purses(world)).to.deep.include({ client: 1_000n * TOKEN, treasury: 5n });
  });

  it('returns the rent of the vault to its payer', () => {
    const world = executed();
    const before = lamports(world, world.payer.publicKey);
    const rent = lamports(world, vaultOfDispute());
    run(releaseBonds({ world }));
    expect(lamports(world, world.payer.publicKey)).to.equal(before + rent);
  });

  it('pays out even when the rent payer has become a program', () => {
    const world = executed();
    makeRentPayerProgram(world);
    const rent = lamports(world, vaultOfDispute());
    const before = lamports(world, disputeOf());
    run(releaseBonds({ world }));
    expect(lamports(world, disputeOf())).to.equal(before + rent);
  });

  it('refuses before the verdict is executed, and a second time', () => {
    rejects(releaseBonds({ world: decided() }), 'NotResolved');
    const world = released();
    rejects(releaseBonds({ world }), 'AccountNotInitialized');
  });

  it('would refuse a second time if the vault came back', () => {
    const world = executed();
    setDispute(world, { bondsReleased: true, bond: 0n });
    world.chain.audit.suspend();
    rejects(releaseBonds({ world }), 'BondsReleased');
  });

  it('pays nobody but the parties', () => {
    const world = executed();
    const stranger = cyxwizOf(world, world.stranger);
    rejects(releaseBonds({ world, accounts: { openerToken: stranger } }), 'WrongTokenAccount');
    rejects(releaseBonds({ world, accounts: { appellantToken: stranger } }), 'WrongTokenAccount');
    rejects(releaseBonds({ world, accounts: { rentPayer: world.stranger.publicKey } }), 'WrongRentPayer');
    rejects(releaseBonds({ world, accounts: { treasury: stranger } }), 'ConstraintSeeds');
    rejects(releaseBonds({ world, accounts: { mint: createMint(world.chain) } }), 'WrongMint');
  });

  it('does not pay an appellant who is not named', () => {
    const world = appealed(countedOut(disputed(), 0n, MANY), MANY);
    rejects(
      releaseBonds({ world: executed(world), accounts: { appellantToken: null } }),
      'WrongTokenAccount',
    );
  });
});

describe('governance: close_dispute', () => {
  it('returns the rent to its payer', () => {
    const world = released();
    const rent = lamports(world, disputeOf());
    const before = lamports(world, world.payer.publicKey);
    const { events } = run(closeDispute({ world }));
    expect(events.map(({ name }) => name)).to.deep.equal(['DisputeClosed']);
    expect(lamports(world, world.payer.publicKey)).to.equal(before + rent);
  });

  it('waits until bonds are released and votes are closed', () => {
    rejects(closeDispute({ world: executed() }), 'BondsNotReleased');
    const world = released();
    setDispute(world, { openVotes: 1 });
    rejects(closeDispute({ world }), 'VotesOpen');
  });

  it('refuses to send the rent elsewhere', () => {
    const world = released();
    rejects(closeDispute({ world, accounts: { rentPayer: world.stranger.publicKey } }), 'WrongRentPayer');
  });
});
