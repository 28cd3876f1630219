import { sha256, toHex } from '@cyxwiz/protocol';
import { useState } from 'preact/hooks';

/** More than any evidence.json or text takes; the page reads it into memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The one that is called so, or the only one. */
export function chosenFile(files: FileList | null, name: string): File | undefined {
  const all = [...(files ?? [])];
  return all.find((file) => file.name === name) ?? (all.length === 1 ? all[0] : undefined);
}

/** @throws Error when the file is larger than the page reads */
export async function hashOfFile(file: File): Promise<string> {
  if (file.size > MOST_BYTES) throw new Error('the file is larger than 64 MiB: hash it with sha256sum');
  return toHex(sha256(new Uint8Array(await file.arrayBuffer())));
}

/** Asks for 32 bytes: of a file, which stays here, or typed. Undefined while they are not complete. */
export function HashField(props: { label: string; onHash: (hash: string | undefined) => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const take = (typed: string) => {
    const clean = typed.trim().toLowerCase();
    setText(clean);
    const whole = /^[0-9a-f]{64}$/.test(clean);
    setProblem(clean === '' || whole ? '' : 'A SHA-256 is 64 hexadecimal digits.');
    props.onHash(whole ? clean : undefined);
  };
  const read = async (files: FileList | null) => {
    const file = chosenFile(files, 'evidence.json');
    if (!file) return;
    try {
      take(await hashOfFile(file));
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <div class="fields">
      <label>
        {props.label}: a file, which stays on your machine
        <input type="file" onChange={(event) => read(event.currentTarget.files)} />
      </label>
      <label>
        or its SHA-256
        <input
          type="text"
          class="typed wide"
          value={text}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => take(event.currentTarget.value)}
        />
      </label>
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}
