import type { MemberId } from '../../events/ids.ts'
import type { Fault } from '../../testing/telegram/calling.ts'
import type { ChatMessage } from '../../testing/telegram/chat-messages.ts'
import type { FakePerson } from '../../testing/telegram/fake-people.ts'
import { type AdapterDriver, adapterContract } from '../adapter.contract.ts'
import type { SentMessage } from '../adapter.fixtures.ts'
import { drawPictureForTests, picturesContract } from '../pictures.contract.ts'
import { LIBRARIES, type Library, message, openLab, SENDING_METHODS } from './telegram.fixtures.ts'

for (const library of LIBRARIES) {
  adapterContract(`Telegram over ${library}`, () => openDriver(library))
  picturesContract(`Telegram over ${library}`, () => openDriver(library))
}

async function openDriver(library: Library): Promise<AdapterDriver> {
  const lab = await openLab(library, { drawPicture: drawPictureForTests })
  const { api, group, chat, adapter } = lab
  const people = new Map<MemberId, FakePerson>()

  function person(name: string): MemberId {
    const made = api.person({ firstName: name })
    const id = `telegram:${made.id}` as MemberId
    people.set(id, made)
    return id
  }
  const of = (member: MemberId) => people.get(member)!

  /** Only the next call that people would notice. */
  function failNext(fault: Fault): void {
    api.fault = call => {
      if (!SENDING_METHODS.has(call.method)) return null
      api.fault = null
      return fault
    }
  }

  function sent(): readonly SentMessage[] {
    const shown = ({ text, replyTo, file, photoBytes }: ChatMessage, to?: MemberId): SentMessage => ({
      text,
      ...(file && { file }),
      ...(photoBytes !== undefined && { pictureBytes: photoBytes }),
      ...(to !== undefined && { to }),
      ...(replyTo !== undefined && { replyTo: message(replyTo) }),
    })
    const inGroup = api.messages(group.id).map(standing => shown(standing))
    const inPrivate = [...people].flatMap(([to, { id }]) => api.messages(id).map(standing => shown(standing, to)))
    return [...inGroup, ...inPrivate]
  }

  return {
    adapter,
    chat,
    async member(name) {
      const id = person(name)
      group.add(of(id))
      return id
    },
    stranger: async name => person(name),
    says: async (id, text) => message(group.says(of(id), text)),
    async mentions(id, whom, rest) {
      const { user } = of(whom)
      const entities = [{ type: 'text_mention', offset: 0, length: user.first_name.length + 1, user }]
      return message(group.says(of(id), `@${user.first_name} ${rest}`, { entities }))
    },
    replies: async (id, to, text) => message(group.says(of(id), text, { replyTo: Number(to) })),
    async takesHandle(id, username) {
      people.set(id, { ...of(id), user: { ...of(id).user, username } })
    },
    async saysPrivately(id, text) {
      api.privately(of(id)).says(text)
    },
    joins: async id => group.add(of(id)),
    leaves: async id => group.remove(of(id)),
    removesBot: async () => group.kickBot(),
    sent,
    calls: () => api.calls.filter(({ method }) => SENDING_METHODS.has(method)).length,
    loseNextAnswer: () => failNext({ is: 'lose-answer' }),
    refuseNext: () => failNext({ is: 'status', code: 403, description: 'Forbidden: bot was kicked from the group' }),
    disconnects: () => api.goAway(),
    reconnects: () => api.comeBack(),
    another: () => lab.another(),
    [Symbol.asyncDispose]: lab[Symbol.asyncDispose],
  }
}
