import { expect } from 'chai';
import { Context } from '../src/context.ts';
import { CheckpointKeeper } from '../src/jobs/checkpoint-keeper.ts';

const taken = (epoch: number) => ({ epoch, path: `/kept/${epoch}` });

/** A keeper whose downloads end when the test says so, and what it told. */
function keeper(json = false) {
  const told = { out: '', err: '' };
  const stopping = new AbortController();
  const context = new Context(
    {
      ...{ env: {}, signal: stopping.signal, interactive: false, ask: async () => '' },
      out: (text) => {
        told.out += text;
      },
      err: (text) => {
        told.err += text;
      },
    },
    json,
  );
  const downloads: PromiseWithResolvers<{ epoch: number; path: string }>[] = [];
  const kept = new CheckpointKeeper(context, () => {
    const download = Promise.withResolvers<{ epoch: number; path: string }>();
    downloads.push(download);
    return download.promise;
  });
  return { kept, downloads, told, stopping };
}

/** Lets everything happen that can. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('what is kept while a training is watched', () => {
  it('is the latest checkpoint: one download at a time, and one more for all that came meanwhile', async () => {
    const { kept, downloads, told } = keeper();
    kept.poke();
    kept.poke();
    kept.poke();
    expect(downloads).to.have.length(1);
    downloads[0]?.resolve(taken(20));
    await settle();
    expect(downloads).to.have.length(2);
    downloads[1]?.resolve(taken(60));
    await kept.idle();
    expect(downloads).to.have.length(2);
    expect(told.err).to.contain('epoch 20: /kept/20').and.to.contain('epoch 60: /kept/60');
  });

  it('is told to programs as events', async () => {
    const { kept, downloads, told } = keeper(true);
    kept.poke();
    downloads[0]?.resolve(taken(20));
    await kept.idle();
    expect(JSON.parse(told.out)).to.deep.equal({ event: 'kept', epoch: 20, path: '/kept/20' });
  });

  it('costs nothing but itself when it fails, and is tried again with the next', async () => {
    const { kept, downloads, told } = keeper();
    kept.poke();
    downloads[0]?.reject(new Error('the node went away'));
    await kept.idle();
    expect(told.err).to.contain('no checkpoint was kept: the node went away');
    kept.poke();
    expect(downloads).to.have.length(2);
    downloads[1]?.resolve(taken(40));
    await kept.idle();
    expect(told.err).to.contain('epoch 40');
  });

  it('is waited for at the end, and not begun when the program is told to stop', async () => {
    const { kept, downloads, stopping } = keeper();
    await kept.idle();
    kept.poke();
    kept.poke();
    let over = false;
    const idle = kept.idle().then(() => {
      over = true;
    });
    await settle();
    expect(over).to.equal(false);
    stopping.abort('SIGTERM');
    downloads[0]?.resolve(taken(20));
    await idle;
    expect(downloads).to.have.length(1);
  });
});
