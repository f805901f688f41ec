import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { acknowledge, defineMessages, definePlugin, defineSlice, MemberId, post } from 'bonfire'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openPageStore } from '../src/journal/page-store.ts'
import { readJournal } from '../src/journal/read-journal.ts'
import { openPlayground } from './chat-run.ts'

/** Long enough to count for a day. */
const CHECK_IN = '打卡 今天读完了第一章，记了三页笔记'

describe('what people type', () => {
  test('a mistyped command is answered with the nearest one, and only with a slash', async () => {
    await using playground = await openPlayground()
    const shown = await playground.chat(['/cheknin', 'cheknin'])
    expect(shown.match(/你想找的是 \/checkin/g)).toHaveLength(1)
  })

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    '%s is neither a command nor a special name',
    async word => {
      await using playground = await openPlayground()
      const shown = await playground.chat([`/as ${word}`, `/${word}`, word, CHECK_IN, '/streak', '/who'])
      expect(shown).toContain(`${word}: /${word}`)
      expect(shown).toContain('积分，共')
      expect(shown).toContain('已连续 1 天')
      expect(shown).toContain(`群里有 1 位：${word}`)
    },
  )

  test('names keep their letters and lose what hides, reverses or drives the screen', async () => {
    await using playground = await openPlayground()
    const names = ['*小明*_[x](http://x.y)', 'a\u200Bb\u2060', '\u202Eevil', '\u001b[31mred', 'ملاك']
    const shown = await playground.chat(names.flatMap(name => [`/as ${name}`, CHECK_IN]))
    expect(shown).toContain('*小明*_[x](http：／／x.y): 打卡')
    expect(shown).toContain('ab: 打卡')
    expect(shown).toContain('evil: 打卡')
    expect(shown).toContain('ملاك: 打卡')
    // The control: the same characters do come in.
    expect(names.join('')).toMatch(/[\p{Cc}\u202E\u200B]/u)
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E\u200B]/u)
    expect(shown.match(/积分，共/g)?.length).toBe(names.length)
  })

  test('a message of 100 KB checks in, its note is kept to 500 characters, and the screen stays readable', async () => {
    await using playground = await openPlayground()
    const shown = await playground.chat([`打卡 ${'读'.repeat(100_000)}`, '/facts'])
    expect(shown).toContain('积分，共')
    const note = /"note":"(读+)"/.exec(shown)?.[1]
    expect(note).toHaveLength(500)
    expect(shown.length).toBeLessThan(5_000)
  })

  test('a control with something wrong says how it is used, and no time passes', async () => {
    await using playground = await openPlayground()
    const shown = await playground.chat([
      '/wait',
      '/wait 3 weeks',
      '/at 25:00',
      '/at 2026-02-30 08:00',
      '/as',
      '/wiat 1d',
      '打卡',
    ])
    expect(shown.match(/这样用：/g)).toHaveLength(6)
    expect(shown).toContain('09:00 amy: 打卡')
  })

  test('people come together, go, come back, send photos and answer each other, also in another run', async () => {
    await using playground = await openPlayground()
    await playground.chat(['/join 小林 bob', '/as 小林', '/photo 早上的书桌', '/leave bob', '/leave bob', '/join bob'])
    const shown = await playground.chat(['/as bob', '/reply 小林 真好看', '/reply nobody 在吗', '/who'])
    expect(shown).toContain('bob (↩ 小林): 真好看')
    expect(shown).toContain('nobody 还没有说过话')
    expect(shown).toContain('群里有 2 位：小林、bob')
  })

  test('/yes says the code of what the bot has asked whoever speaks, and nobody else', async () => {
    await using playground = await openPlayground()
    const shown = await playground.chat([
      '/join 小林',
      '/as olga owner',
      '/teacher @小林',
      '/as 小林',
      '/yes',
      '/as olga',
      '/yes',
      '/yes',
    ])
    const code = /「确认 (\d{4})」/.exec(shown)?.[1]
    expect(shown).toContain('· 没有在等 小林 确认的事。')
    expect(shown.match(new RegExp(`^.* olga: 确认 ${code}$`, 'gm'))).toHaveLength(1)
    expect(shown).toContain('小林 现在是老师。')
    expect(shown).toContain('· 没有在等 olga 确认的事。')
  })

  test('a photo and who is here are shown as they happen', async () => {
    await using playground = await openPlayground()
    const shown = await playground.chat(['/join 小林 bob', '/as 小林', '/photo 早上的书桌', '/leave bob', '/leave bob'])
    for (const line of ['+ 小林', '+ bob', '小林 (图片): 早上的书桌', '− bob', 'bob 不在群里'])
      expect(shown).toContain(line)
  })

  test('blank lines and comments say nothing', async () => {
    await using playground = await openPlayground()
    expect(await playground.chat(['', '   ', '# 打卡'])).toBe('')
  })
})

