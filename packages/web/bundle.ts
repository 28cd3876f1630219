// node packages/web/bundle.ts: the page's files into target/web, each with its brotli and gzip form beside it.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const OUT = here('../../target/web');
const KEYS = here('../../circuits/keys');

/** Modules that our packages import for Node only; the page calls nothing that needs them. Crypto has a stand-in. */
const NODE_ONLY = /^(node:|@grpc\/|@peculiar\/)/;
const ABSENT = 'module.exports = new Proxy({}, { get: () => undefined });';
const CRYPTO = `module.exports = new Proxy(require(${JSON.stringify(here('src/browser/node-crypto.ts'))}), {});`;
const OURS = /\/packages\/(protocol|sdk|engine)\/src\//;

/** Our packages are written for Node; what of them the page uses runs anywhere, and the rest falls away. */
const browser: Plugin = {
  name: 'browser',
  setup(bundler) {
    const virtual = (namespace: string, contents: string) =>
      bundler.onLoad({ filter: /.*/, namespace }, () => ({ contents, loader: 'js', resolveDir: here('.') }));
    const pure = async (args: Parameters<Parameters<typeof bundler.onResolve>[1]>[0]) => {
      if (args.pluginData !== undefined || (args.path.startsWith('.') && !OURS.test(args.importer))) return;
      const { importer, resolveDir, kind, with: attributes } = args;
      const options = { importer, resolveDir, kind, with: attributes, pluginData: 'resolved' };
      return { ...(await bundler.resolve(args.path, options)), sideEffects: false };
    };
    bundler.onResolve({ filter: /^node:crypto$/ }, ({ path }) => ({
      path,
      namespace: 'crypto',
      sideEffects: false,
    }));
    bundler.onResolve({ filter: NODE_ONLY }, ({ path }) => ({
      path,
      namespace: 'absent',
      sideEffects: false,
    }));
    // Messages in fifty languages that nothing here speaks.
    bundler.onResolve({ filter: /locales\/index\.js$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    virtual('absent', ABSENT);
    virtual('crypto', CRYPTO);
    bundler.onResolve({ filter: /^@cyxwiz\// }, pure);
    bundler.onResolve({ filter: /^\.{1,2}\// }, pure);
  },
};

const common = {
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  outdir: join(OUT, 'assets'),
  entryNames: '[name]-[hash]',
  inject: [here('src/browser/buffer.ts')],
  plugins: [browser],
  write: false,
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;
const DEFINED = { global: 'globalThis', 'process.env.NODE_ENV': '"production"' };

// By itself: whatever two parts of one build reach through our packages' entries would go into both.
const receipts = await build({
  ...common,
  define: DEFINED,
  entryPoints: { verify: here('src/receipt/verify.ts') },
});
const verifier = basename(receipts.outputFiles[0]?.path ?? '');
const result = await build({
  ...common,
  entryPoints: { page: here('src/main.tsx') },
  splitting: true,
  chunkNames: 'part-[hash]',
  define: { ...DEFINED, RECEIPT_VERIFIER: JSON.stringify(`/assets/${verifier}`) },
});

rmSync(OUT, { recursive: true, force: true });
mkdirSync(join(OUT, 'assets'), { recursive: true });
const named = (end: string) =>
  basename(
    result.outputFiles.find((file) => basename(file.path).startsWith('page-') && file.path.endsWith(end))
      ?.path ?? '',
  );
for (const { path, contents } of [...receipts.outputFiles, ...result.outputFiles]) put(path, contents);
// Beside the page, not in it: the circuits have a licence of their own.
mkdirSync(join(OUT, 'keys'));
for (const name of readdirSync(KEYS).filter((file) => file.endsWith('.vk.json'))) {
  put(join(OUT, 'keys', name), readFileSync(join(KEYS, name)));
}
put(join(OUT, 'index.html'), Buffer.from(document(named('.js'), named('.css'))));
if (process.env.CYXWIZ_WEB_META) writeFileSync(process.env.CYXWIZ_WEB_META, JSON.stringify(result.metafile));

function put(path: string, contents: Uint8Array): void {
  writeFileSync(path, contents);
  writeFileSync(`${path}.gz`, gzipSync(contents, { level: 9 }));
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
  );
}

function document(script: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>CyxWiz</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/${style}">
<script type="module" src="/assets/${script}"></script>
</head>
<body><div id="page"><p class="boot">Loading…</p></div><noscript>This page needs JavaScript. Everything on it can also be done with the command <code>cyxwiz</code>.</noscript></body>
</html>
`;
}
