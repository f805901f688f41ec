import type { ContentWithTexts } from '../../src/content/content-of.ts'
import type { GroupId, Zone } from '../../src/events/ids.ts'
import { LocalTime } from '../../src/events/ids.ts'
import { type DrawFile, NO_CONTENT, type PlanDefinition } from '../../src/host/content.ts'
import type { HostOptions } from '../../src/host/host.ts'
import type { AnyPlugin } from '../../src/host/plugin.ts'
import { createSettings } from '../../src/plan.ts'

/** A library of one plan, without texts. */
export function contentWith(plan: PlanDefinition, draws: readonly DrawFile[] = []): ContentWithTexts {
  const version = { definition: plan, hash: 'h0' }
  return {
    ...NO_CONTENT,
    plans: [version],
    plan: id => (id === plan.id ? version : undefined),
    draws: () => draws,
    hindrances: () => [],
    text: () => undefined,
  }
}

/** What groups live by: those plugins, and, before there is a plan, that zone. */
export function settingsFor(plugins: readonly AnyPlugin[], zone: Zone): HostOptions['settings'] {
  const none = { name: 'None yet', timezone: zone, dayStartsAt: LocalTime.parse('00:00'), locale: 'en-US' } as const
  const readSection = (name: string, raw: unknown) => plugins.find(plugin => plugin.name === name)?.config.parse(raw)
  const sections = Object.fromEntries(plugins.map(({ name, config }) => [name, config.parse({})]))
  const settings = createSettings({ plan: { ...none, restDays: [] }, sections, readSection })
  return (_: GroupId, chosen, running) => settings(chosen, running)
}
