import { programs } from '@cyxwiz/protocol';
import { ComputeBudgetProgram, TransactionMessage, type VersionedTransaction } from '@solana/web3.js';

const WORDS: Readonly<Record<string, string>> = {
  registerNode: 'Register your node, and put its stake into its vault',
  rotateOperator: 'Put a new operator key in the place of your node’s old one',
  createJob: 'Pay a job’s price into its vault',
  waiveObjection: 'Give up the time to object: the node is paid at once',
  cancel: 'Take the job back',
  rate: 'Rate the node',
  settle: 'Pay the node of a proven job',
  timeoutRefund: 'Refund a job whose time is over',
  applyOutcomes: 'Fold recorded outcomes into the nodes’ scores',
  closeJob: 'Close a finished job; its deposit goes back to who paid it',
  claimProgress: 'Pay the node for proven progress',
  recordSlotHash: 'Record the hash that helps to draw the audits',
  openChallenge: 'Reveal your share of the lot, and draw the audits',
  reassign: 'Let another node go on',
};

const OTHERS: Readonly<Record<string, string>> = {
  '11111111111111111111111111111111': 'An instruction of Solana’s own program, such as sending SOL',
  ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL: 'Make a token account, if it is missing',
  TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA: 'An instruction of the token program',
  TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb: 'An instruction of the token program',
};

/** Each instruction in words, by the interface that the page itself carries. */
export function describe(transaction: VersionedTransaction): string[] {
  return TransactionMessage.decompile(transaction.message)
    .instructions.filter(({ programId }) => !programId.equals(ComputeBudgetProgram.programId))
    .map(({ programId, data }) => {
      const program = Object.values(programs).find(({ id }) => id.equals(programId));
      const name = program?.decodeInstruction(data)?.name;
      if (name !== undefined) return WORDS[name] ?? `${program?.idl.metadata.name}: ${name}`;
      return (
        OTHERS[programId.toBase58()] ?? `An instruction of the program ${programId.toBase58()}, unknown here`
      );
    });
}
