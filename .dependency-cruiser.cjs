/** The import rules of the architecture, each with its reason. Type imports count. */

const drivers =
  '^node_modules/(fastify|@fastify|socket[.]io|@socket[.]io|engine[.]io|ws|ioredis|@prisma|prisma|mariadb|mysql2|@photostructure|argon2|rate-limiter-flexible|prom-client|pino)(/|-|$)';

const adapter = (folder) => ({
  name: `${folder}-implements-ports`,
  comment: `${folder} is an adapter: it implements ports of the engine and imports no rule, no transport and no other adapter.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [`^src/${folder}/`, '^src/(protocol|policy)/', '^src/engine/ports/'] },
});

const transport = (folder) => ({
  name: `${folder}-is-a-transport`,
  comment: `${folder} turns requests into calls of the engine's entry; importing other engine files or adapters would bypass the rules.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    path: '^src/',
    pathNot: [`^src/${folder}/`, '^src/(protocol|policy)/', '^src/engine/engine[.]ts$', '^src/engine/ports/'],
  },
});

const onlyIn = (folder, what, packages) => ({
  name: `${what}-only-in-${folder.replaceAll('/', '-')}`,
  comment: `Only ${folder} uses ${what}, so that it can be replaced and tested in one place.`,
  severity: 'error',
  from: { path: '^src/', pathNot: [`^src/${folder}/`] },
  to: { path: `^node_modules/(${packages})(/|$)` },
});

module.exports = {
  forbidden: [
    {
      name: 'protocol-stands-alone',
      comment: 'The wire is shared with the page and with every client, so it imports no other folder.',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^src/', pathNot: '^src/protocol/' },
    },
    {
      name: 'policy-imports-only-the-protocol',
      comment: 'Every part of the server reads limits and deadlines, so they depend on no part.',
      severity: 'error',
      from: { path: '^src/policy/' },
      to: { path: '^src/', pathNot: '^src/(policy|protocol)/' },
    },
    {
      name: 'engine-imports-only-protocol-and-policy',
      comment: 'The engine holds every rule and is tested without transport or adapter; its ports declare its needs.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^src/', pathNot: '^src/(engine|protocol|policy)/' },
    },
    {
      name: 'engine-without-frameworks',
      comment: 'The engine imports neither a framework nor a driver: they change more often than the rules.',
      severity: 'error',
      from: { path: '^src/(engine|protocol|policy)/' },
      to: { path: drivers },
    },
    adapter('storage'),
    adapter('cluster'),
    adapter('credentials'),
    adapter('push'),
    adapter('files'),
    transport('http'),
    transport('realtime'),
    {
      name: 'observability-imports-only-protocol-and-policy',
      comment: 'compose.ts passes logs and metrics to the parts; observability imports none of them.',
      severity: 'error',
      from: { path: '^src/observability/' },
      to: { path: '^src/', pathNot: ['^src/observability/', '^src/(protocol|policy)/'] },
    },
    {
      name: 'web-imports-only-the-protocol',
      comment: 'The page runs in a browser: it shares only the wire with the server.',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { path: '^src/', pathNot: ['^src/web/', '^src/protocol/'] },
    },
    {
      name: 'web-model-without-a-screen',
      comment: "The page's model is tested without a screen and without a network: the views read it, net feeds it.",
      severity: 'error',
      from: { path: '^src/web/model/' },
      to: { path: ['^src/web/(view|net)/', '^node_modules/(preact|socket[.]io-client)(/|-|$)'] },
    },
    {
      name: 'web-view-without-the-network',
      comment: 'Views act through the model; only the composition of the page connects the model to the network.',
      severity: 'error',
      from: { path: '^src/web/view/' },
      to: { path: '^src/web/net/' },
    },
    {
      name: 'server-without-the-page',
      comment: 'The server serves the built page as files; it never imports its sources.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/web/' },
      to: { path: '^src/web/' },
    },
    {
      name: 'only-compose-imports-across',
      comment:
        'Only compose.ts (a node) and compose-commands.ts (commands) import every part; others read the configuration and pass it on.',
      severity: 'error',
      from: { path: '^src/([^/]+|cli/[^/]+)[.]ts$', pathNot: '^src/compose(-commands)?[.]ts$' },
      to: { path: '^src/[^/]+/', pathNot: '^src/(protocol|policy|cli)/' },
    },
    {
      name: 'config-imports-no-part',
      comment: 'The configuration is read first, so it depends on nothing that is configured.',
      severity: 'error',
      from: { path: '^src/config[.]ts$' },
      to: { path: '^src/', pathNot: ['^src/(protocol|policy)/', '^src/environment[.]ts$'] },
    },
    {
      name: 'parts-import-no-composition',
      comment: 'compose.ts passes each part its needs; only commands import the configuration or the composition.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: '^src/cli/' },
      to: { path: '^src/[^/]+[.]ts$' },
    },
    onlyIn('storage', 'the-database', '@prisma|prisma|mariadb|mysql2|@photostructure'),
    onlyIn('cluster', 'redis', 'ioredis|rate-limiter-flexible|@socket[.]io/redis-adapter'),
    onlyIn('credentials', 'argon2-webauthn-and-totp', 'argon2|@simplewebauthn/server|otpauth'),
    onlyIn('push', 'web-push', 'web-push'),
    onlyIn('files', 'zip-archives', 'yazl'),
    onlyIn('http', 'fastify', 'fastify|@fastify/[^/]+|helmet'),
    onlyIn('realtime', 'socket-io', 'socket[.]io|engine[.]io|ws'),
    onlyIn('web', 'preact', 'preact|@preact/[^/]+'),
    {
      name: 'no-development-packages-at-run-time',
      comment: 'Production installs without development packages; the page is built beforehand and may use them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/web/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
    {
      name: 'no-cycles',
      comment: 'Files in a cycle cannot be read, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'No file imports this file, and it imports none: use it or remove it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '^src/(main|cli)[.]ts$',
          '[.]d[.]ts$',
          '^src/web/vite[.]config[.]ts$',
          '^src/web/(public/|document-(start|last-view)[.]js$)',
        ],
      },
      to: {},
    },
    {
      name: 'nothing-unresolved',
      comment: 'An unresolved import hides a dependency from these rules.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['^node_modules/', '^src/(storage|web/texts|web/view/emoji)/generated/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
