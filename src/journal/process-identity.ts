import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { hasCode } from './files.ts'

/** Which process this is, so that another one can tell whether it still runs. */
export interface ProcessIdentity {
  readonly pid: number
  /** Among which processes the pid is unique. `undefined` when that cannot be said: then nobody looks the pid up. */
  readonly pidNamespace: string | undefined
  /** Tells a process from a later one with the same pid. `undefined` when the system does not say. */
  readonly processStartedAt: string | undefined
  /** For messages. */
  readonly host: string
}

/** What has become of a process of the same pid namespace. */
export type Fate = 'alive' | 'dead' | 'unknown'

export function identityOfThisProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    pidNamespace: pidNamespace(),
    processStartedAt: statOf(process.pid)?.startedAt,
    host: hostname(),
  }
}

export function fateOf({ pid, processStartedAt }: ProcessIdentity): Fate {
  if (!answers(pid)) return 'dead'
  const stat = statOf(pid)
  // A zombie has ended and waits for its parent to notice, which in a container may never happen.
  if (stat?.state === 'Z' || stat?.state === 'X') return 'dead'
  if (stat === undefined || processStartedAt === undefined) return 'unknown'
  return stat.startedAt === processStartedAt ? 'alive' : 'dead'
}

/**
 * The namespace's inode alone will not do: it is 4026531836 on every Linux machine that is no container, so that two
 * machines on one shared volume would look up each other's pids. The boot id differs between kernels, and is the same
 * in all containers of one.
 */
function pidNamespace(): string | undefined {
  if (process.platform !== 'linux') return hostname()
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return undefined
  }
}

/** Whether there is a process with that pid. Signal 0 is sent to nobody: it only asks. */
function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return !hasCode(error, 'ESRCH')
  }
}

/** State and start time, in ticks since the machine started: fields 3 and 22 of /proc/<pid>/stat, man 5 proc. */
function statOf(pid: number): { readonly state: string; readonly startedAt: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program stands in parentheses and may contain any character, parentheses too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0]!, startedAt: fields[19]! }
  } catch {
    return undefined
  }
}
