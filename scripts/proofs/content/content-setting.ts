import { addDays, GroupId, type Instant, type LocalDay, LocalTime, Zone } from '../../../src/events/ids.ts'
import type { PlanDefinition, Post, PostKind, Slot } from '../../../src/host/content.ts'
import { localDays } from '../swarm/local-days.ts'
import { createRandom, type Random } from '../swarm/random.ts'
import { DAY_MS, MINUTE_MS } from '../swarm/setting.ts'

/** What a campaign of content is made of, but for what happens in it. */
export interface ContentSetting {
  readonly seed: number
  readonly platform: 'telegram' | 'wechat'
  readonly storage: 'memory' | 'files'
  readonly start: Instant
  readonly zone: Zone
  readonly dayStartsAt: LocalTime
  readonly rooms: readonly GroupId[]
  readonly days: number
  /** How much goes wrong: nothing in a part of the campaigns, so that what is promised for good days is seen. */
  readonly trouble: 'none' | 'some' | 'much'
  readonly heartbeatMs: number
  /** In the order in which groups are to use them. */
  readonly plans: readonly PlanSetting[]
}

/** A plan as ops have written it at first. */
export interface PlanSetting {
  readonly definition: Omit<PlanDefinition, 'posts'>
  readonly posts: readonly Post[]
}

/** Some of them change their clocks while the campaign lasts. */
const ZONES = ['Asia/Shanghai', 'Asia/Shanghai', 'Europe/London', 'America/New_York', 'Asia/Kolkata']
const STARTS = ['2026-11-23', '2026-10-12', '2026-10-20', '2027-03-01', '2027-02-10']
const FILES_PERCENT = 10
const DAYS_MIN = 9
const DAYS_MAX = 34
const NAMES = ['first', 'second', 'third']

export function settingOf(seed: number): ContentSetting {
  const random = createRandom(seed).fork('setting')
  const zone = Zone.parse(random.pick(ZONES))
  const start = (Date.parse(`${random.pick(STARTS)}T00:00Z`) + random.int(0, 23 * 60) * MINUTE_MS) as Instant
  const dayStartsAt = LocalTime.parse(random.pick(['00:00', '00:00', '04:00']))
  const today = localDays(zone, dayStartsAt).dayOf(start) as LocalDay
  return {
    ...{ seed, start, zone, dayStartsAt },
    platform: random.chance(0.6) ? 'telegram' : 'wechat',
    storage: random.int(0, 99) < FILES_PERCENT ? 'files' : 'memory',
    rooms: ['oak', 'elm', 'fir'].slice(0, random.pick([1, 1, 1, 2, 3])).map(name => GroupId.parse(name)),
    days: random.int(DAYS_MIN, DAYS_MAX),
    trouble: random.pick(['none', 'some', 'much', 'much']),
    heartbeatMs: random.pick([60, 120, 240]) * MINUTE_MS,
    plans: NAMES.map((id, index) => planOf(id, index, { zone, dayStartsAt, today, random: random.fork(id) })),
  }
}

interface Making {
  readonly zone: Zone
  readonly dayStartsAt: LocalTime
  readonly today: LocalDay
  readonly random: Random
}

const KIND_PERCENT = { checkin: 70, community: 15 }

function planOf(id: string, index: number, { zone, dayStartsAt, today, random }: Making): PlanSetting {
  const dice = random.int(0, 99)
  const kind = dice < KIND_PERCENT.checkin ? 'checkin' : dice < 100 - KIND_PERCENT.community ? 'flash' : 'community'
  const length = kind === 'flash' ? random.int(1, 7) : random.pick([random.int(3, 9), random.int(10, 28)])
  const days = kind === 'community' ? null : length
  const slots = slotsOf(random)
  return {
    definition: {
      ...{ id, kind, days, dayStartsAt, slots, name: `Plan ${id}`, timezone: zone, locale: 'en-US' },
      ...{ value: 'to read again', audience: 'people who want to read', rules: 'Be kind.' },
      persona: { name: 'Ann', voice: 'calm' },
      restDays: random.chance(0.3) ? [random.pick(['sat', 'sun', random.int(1, length)])] : [],
      marketing: kind === 'flash' ? null : capOf(random),
      next: null,
      sections: {},
    },
    posts: postsOf(id, { random, length, slots, today: index === 0 ? today : null }),
  }
}

