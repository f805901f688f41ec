/**
 * Who may import whom. Each rule's comment says what to do instead; `npm test` prints it beside the import.
 * Imports of types count: a type that crosses a wall ties both sides together as well.
 */
// Tests, and what stands beside them for several of them: a contract of a port, fixtures, an oracle to compare with.
const TEST = '\\.(test|contract|fixtures|oracle)\\.ts$'
// Hashes, curves and canonical JSON.
const ARITHMETIC = ['@noble/curves', '@noble/hashes', 'canonicalize']
const SUPPORT = ['^src/errors\\.ts$', ...packages('zod')]

module.exports = {
  forbidden: [
    {
      name: 'plugin-stays-in-its-folder',
      comment:
        "A plugin imports `bonfire`, zod, its own folder and other plugins' facts.ts. " +
        'Export what is missing from src/index.ts; react to another plugin by its facts.',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/', pathNot: TEST },
      to: { pathNot: ['^src/index\\.ts$', ...packages('zod'), '^plugins/$1/', '^plugins/[^/]+/facts\\.ts$'] },
    },
    {
      name: 'plugin-test-stays-in-its-folder',
      comment:
        "A plugin's test imports what the plugin may, and `bonfire/testing`, vitest and fast-check. " +
        'What several plugins do together is tested in test/.',
      severity: 'error',
      from: { path: `^plugins/([^/]+)/.*${TEST}` },
      to: {
        pathNot: [
          '^src/(testing/)?index\\.ts$',
          ...packages('zod', 'vitest', 'fast-check'),
          '^plugins/$1/',
          '^plugins/[^/]+/facts\\.ts$',
        ],
      },
    },
    {
      name: 'plugin-imports-bonfire-by-name',
      comment: "Write `from 'bonfire'` or `from 'bonfire/testing'`: a plugin can then be moved, copied and published.",
      severity: 'error',
      from: { path: '^plugins/' },
      to: { path: '^src/', dependencyTypes: ['local'] },
    },
    {
      name: 'core-does-no-io',
      comment:
        'events/ and host/ import each other, draw/, src/errors.ts and zod, and nothing of Node. ' +
        'Take what is needed as a parameter, or move the code to the folder that does the I/O.',
      severity: 'error',
      from: { path: '^src/(events|host)/', pathNot: TEST },
      to: { pathNot: ['^src/(events|host|draw)/', ...SUPPORT] },
    },
    {
      name: 'draw-is-arithmetic',
      comment:
        'draw/ imports itself, zod, and the libraries of hashing, curves and canonical JSON: so that anybody can read ' +
        'all of it. Take what is needed as a parameter.',
      severity: 'error',
      from: { path: '^src/draw/', pathNot: TEST },
      to: { pathNot: ['^src/draw/', ...packages('zod', ...ARITHMETIC)] },
    },
    {
      name: 'draw-test-is-arithmetic',
      comment:
        "draw/'s tests import what draw/ does, vitest, fast-check and Node, whose own hashing they compare with. " +
        'What a draw means for a group is tested with its plugin.',
      severity: 'error',
      from: { path: `^src/draw/.*${TEST}` },
      to: {
        pathNot: ['^src/draw/', ...packages('zod', ...ARITHMETIC, 'vitest', 'fast-check')],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'verifier-stands-alone',
      comment:
        'draw-verifier/ imports itself and the libraries of hashing and curves, so that no mistake of the code that ' +
        'draws is in it, and so that it runs in a browser as it is. Write it a second time, from docs/draw-format.md.',
      severity: 'error',
      from: { path: '^src/draw-verifier/', pathNot: TEST },
      to: { pathNot: ['^src/draw-verifier/', ...packages('@noble/curves', '@noble/hashes')] },
    },
    onlyIn('arithmetic', ARITHMETIC, '^src/draw(-verifier)?/', {
      instead: 'Ask src/draw for a hash, a signature or a pick.',
    }),
    onlyIn('grammy-and-telegraf', ['grammy', 'telegraf'], '^src/adapters/telegram/', {
      instead: "Use the adapter's events and deliveries; they are the same for every platform.",
    }),
    onlyIn('wechaty', ['wechaty[a-z-]*'], '^src/adapters/wechat/', {
      instead: "Use the adapter's events and deliveries; they are the same for every platform.",
    }),
    onlyIn('time-libraries', ['node-schedule', 'temporal-polyfill', 'dayjs'], '^src/scheduler/', {
      instead: 'Ask src/scheduler for a day, a time or an occurrence; it knows zones and daylight saving.',
    }),
    onlyIn('drawing', ['@napi-rs/canvas', '@fontsource/[a-z-]+'], '^src/pictures/', {
      instead: 'Ask src/pictures to draw a card, or let a plugin describe one.',
    }),
    onlyIn('hono', ['hono', '@hono/[a-z-]+'], '^src/web/', {
      instead: 'Export `fetch(request: Request): Response`, which web mounts.',
    }),
    onlyIn('lowdb', ['lowdb'], '^src/(journal|simulation)/', {
      instead: 'Put what must last into a fact; pages are the cache of the journal.',
    }),
    onlyIn(
      'reading-content',
      ['yaml', 'handlebars', 'unified', 'remark-[a-z]+', 'micromark-extension-[a-z-]+'],
      '^(src/content/|scripts/bench/)',
      {
        instead:
          'Ask src/content for what is in the library; it knows places of mistakes, and keeps values out of markdown.',
      },
    ),
    onlyIn('signing', ['standardwebhooks'], '^(src/orders/|test/orders-)', {
      instead: 'Ask src/orders to sign an order, or whether one is signed.',
    }),
    onlyIn('winston', ['winston'], '^src/log\\.ts$', { instead: 'Take the logger of src/log.ts.' }),
    onlyIn('commander', ['commander'], '^(src/main\\.ts$|src/cli|scripts/)', {
      instead: 'Read arguments in src/main.ts and pass on what they mean.',
    }),
    {
      name: 'simulation-is-for-trying-out',
      comment:
        'Only testing/, rehearsal/, playground/, tests, scripts and the command line import simulation/. ' +
        'Depend on the contract it implements (adapter, clock, journal), and let main choose.',
      severity: 'error',
      from: {
        pathNot: [
          '^src/(simulation|testing|rehearsal|playground)/',
          '^src/(main\\.ts$|cli)',
          '^scripts/',
          '^test/',
          TEST,
        ],
      },
      to: { path: '^src/simulation/' },
    },
    {
      name: 'rehearsal-is-for-trying-out',
      comment:
        'Only playground/, the command line, tests and scripts import rehearsal/. Move what the product needs as well out of it.',
      severity: 'error',
      from: { pathNot: ['^src/(rehearsal|playground)/', '^src/(main\\.ts$|cli)', '^scripts/', '^test/', TEST] },
      to: { path: '^src/rehearsal/' },
    },
    {
      name: 'playground-is-for-trying-out',
      comment:
        'Only the command line, tests and scripts import playground/. What a real deployment serves stands in dashboard/ and web/.',
      severity: 'error',
      from: { pathNot: ['^src/playground/', '^src/(main\\.ts$|cli)', '^scripts/', '^test/', TEST] },
      to: { path: '^src/playground/' },
    },
    onlyIn('drawing-pages', ['preact', 'htm', 'uplot'], '^src/web/pages/', {
      instead: 'Pages are modules that run in browsers as they are; the server sends them what they show as JSON.',
    }),
    {
      name: 'pages-run-in-browsers',
      comment:
        'Pages import each other, preact, htm and uplot: what the import map names. Ask the server for the rest.',
      severity: 'error',
      from: { path: '^src/web/pages/' },
      to: { pathNot: ['^src/web/pages/', ...packages('preact', 'htm', 'uplot')] },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'src/testing is for tests. Move what the product needs as well to the folder it is about.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/testing/', TEST] },
      to: { path: '^src/testing/' },
    },
    {
      name: 'src-knows-no-plugin',
      comment:
        'Plugins are found and loaded at start by src/plugins.ts. A test that needs real plugins stands in test/.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^plugins/' },
    },
    {
      name: 'nobody-imports-a-test',
      comment: 'Move what is shared into a file of its own: src/testing for everybody, test/ for our tests.',
      severity: 'error',
      from: { pathNot: ['^test/', TEST] },
      to: { path: ['^test/', TEST] },
    },
    {
      name: 'no-cycle',
      comment: 'Move what both sides need into a third file, or hand it in as a parameter.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}

/** A library that stands behind one wall, so that it can be replaced there. */
function onlyIn(name, libraries, folder, { instead }) {
  const places = folder.replaceAll(/[\\^$]/g, '')
  return {
    name: `${name}-in-one-place`,
    comment: `Only ${places} imports this library. ${instead}`,
    severity: 'error',
    from: { pathNot: folder },
    to: { path: packages(...libraries) },
  }
}

/** Packages by their names, installed or not. */
function packages(...names) {
  return names.flatMap(name => [`^${name}(/|$)`, `^node_modules/${name}/`, `^node_modules/@types/${name}/`])
}
