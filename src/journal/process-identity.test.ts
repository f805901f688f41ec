import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { turnOfTheEventLoop } from './journal.fixtures.ts'
import { fateOf, identityOfThisProcess } from './process-identity.ts'

describe('processes of this machine', () => {
  test('are told apart from those that have ended, and from later ones with the same pid', async () => {
    const self = identityOfThisProcess()
    expect(self.pid).toBe(process.pid)
    expect(fateOf({ ...self, processStartedAt: '1' })).toBe(process.platform === 'linux' ? 'dead' : 'unknown')
    expect(fateOf(self)).toBe(process.platform === 'linux' ? 'alive' : 'unknown')
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    expect(fateOf({ ...self, pid: child.pid! })).toBe('dead')
  })

  test.runIf(process.platform === 'linux')('count as dead when nobody has noticed yet that they ended', async () => {
    // The shell starts a process, and becomes a program that will never ask what came of it.
    const parent = spawn('sh', ['-c', 'exec 3<&0; sh -c "read line" <&3 & echo $!; exec sleep 600'])
    onTestFinished(() => void parent.kill('SIGKILL'))
    const [output] = await once(parent.stdout, 'data')
    const pid = Number(String(output))
    const program = () => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim()
    while (program() !== 'sleep') await turnOfTheEventLoop()
    const fate = () => fateOf({ ...identityOfThisProcess(), pid, processStartedAt: undefined })
    expect(fate()).toBe('unknown')
    parent.stdin.write('end\n')
    while (fate() !== 'dead') await turnOfTheEventLoop()
    // It keeps its pid all the same.
    expect(process.kill(pid, 0)).toBe(true)
  })
})
