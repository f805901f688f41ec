import type { ContentPlatform } from '../../host/content.ts'
import type { Problem } from '../problem.ts'
import { atBody, type Checked } from './checked.ts'
import { problem } from './codes.ts'
import { blankCommentsAndCode } from './seen-text.ts'

/** A heading of one word with an @ before it, however it is written. */
const HEADING =
  /^[ \t\u3000]*(?<heading>[#＃]{1,6}[ \t\u3000]*[@＠][ \t\u3000]*(?<name>[\p{L}\d]{1,20}))[ \t\u3000#＃]*$/gmu
/** As texts are cut by it. */
const SECTION = /^[ \t]*##[ \t]+@[^ \t\u3000]/u

/** What people call the platforms. */
const PLATFORMS: ReadonlyMap<string, ContentPlatform> = new Map([
  ...(['wechat', 'weixin', 'wx', 'wecom', '微信'] as const).map(name => [name, 'wechat'] as const),
  ...(['telegram', 'tg', '电报'] as const).map(name => [name, 'telegram'] as const),
])

/** `##@wechat`, `### @wechat`: everybody would be shown the heading, and the text that was meant for some. */
export function* misspeltSections({ texts }: Checked): Generator<Problem> {
  for (const text of texts) {
    for (const { index, 0: line, groups } of blankCommentsAndCode(text.body).matchAll(HEADING)) {
      const { heading = '', name = '' } = groups ?? {}
      const platform = PLATFORMS.get(name.toLowerCase())
      if (platform === undefined || SECTION.test(line)) continue
      const message = `"${heading}" is a text like any other — did you mean "## @${platform}"?`
      yield problem('misspelt-section', atBody(text, index + line.indexOf(heading)), message)
    }
  }
}
