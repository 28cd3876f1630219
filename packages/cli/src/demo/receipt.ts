import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bytesToField } from '@cyxwiz/protocol';
import {
  draftReceipt,
  exportLedger,
  heldOutAccuracy,
  type Receipt,
  rpcEvidence,
  sealReceipt,
} from '@cyxwiz/sdk';
import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import type { Story } from './main-job.ts';
import type { ListedTransaction } from './transactions.ts';
import type { World } from './world.ts';

const CLI = fileURLToPath(new URL('../../bin/cyxwiz.mjs', import.meta.url));

/** Writes receipt.json, the ledger that it refers to, and the weights, beside each other. */
export async function writeReceipt(
  world: World,
  story: Story,
  listed: readonly ListedTransaction[],
  balances: Receipt['balances'],
  path: string,
): Promise<{ receipt: Receipt; weightsFile: string }> {
  const { run, end, settled } = story;
  if (!end.weights || !end.proof) throw new Error('there is nothing to write a receipt about');
  const chain = rpcEvidence(world.chain.rpcUrl);
  const node = await world.chain.reader.node(settled.job.node);
  if (!node) throw new Error('the node is not on chain');
  const draft = await draftReceipt({
    wallet: run.client.wallet,
    chain,
    cluster: 'embedded',
    checked: run.checked,
    job: settled.job,
    node: { operator: node.value.operator, index: node.value.index },
    tokenProgram: TOKEN_PROGRAM_ID.toBase58(),
    epochs: run.epochs,
    weights: end.weights,
    weightsCommitment: bytesToField(settled.job.anchoredWeights),
    evaluation: run.checked.job.dataset && heldOutAccuracy(end.weights, run.checked.job.dataset),
    proof: end.proof,
    signatures: listed.map((t) => t.signature),
    balances,
    score: { before: settled.scoreBefore, after: settled.scoreAfter },
  });
  const file = path.replace(/(\.json)?$/, '.ledger.json');
  const content = await exportLedger(draft, chain, await world.chain.reader.slot());
  const receipt = await sealReceipt(draft, run.client.wallet, { file: basename(file), content });
  const weightsFile = path.replace(/(\.json)?$/, '.weights.safetensors');
  await Promise.all([
    writeFile(path, `${JSON.stringify(receipt, null, 2)}\n`),
    writeFile(file, `${JSON.stringify(content)}\n`),
    writeFile(weightsFile, end.weights),
  ]);
  return { receipt, weightsFile };
}

/** Runs `cyxwiz verify` as a process of its own, as somebody else would. */
export function verifyAsProcess(
  path: string,
  weightsFile: string,
  print: (line: string) => void,
): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [CLI, 'verify', resolve(path), '--weights', resolve(weightsFile)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data));
    child.stderr.on('data', (data: Buffer) => (output += data));
    child.once('error', fail);
    child.once('close', (code) => {
      for (const line of output.trimEnd().split('\n')) print(line);
      done(code ?? 1);
    });
  });
}
