/** One start in a process of its own, and what it left in memory: of an account, or of its files as they are. */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { membership } from '../../src/host/core/membership.ts'
import { withResource } from '../../src/with-resource.ts'
import { openWithPages } from './account-at-work.ts'
import { benchClock } from './community.ts'
import { createReactingPlatform } from './reacting-platform.ts'
import { spentOn } from './statistics.ts'

export interface StartAsked {
  readonly what: 'account' | 'bare'
  /** The account's folder. */
  readonly folder: string
  /** Where the bytes are that are read. */
  readonly of: string
  /** Who has to be there afterwards. */
  readonly members: number
}

export interface Memory {
  readonly heapBytes: number
  /** What the machine has given to this process. It includes what is kept for later. */
  readonly rssBytes: number
}

export interface Started {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly files: number
  /** Read from the journal. */
  readonly commits: number
  readonly before: Memory
  readonly after: Memory
}

// Nobody wants to know any more.
process.once('disconnect', () => process.exit())
process.once('message', async (asked: StartAsked) => {
  const started = await (asked.what === 'account' ? startAccount(asked) : parseFiles(asked))
  process.send?.(started, () => process.disconnect?.())
})

async function startAccount({ folder, members }: StartAsked): Promise<Started> {
  const clock = benchClock()
  const onTrouble = (_: string, cause: unknown) => {
    throw cause
  }
  const before = memory()
  let opened: Awaited<ReturnType<typeof openWithPages>> | undefined
  const { seconds, cpuUs } = await spentOn(async () => {
    opened = await openWithPages({ folder, adapter: createReactingPlatform({ clock }), clock, onTrouble })
  })
  return withResource(opened!, async ({ account: { host }, recovered }) => {
    const found = [...host.groups.keys()].reduce((sum, group) => sum + host.read(group, membership).group.present, 0)
    if (found !== members) throw new Error(`${found} of ${members} members are there.`)
    if (recovered.damaged.length > 0) throw new Error(`Damaged: ${JSON.stringify(recovered.damaged)}`)
    const { filesLoaded: files, commitsReplayed: commits } = recovered
    return { seconds, cpuSeconds: cpuUs / 1e6, files, commits, before, after: memory() }
  })
}

/** Files that hold JSON, or lines of it behind a checksum: read one after the other, parsed, and kept. */
async function parseFiles({ of }: StartAsked): Promise<Started> {
  const kept: unknown[] = []
  const before = memory()
  let files = 0
  const { seconds, cpuUs } = await spentOn(async () => {
    for (const file of await readdir(of, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue
      const text = await readFile(path.join(file.parentPath, file.name), 'utf8')
      if (file.name.endsWith('.json')) kept.push(JSON.parse(text))
      else for (const line of text.split('\n')) if (line !== '') kept.push(JSON.parse(line.slice(line.indexOf('{'))))
      files += 1
    }
  })
  const after = memory()
  const commits = kept.length - files
  return { seconds, cpuSeconds: cpuUs / 1e6, files, commits: Math.max(0, commits), before, after }
}

function memory(): Memory {
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return { heapBytes: heapUsed, rssBytes: rss }
}
