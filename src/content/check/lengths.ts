import type { ContentPlatform } from '../../host/content.ts'
import type { Problem } from '../problem.ts'
import { atBody, type Checked, type CheckedText } from './checked.ts'
import { problem } from './codes.ts'
import { exampleValues } from './known-variables.ts'

/** After formatting was taken out: core.telegram.org/bots/api#sendmessage, read 2026-11-22. */
const TELEGRAM_CHARS_MAX = 4_096
/** core.telegram.org/bots/api#sendphoto, read 2026-11-22. */
const TELEGRAM_CAPTION_CHARS_MAX = 1_024
/** WeChat shows the beginning of longer texts, and a link to the rest. */
const WECHAT_CHARS_SEEN = 600
/** developer.work.weixin.qq.com/document/path/91770, read 2026-11-22. */
const WECOM_BYTES_MAX = 2_048

/** Texts that are longer than a platform takes, or than members read there. Variables are filled in. */
export function* overlongTexts({ texts, variables }: Checked): Generator<Problem> {
  const values = exampleValues(variables)
  for (const text of texts) {
    if (text.body.length < BODY_CHARS_MIN) continue
    for (const platform of text.platforms) {
      const written = text.compiled.for(platform).render(platform, values).text
      yield* platform === 'telegram' ? telegramProblems(text, written) : wechatProblems(text, written)
    }
  }
}
/** What is filled in makes a text somewhat longer, but does not double it: shorter ones need not be looked at. */
const BODY_CHARS_MIN = 300

function* telegramProblems(text: CheckedText, { length }: string): Generator<Problem> {
  const place = startFor(text, 'telegram')
  if (length > TELEGRAM_CHARS_MAX) {
    yield problem('too-long', place, `${length} characters on Telegram, which takes ${TELEGRAM_CHARS_MAX}`)
  } else if (text.image !== null && length > TELEGRAM_CAPTION_CHARS_MAX) {
    const message = `${length} characters beside a picture: above ${TELEGRAM_CAPTION_CHARS_MAX}, Telegram shows them as a message of their own`
    yield problem('long-caption', place, message)
  }
}

function* wechatProblems(text: CheckedText, written: string): Generator<Problem> {
  const bytes = new TextEncoder().encode(written).length
  const place = startFor(text, 'wechat')
  if (bytes > WECOM_BYTES_MAX) {
    yield problem(
      'too-long',
      place,
      `${bytes} bytes on WeCom, which takes ${WECOM_BYTES_MAX} (about 680 Chinese characters)`,
    )
  } else if (written.length > WECHAT_CHARS_SEEN) {
    yield problem(
      'long-for-wechat',
      place,
      `${written.length} characters: WeChat folds what is above ${WECHAT_CHARS_SEEN}`,
    )
  }
}

/** Where the text for the platform begins: at its section, if it has one. */
function startFor(text: CheckedText, platform: ContentPlatform) {
  const section = new RegExp(`^##[ \\t]+@${platform}[ \\t]*$`, 'mu').exec(text.body)
  return atBody(text, section?.index ?? Math.max(0, text.body.search(/\S/u)))
}
