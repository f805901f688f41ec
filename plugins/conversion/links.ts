import type { Button, MemberId } from 'bonfire'
import type { Answer, ConversionContext } from './context.ts'
import { conversion } from './facts.ts'
import { messages } from './messages.ts'

/** What stands for somebody's code in an address. */
const MEMBER_CODE = '{{member.code}}'

interface Links {
  readonly buttons: readonly Button[]
  /** Their code, when they had none, and who is told of it. */
  readonly coded: Answer
}

/** The choices of an offer for one person: their links are their own, and shown to them alone. */
export function linksFor(
  context: ConversionContext,
  member: MemberId,
  offer: string,
  where: 'group' | 'private',
): Links {
  const choices = context.content.offer(offer)?.choices ?? []
  const isPersonal = choices.some(({ url }) => url?.includes(MEMBER_CODE))
  if (!isPersonal || where === 'group') return { buttons: buttonsOf(context, choices, null), coded: [] }
  const { code, coded } = codeOf(context, member)
  return { buttons: buttonsOf(context, choices, code), coded }
}

/** Made once for each member of each group. */
function codeOf({ state, token, mail, orderOffice }: ConversionContext, member: MemberId) {
  const known = state.members.of(member).code
  if (known !== null) return { code: known, coded: [] }
  const code = token(`code:${member}`)
  return { code, coded: [conversion.facts.coded({ member, code }), mail.code(orderOffice, { code, member })] }
}

type Choices = NonNullable<ReturnType<ConversionContext['content']['offer']>>['choices']

/** `code` null: everybody sees them, so that links of one's own are behind the private chat. */
function buttonsOf({ locale }: ConversionContext, choices: Choices, code: string | null): readonly Button[] {
  const isPersonal = ({ url }: Choices[number]) => url?.includes(MEMBER_CODE) === true
  const own = code === null && choices.some(isPersonal)
  const shown = code === null ? choices.filter(choice => !isPersonal(choice)) : choices
  return [
    ...shown.map(({ label, command, url = '' }) =>
      command === undefined
        ? { label, url: code === null ? url : url.replaceAll(MEMBER_CODE, code) }
        : { label, says: command },
    ),
    ...(own ? [{ label: messages.phrases[locale].ownLink(), opens: 'private' as const }] : []),
  ]
}
