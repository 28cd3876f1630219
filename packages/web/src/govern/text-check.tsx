import { useState } from 'preact/hooks';
import { hashOfFile } from '../ui/hash-field.tsx';
import { Notice } from '../ui/parts.tsx';

/** The chain holds only the hash of the text that explains a proposal; whoever has the text compares it here. */
export function TextCheck({ hash }: { hash: string }) {
  const [same, setSame] = useState<boolean>();
  const compare = async (file: File | undefined) =>
    setSame(file && (await hashOfFile(file).catch(() => '')) === hash);
  return (
    <div class="fields">
      <p class="small">
        Explained by a text with the SHA-256 <code class="hash">{hash}</code>. Proposers keep it where voters
        find it.
      </p>
      <label>
        Compare a text that you were given; it stays on your machine
        <input type="file" onChange={(event) => compare(event.currentTarget.files?.[0])} />
      </label>
      {same === true && <Notice kind="good" title="This is the text" />}
      {same === false && (
        <Notice kind="bad" title="This is another text" next="ask the proposer for the right one" />
      )}
    </div>
  );
}
