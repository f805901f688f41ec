import { onTestFinished } from 'vitest'
import { openFileJournal } from './file-journal.ts'
import { type Files, nodeFiles } from './files.ts'
import { journalContract, type Subject } from './journal.contract.ts'
import { FOLDER, temporaryFolder, watched } from './journal.fixtures.ts'
import type { Journal } from './journal.ts'
import { createMemoryDisk } from './memory-files.ts'
import { createMemoryJournal } from './memory-journal.ts'

journalContract('a journal in memory', async () => {
  let held = false
  let broken = false
  const memory = createMemoryJournal({ flush: 'manual' })
  const endOfTurn = () => {
    if (broken) memory.fail('broken')
    else if (!held) memory.flush()
  }
  const append = (text: string) => {
    const lsn = memory.append(text)
    queueMicrotask(endOfTurn)
    return lsn
  }
  return {
    journal: Object.create(memory, { append: { value: append } }) as Journal,
    hold: () => {
      held = true
    },
    release: () => {
      held = false
      memory.flush()
    },
    breakDown: () => {
      broken = true
    },
    setRoom: room => memory.refuse(room ? undefined : 'full'),
    crash: async () => memory.crash(),
    restart: async () => createMemoryJournal({ lines: memory.lines }),
  }
})

journalContract('a journal in files', async () => {
  const folder = await temporaryFolder()
  return fileSubject(folder, nodeFiles, async () => nodeFiles)
})

journalContract('a journal in files, on a disk that loses what was not synced', async () => {
  const disk = createMemoryDisk()
  return fileSubject(FOLDER, disk.mount(), async () => {
    disk.cutPower()
    return disk.mount()
  })
})

async function fileSubject(folder: string, files: Files, crash: () => Promise<Files>): Promise<Subject> {
  let broken = false
  let freeBytes = Number.POSITIVE_INFINITY
  let nowMs = 0
  let gate = Promise.withResolvers<void>()
  gate.resolve()
  const before = async (kind: string) => {
    if (kind === 'sync') await gate.promise
    if (broken) throw new Error('EIO: i/o error')
  }
  const journal = await openFileJournal(folder, {
    files: { ...watched(files, before), freeBytes: () => freeBytes },
    nowMs: () => nowMs,
  })
  onTestFinished(async () => {
    gate.resolve()
    await journal[Symbol.asyncDispose]()
  })
  const restart = async () => openFileJournal(folder, { files: await crash() })
  return {
    journal,
    hold: () => {
      gate = Promise.withResolvers()
    },
    release: () => gate.resolve(),
    breakDown: () => {
      broken = true
    },
    setRoom: room => {
      freeBytes = room ? Number.POSITIVE_INFINITY : 0
      nowMs += 1000
    },
    crash: restart,
    restart: async () => {
      await journal[Symbol.asyncDispose]()
      return restart()
    },
  }
}
