// Imports only inwards: adapter → use case → domain. https://github.com/sverweij/dependency-cruiser
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const room = (folder) => ({ path: `^${folder}/` });

export default {
  forbidden: [
    forbid(
      'no-circles',
      'a circle has no inside',
      { pathNot: '/(generated|proto-types)/' },
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ['type-only'] },
      },
    ),
    forbid(
      'domain-is-innermost',
      'the domain knows neither ports nor what implements them',
      { path: '^(coordinator|packages/(?:node|relay))/src/domain/' },
      { path: '^(coordinator|packages/(?:node|relay))/src/(usecases|adapters|surfaces|main\\.ts)' },
    ),
    forbid(
      'usecases-know-no-adapters',
      'use cases reach the world through ports',
      { path: '^(coordinator|packages/(?:node|relay))/src/usecases/' },
      { path: '^(coordinator|packages/(?:node|relay))/src/(adapters|surfaces|main\\.ts)' },
    ),
    forbid(
      'ports-know-no-adapters',
      'a port is an interface of the inside',
      { path: '^(coordinator|packages/(?:node|relay))/src/ports/' },
      { path: '^(coordinator|packages/(?:node|relay))/src/(adapters|surfaces|usecases|main\\.ts)' },
    ),
    forbid(
      'coordinator-stands-alone',
      'only the command line starts a coordinator in its own process',
      { path: '^packages/', pathNot: '^packages/cli/' },
      room('coordinator'),
    ),
    forbid(
      'coordinator-needs-no-agent',
      'the coordinator introduces; it neither trains nor proves',
      room('coordinator/src'),
      { path: '^packages/', pathNot: '^packages/(protocol/|web/src/server/)' },
    ),
    forbid(
      'relay-knows-neither-side',
      'the relay passes bytes on; it is no node, no client and no coordinator',
      room('packages/relay/src'),
      { path: '^(coordinator|packages/(?!(?:protocol|relay)/))' },
    ),
    forbid(
      'proofs-stay-optional',
      'circuits and proofs are GPL: what an engine embeds loads them only on demand',
      { path: '^packages/(sdk|node)/src/' },
      { path: '^packages/proofs/', dynamic: false, preCompilationOnly: false },
    ),
    forbid(
      'localnet-is-for-tests',
      'no product code starts a chain',
      { path: '^(coordinator/src|packages/(?!localnet|cli)[^/]+/src)/' },
      room('packages/localnet'),
    ),
    forbid(
      'protocol-is-the-bottom',
      'everything depends on protocol, so it depends on none of ours',
      room('packages/protocol/src'),
      { path: '^(coordinator|packages/(?!protocol/))' },
    ),
    forbid('resolvable', 'an import that resolves to nothing', {}, { couldNotResolve: true }),
    forbid(
      'sources-do-not-import-tests',
      'tests know the sources, never the other way',
      { path: '/src/' },
      { path: '(/test/|^tests/)' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
