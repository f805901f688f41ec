import type { MemberId } from '../events/ids.ts'
import type { Locale } from '../host/messages.ts'
import type { ChatLine } from './simulated-platform.ts'

type Did = ChatLine & { readonly is: 'did' }
interface DidData {
  readonly member?: MemberId
  readonly on?: boolean
  readonly name?: string
}
/** `of`: whom it is done to, or what it is called. */
type Words = (of: string, data: DidData) => string

const WORDS: Readonly<Record<Locale, Readonly<Record<string, Words>>>> = {
  'zh-CN': {
    remove: of => `把 ${of} 移出了群`,
    readmit: of => `让 ${of} 可以再进群`,
    restrict: of => `禁言 ${of}`,
    readOnly: (_, { on }) => (on ? '开了全员禁言：只有管理员能发言' : '关了全员禁言：大家又能发言'),
    inviteLink: of => `做了一个入群链接「${of}」`,
    leave: () => '退出了群',
  },
  'en-US': {
    remove: of => `removed ${of} from the group`,
    readmit: of => `lets ${of} join again`,
    restrict: of => `silenced ${of}`,
    readOnly: (_, { on }) => (on ? 'made the group read-only: only admins may speak' : 'lets everybody speak again'),
    inviteLink: of => `made an invite link, "${of}"`,
    leave: () => 'left the group',
  },
}

/** What the bot did, in words. An action without any is shown as it is. */
export function didText({ action, data }: Did, nameOf: (member: MemberId) => string, locale: Locale): string {
  const given = data as DidData
  const words = WORDS[locale][action]
  if (words === undefined) return `${action} ${JSON.stringify(data)}`
  return words(given.member === undefined ? (given.name ?? '') : nameOf(given.member), given)
}
