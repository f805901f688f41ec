import { LocalTime, Zone } from '../src/events/ids.ts'
import type { Content, PlanDefinition, PlanVersion } from '../src/host/content.ts'
import { CAP_DEFAULT } from '../src/host/marketing-cap.ts'

/** A small plan, for tests that say what is different about theirs. */
export function aPlan(different: Partial<PlanDefinition> = {}): PlanDefinition {
  return {
    id: 'reading',
    name: 'Reading',
    kind: 'checkin',
    days: 21,
    timezone: Zone.parse('Asia/Shanghai'),
    dayStartsAt: LocalTime.parse('00:00'),
    locale: 'en-US',
    value: 'to read again',
    audience: 'people who want to read',
    rules: 'Be kind.',
    persona: { name: 'Ann', voice: 'calm' },
    slots: [{ name: 'morning', at: LocalTime.parse('08:00') }],
    restDays: [],
    marketing: CAP_DEFAULT,
    posts: [],
    next: null,
    sections: {},
    ...different,
  }
}

/** A library of plans whose hashes are their versions: what a test changes, changes the hash. */
export function libraryOf(...definitions: readonly PlanDefinition[]): Content {
  const plans: readonly PlanVersion[] = definitions.map(definition => ({
    definition,
    hash: `v${JSON.stringify(definition).length}`,
  }))
  return {
    plans,
    plan: id => plans.find(({ definition }) => definition.id === id),
    post: () => undefined,
    hindrances: id => (id === 'empty' ? [{ code: 'dead-days', message: 'Days 3–5 have no posts.', where: '3–5' }] : []),
    ...{ welcomes: () => [], icebreakers: () => [], draws: () => [], offer: () => undefined, shop: [] },
  }
}
