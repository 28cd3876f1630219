import { type Order, readOrder } from '../rest/api.ts';
import { Address, Card, Facts } from './parts.tsx';
import { Private } from './private.tsx';
import { specRows } from './spec-rows.ts';

/** What the client ordered, and why this node got it: between the client and the coordinator, and not on chain. */
export function OrderCard({ job, client }: { job: string; client: string }) {
  return (
    <Card title="The order">
      <Private
        wallet={client}
        what="What was ordered, and why this node was chosen."
        load={() => readOrder(job)}
      >
        {(order) => <Shown order={order} />}
      </Private>
    </Card>
  );
}

function Shown({ order }: { order: Order }) {
  return (
    <>
      <Facts
        rows={[
          ...specRows(order.specJson),
          ['Offered to', <Address key="n" of={order.node} label="the node’s address" />],
          ['Match', `${order.matchScore.toFixed(3)} of 1`],
        ]}
      />
      <h3>How the price came about</h3>
      <ul>
        {order.priceExplanation.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {order.rejections.length > 0 && (
        <>
          <h3>Why not the others</h3>
          <ul>
            {order.rejections.map(({ node, reason }) => (
              <li key={node}>
                <Address of={node} label="the node’s address" /> {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
