import type { PlanDefinition } from 'bonfire'
import { conversionConfig } from './config.ts'
import type { Answer, ConversionContext } from './context.ts'
import { conversion } from './facts.ts'

interface Used {
  readonly definition: object
  readonly isNew: boolean
}
/**
 * Whether the group hears of orders is recorded with its plan: what closes a group goes by it. From now on the office
 * knows the group, and the offer that its newcomers get.
 */
export function declareSource({ state, now, mail, orderOffice }: ConversionContext, used: Used): Answer {
  const { sections } = used.definition as PlanDefinition
  const read = conversionConfig.safeParse(sections[conversion.name] ?? {})
  const source = read.success ? read.data.orders : 'none'
  const differs = used.isNew || source !== state.group.source
  const own = read.success ? (read.data.firstOrder?.offer ?? null) : null
  return [
    differs && conversion.facts.sourceDeclared({ source, at: now }),
    mail.group(orderOffice, { source }),
    own !== null && mail.offer(orderOffice, { offer: own }),
  ]
}
