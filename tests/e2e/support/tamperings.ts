import { readFile } from 'node:fs/promises';
import { type StepCircuit, toHex } from '@cyxwiz/protocol';
import {
  ClientError,
  type Ledger,
  ledgerDigest,
  ledgerEvidence,
  parseLedger,
  type Receipt,
  readCommittedKey,
  receiptDigest,
  receiptSchema,
  verifyReceipt,
  type Wallet,
  weightsEvidence,
} from '@cyxwiz/sdk';

export type Scene = { path: string; receipt: Receipt; wallet: Wallet; key: URL };
export type Outcome = { ok: boolean; failed: string[] };
export type Draft = { receipt: Receipt; ledger: Ledger };

const CIRCUITS = new URL('../../../circuits/', import.meta.url);

/** The step circuits' keys, as `cyxwiz verify` reads them. */
export const committedStepKey = ({ verifyingKey }: StepCircuit) =>
  readCommittedKey(new URL(verifyingKey, CIRCUITS));

/** Another character of the same alphabet, so that the format still holds and only the meaning is wrong. */
export function other(text: string): string {
  const last = text.at(-1);
  if (/^\d+$/.test(text)) return String(BigInt(text) + 1n);
  return text.slice(0, -1) + (last === '1' ? '2' : '1');
}

/** The client itself lies: it changes its receipt (or ledger) and signs again, so only the facts can catch it. */
export function lie(name: string, change: (draft: Draft) => void) {
  const tamper = async (scene: Scene): Promise<Outcome> => {
    const ledger = parseLedger(
      JSON.parse(await readFile(scene.path.replace('.json', '.ledger.json'), 'utf8')),
    );
    const draft: Draft = { receipt: structuredClone(scene.receipt), ledger: structuredClone(ledger) };
    change(draft);
    if (draft.receipt.ledger) draft.receipt.ledger.sha256 = ledgerDigest(draft.ledger);
    const signed = await scene.wallet.signMessage?.(receiptDigest(draft.receipt));
    draft.receipt.signature = toHex(signed ?? new Uint8Array(64));
    const { ok, checks } = await verifyReceipt(draft.receipt, ledgerEvidence(draft.ledger), {
      committedKey: await readCommittedKey(scene.key),
      committedStepKey,
      weights: weightsEvidence(await readFile(scene.path.replace('.json', '.weights.safetensors'))),
    });
    return { ok, failed: checks.filter((check) => !check.ok).map((check) => check.name) };
  };
  return { name: `${name}, signed again by the client`, tamper };
}

