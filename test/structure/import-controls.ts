import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** An import in a made-up project. */
interface Import {
  readonly from: string
  /** As written: a relative path, or a package that need not be installed. */
  readonly imports: string
}

/** `to`: part of what the violation names as imported. */
interface ForbiddenControl extends Import {
  readonly rule: string
  readonly to: string
}

function forbidden(
  rule: string,
  from: string,
  imports: string,
  to = imports.replace(/^(\.\.\/)+/, ''),
): ForbiddenControl {
  return { rule, from, imports, to }
}

/** At least one import for each rule. Each stands in a file of its own. */
export const FORBIDDEN: readonly ForbiddenControl[] = [
  forbidden('plugin-stays-in-its-folder', 'plugins/a/node.ts', 'node:fs', 'fs'),
  forbidden('plugin-stays-in-its-folder', 'plugins/a/library.ts', 'left-pad'),
  forbidden('plugin-stays-in-its-folder', 'plugins/a/neighbour.ts', '../b/index.ts', 'plugins/b/index.ts'),
  forbidden('plugin-stays-in-its-folder', 'plugins/a/deep.ts', '../../src/host/slice.ts'),
  forbidden('plugin-stays-in-its-folder', 'plugins/a/testing.ts', 'bonfire/testing', 'src/testing/index.ts'),
  forbidden('plugin-test-stays-in-its-folder', 'plugins/a/node.test.ts', 'node:fs', 'fs'),
  forbidden('plugin-test-stays-in-its-folder', 'plugins/a/b.test.ts', '../b/index.ts', 'plugins/b/index.ts'),
  forbidden('plugin-imports-bonfire-by-name', 'plugins/a/relative.ts', '../../src/index.ts'),
  forbidden('core-does-no-io', 'src/host/io.ts', 'node:fs', 'fs'),
  forbidden('core-does-no-io', 'src/host/time.ts', '../scheduler/clock.ts', 'src/scheduler/clock.ts'),
  forbidden('core-does-no-io', 'src/events/library.ts', 'left-pad'),
  forbidden('draw-is-arithmetic', 'src/draw/time.ts', '../scheduler/clock.ts', 'src/scheduler/clock.ts'),
  forbidden('draw-is-arithmetic', 'src/draw/node.ts', 'node:crypto', 'crypto'),
  forbidden('draw-is-arithmetic', 'src/draw/core.ts', '../host/slice.ts', 'src/host/slice.ts'),
  forbidden('draw-is-arithmetic', 'src/draw/library.ts', 'left-pad'),
  forbidden('draw-test-is-arithmetic', 'src/draw/core.test.ts', '../host/slice.ts', 'src/host/slice.ts'),
  forbidden('draw-is-arithmetic', 'src/draw/verifier.ts', '../draw-verifier/hashes.ts', 'src/draw-verifier/hashes.ts'),
  forbidden('verifier-stands-alone', 'src/draw-verifier/picking.ts', '../draw/pick.ts', 'src/draw/pick.ts'),
  forbidden('verifier-stands-alone', 'src/draw-verifier/node.ts', 'node:crypto', 'crypto'),
  forbidden('verifier-stands-alone', 'src/draw-verifier/canonical.ts', 'canonicalize'),
  forbidden('verifier-stands-alone', 'src/draw-verifier/page/page.ts', '../../errors.ts', 'src/errors.ts'),
  forbidden('arithmetic-in-one-place', 'src/outbox/m.ts', '@noble/hashes/sha2.js', '@noble/hashes'),
  forbidden('arithmetic-in-one-place', 'src/host/n.ts', 'canonicalize'),
  forbidden('grammy-and-telegraf-in-one-place', 'src/outbox/a.ts', 'grammy'),
  forbidden('grammy-and-telegraf-in-one-place', 'src/adapters/wechat/b.ts', 'telegraf/types', 'telegraf/types'),
  forbidden('wechaty-in-one-place', 'src/adapters/telegram/c.ts', 'wechaty-puppet-service'),
  forbidden('time-libraries-in-one-place', 'src/outbox/b.ts', 'dayjs/plugin/utc'),
  forbidden('time-libraries-in-one-place', 'src/content/a.ts', 'temporal-polyfill'),
  forbidden('time-libraries-in-one-place', 'src/outbox/c.ts', 'node-schedule'),
  forbidden('hono-in-one-place', 'src/adapters/telegram/d.ts', '@hono/node-server'),
  forbidden('drawing-in-one-place', 'src/outbox/drawn.ts', '@napi-rs/canvas'),
  forbidden('lowdb-in-one-place', 'src/outbox/pages.ts', 'lowdb'),
  forbidden('signing-in-one-place', 'src/web/hooks.ts', 'standardwebhooks'),
  forbidden('winston-in-one-place', 'src/outbox/d.ts', 'winston'),
  forbidden('commander-in-one-place', 'src/outbox/e.ts', 'commander'),
  forbidden('reading-content-in-one-place', 'src/outbox/k.ts', 'yaml'),
  forbidden('reading-content-in-one-place', 'src/host/markdown.ts', 'remark-parse'),
  forbidden('simulation-is-for-trying-out', 'src/outbox/f.ts', '../simulation/clock.ts', 'src/simulation/clock.ts'),
  forbidden('rehearsal-is-for-trying-out', 'src/outbox/l.ts', '../rehearsal/dice.ts', 'src/rehearsal/dice.ts'),
  forbidden('playground-is-for-trying-out', 'src/web/played.ts', '../playground/wire.ts', 'src/playground/wire.ts'),
  forbidden('drawing-pages-in-one-place', 'src/web/preact.ts', 'preact'),
  forbidden('pages-run-in-browsers', 'src/web/pages/core.ts', '../../errors.ts', 'src/errors.ts'),
  forbidden('testing-is-for-tests', 'src/outbox/g.ts', '../testing/index.ts', 'src/testing/index.ts'),
  forbidden('src-knows-no-plugin', 'src/plugins.ts', '../plugins/b/facts.ts'),
  forbidden('nobody-imports-a-test', 'src/outbox/h.ts', './a.test.ts', 'src/outbox/a.test.ts'),
  forbidden('nobody-imports-a-test', 'src/outbox/i.ts', '../../test/fake.ts'),
  forbidden('nobody-imports-a-test', 'src/outbox/j.ts', './a.fixtures.ts', 'src/outbox/a.fixtures.ts'),
  forbidden('no-cycle', 'src/journal/one.ts', './two.ts', 'src/journal/two.ts'),
]