describe('a plugin that breaks', () => {
  const slice = defineSlice({
    name: 'fragile',
    facts: { touched: z.object({ member: MemberId }) },
    tables: table => ({
      members: table({
        by: 'member',
        initial: () => ({ times: 0 }),
        reduce: {
          touched: () => {
            throw new Error('the reducer is broken')
          },
        },
      }),
    }),
  })
  const messages = defineMessages({ hello: () => '你好' }, { hello: () => 'hello' })
  const fragile = definePlugin({
    slice,
    messages,
    config: z.object({}).optional(),
    commands: {
      decideBreaks: {
        words: ['decide_breaks'],
        decide: () => {
          throw new Error('decide is broken')
        },
      },
      reducerBreaks: {
        words: ['reducer_breaks'],
        decide: ({ member, say }) => [slice.facts.touched({ member }), acknowledge(say.hello())],
      },
      dueBreaks: { words: ['due_breaks'], decide: ({ say }) => [post(say.hello())] },
    },
    due: {
      hello: () => {
        throw new Error('due is broken')
      },
    },
  })

  test.each(['/decide_breaks', '/reducer_breaks'])(
    '%s: the member hears that it is saved, everything else goes on',
    async command => {
      await using playground = await openPlayground()
      const shown = await playground.chat(['打卡', command, '/streak'], { plugins: [fragile] })
      expect(shown).toContain('这条消息我记下了')
      expect(shown).not.toContain('你好')
      expect(shown).toContain('已连续 1 天')
      expect(playground.logged.join('\n')).toContain('plugin stopped at fragile/')
      // The journal holds nothing of it that a next start could stumble over.
      expect(await playground.chat(['/streak'], { plugins: [fragile] })).toContain('已连续 1 天')
    },
  )

  test('a throw in due keeps the message in, and is reported', async () => {
    await using playground = await openPlayground()
    const shown = await playground.chat(['/due_breaks', '/streak'], { plugins: [fragile] })
    expect(shown).not.toContain('你好')
    expect(playground.logged.join('\n')).toContain('plugin stopped at fragile/due.hello')
  })
})

describe('a data folder with something wrong', () => {
  test('one of a newer format is refused with a remedy, and left as it is', async () => {
    await using playground = await openPlayground()
    await playground.chat(['打卡'])
    await writeFile(path.join(playground.data, 'playground', 'format.json'), '{"format":99}')
    await expect(playground.chat(['打卡'])).rejects.toMatchObject({ code: 'DATA_NEWER' })
  })

  test('one that cannot be read is refused with a remedy', async () => {
    await using playground = await openPlayground()
    await writeFile(path.join(playground.data, 'playground'), 'a file, not a folder')
    await expect(playground.chat(['打卡'])).rejects.toMatchObject({ code: 'DATA_UNREADABLE' })
  })

  test('a damaged messenger is refused, not begun anew', async () => {
    await using playground = await openPlayground()
    await playground.chat(['打卡'])
    await writeFile(path.join(playground.data, 'playground', 'messenger.json'), '{"sum":"00000000","clock":1}')
    await expect(playground.chat(['打卡'])).rejects.toMatchObject({ code: 'DATA_UNREADABLE' })
  })

  test('all pages may go: nothing is lost', async () => {
    await using playground = await openPlayground()
    await playground.chat(['打卡', '/as bob', '打卡', '/wait 1d', '打卡'])
    await rm(path.join(playground.data, 'playground', 'playground', 'pages'), { recursive: true })
    expect(await playground.chat(['/streak', '/points'])).toContain('已连续 2 天')
  })
})

describe('a full disk', () => {
  test('is said, and what was typed is recorded once there is room', async ({ skip }) => {
    await using disk = await mountSmallDisk()
    if (!disk) return skip('this machine does not let us mount a small disk')
    await using playground = await openPlayground(path.join(disk.folder, 'data'))
    const before = await playground.chat(['打卡'])
    expect(before).toContain('没有记下，稍后会再试')
    expect(before).not.toContain('积分，共')
    disk.grow()
    const after = await playground.chat(['/streak'])
    expect(after).toMatch(/积分，共|离开了一会儿/)
    expect(after).toContain('已连续 1 天')
  })
})

interface SmallDisk extends AsyncDisposable {
  readonly folder: string
  grow(): void
}

/** A disk of 32 MiB, below what the journal wants to be free. Null where this machine does not let us mount one. */
async function mountSmallDisk(): Promise<SmallDisk | null> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bonfire-disk-'))
  const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' })
  try {
    mount('-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', folder)
  } catch {
    await rm(folder, { recursive: true })
    return null
  }
  await mkdir(path.join(folder, 'data'))
  await chmod(folder, 0o700)
  return {
    folder,
    grow: () => void mount('-o', 'remount,size=512m', folder),
    async [Symbol.asyncDispose]() {
      execFileSync('umount', [folder], { stdio: 'ignore' })
      await rm(folder, { recursive: true })
    },
  }
}

describe('between two runs', () => {
  test('being disconnected in one and back in the next is no outage of the time in between', async () => {
    await using playground = await openPlayground()
    await playground.chat(['打卡', '/down'])
    await playground.chat(['/wait 2h', '早'])
    const shown = await playground.chat(['/facts', '/streak'])
    expect(shown).not.toContain('days/excused')
    const types: string[] = []
    for await (const { text } of readJournal(path.join(playground.data, 'playground', 'playground', 'journal'))) {
      types.push(...(JSON.parse(text) as { facts: [string][] }).facts.map(([type]) => type))
    }
    expect(types).not.toContain('days/excused')
    // The control: what the three runs recorded is all there.
    expect(types).toContain('check-in/checkedIn')
    expect(types.filter(type => type === 'pulse/connected')).toHaveLength(3)
  })

  test('an erasure that a crash broke off keeps the account from starting', async () => {
    await using playground = await openPlayground()
    await playground.chat(['打卡'])
    const open = { member: 'sim:amy', pseudonym: 'erased:000000000000000000000000', force: false }
    const store = await openPageStore(path.join(playground.data, 'playground', 'playground', 'journal'))
    await store.write('erasures.json', JSON.stringify({ format: 1, ended: [], open }))
    await expect(playground.chat(['打卡'])).rejects.toMatchObject({ code: 'ERASURE_UNFINISHED' })
  })

  test('a script that is not there is named', async () => {
    await using playground = await openPlayground()
    await expect(playground.chat([], { script: '/nowhere/script.txt' })).rejects.toMatchObject({
      code: 'SCRIPT_UNREADABLE',
    })
  })
})
