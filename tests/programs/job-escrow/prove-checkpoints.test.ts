import { verifyingKeyAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { addVerifyingKey, retireVerifyingKey } from '../fixtures/governance.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { jobOf, readJob } from '../fixtures/job-escrow/job.ts';
import { setJob } from '../fixtures/job-escrow/state.ts';
import { progressAfter, proofAfter } from '../fixtures/job-escrow/training.ts';
import {
  acceptJob,
  anchored,
  anchorProgress,
  CHECKPOINTS,
  createJob,
  due,
  funded,
  PRICE,
  proveCheckpoints,
  proven,
  running,
  settle,
} from '../fixtures/job-escrow.ts';
import type { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';

/** A world whose node has anchored the first ten of twenty checkpoints. */
function halfway(): World {
  const world = running();
  world.chain.warp(300);
  return world.once('anchored', () => anchorProgress({ world, checkpoints: 10 }));
}

function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
}

describe('job-escrow: prove_checkpoints', () => {
  it('takes a real proof of the final root from anybody', () => {
    const world = anchored();
    const shown = eventOf(run(proveCheckpoints({ world })), 'CheckpointsProven');
    expect([shown.provenBefore, shown.proven, shown.earned, shown.developmentKey]).to.deep.equal([
      0,
      20,
      PRICE,
      true,
    ]);
    expect(readJob(world)).to.include({
      state: 'Proving',
      provenCheckpoints: 20,
      proofs: 1,
      provenAt: world.chain.now(),
    });
  });

  it('takes proofs on the way, each for the latest anchor', () => {
    const world = halfway();
    const half = proofAfter(world, 10);
    const shown = eventOf(run(proveCheckpoints({ world, proof: half })), 'CheckpointsProven');
    expect([shown.proven, shown.earned]).to.deep.equal([10, PRICE / 2n]);
    run(anchorProgress({ world, checkpoints: CHECKPOINTS }));
    rejects(proveCheckpoints({ world, proof: half }), 'ProofInvalid');
    run(proveCheckpoints({ world }));
    expect(readJob(world)).to.include({ provenCheckpoints: 20, proofs: 2 });
  });

  it('saves a node that finishes in the last second: anchor and proof fit one transaction', () => {
    const world = running();
    world.chain.warp(readJob(world).deadline - world.chain.now());
    const steps = [
      anchorProgress({ world, checkpoints: CHECKPOINTS }),
      proveCheckpoints({ world: world.skip('anchored') }),
    ];
    const sent = world.chain.send(
      steps.map((step) => step.instruction),
      steps.flatMap((step) => step.signers),
      { units: 400_000 },
    );
    expect(sent.bytes).to.be.at.most(1_232);
    expect(readJob(world)).to.include({ state: 'Proving', provenCheckpoints: 20 });
  });

  it('refuses a proof of more than is anchored', () => {
    const world = halfway();
    rejects(proveCheckpoints({ world, proof: proofAfter(world, CHECKPOINTS) }), 'ProofInvalid');
  });

  it('refuses to prove an anchor twice', () => {
    rejects(proveCheckpoints({ world: proven() }), 'NothingToProve');
  });

  it('refuses when nothing is anchored', () => {
    const world = running();
    const proof = proofAfter(world, CHECKPOINTS);
    rejects(proveCheckpoints({ world: world.skip('anchored'), proof }), 'NothingToProve');
  });

  describe('wrong proofs', () => {
    for (const part of ['a', 'b', 'c'] as const) {
      it(`refuses a proof with another ${part}`, () => {
        const world = anchored();
        const proof = proofAfter(world, CHECKPOINTS);
        rejects(
          proveCheckpoints({ world, proof: { ...proof, [part]: flipped(proof[part]) } }),
          'ProofInvalid',
        );
        run(proveCheckpoints({ world }));
      });
    }

    it('refuses zeros', () => {
      const proof = { a: new Uint8Array(64), b: new Uint8Array(128), c: new Uint8Array(64) };
      rejects(proveCheckpoints({ world: anchored(), proof }), 'ProofInvalid');
    });

    it('refuses an A that is not negated', () => {
      const world = anchored();
      const proof = proofAfter(world, CHECKPOINTS);
      const p = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
      const y = BigInt(`0x${Buffer.from(proof.a.subarray(32)).toString('hex')}`);
      const a = Uint8Array.from([
        ...proof.a.subarray(0, 32),
        ...Buffer.from((p - y).toString(16).padStart(64, '0'), 'hex'),
      ]);
      rejects(proveCheckpoints({ world, proof: { ...proof, a } }), 'ProofInvalid');
    });

    for (const [what, change] of [
      ['another root', { anchoredRoot: progressAfter(running(), 19).root }],
      ['other weights', { anchoredWeights: progressAfter(running(), 19).weights }],
      ['another time', { anchoredElapsedMs: 20_001n }],
      ['another binding', { binding: progressAfter(running(), 19).root }],
    ] as const) {
      it(`refuses the proof for ${what}`, () => {
        const world = anchored();
        const test = proveCheckpoints({ world });
        setJob(world, change);
        rejects(test, 'ProofInvalid');
      });
    }

    it('refuses the proof for another number of checkpoints', () => {
      const world = anchored();
      const test = proveCheckpoints({ world });
      setJob(world, { checkpoints: 21, anchoredCheckpoints: 21 });
      rejects(test, 'ProofInvalid');
    });
  });

  it('refuses the proof of another job of the same client, node, data and slot', () => {
    const world = funded();
    run(createJob({ world, nonce: 2n }));
    const accounts = { job: jobOf(world, 2n) };
    run(acceptJob({ world, accounts }));
    const mine = proofAfter(anchored(world), CHECKPOINTS);
    run(anchorProgress({ world, checkpoints: CHECKPOINTS, accounts }));
    rejects(proveCheckpoints({ world, proof: mine, accounts }), 'ProofInvalid');
    run(proveCheckpoints({ world, proof: mine }));
  });

  it('refuses the proof of a job at the same address that was accepted in another slot', () => {
    const world = funded();
    const mine = proofAfter(anchored(), CHECKPOINTS);
    world.chain.warp(1);
    rejects(proveCheckpoints({ world: anchored(world), proof: mine }), 'ProofInvalid');
  });

  it('refuses another verifying key, even one with the same points', () => {
    const world = anchored();
    run(addVerifyingKey({ world, keyVersion: 2 }));
    rejects(
      proveCheckpoints({ world, accounts: { verifyingKey: verifyingKeyAddress(1, 2) } }),
      'WrongVerifyingKey',
    );
  });

  it('lets a job finish with a key that was retired since', () => {
    const world = anchored();
    run(retireVerifyingKey({ world }));
    run(proveCheckpoints({ world }));
  });

  it('ends with the deadline, its last second included', () => {
    const world = anchored();
    world.chain.warp(readJob(world).deadline + 1n - world.chain.now());
    rejects(proveCheckpoints({ world }), 'DeadlinePassed');
    world.chain.warp(-1);
    run(proveCheckpoints({ world }));
  });

  it('refuses a job that has ended', () => {
    const world = due();
    run(settle({ world }));
    rejects(proveCheckpoints({ world }), 'JobNotRunning');
  });

  it('fits a transaction and half of the default budget', () => {
    const { units, bytes } = run(proveCheckpoints());
    expect(bytes).to.be.at.most(1_232);
    expect(units <= 112_000n, `${units} compute units`).to.equal(true);
  });
});