const capOf = (random: Random) => ({
  maxShare: random.pick([20, 20, 20, 15, 10, 5, 0]) / 100,
  windowDays: random.pick([7, 7, 10, 14]),
})

function slotsOf(random: Random): readonly Slot[] {
  const times = ['08:00', '11:30', '15:00', '17:30'].filter(() => random.chance(0.55))
  const some = times.length > 0 ? times : ['09:00']
  return some.map((at, index) => ({ name: `slot${index}`, at: LocalTime.parse(at) }))
}

interface Writing {
  readonly random: Random
  readonly length: number
  readonly slots: readonly Slot[]
  /** For posts with a date: the day before the plan is likely to start. Null: nobody knows it yet. */
  readonly today: LocalDay | null
}

/** Few or many, for days, for dates and for any day, with as little or as much marketing as somebody may think of. */
function postsOf(plan: string, { random, length, slots, today }: Writing): readonly Post[] {
  const perDay = random.pick([0.3, 0.8, 1, slots.length])
  const marketingShare = random.pick([0, 0.1, 0.15, 0.2, 0.25, 0.4])
  const posts: Post[] = []
  const add = (when: Post['when'], different: Partial<Post> = {}) => {
    posts.push({ ...aPost(`${plan}${posts.length}`, { plan, random, slots, marketingShare }), when, ...different })
  }
  for (let day = 1; day <= length; day += 1) {
    for (let left = perDay; left > 0; left -= 1)
      if (random.chance(left)) add(random.chance(0.9) ? { day } : { pool: true })
  }
  for (let pool = random.pick([0, 4, 12, slots.length * 9, slots.length * 14]); pool > 0; pool -= 1) add({ pool: true })
  for (let dated = today === null ? 0 : random.int(0, 3); dated > 0; dated -= 1)
    add({ date: addDays(today!, random.int(1, length)) })
  for (let round = 1; round <= 3 && random.chance(0.7); round += 1)
    add({ day: Math.max(1, length - 6 + 2 * round) }, { kind: 'marketing', marketing: true, round })
  return posts.map(post =>
    today !== null && random.chance(0.08) ? { ...post, expires: addDays(today, random.int(2, length + 3)) } : post,
  )
}

const KINDS: readonly PostKind[] = ['topic', 'knowledge', 'story', 'checkin', 'poll', 'activity', 'notice']

function aPost(
  name: string,
  { plan, random, slots, marketingShare }: Pick<Writing, 'random' | 'slots'> & { plan: string; marketingShare: number },
): Post {
  const marketing = random.chance(marketingShare)
  const own = random.chance(0.1) ? random.pick(['06:45', '13:15', '20:00']) : random.pick(slots).name
  return {
    ...{ id: `posts/${plan}/${name}`, title: name, file: `posts/${plan}/${name}.md`, hash: 'v0' },
    kind: marketing && random.chance(0.8) ? 'marketing' : random.pick(KINDS),
    ...{ marketing, when: { pool: true }, at: random.chance(0.5) ? own : null },
    platforms: random.chance(0.9) ? ['telegram', 'wechat'] : [random.pick(['telegram', 'wechat'])],
    ...{ expires: null, round: null, status: 'ready', image: null, buttons: [] },
    // A post is pinned here and an answer never is: what the platform shows tells them apart.
    pin: true,
  }
}

export const endOf = ({ start, days }: ContentSetting): Instant => (start + days * DAY_MS) as Instant
