import type { Both, NamedFigure } from '../host/figure.ts'
import { officeShown, type ShownAccount } from './group-shown.ts'

/**
 * What needs somebody in the office of an account, where things stand that belong to no group: orders that none can
 * see, events that could not be decided. The groups of the account show how many, and never which.
 */
export function officeFigures(
  account: ShownAccount,
  onTrouble: (where: string, error: unknown) => void,
): readonly NamedFigure[] {
  const { host, now } = account
  const office = officeShown(account)
  if (!host.groups.has(office)) return []
  const tell = (where: string, error: unknown) => onTrouble(`${where} (${office})`, error)
  return host.making.figuresOf(office, now, tell).flatMap(({ plugin, name, figure }) => {
    if (figure.is !== 'attention') return []
    const counted = { ...figure, title: ofAccount(figure.title), examples: [] }
    return [{ plugin: `office/${plugin}`, name, figure: counted }]
  })
}

const ofAccount = (title: Both): Both => ({
  'zh-CN': `${title['zh-CN']}（整个账号）`,
  'en-US': `${title['en-US']} (whole account)`,
})
