import { HOUR_MS } from '../swarm/setting.ts'
import type { Conversation } from './conversations.ts'
import { type Course, courseOf, differences } from './expectation.ts'
import { openStage } from './stage.ts'

/** A conversation with crashes, and how it ended. */
export interface Lived {
  /** Where it crashed: less often than asked for when everything was over before. */
  readonly where: readonly string[]
  /** Steps after the last crash: so many points there are for another one. */
  readonly steps: number
  readonly course: Course
  readonly wrong: readonly string[]
}

/** Crashes after so many steps, and again after so many more. None: as it goes without a crash. */
export async function liveConversation(conversation: Conversation, after: readonly number[]): Promise<Lived> {
  const stage = await openStage(conversation.setting)
  await conversation.before?.(stage)
  const crashes = stage.arm(after)
  await conversation.live(stage)
  // Whatever is still to be said is said.
  stage.arm([])
  await stage.pass(HOUR_MS)
  const wrong = stage.end()
  return { where: crashes.where, steps: crashes.count, course: courseOf(stage.commits, stage.lines), wrong }
}

/** What is wrong with a conversation that crashed, compared with one that did not. */
export function wrongWith(usual: Lived, lived: Lived): readonly string[] {
  return [...lived.wrong, ...differences(usual.course, lived.course)]
}
