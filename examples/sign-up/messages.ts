import { defineMessages, type LocalTime, type MemberId, type Naming } from 'bonfire'

const of = (taken: number, places: number | null): string => (places === null ? `${taken}` : `${taken}/${places}`)
type Standing = { number: number; taken: number; places: number | null }

export const messages = defineMessages(
  {
    call: (p: { number: number; at: LocalTime }) => `接龙 #${p.number} 开始，${p.at} 截止。要来的发送「接龙」。`,
    opened: (p: { number: number }) => `接龙 #${p.number} 已经发到群里。`,
    openedLog: (p: { number: number }) => `开接龙 #${p.number}`,
    still: (p: { number: number }) => `接龙 #${p.number} 还开着，截止以后再开下一个。`,
    past: (p: { at: LocalTime }) => `今天的 ${p.at} 已经过了，换一个晚一点的时间。`,
    none: () => '现在没有开着的接龙。',
    signed: (p: Standing) => `好，接龙 #${p.number} 第 ${of(p.taken, p.places)} 位。`,
    already: () => '你已经在接龙里了。',
    full: (p: { places: number }) => `${p.places} 个位子都满了。有人退出我会空出来。`,
    remind: (p: { number: number }) => `接龙 #${p.number} 今晚截止，要来的别忘了。`,
    closed: (p: Standing & { degrees: number | null }) =>
      `接龙 #${p.number} 截止，一共 ${p.taken} 位。${p.degrees === null ? '' : `那时大约 ${p.degrees}℃。`}`,
    sure: (p: { taken: number }) => `取消以后，已经接龙的 ${p.taken} 位会在群里看到。确定吗？`,
    calledOff: (p: { number: number }) => `接龙 #${p.number} 取消了，抱歉。`,
    list: (p: { members: readonly MemberId[] }, { name }: Naming) =>
      p.members.map((member, index) => `${index + 1}. ${name(member)}`).join('\n'),
  },
  {
    call: p => `Sign-up #${p.number} is open until ${p.at}. Say /signup to come.`,
    opened: p => `Sign-up #${p.number} is in the group.`,
    openedLog: p => `sign-up #${p.number} opened`,
    still: p => `Sign-up #${p.number} is still open. Open the next one when it has closed.`,
    past: p => `${p.at} is over for today. Choose a later time.`,
    none: () => 'No sign-up is open now.',
    signed: p => `You are on: #${p.number}, ${of(p.taken, p.places)}.`,
    already: () => 'You are on the list already.',
    full: p => `Every place is taken (${p.places}). When somebody leaves there is one again.`,
    remind: p => `Sign-up #${p.number} closes tonight.`,
    closed: p =>
      `Sign-up #${p.number} is closed with ${p.taken}.${p.degrees === null ? '' : ` It will be about ${p.degrees} °C.`}`,
    sure: p => `The ${p.taken} who signed up will read in the group that it is off. Sure?`,
    calledOff: p => `Sign-up #${p.number} is called off, sorry.`,
    list: (p, { name }) => p.members.map((member, index) => `${index + 1}. ${name(member)}`).join('\n'),
  },
)
