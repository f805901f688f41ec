import path from 'node:path'
import { officeOf } from '../account.ts'
import type { AccountConfig } from '../account-config.ts'
import type { Pacing } from '../adapters/adapter.ts'
import type { Instant } from '../events/ids.ts'
import { hasDataFolder, readDataFolder } from '../journal/data-folder.ts'
import { createPacer } from '../outbox/pacing.ts'
import { commitsOf } from './commits.ts'

/** How long a post takes to reach all groups of an account. */
export interface Pace {
  readonly account: string
  readonly platform: AccountConfig['platform']
  readonly groups: number
  /** From the slot to when the last group has it, in milliseconds. */
  readonly lastMs: number
}

/** Later than this after its slot, a post is not on the dot, in milliseconds. */
export const ON_THE_DOT_MS = 60_000

type Named = Pick<AccountConfig, 'id' | 'platform'>

/** For each account that is paced. `groups`: how many each has; undefined: as recorded below the data folder. */
export async function pacesOf(
  accounts: readonly Named[],
  data: string,
  groups: number | undefined,
): Promise<readonly Pace[]> {
  const paces: Pace[] = []
  for (const account of accounts) {
    const pacing = await pacingOf(account.platform)
    const count = groups ?? (await groupsRecorded(account, path.join(data, 'live')))
    if (pacing === null || count === 0) continue
    const { id, platform } = account
    paces.push({ account: id, platform, groups: count, lastMs: lastMsOf(pacing, count) })
  }
  return paces
}

/** By the limits that are kept when it sends. */
async function pacingOf(platform: AccountConfig['platform']): Promise<Pacing | null> {
  // How fast a person sends what is on their list is theirs to know.
  if (platform === 'relay') return null
  if (platform === 'wechat') return (await import('../adapters/wechat/providers.ts')).PACING
  return (await import('../adapters/telegram/telegram-adapter.ts')).PACING
}

/** When the last of so many groups has a post that is due in all of them at once: asked of what paces the sending. */
function lastMsOf(pacing: Pacing, groups: number): number {
  const pacer = createPacer(pacing)
  let at = 0
  for (let group = 0; group < groups; group += 1) {
    const chat = `${group}`
    at = Math.max(at, pacer.chatFreeAt(chat, 'post'), pacer.accountFreeAt('postsAndActions', chat))
    pacer.spend(chat, 'post', at as Instant)
  }
  return at
}

async function groupsRecorded({ id }: Named, live: string): Promise<number> {
  if (!(await hasDataFolder(live))) return 0
  const folder = await readDataFolder(live)
  if (!(await folder.accounts()).includes(id)) return 0
  const groups = new Set<string>()
  for await (const { commit } of commitsOf(folder, id)) groups.add(commit.group)
  groups.delete(officeOf(id))
  return groups.size
}
