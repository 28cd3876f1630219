import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const moved = new EventTarget();

export function go(path: string): void {
  history.pushState(null, '', path);
  moved.dispatchEvent(new Event('moved'));
  window.scrollTo(0, 0);
  // Readers hear where they are, as after a page load.
  requestAnimationFrame(() => document.querySelector<HTMLElement>('main h1')?.focus());
}

export function usePath(): string {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const look = () => setPath(location.pathname);
    moved.addEventListener('moved', look);
    addEventListener('popstate', look);
    return () => {
      moved.removeEventListener('moved', look);
      removeEventListener('popstate', look);
    };
  }, []);
  return path;
}

/** A link within the page; with a key held down it opens as any link does. */
export function Link({
  to,
  children,
  current,
}: {
  to: string;
  children: ComponentChildren;
  current?: boolean;
}) {
  return (
    <a
      href={to}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
