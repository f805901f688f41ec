import type { Commit } from '../../../../src/host/commit.ts'
import type { Oracle, Wrong } from '../watching.ts'
import { factsOf, roomOf } from './facts.ts'

const IS_MARKED = /^〔\w+〕(?:a post|sentence|put off|answered|closes|drawn)/

/** A chat is one group for ever, whatever it is called; and nothing is said where the bot is not. */
export function deskOracle(): Oracle {
  const durable = newBook()
  let live = newBook()
  return {
    name: 'one chat, one group',
    taken: (lsn, commit) => note(live, lsn, commit),
    durable: (lsn, commit) => note(durable, lsn, commit),
    turned(turn) {
      // What was not durable when a process ended has not happened.
      if (turn === 'up') live = copyOf(durable)
      return undefined
    },
    called({ outgoing }) {
      const { chat } = outgoing
      if (chat.member !== undefined) return undefined
      if (live.chatOfGroup.get(chat.group) !== chat.id)
        return `A ${outgoing.kind} for ${chat.group} goes to ${chat.id}, which it has left.`
      const isMarked = outgoing.kind === 'action' || (outgoing.kind === 'message' && IS_MARKED.test(outgoing.text))
      return isMarked && live.gone.has(chat.group)
        ? `A ${outgoing.kind} for ${chat.group}, where the bot is not.`
        : undefined
    },
  }
}

/** Which chat is which group, and where the bot is not. */
interface Book {
  readonly groupOfRoom: Map<string, string>
  readonly chatOfGroup: Map<string, string>
  readonly gone: Set<string>
}
const newBook = (): Book => ({ groupOfRoom: new Map(), chatOfGroup: new Map(), gone: new Set() })
const copyOf = ({ groupOfRoom, chatOfGroup, gone }: Book): Book => ({
  ...{ groupOfRoom: new Map(groupOfRoom), chatOfGroup: new Map(chatOfGroup), gone: new Set(gone) },
})

function note({ groupOfRoom, chatOfGroup, gone }: Book, lsn: number, commit: Commit): Wrong {
  for (const { chat, group } of factsOf(commit, 'chats/bound')) {
    const room = roomOf(String(chat))
    if (groupOfRoom.has(room))
      return `Line ${lsn} makes ${chat} the group ${group}, and ${room} is ${groupOfRoom.get(room)}.`
    groupOfRoom.set(room, String(group))
    chatOfGroup.set(String(group), String(chat))
  }
  for (const { chat, group } of factsOf(commit, 'chats/moved')) {
    if (groupOfRoom.get(roomOf(String(chat))) !== group) return `Line ${lsn} moves ${chat} to another group, ${group}.`
    chatOfGroup.set(String(group), String(chat))
  }
  for (const { is } of factsOf(commit, 'setup/stood')) {
    if (is === 'gone') gone.add(commit.group)
    else gone.delete(commit.group)
  }
  return undefined
}