/** What stands beside a wall without crossing it. */
export const ALLOWED: readonly Import[] = [
  { from: 'plugins/a/name.ts', imports: 'bonfire' },
  { from: 'plugins/a/zod.ts', imports: 'zod' },
  { from: 'plugins/a/own.ts', imports: './facts.ts' },
  { from: 'plugins/a/reaction.ts', imports: '../b/facts.ts' },
  { from: 'plugins/a/a.test.ts', imports: 'bonfire/testing' },
  { from: 'plugins/a/random.test.ts', imports: 'fast-check' },
  { from: 'src/host/errors.ts', imports: '../errors.ts' },
  { from: 'src/host/events.ts', imports: '../events/ids.ts' },
  { from: 'src/host/host.test.ts', imports: 'vitest' },
  { from: 'src/host/draw.ts', imports: '../draw/pick.ts' },
  { from: 'src/draw/hashes.ts', imports: '@noble/hashes/sha2.js' },
  { from: 'src/draw/curves.ts', imports: '@noble/curves/bls12-381.js' },
  { from: 'src/draw/canonical.ts', imports: 'canonicalize' },
  { from: 'src/draw/schema.ts', imports: 'zod' },
  { from: 'src/draw/own.ts', imports: './pick.ts' },
  { from: 'src/draw/hash.test.ts', imports: 'node:crypto' },
  { from: 'src/draw/random.test.ts', imports: 'fast-check' },
  { from: 'src/draw-verifier/hashes.ts', imports: '@noble/hashes/sha2.js' },
  { from: 'src/adapters/telegram/grammy.ts', imports: 'grammy' },
  { from: 'src/adapters/wechat/wechaty.ts', imports: 'wechaty' },
  { from: 'src/scheduler/zones.ts', imports: 'temporal-polyfill' },
  { from: 'src/web/server.ts', imports: '@hono/node-server' },
  { from: 'src/pictures/draw.ts', imports: '@napi-rs/canvas' },
  { from: 'src/simulation/chat.ts', imports: 'lowdb' },
  { from: 'src/log.ts', imports: 'winston' },
  { from: 'src/content/read.ts', imports: 'yaml' },
  { from: 'src/main.ts', imports: './simulation/clock.ts' },
  { from: 'src/testing/given.ts', imports: '../simulation/clock.ts' },
  { from: 'src/rehearsal/stage.ts', imports: '../simulation/clock.ts' },
  { from: 'src/playground/stage.ts', imports: '../rehearsal/dice.ts' },
  { from: 'src/playground/clock.ts', imports: '../simulation/clock.ts' },
  { from: 'src/cli/play.ts', imports: '../playground/wire.ts' },
  { from: 'src/web/pages/chart.ts', imports: 'uplot' },
  { from: 'src/cli/rehearse.ts', imports: '../rehearsal/dice.ts' },
  { from: 'src/outbox/outbox.test.ts', imports: '../testing/index.ts' },
  { from: 'test/campaign.test.ts', imports: '../plugins/b/index.ts' },
]

const IMPORTED = [
  'plugins/a/facts.ts',
  'plugins/b/facts.ts',
  'plugins/b/index.ts',
  'src/draw/pick.ts',
  'src/errors.ts',
  'src/events/ids.ts',
  'src/host/slice.ts',
  'src/index.ts',
  'src/outbox/a.fixtures.ts',
  'src/outbox/a.test.ts',
  'src/playground/wire.ts',
  'src/rehearsal/dice.ts',
  'src/scheduler/clock.ts',
  'src/simulation/clock.ts',
  'src/testing/index.ts',
  'test/fake.ts',
]

/** Writes the made-up project into a folder. Its imports are of types, which count as much as others. */
export function writeControls(root: string): void {
  const exports = { '.': './src/index.ts', './testing': './src/testing/index.ts' }
  write(root, 'package.json', JSON.stringify({ name: 'bonfire', type: 'module', exports }))
  write(root, 'tsconfig.json', '{}')
  for (const path of IMPORTED) write(root, path, 'export type It = string\n')
  for (const { from, imports } of [...FORBIDDEN, ...ALLOWED]) {
    write(root, from, `import type { It } from '${imports}'\nexport type Its = It[]\n`)
  }
  write(root, 'src/journal/two.ts', "import type { Its } from './one.ts'\nexport type It = Its\n")
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
