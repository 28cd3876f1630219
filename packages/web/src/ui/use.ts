import { useEffect, useState } from 'preact/hooks';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: unknown };

/** What `load` gives; loaded again when `key` changes, and every `everyMs` while the page is looked at. */
export function useLoaded<T>(key: string, load: () => Promise<T>, everyMs?: number): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  useEffect(() => {
    let wanted = true;
    const run = async () => {
      try {
        const value = await load();
        if (wanted) setLoaded({ state: 'ready', value });
      } catch (error) {
        // What was there stays; the next round may go better.
        if (wanted) setLoaded((before) => (before.state === 'ready' ? before : { state: 'failed', error }));
      }
    };
    setLoaded({ state: 'loading' });
    void run();
    const timer =
      everyMs === undefined ? undefined : setInterval(() => document.hidden || void run(), everyMs);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [key]);
  return loaded;
}

export interface Stream<T> {
  /** Undefined before the first message. */
  readonly value: T | undefined;
  /** The other side is not there; the browser goes on trying unless there never was one. */
  readonly lost: boolean;
}

/** The latest message of a kind of server-sent events. */
export function useEvents<T>(url: string | undefined, event: string, onEach?: (value: T) => void): Stream<T> {
  const [stream, setStream] = useState<Stream<T>>({ value: undefined, lost: false });
  useEffect(() => {
    setStream({ value: undefined, lost: false });
    if (url === undefined) return;
    const source = new EventSource(url);
    source.addEventListener(event, (message) => {
      const value = JSON.parse((message as MessageEvent<string>).data) as T;
      setStream({ value, lost: false });
      if (onEach?.(value)) source.close();
    });
    source.onerror = () => setStream((before) => ({ ...before, lost: true }));
    return () => source.close();
  }, [url]);
  return stream;
}
