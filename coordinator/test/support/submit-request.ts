import { encodeJobSpec } from '@cyxwiz/protocol';
import { address, PARAMS } from './fake-chain.ts';
import { jobSpec } from './harness.ts';

export const bytes = (length: number, fill = 9) => Buffer.alloc(length, fill);

/** A SubmitJob request that is accepted. */
export const SUBMIT = () => ({
  clientWallet: address(),
  clientKey: bytes(32, 0x33),
  specJson: Buffer.from(encodeJobSpec(jobSpec())),
  resources: {
    cpuCores: 2,
    memoryMib: 1024,
    gpuCount: 0,
    gpuMemoryMib: 0,
    gpuClass: 'GPU_CLASS_UNSPECIFIED',
  },
  priority: 'PRIORITY_NORMAL',
  mint: PARAMS.cyxwizMint,
  clientNonceHash: bytes(32),
});
