import { listParameters } from '@cyxwiz/protocol';
import { readParameterHistory, type Setting } from '../rest/governance.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { Address, Card, Loading, Notice, Time } from '../ui/parts.tsx';
import { Link } from '../ui/router.tsx';
import { useLoaded } from '../ui/use.ts';
import { ChangesTable } from './changes-table.tsx';
import { valueText, wordsFor } from './parameter-words.ts';
import { readConfig } from './read.ts';

const REFRESH_MS = 10_000;
const GROUPS: Readonly<Record<string, string>> = {
  fees: 'Fees',
  stake: 'Stakes of nodes',
  escrow: 'Jobs',
  reputation: 'Scores',
  voting: 'Votes and disputes',
  allowDevelopmentKeys: 'Proofs',
};

/** Every parameter as it is now. */
export function ParameterTable() {
  const loaded = useLoaded('parameters', readConfig, REFRESH_MS);
  if (loaded.state === 'loading') return <Loading what="Reading the parameters…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const all = listParameters(loaded.value);
  return (
    <>
      {Object.entries(GROUPS).map(([group, title]) => (
        <Card key={group} title={title}>
          <div class="scroll">
            <table class="cards titled">
              <thead>
                <tr>
                  <th scope="col">Parameter</th>
                  <th scope="col">In force now</th>
                </tr>
              </thead>
              <tbody>
                {all
                  .filter(({ path }) => path.split('.')[0] === group)
                  .map(({ path, value }) => (
                    <tr key={path}>
                      <td data-label="Parameter">
                        <span>
                          {wordsFor(path).words} <code class="small">{path}</code>
                        </span>
                      </td>
                      <td data-label="In force now">{valueText(path, value)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        </Card>
      ))}
    </>
  );
}

/** How they came to be so. */
export function ParameterHistory() {
  const loaded = useLoaded('history', readParameterHistory, REFRESH_MS);
  if (loaded.state === 'loading') return <Loading what="Reading the history…" />;
  if (loaded.state === 'failed') {
    return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
  }
  const { complete, settings } = loaded.value;
  return (
    <>
      {!complete && <Loading what="The coordinator still reads the chain; what is shown may not be all…" />}
      {complete && settings.length === 0 && <Notice kind="info" title="Nothing has been set yet" />}
      {settings.map((setting, at) => (
        <SettingCard
          key={`${setting.transaction}:${setting.proposal}`}
          setting={setting}
          first={complete && at === settings.length - 1}
        />
      ))}
    </>
  );
}

function SettingCard({ setting, first }: { setting: Setting; first: boolean }) {
  const { at, slot, transaction, proposal, changes } = setting;
  return (
    <section class="card setting">
      <p>
        {at === undefined ? `At slot ${slot}` : <Time ms={Date.parse(at)} />},{' '}
        {proposal === undefined ? (
          'by the key that was the authority'
        ) : (
          <>
            by <Link to={`/governance/proposals/${proposal}`}>{`proposal ${proposal}`}</Link>
          </>
        )}
        , transaction <Address of={transaction} label="the transaction’s signature" />
      </p>
      {changes.length > 0 && <ChangesTable changes={changes} caption="What changed" />}
      {changes.length === 0 && (
        <p>{first ? 'The parameters with which this chain began.' : 'Nothing was different from before.'}</p>
      )}
    </section>
  );
}
