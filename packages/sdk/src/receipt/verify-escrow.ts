import { exactTermsOf, type Job, jobEscrow, toHex } from '@cyxwiz/protocol';
import { type Checklist, same } from './checklist.ts';
import { type Evidence, madeAccount } from './evidence.ts';
import type { Receipt } from './schema.ts';
import type { TransactionView } from './transaction-view.ts';

/** The escrow account; when it has been closed, the events that the escrow emitted tell the same. */
export async function verifyEscrow(
  receipt: Receipt,
  evidence: Evidence,
  views: ReadonlyMap<string, TransactionView>,
  list: Checklist,
): Promise<void> {
  const { job, proof } = receipt;
  const inputs = proof.publicInputs;
  const events = [...views.values()].flatMap((view) => view.events);
  await list.check('the escrow accepted, anchored, proved and settled this job', () => {
    const acceptedBy = events.find((e) => e.name === 'JobAccepted' && e.data.job === job.address);
    if (acceptedBy?.name !== 'JobAccepted') throw new Error('it recorded no acceptance');
    same('the binding', toHex(acceptedBy.data.binding), inputs.binding);
    same('the slot of acceptance', acceptedBy.data.slot, job.acceptedSlot);
    same('the node', acceptedBy.data.node, job.node);
    same('the node’s owner', acceptedBy.data.nodeOwner, job.nodeOwner);
    const proven = events.filter((e) => e.name === 'CheckpointsProven' && e.data.job === job.address).at(-1);
    if (proven?.name !== 'CheckpointsProven') throw new Error('it recorded no proof');
    same('the proven root', toHex(proven.data.root), inputs.root);
    same('the proven weights', toHex(proven.data.weights), inputs.finalWeights);
    same('the proven checkpoints', proven.data.proven, job.checkpoints);
    same('the development mark', proven.data.developmentKey, receipt.developmentKey);
    return `${job.checkpoints} of ${job.checkpoints} checkpoints`;
  });
  await list.check('the escrow account says the same', async () => {
    const account = await madeAccount(evidence, job.address);
    if (!account) return 'closed since, its rent returned; its events above stand for it';
    same('its owner', account.owner, receipt.programs.jobEscrow);
    compareJob(jobEscrow.decodeAccount('Job', Buffer.from(account.data, 'base64')), receipt);
    return `state Settled, price ${job.price}`;
  });
}

function compareJob(found: Job, receipt: Receipt): void {
  const { job, proof, payment } = receipt;
  const inputs = proof.publicInputs;
  const pairs: Record<string, [unknown, unknown]> = {
    state: [found.state, 'Settled'],
    tier: [found.tier, receipt.tier],
    client: [found.client, job.client],
    mint: [found.mint, job.mint],
    decimals: [found.decimals, job.decimals],
    nonce: [found.nonce, job.nonce],
    price: [found.price, job.price],
    'assignment hash': [toHex(found.assignmentHash), job.assignmentHash],
    'specification hash': [toHex(found.specHash), job.specHash],
    'data set root': [toHex(found.datasetRoot), job.spec.datasetRoot],
    'initial weights': [toHex(found.initialWeights), job.spec.initialWeights],
    'client nonce hash': [toHex(found.clientNonceHash), job.clientNonceHash],
    epochs: [found.epochs, job.spec.epochs],
    checkpoints: [found.checkpoints, job.checkpoints],
    audits: [found.audits, job.audits],
    'exact terms': [toHex(found.exactTerms), toHex(exactTermsOf(job.spec).exactTerms)],
    'audits due': [found.auditsDue, receipt.audit?.audits ?? 0],
    'audits proven': [found.auditsProven, receipt.audit?.audits ?? 0],
    'anchored steps': [found.stepsAnchored, receipt.audit !== undefined],
    'verifying key': [found.verifyingKey, proof.verifyingKey],
    'development mark': [found.developmentKey, receipt.developmentKey],
    node: [found.node, job.node],
    'node owner': [found.nodeOwner, job.nodeOwner],
    'creation time': [found.createdAt, job.createdAt],
    deadline: [found.deadline - found.createdAt, job.deadlineSeconds],
    'acceptance time': [found.acceptedAt, job.acceptedAt],
    'acceptance slot': [found.acceptedSlot, job.acceptedSlot],
    'anchor time': [found.anchoredAt, job.anchoredAt],
    'end time': [found.endedAt, job.endedAt],
    binding: [toHex(found.binding), inputs.binding],
    root: [toHex(found.anchoredRoot), inputs.root],
    'final weights': [toHex(found.anchoredWeights), inputs.finalWeights],
    'elapsed time': [found.anchoredElapsedMs, inputs.elapsedMs],
    'proven checkpoints': [found.provenCheckpoints, inputs.checkpoints],
    'paid to the node': [found.paidNode, payment.node],
    'paid as fee': [found.paidFee, payment.fee],
    refunded: [found.refunded, payment.refunded],
    burned: [found.burned, payment.burned],
    'fee rate': [found.feeBps, payment.feeBps],
    'fee vault': [found.feeVault, payment.feeVault],
  };
  for (const [what, [onChain, stated]] of Object.entries(pairs)) same(what, onChain, stated);
}