export const find = (draft: Draft, kind: string) => {
  const found = draft.receipt.transactions.find((t) => t.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
};
const record = (draft: Draft, kind: string) => {
  const found = draft.ledger.transactions[find(draft, kind).signature];
  if (!found) throw new Error(`no record of ${kind}`);
  return found;
};
export const flip = (base64: string, at: number): string => {
  const bytes = Buffer.from(base64, 'base64');
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return bytes.toString('base64');
};
export const account = (draft: Draft, address: string) => {
  const found = draft.ledger.accounts[address];
  if (!found) throw new Error(`no account ${address}`);
  return found;
};

/** Each leaf of the receipt, and of the ledger: its change breaks a format, a signature or a hash. */
export const everyFieldLies = { name: 'every single field, not signed again', tamper: everyField };
export const everyLedgerFieldLies = { name: 'every single field of the ledger', tamper: everyLedgerField };

export const control = lie('nothing', () => {});

export const tamperings = [
  lie('the exact tier', ({ receipt }) => {
    receipt.tier = 'Exact';
  }),
  lie('a ceremony’s key', ({ receipt }) => {
    receipt.developmentKey = false;
  }),
  lie('another cluster', ({ receipt }) => {
    receipt.cluster.genesisHash = receipt.job.client;
  }),
  lie('another program', ({ receipt }) => {
    receipt.programs.jobEscrow = receipt.programs.governance;
  }),
  lie('a higher price', ({ receipt }) => {
    receipt.job.price = other(receipt.job.price);
  }),
  lie('another node', ({ receipt }) => {
    receipt.job.node = receipt.job.client;
  }),
  lie('another owner', ({ receipt }) => {
    receipt.job.nodeOwner = receipt.job.client;
  }),
  lie('another operator', ({ receipt }) => {
    receipt.job.nodeOperator = receipt.job.client;
  }),
  lie('another mint', ({ receipt }) => {
    receipt.job.mint = receipt.job.client;
  }),
  lie('another salt', ({ receipt }) => {
    receipt.job.salt = other(receipt.job.salt);
  }),
  lie('another assignment', ({ receipt }) => {
    receipt.job.assignmentHash = other(receipt.job.assignmentHash);
  }),
  lie('fewer epochs', ({ receipt }) => {
    receipt.job.spec.epochs -= 1;
  }),
  lie('another seed', ({ receipt }) => {
    receipt.job.spec.seed = other(receipt.job.spec.seed);
  }),
  lie('another data set', ({ receipt }) => {
    receipt.job.spec.datasetRoot = `0${receipt.job.spec.datasetRoot.slice(1)}`;
  }),
  lie('another slot of acceptance', ({ receipt }) => {
    receipt.job.acceptedSlot = other(receipt.job.acceptedSlot);
  }),
  lie('another time of acceptance', ({ receipt }) => {
    receipt.job.acceptedAt = other(receipt.job.acceptedAt);
  }),
  lie('another end', ({ receipt }) => {
    receipt.job.endedAt = other(receipt.job.endedAt);
  }),
  lie('another deadline', ({ receipt }) => {
    receipt.job.deadlineSeconds = other(receipt.job.deadlineSeconds);
  }),
  lie('a better loss', ({ receipt }) => {
    const [first] = receipt.checkpoints ?? [];
    if (first) first.lossMicros = other(first.lossMicros);
  }),
  lie('a checkpoint less', ({ receipt }) => void receipt.checkpoints?.pop()),
  lie('another root', ({ receipt }) => {
    receipt.proof.publicInputs.root = other(receipt.proof.publicInputs.root);
  }),
  lie('another binding', ({ receipt }) => {
    receipt.proof.publicInputs.binding = other(receipt.proof.publicInputs.binding);
  }),
  lie('another elapsed time', ({ receipt }) => {
    receipt.proof.publicInputs.elapsedMs = other(receipt.proof.publicInputs.elapsedMs);
  }),
  lie('other weights', ({ receipt }) => {
    receipt.weights.commitment = other(receipt.weights.commitment);
    receipt.proof.publicInputs.finalWeights = receipt.weights.commitment;
  }),
  lie('another weights file', ({ receipt }) => {
    receipt.weights.sha256 = other(receipt.weights.sha256);
  }),
  lie('another proof', ({ receipt }) => {
    receipt.proof.a = other(receipt.proof.a);
  }),
  lie('another key', ({ receipt }) => {
    receipt.proof.verifyingKeySha256 = other(receipt.proof.verifyingKeySha256);
  }),
  lie('another key version', ({ receipt }) => {
    receipt.proof.keyVersion = 2;
  }),
  lie('a smaller fee', ({ receipt }) => {
    receipt.payment.fee = String(BigInt(receipt.payment.fee) - 1n);
    receipt.payment.node = String(BigInt(receipt.payment.node) + 1n);
  }),
  lie('another fee rate', ({ receipt }) => {
    receipt.payment.feeBps = 800;
    receipt.payment.fee = String((BigInt(receipt.job.price) * 800n) / 10_000n);
    receipt.payment.node = String(BigInt(receipt.job.price) - BigInt(receipt.payment.fee));
  }),
  lie('a refund', ({ receipt }) => {
    receipt.payment.refunded = '1';
  }),
  lie('another payee', ({ receipt }) => {
    receipt.payment.nodeToken = receipt.payment.clientToken;
  }),
  lie('another fee vault', ({ receipt }) => {
    receipt.payment.feeVault = receipt.payment.clientToken;
  }),
  lie('no settlement', ({ receipt }) => {
    receipt.transactions = receipt.transactions.filter((t) => t.kind !== 'settle');
  }),
  lie('no proof transaction', ({ receipt }) => {
    receipt.transactions = receipt.transactions.filter((t) => t.kind !== 'prove_checkpoints');
  }),
  lie('fewer compute units', (draft) => {
    find(draft, 'settle').computeUnits -= 1;
  }),
  lie('a lower fee', (draft) => {
    find(draft, 'settle').feeLamports = '4999';
  }),
  lie('another slot', (draft) => {
    find(draft, 'settle').slot += 1;
  }),
  lie('another fee payer', (draft) => {
    find(draft, 'accept_job').feePayer = draft.receipt.job.client;
  }),
  lie('a richer client', ({ receipt }) => {
    const [row] = receipt.balances;
    if (row) row.after = other(row.after);
  }),
  lie('money that moved nowhere', ({ receipt }) => {
    const rows = receipt.balances.filter((row) => row.asset === 'tokens' && row.address);
    const [from, to] = rows;
    if (!from || !to) throw new Error('no rows');
    from.after = String(BigInt(from.after) - 1n);
    to.after = String(BigInt(to.after) + 1n);
  }),
  lie('a better score', ({ receipt }) => {
    receipt.score.after += 1;
  }),
  lie('another score page', ({ receipt }) => {
    receipt.score.page = receipt.job.address;
  }),
  lie('a changed escrow account', (draft) => {
    const escrow = account(draft, draft.receipt.job.address);
    escrow.data = flip(escrow.data, 13 + 8);
  }),
  lie('an escrow account of another program', (draft) => {
    account(draft, draft.receipt.job.address).owner = draft.receipt.programs.governance;
  }),
  lie('a changed verifying key', (draft) => {
    const key = account(draft, draft.receipt.proof.verifyingKey);
    key.data = flip(key.data, 200);
  }),
  lie('no verifying key', (draft) => void delete draft.ledger.accounts[draft.receipt.proof.verifyingKey]),
  lie('a changed signature', (draft) => {
    record(draft, 'settle').transaction = flip(record(draft, 'settle').transaction, 5);
  }),
  lie('a changed message', (draft) => {
    record(draft, 'create_job').transaction = flip(record(draft, 'create_job').transaction, -20);
  }),
  lie('a failed settlement', (draft) => {
    record(draft, 'settle').meta.err = 'x';
  }),
  lie(
    'a missing transaction',
    (draft) => void delete draft.ledger.transactions[find(draft, 'settle').signature],
  ),
  lie('a payment that did not arrive', (draft) => {
    const list = record(draft, 'settle').meta.postTokenBalances;
    for (const entry of list)
      if (entry.account === draft.receipt.payment.nodeToken) entry.amount = other(entry.amount);
  }),
  lie('no events', (draft) => {
    record(draft, 'settle').meta.innerInstructions = [];
  }),
  everyFieldLies,
  everyLedgerFieldLies,
];

/** Each leaf of the receipt: its change breaks the format or the wallet's signature. */
async function everyField({ receipt }: Scene): Promise<Outcome> {
  const genuine = toHex(receiptDigest(receipt));
  const unnoticed = leaves(receipt).filter((path) => {
    const changed = structuredClone(receipt);
    change(changed, path);
    const parsed = receiptSchema.safeParse(changed);
    if (!parsed.success || path.join('.') === 'signature') return false;
    return toHex(receiptDigest(parsed.data)) === genuine;
  });
  return { ok: unnoticed.length > 0, failed: ['the client’s wallet signed the receipt'] };
}

async function everyLedgerField({ path, receipt }: Scene): Promise<Outcome> {
  const ledger = JSON.parse(await readFile(path.replace('.json', '.ledger.json'), 'utf8')) as Ledger;
  const unnoticed = leaves(ledger).filter((leaf) => {
    const changed = structuredClone(ledger);
    change(changed, leaf);
    try {
      return ledgerDigest(parseLedger(changed)) === receipt.ledger?.sha256;
    } catch (error) {
      if (error instanceof ClientError) return false;
      throw error;
    }
  });
  return { ok: unnoticed.length > 0, failed: ['the ledger’s hash'] };
}

function leaves(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((item, i) => leaves(item, [...path, i]));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
  }
  return [path];
}

function change(root: unknown, path: (string | number)[]): void {
  let at = root as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const key = path.at(-1) ?? '';
  const value = at[key];
  if (typeof value === 'string') at[key] = value === '' ? '1' : other(value);
  else if (typeof value === 'number') at[key] = value + 1;
  else if (typeof value === 'boolean') at[key] = !value;
  else at[key] = 1;
}
