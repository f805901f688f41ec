import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { proveKills } from '../scripts/proofs/kills/chat-kills.ts'

const KILLS = 8
const seed = Number(process.env.BONFIRE_SEED ?? Date.now() % 1_000_000)

// The same and more is tried where the proof follows.
test.skipIf(process.env.BONFIRE_PROOF_FOLLOWS)(
  `a conversation killed ${KILLS} times loses and doubles nothing (seed ${seed})`,
  {
    timeout: 180_000,
  },
  async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'bonfire-kill-'))
    try {
      const { report, wrong } = await proveKills({ data, days: 21, kills: KILLS, seed })
      expect(wrong).toEqual([])
      // The control: processes were really killed, some of them in the middle of a line.
      expect(report.kills).toBe(KILLS)
      expect(report.repeatedLines).toBeGreaterThan(0)
    } finally {
      await rm(data, { recursive: true })
    }
  },
)
