import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileText } from '../src/content/template.ts'
import type { Written } from '../src/host/messages.ts'

const folder = join(import.meta.dirname, 'rendering')
const text = compileText(readFileSync(join(folder, 'tricky.md'), 'utf8'))
const VALUES = {
  'member.name': '*小明*_[x](http://evil.example)<b>',
  'plan.name': '晨读 21 天',
  day: 3,
  'stats.checkedInToday': 12,
}

// These files have been read line by line. Read what changes in them in the same way.
test('one text, three outputs', async () => {
  const document = text.for('telegram')
  await expect(listed(document.render('telegram', VALUES))).toMatchFileSnapshot(join(folder, 'tricky.telegram.txt'))
  await expect(`${document.render('wechat', VALUES).text}\n`).toMatchFileSnapshot(join(folder, 'tricky.wechat.txt'))
  await expect(`${document.html(VALUES)}\n`).toMatchFileSnapshot(join(folder, 'tricky.html'))
})

/** The text, and below it what each format covers, as UTF-16 offsets find it. */
function listed({ text, formats = [] }: Written): string {
  const lines = formats.map(({ as, offset, length, url, language }) => {
    const covered = JSON.stringify(text.slice(offset, offset + length))
    return [`${as} ${offset}+${length} ${covered}`, url, language].filter(Boolean).join(' → ')
  })
  return `${text}\n\n${'='.repeat(20)}\n${lines.join('\n')}\n`
}
