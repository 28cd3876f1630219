import type { ParameterDifference } from '@cyxwiz/protocol';
import { valueText, wordsFor } from './parameter-words.ts';

/** Parameters before and after. */
export function ChangesTable({
  changes,
  caption,
}: {
  changes: readonly ParameterDifference[];
  caption: string;
}) {
  return (
    <div class="scroll">
      <table class="cards titled">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ path, before, after }) => (
            <tr key={path}>
              <td data-label="Parameter">
                <span>
                  {wordsFor(path).words} <code class="small">{path}</code>
                </span>
              </td>
              <td data-label="Before">{valueText(path, before)}</td>
              <td data-label="After">
                <strong>{valueText(path, after)}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
