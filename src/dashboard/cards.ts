import type { GroupId, MemberId } from '../events/ids.ts'
import { membership } from '../host/core/membership.ts'
import type { Both, Figure, FigureCell, NamedFigure } from '../host/figure.ts'
import type { Host } from '../host/host.ts'
import type { DashboardCard, DashboardCell } from './wire.ts'

/** Kinds of cards in the order in which they are shown: what is read at a glance comes first. */
const ORDER: readonly DashboardCard['is'][] = [
  'number',
  'attention',
  'days',
  'funnel',
  'cohorts',
  'bars',
  'table',
  'calendar',
]

const FUNNEL = {
  id: 'funnel',
  is: 'funnel',
  title: { 'zh-CN': '从进群到下单', 'en-US': 'From joining to an order' },
  formula: {
    'zh-CN':
      '来过这个群的人里，有多少人走到过每一步，退群的也算。每一步单独数，后一步可能比前一步多；只有必须先走过上一步的，才有「占上一步」。',
    'en-US':
      'How many of those who have ever been in the group got to each step, those who left included. Each step is counted by itself: a later one can be higher. It is a share of the step before only where nobody gets to it otherwise.',
  },
} as const
const ATTENTION = {
  id: 'attention',
  is: 'attention',
  title: { 'zh-CN': '需要你看一眼', 'en-US': 'Needs attention' },
  formula: {
    'zh-CN': '现在等着有人处理的事，要紧的在前面。处理完就会消失。',
    'en-US': 'What waits for somebody right now, the most serious first. What has been dealt with disappears.',
  },
  n: null,
} as const

/** What stands for members whose name nobody knows, and for those who have been erased. */
const UNNAMED: Both = { 'zh-CN': '一位群友', 'en-US': 'a member' }

type Of<Kind extends Figure['is']> = Extract<Figure, { readonly is: Kind }>
interface Named<F extends Figure> {
  readonly id: string
  readonly place: string
  readonly figure: F
}

/** The cards of a group, of what its plugins show: steps become one funnel, what needs somebody one list. */
export function cardsOf(
  host: Pick<Host, 'read'>,
  group: GroupId,
  figures: readonly NamedFigure[],
  onTrouble: (where: string, error: unknown) => void,
): readonly DashboardCard[] {
  const { members } = host.read(group, membership)
  const nameOf = (member: MemberId) => members.of(member).name
  const named = figures.map(({ plugin, name, figure }) => ({
    id: `${plugin}.${name}`,
    place: `${plugin}/figures.${name}`,
    figure,
  }))
  const steps = named.filter((one): one is Named<Of<'step'>> => one.figure.is === 'step')
  const things = named.filter((one): one is Named<Of<'attention'>> => one.figure.is === 'attention')
  const cards = named.flatMap(one => {
    try {
      return cardOf(one, nameOf)
    } catch (error) {
      onTrouble(one.place, error)
      return []
    }
  })
  const all = [attentionCard(things, nameOf), ...funnelCard(steps), ...cards]
  return all.toSorted((one, other) => ORDER.indexOf(one.is) - ORDER.indexOf(other.is))
}

type NameOf = (member: MemberId) => string | null

function cardOf({ id, figure }: Named<Figure>, nameOf: NameOf): readonly DashboardCard[] {
  if (figure.is === 'step' || figure.is === 'attention') return []
  if (!ORDER.includes(figure.is)) throw new TypeError(`It shows "${figure.is}". Known are: ${ORDER.join(', ')}.`)
  if (figure.is !== 'table') return [{ ...figure, id }]
  return [{ ...figure, id, rows: figure.rows.map(row => row.map(cell => cellOf(cell, nameOf))) }]
}

function cellOf(cell: FigureCell, nameOf: NameOf): DashboardCell {
  if (typeof cell !== 'object' || cell === null || !('member' in cell)) return cell
  return nameOf(cell.member) || UNNAMED
}

function funnelCard(steps: readonly Named<Of<'step'>>[]): readonly DashboardCard[] {
  if (steps.length === 0) return []
  const sorted = steps.map(({ figure }) => figure).toSorted((one, other) => one.order - other.order)
  const labelled = sorted.map((step, at) => ({
    label: step.title,
    formula: step.formula,
    value: step.value,
    ofBefore: at === 0 ? null : shareOf(step, sorted[at - 1]!),
  }))
  return [{ ...FUNNEL, n: sorted[0]!.n, steps: labelled }]
}

/** Of whoever need not have been through the step before there is no share of it. */
function shareOf({ value, after = 0 }: Of<'step'>, before: Of<'step'>): number | null {
  return after === before.order && before.value > 0 ? value / before.value : null
}

function attentionCard(things: readonly Named<Of<'attention'>>[], nameOf: NameOf): DashboardCard {
  const items = things.map(({ id, figure }) => {
    const { title, formula, level, count, remedy, examples = [] } = figure
    return { id, label: title, formula, level, count, remedy, examples: examples.map(cell => cellOf(cell, nameOf)) }
  })
  const isBad = ({ level }: { readonly level: string }) => Number(level === 'bad')
  return { ...ATTENTION, items: items.toSorted((one, other) => isBad(other) - isBad(one)) }
}
