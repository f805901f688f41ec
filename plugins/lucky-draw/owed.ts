import { deliveries } from 'bonfire'
import type { DrawContext } from './context.ts'
import { luckyDraw } from './facts.ts'

/** Whether that message of a draw is still on its way. Costs what is owed, which is little. */
export function isOwed({ read }: Pick<DrawContext, 'read'>, key: string, draw: number): boolean {
  for (const [, { plugin, says }] of read(deliveries).pending.each()) {
    const [said] = says
    if (plugin !== luckyDraw.name || said?.key !== key) continue
    if ((said.params as { readonly draw?: unknown }).draw === draw) return true
  }
  return false
}
