import { Unsafe } from './unsafe.ts';

/** Tells the program that opened this page. @throws Error when it is gone */
export async function tellDesk(id: string, what: string, body: unknown): Promise<void> {
  const response = await fetch(`/desk/${id}/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return;
  const { message, next } = (await response.json().catch(() => ({}))) as { message?: string; next?: string };
  throw new Unsafe(
    message ?? 'the program that opened this page does not expect this any more',
    next ?? 'look at what the program says',
  );
}
