import type { OutgoingPicture } from '../adapters/adapter.ts'
import type { GroupId, Instant } from '../events/ids.ts'
import type { Delivery } from '../host/core/deliveries.ts'
import { membership } from '../host/core/membership.ts'
import type { Host } from '../host/host.ts'
import type { Wanted } from '../host/making.ts'
import { safeLine } from '../host/messages.ts'
import type { DeepReadonly } from '../host/record.ts'

/** Longest line of a picture, in characters. What is wider than the picture is cut when it is drawn. */
const LINE_CHARS_MAX = 200

/** What a delivery brings along, under that name. */
export const wantedBy = ({ plugin, says }: DeepReadonly<Delivery>, name: string): Wanted => ({
  ...{ plugin, name, params: says[0]?.params ?? {} },
})

/** The picture that a delivery brings along, with the names of now. @throws when its plugin does, or makes none. */
export function pictureOf(host: Host, group: GroupId, wanted: Wanted, at: Instant): OutgoingPicture {
  const card = host.making.pictureOf(group, wanted, at)
  if (!card) throw new Error(`The plugin "${wanted.plugin}" makes no picture "${wanted.name}".`)
  const { members } = host.read(group, membership)
  const line = (text: string) => safeLine(text, LINE_CHARS_MAX)
  return {
    locale: host.settingsOf(group).locale,
    title: line(card.title),
    ...(card.subtitle !== undefined && { subtitle: line(card.subtitle) }),
    sections: card.sections.map(({ heading, members: named = [], otherwise, lines = [] }) => ({
      heading: line(heading),
      names: named.map(member => line(members.of(member).name ?? '')),
      ...(otherwise && { otherwise: otherwise.map(line) }),
      lines: lines.map(line),
    })),
    footer: (card.footer ?? []).map(line),
  }
}
