import { jobEscrow, nodeRegistry, type nodeRegistryTypes, operatorAddress } from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { heartbeat, nodeOf, registered, registerNode, rotateOperator } from '../fixtures/node-registry.ts';
import type { World } from '../fixtures/world.ts';
import { type Case, read, rejects, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';
import { giveTokens } from '../support/tokens.ts';

function node(world: World): nodeRegistryTypes.Node {
  return read(world.chain, nodeRegistry, 'Node', nodeOf(world));
}

/** Registers a node of the client's with this hot key. */
function second(world: World, operator: PublicKey): Case {
  const { client, mint, chain } = world;
  const ownerToken = giveTokens(chain, mint, client.publicKey, 1_000_000_000_000n);
  const test = registerNode({ world, accounts: { owner: client.publicKey, ownerToken, operator } });
  return { ...test, signers: [...test.signers, client] };
}

describe('node-registry: one hot key, one node', () => {
  it('ties the key to its node at registration', () => {
    const world = registered();
    const tie = read(world.chain, nodeRegistry, 'Operator', operatorAddress(world.operator.publicKey));
    expect(tie.node).to.equal(nodeOf(world).toBase58());
    expect(tie.rentPayer).to.equal(world.payer.publicKey.toBase58());
  });

  it('refuses a key that works for another node', () => {
    const world = registered();
    rejects(second(world, world.operator.publicKey), 'Custom 0');
    run(second(world, world.stranger.publicKey));
  });

  it("refuses somebody else's key without its signature", () => {
    const test = registerNode();
    test.instruction.keys = test.instruction.keys.map((key, at) =>
      at === 1 ? { ...key, isSigner: false } : key,
    );
    rejects(test, 'AccountNotSigner');
  });
});

describe('node-registry: rotate_operator', () => {
  it('moves the hot key at once, frees the old one and gives its rent back', () => {
    const world = registered();
    const { chain, operator, payer, stranger } = world;
    const before = node(world);
    const old = operatorAddress(operator.publicKey);
    const rent = chain.account(old)?.lamports ?? 0n;
    const held = chain.account(payer.publicKey)?.lamports ?? 0n;
    const { events } = run(rotateOperator({ world, accounts: { payer: payer.publicKey } }));
    expect(node(world)).to.deep.equal({ ...before, operator: stranger.publicKey.toBase58() });
    expect(chain.account(old)).to.equal(undefined);
    // The same payer pays for the new account what it gets back for the old one.
    expect(chain.account(payer.publicKey)?.lamports).to.equal(held);
    expect(chain.account(operatorAddress(stranger.publicKey))?.lamports).to.equal(rent);
    rejects(heartbeat({ world }), 'NotOperator');
    run(heartbeat({ world, accounts: { operator: stranger.publicKey } }));
    expect(events.map(({ name }) => name)).to.deep.equal(['OperatorRotated']);
    run(second(world, operator.publicKey));
  });

  it('gives the rent to who paid it, whoever pays now', () => {
    const world = registered();
    const { chain, operator, payer } = world;
    const rent = chain.account(operatorAddress(operator.publicKey))?.lamports ?? 0n;
    const held = chain.account(payer.publicKey)?.lamports ?? 0n;
    run(rotateOperator({ world }));
    expect((chain.account(payer.publicKey)?.lamports ?? 0n) - held).to.equal(rent);
  });

  it('gives it to the owner when its payer has become a program', () => {
    const world = registered();
    const { chain, operator, owner } = world;
    const old = operatorAddress(operator.publicKey);
    const rent = chain.account(old)?.lamports ?? 0n;
    doctor(chain, nodeRegistry, 'Operator', old, { rentPayer: jobEscrow.id.toBase58() });
    const held = chain.account(owner.publicKey)?.lamports ?? 0n;
    run(rotateOperator({ world, accounts: { rentPayer: jobEscrow.id } }));
    expect((chain.account(owner.publicKey)?.lamports ?? 0n) - held).to.equal(rent);
  });

  it('refuses the present key again', () => {
    const world = registered();
    rejects(rotateOperator({ world, accounts: { operator: world.operator.publicKey } }), 'Custom 0');
  });

  it('refuses a key that works for another node', () => {
    const world = registered();
    run(second(world, world.stranger.publicKey));
    rejects(rotateOperator({ world }), 'Custom 0');
  });

  it('refuses no operator', () => {
    const test = rotateOperator({ accounts: { operator: PublicKey.default } });
    rejects({ ...test, options: { asProgram: true } }, 'InvalidOperator');
  });

  it('refuses a stranger and the operator in the place of the owner', () => {
    const world = registered();
    for (const who of [world.stranger, world.operator]) {
      rejects(rotateOperator({ world, accounts: { owner: who.publicKey } }), 'NotOwner');
    }
  });

  it('refuses to give the rent to anyone else', () => {
    const world = registered();
    rejects(rotateOperator({ world, accounts: { rentPayer: world.stranger.publicKey } }), 'WrongRentPayer');
  });

  it("refuses another node's operator account", () => {
    const world = registered();
    run(second(world, world.stranger.publicKey));
    const previous = operatorAddress(world.stranger.publicKey);
    const accounts = { previous, operator: world.client.publicKey };
    rejects(rotateOperator({ world, accounts }), 'ConstraintSeeds');
  });

  it('refuses an operator account that names another node', () => {
    const world = registered();
    const own = operatorAddress(world.operator.publicKey);
    doctor(world.chain, nodeRegistry, 'Operator', own, { node: world.stranger.publicKey.toBase58() });
    rejects(rotateOperator({ world }), 'WrongOperatorAccount');
  });
});
