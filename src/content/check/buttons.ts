import { nearestCommand, readSpoken } from '../../host/command.ts'
import type { Problem } from '../problem.ts'
import { atField, type Checked } from './checked.ts'
import { problem } from './codes.ts'

/** A button says its words as a command, with a slash or without. What no plugin knows is talk that nobody answers. */
export function* unknownCommands({ texts, commands }: Checked): Generator<Problem> {
  if (!commands) return
  for (const text of texts) {
    for (const { command, path } of text.buttons) {
      if (command === undefined) continue
      const { word } = readSpoken(command)
      if (commands.has(word)) continue
      const meant = nearestOf(commands, word)
      const hint = meant === undefined ? 'leave it out, or load the plugin that knows it' : `did you mean "${meant}"?`
      yield problem('unknown-command', atField(text, [...path, 'command']), `no plugin knows "${command}" — ${hint}`)
    }
  }
}

function nearestOf(commands: NonNullable<Checked['commands']>, word: string): string | undefined {
  const near = nearestCommand(commands, word)
  return near && `/${near.command.words[0]}`
}
