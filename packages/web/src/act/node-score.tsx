import { ratiosOf } from '@cyxwiz/protocol';
import { reader } from '../chain/rpc.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { percent } from '../ui/format.ts';
import { Facts, Loading, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { OutcomeList } from './outcome-list.tsx';

const PARTS = ['Jobs completed', 'Kept to its estimates', 'Ratings', 'Proofs that held', 'Uptime'];

async function read(address: string) {
  const [node, config] = await Promise.all([reader.node(address), reader.config()]);
  if (!node || !config) return undefined;
  const score = await reader.score(address, node.value.index);
  return { score, index: node.value.index, params: config.value.params.reputation };
}

/** A node's score from what the chain recorded of it, part by part. */
export function NodeScore({ node }: { node: string }) {
  const loaded = useLoaded(node, () => read(node));
  if (loaded.state === 'loading') return <Loading what="Reading the score…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  if (!loaded.value?.score) {
    return (
      <Notice kind="info" title="Nothing has been recorded of this node yet">
        It starts at 0 and takes small jobs until it has earned more.
      </Notice>
    );
  }
  const { score, index, params } = loaded.value;
  const {
    settled,
    failed,
    timedOut,
    cancelled,
    disputesLost,
    disputesWon,
    ratings,
    proofsValid,
    proofsTotal,
  } = score;
  const n = Number(score.trust) / 10_000;
  return (
    <>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" class="number">
                Reached
              </th>
              <th scope="col" class="number">
                Points
              </th>
            </tr>
          </thead>
          <tbody>
            {ratiosOf(score).map((part, at) => (
              <tr key={PARTS[at]}>
                <td>{PARTS[at]}</td>
                <td class="number">{percent(Number(part))}</td>
                <td class="number">
                  {Math.round((Number(part) * (params.weights[at] ?? 0)) / 10_000)} of {params.weights[at]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Facts
        rows={[
          ['Penalties', `${score.adjustment} points not yet recovered from`],
          [
            'Trust',
            `the sum counts by ${percent((10_000 * n) / (n + params.confidence))}: it has earned the weight of ${n.toLocaleString(undefined, { maximumFractionDigits: 2 })} jobs`,
          ],
          [
            'Outcomes',
            `${settled} paid, ${failed} failed, ${timedOut} timed out, ${cancelled} cancelled by clients`,
          ],
          ['Proofs', `${proofsValid} of ${proofsTotal} held`],
          ['Ratings and disputes', `${ratings} rated, ${disputesWon} disputes won, ${disputesLost} lost`],
          ['Score', `${score.score} of 1,000`],
        ]}
      />
      <OutcomeList node={node} index={index} />
    </>
  );
}
