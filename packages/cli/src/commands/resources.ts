import { Option } from 'commander';
import { wholeNumber } from '../input/numbers.ts';

export interface ResourceOptions {
  readonly cpu: number;
  readonly memory: number;
  readonly gpu: number;
  readonly gpuMemory: number;
  readonly gpuClass?: 'consumer' | 'datacenter';
  readonly priority: 'low' | 'normal' | 'high' | 'critical';
}

/** What a job needs of a machine, for its price and its match. */
export const resourceOptions = (): Option[] => [
  new Option('--cpu <n>', 'processor cores').argParser(wholeNumber(1, 65_535)).default(1),
  new Option('--memory <MiB>', 'main memory').argParser(wholeNumber(1, 0xffff_ffff)).default(256),
  new Option('--gpu <n>', 'graphics processors').argParser(wholeNumber(0, 255)).default(0),
  new Option('--gpu-memory <MiB>', 'memory of all of them').argParser(wholeNumber(0, 0xffff_ffff)).default(0),
  new Option('--gpu-class <class>', 'kind of graphics processor').choices(['consumer', 'datacenter']),
  new Option('--priority <priority>', 'how urgent it is')
    .choices(['low', 'normal', 'high', 'critical'])
    .default('normal'),
];

export function resourcesOf(options: ResourceOptions) {
  const { cpu, memory, gpu, gpuMemory, gpuClass, priority } = options;
  const graphics =
    gpu === 0 ? {} : { gpuCount: gpu, gpuMemoryMib: gpuMemory, ...(gpuClass ? { gpuClass } : {}) };
  return { priority, resources: { cpuCores: cpu, memoryMib: memory, ...graphics } };
}
