import type { MemberId } from '../../events/ids.ts'
import type { Collected } from '../collecting.ts'
import type { ContextOf } from '../context.ts'
import { BYTE_ORDER_MARK, csvCell } from '../csv-cell.ts'
import type { MadeFile } from '../plugin-parts.ts'
import { membership } from './membership.ts'
import type { people } from './people.ts'
import type { peopleMessages } from './people-messages.ts'

type TableContext = ContextOf<typeof people, typeof peopleMessages, unknown, typeof membership>

/** Who stands for somebody who has been erased: of nobody's interest. */
const ERASED = /^erased:/

/** One line for each person that the group knows. */
export function membersTable(
  { read, calendar, today }: TableContext,
  { columns, profileOf }: Pick<Collected, 'columns' | 'profileOf'>,
): MadeFile {
  const rows = [['member', 'name', 'joined', 'presence', 'role', ...columns]]
  for (const [member, { presence, name, joinedAt, role }] of read(membership).members.each()) {
    if (presence === 'unknown' || ERASED.test(member)) continue
    const joined = joinedAt === null ? '' : calendar.dayOf(joinedAt)
    const values = profileOf(member as MemberId).map(({ value }) => String(value ?? ''))
    rows.push([member, name ?? '', joined, presence, role, ...values])
  }
  const text = rows.map(cells => `${cells.map(csvCell).join(',')}\r\n`).join('')
  return { name: `members-${today}.csv`, text: `${BYTE_ORDER_MARK}${text}` }
}
