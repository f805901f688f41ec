import { POLL_LIMITS } from '../../host/poll.ts'
import type { Problem } from '../problem.ts'
import { atField, type Checked } from './checked.ts'
import { problem } from './codes.ts'
import { exampleValues } from './known-variables.ts'

/** Polls that stay texts everywhere. Telegram alone has polls of its own. */
export function* pollsWithoutOptions({ texts, variables }: Checked): Generator<Problem> {
  for (const text of texts) {
    if (text.fields.kind !== 'poll' || !text.platforms.includes('telegram')) continue
    // Those that nobody knows are a problem of their own.
    const values = exampleValues([...variables, ...text.compiled.variables.map(({ name }) => name)])
    if (text.compiled.for('telegram').poll('telegram', values) !== null) continue
    const message = `this poll has no options — end it with ${POLL_LIMITS}, as a paragraph and a list right below`
    yield problem('no-options', atField(text, ['kind']), message)
  }
}
