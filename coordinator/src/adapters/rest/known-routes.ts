import type { FastifyInstance } from 'fastify';

/** Which methods an address answers to, for those who came with another. */
export class KnownRoutes {
  readonly #routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  /** To be made before the first route is added. */
  constructor(app: Pick<FastifyInstance, 'addHook'>) {
    app.addHook('onRoute', ({ url, method }) => {
      if (url.includes('*')) return;
      const pattern = new RegExp(`^${url.replace(/[.]/g, '\\.').replace(/:[^/]+/g, '[^/]+')}$`);
      const { methods } = this.#routes.get(url) ?? { methods: new Set<string>() };
      for (const name of [method].flat()) methods.add(name);
      this.#routes.set(url, { pattern, methods });
    });
  }

  /** Empty for an address that nothing is at. */
  methodsOf(url: string): string[] {
    const path = url.split('?', 1)[0] ?? '';
    return [...this.#routes.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap(({ methods }) => [...methods])
      .sort();
  }
}
