import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { benchmarkEngine } from '../src/adapters/engine/benchmark-engine.ts';
import { detectHardware } from '../src/adapters/system/detect-hardware.ts';
import { readGpus } from '../src/adapters/system/gpus.ts';

describe('what the machine is', () => {
  let drm: string;
  const none = () => Promise.reject(new Error('ENOENT'));
  beforeEach(() => {
    drm = mkdtempSync(join(tmpdir(), 'cyxwiz-drm-'));
  });
  afterEach(() => rmSync(drm, { recursive: true }));

  function card(name: string, files: Record<string, string>): void {
    mkdirSync(join(drm, name, 'device'), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(drm, name, 'device', file), text);
  }

  it('has the cards that nvidia-smi lists', async () => {
    const nvidiaSmi = async () => 'NVIDIA H100 80GB HBM3, 81559, 1024, 37\nNVIDIA GB10, [N/A], [N/A], 5\n\n';
    expect(await readGpus({ nvidiaSmi, drm })).to.deep.equal([
      { name: 'NVIDIA H100 80GB HBM3', totalMib: 81_559, memoryMib: 1_024, utilisation: 0.37 },
    ]);
  });

  it('has the cards of which the kernel tells the memory, and no screens', async () => {
    const gib = 1024 ** 3;
    card('card1', {
      mem_info_vram_total: `${16 * gib}\n`,
      mem_info_vram_used: `${gib}\n`,
      gpu_busy_percent: '80\n',
    });
    card('card0', { vendor: '0x1234\n' });
    card('card1-HDMI-A-1', { mem_info_vram_total: '1\n' });
    expect(await readGpus({ nvidiaSmi: none, drm })).to.deep.equal([
      { name: 'AMD card1', totalMib: 16_384, memoryMib: 1_024, utilisation: 0.8 },
    ]);
  });

  it('has none where nobody answers, and always cores and memory', async () => {
    const found = await detectHardware({ nvidiaSmi: none, drm: join(drm, 'nothing') });
    expect(found).to.deep.include({ gpuCount: 0, gpuMemoryMib: 0, gpuNames: [] });
    expect(found.cpuCores).to.be.greaterThan(0);
    expect(found.memoryMib).to.be.greaterThan(100);
  });

  it('trains so many multiply-accumulates a second as its clock says', () => {
    // A clock that moves a tenth as far at each look gives about ten times the looks, and so the work.
    const clock = (step: number) => {
      let looks = 0;
      return () => step * looks++;
    };
    const [coarse, fine] = [benchmarkEngine(1_000, clock(200)), benchmarkEngine(1_000, clock(20))];
    expect(Number(fine) / Number(coarse)).to.be.within(5, 20);
  });
});
