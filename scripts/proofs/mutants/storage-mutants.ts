import type { Mutant } from './mutant.ts'

/** How what is true is kept: each breaks a rule of the journal or its pages. */
export const STORAGE_MUTANTS: readonly Mutant[] = [
  {
    name: 'fdatasync skipped',
    hurts: 'What was acknowledged is in the memory of the machine only: the power goes, and it is lost.',
    patches: [{ file: 'src/journal/segment-store.ts', find: 'await active.handle.datasync()', replace: '' }],
    trial: 'power',
  },
  {
    name: "folder's sync skipped",
    hurts: 'A new segment has bytes and no name: after a power cut all of it is gone.',
    patches: [
      { file: 'src/journal/segment-writer.ts', find: 'await files.syncFolder(path.dirname(file))', replace: '' },
    ],
    trial: 'power',
  },
  {
    name: 'page written before its LSN is durable',
    hurts: 'The pages know of a check-in that the journal has lost: nothing starts any more.',
    patches: [
      {
        file: 'src/journal/checkpoint.ts',
        find: 'if (group.files.length > 0) await journal.whenDurable(lsn)',
        replace: '',
      },
      {
        file: 'src/journal/checkpoint.ts',
        find: 'of those without a change too.\n    await journal.whenDurable(lsn)',
        replace: 'of those without a change too.',
      },
    ],
    trial: 'power',
  },
  {
    name: 'replay applies facts to pages that hold them',
    hurts: 'Each start pays the points of the last hours once more.',
    patches: [
      {
        file: 'src/host/group.ts',
        find: 'if (lsn <= table.completeLsn) continue\n    const key',
        replace: 'const key',
      },
      {
        file: 'src/host/group.ts',
        find: 'if (known.own && lsn > slice.completeLsn) {',
        replace: 'if (known.own) {',
      },
    ],
    trial: 'power',
  },
  {
    name: 'a failed fsync retried',
    hurts: 'The second one says that all is well, and the bytes were thrown away by the first.',
    patches: [
      {
        file: 'src/journal/segment-store.ts',
        find: 'await active.handle.datasync()',
        replace: 'await active.handle.datasync().catch(() => active.handle.datasync())',
      },
    ],
    trial: 'power',
  },
  {
    name: 'torn tail in the middle accepted',
    hurts: 'One bad sector, and everything that was acknowledged after it is dropped without a word.',
    patches: [
      {
        file: 'src/journal/journal-folder.ts',
        find: 'mayBeTorn && tornPossible && !(await hasBatchAfter(handle, reader, first))',
        replace: 'mayBeTorn && tornPossible',
      },
    ],
    trial: 'power',
  },
  {
    name: 'last segment not copied at start',
    hurts: 'What a failed sync left readable is believed, and gone after the next power cut.',
    patches: [
      {
        file: 'src/journal/segment-store.ts',
        find: 'if (last !== undefined && lines > 0) await copyValidLines(files, last, lines, guard)',
        replace: '',
      },
    ],
    trial: 'power',
  },
]
