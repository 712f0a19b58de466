/** The arrows of the architecture: who may import whom, each with its reason. Type imports count. */

const drivers =
  '^node_modules/(fastify|@fastify|socket[.]io|@socket[.]io|engine[.]io|ws|ioredis|@prisma|prisma|mariadb|mysql2|@libsql|libsql|argon2|rate-limiter-flexible|prom-client|pino)(/|-|$)';

const shelf = (folder) => ({
  name: `${folder}-serves-the-ports`,
  comment: `${folder} is a shelf: it implements what the ports of chat/ ask for and knows no rule, no door and no other shelf.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    path: '^src/',
    pathNot: [`^src/${folder}/`, '^src/protocol/', '^src/chat/ports[.]ts$', '^src/chat/[a-z]+-ports[.]ts$'],
  },
});

const door = (folder) => ({
  name: `${folder}-is-a-door`,
  comment: `${folder} turns the wire into calls of the engine; a door that reached for a shelf or the other door would go round the rules.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [`^src/${folder}/`, '^src/protocol/', '^src/chat/'] },
});

const onlyIn = (folder, what, packages) => ({
  name: `${what}-only-in-${folder}`,
  comment: `Only ${folder} speaks to ${what}, so that it can be replaced and tested in one place.`,
  severity: 'error',
  from: { path: '^src/', pathNot: [`^src/${folder}/`, '^src/compose[.]ts$'] },
  to: { path: `^node_modules/(${packages})(/|-|$)` },
});

module.exports = {
  forbidden: [
    {
      name: 'protocol-stands-alone',
      comment: 'The wire is shared with the page and with every client, so it needs nothing of ours.',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^src/', pathNot: '^src/protocol/' },
    },
    {
      name: 'chat-knows-only-the-protocol',
      comment:
        'The engine holds every rule and is tested without a door or a shelf; ports.ts says what it needs of them.',
      severity: 'error',
      from: { path: '^src/chat/' },
      to: { path: '^src/', pathNot: ['^src/chat/', '^src/protocol/'] },
    },
    {
      name: 'chat-without-frameworks',
      comment: 'The engine knows neither a framework nor a driver: those change, the rules stay.',
      severity: 'error',
      from: { path: '^src/(chat|protocol)/' },
      to: { path: drivers },
    },
    shelf('storage'),
    shelf('cluster'),
    shelf('passwords'),
    shelf('factors'),
    door('http'),
    door('realtime'),
    {
      name: 'observability-stands-aside',
      comment: 'Logs and metrics are handed in by compose.ts; what they watch is told to them, never fetched.',
      severity: 'error',
      from: { path: '^src/observability/' },
      to: { path: '^src/', pathNot: ['^src/observability/', '^src/protocol/'] },
    },
    {
      name: 'web-knows-only-the-protocol',
      comment: 'The page runs elsewhere: all it shares with the server is the wire.',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { path: '^src/', pathNot: ['^src/web/', '^src/protocol/'] },
    },
    {
      name: 'web-model-without-a-screen',
      comment:
        'What the page knows and does is tested without a screen and without a network: the views read it, net feeds it.',
      severity: 'error',
      from: { path: '^src/web/model/' },
      to: { path: ['^src/web/(view|net)/', '^node_modules/(preact|socket[.]io-client)(/|-|$)'] },
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
      comment: 'One file knows every part; main.ts and cli.ts read the configuration and hand it to compose.ts.',
      severity: 'error',
      from: { path: '^src/[^/]+[.]ts$', pathNot: '^src/compose[.]ts$' },
      to: { path: '^src/[^/]+/', pathNot: '^src/protocol/' },
    },
    {
      name: 'config-imports-no-part',
      comment: 'The configuration is read first, so it depends on nothing that is configured.',
      severity: 'error',
      from: { path: '^src/config[.]ts$' },
      to: { path: '^src/', pathNot: '^src/protocol/' },
    },
    {
      name: 'parts-know-no-whole',
      comment:
        'A part is handed what it needs by compose.ts; it never reaches up for the configuration or the composition.',
      severity: 'error',
      from: { path: '^src/[^/]+/' },
      to: { path: '^src/[^/]+[.]ts$' },
    },
    onlyIn('storage', 'the-database', '@prisma|prisma|mariadb|mysql2|@libsql|libsql'),
    onlyIn('cluster', 'redis', 'ioredis|rate-limiter-flexible'),
    onlyIn('passwords', 'argon2', 'argon2'),
    onlyIn('factors', 'webauthn-and-totp', '@simplewebauthn/server|otpauth'),
    {
      name: 'no-development-packages-at-run-time',
      comment: 'Production installs without development packages; the page is built beforehand and may use them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/web/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
    {
      name: 'no-cycles',
      comment: 'Files that need one another cannot be read, tested or moved one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing needs and that needs nothing is left over: use it or remove it.',
      severity: 'error',
      from: { orphan: true, pathNot: ['^src/(main|cli)[.]ts$', '[.]d[.]ts$', '^src/web/vite[.]config[.]ts$'] },
      to: {},
    },
    {
      name: 'nothing-unresolved',
      comment: 'An arrow to nowhere hides where it should lead.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['^node_modules/', '^src/storage/generated/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
