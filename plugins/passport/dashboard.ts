import type { Figure } from 'bonfire'
import type { PassportContext } from './context.ts'

/** How many of those who were asked to go on have done so. Null: nobody was. */
export function goneOn({ state }: PassportContext): Figure | null {
  let issued = 0
  let accepted = 0
  for (const [, issue] of state.issues.each()) {
    if (issue.state === 'none') continue
    issued += 1
    if (issue.state === 'accepted') accepted += 1
  }
  if (issued === 0) return null
  return {
    title: { 'zh-CN': '去了下一个群的成员', 'en-US': 'Members who went on' },
    formula: {
      'zh-CN': '在下一个群里用掉的护照 ÷ 这里发出的护照，收回的也算发出。',
      'en-US':
        'Passports that were accepted in the next group ÷ all that were made out here, those called back included.',
    },
    n: issued,
    ...{ is: 'number', value: accepted / issued, unit: 'share' },
  }
}

/** Groups that want their members to come here, of which the owner has said nothing. */
export function asking({ state }: PassportContext): Figure | null {
  const sources = state.group.sources.filter(({ is }) => is === 'asked')
  if (sources.length === 0) return null
  return {
    title: { 'zh-CN': '想让成员来这里的群', 'en-US': 'Groups that ask to send their members here' },
    formula: {
      'zh-CN': '用了这个群的交接码、还在等群主答复的群。同意以前，它们的护照在这里不算。',
      'en-US':
        'Groups that have used a handover code of this one and wait for its owner. Until that their passports do not count here.',
    },
    n: sources.length,
    ...{ is: 'attention', level: 'warning', count: sources.length },
    remedy: {
      'zh-CN': `群主发送 /handover 看是哪些群，同意就发 /handover allow ${sources[0]!.n}，不同意发 /handover refuse ${sources[0]!.n}。`,
      'en-US': `The owner sends /handover to see which, then /handover allow ${sources[0]!.n} or /handover refuse ${sources[0]!.n}.`,
    },
    examples: sources.map(({ title }) => title),
  }
}
