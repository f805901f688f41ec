import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Languages of the page. The first is for whoever asks for neither. */
const LANGUAGES = ['zh-CN', 'en-US'] as const
type Language = (typeof LANGUAGES)[number]

/** Why a key is asked for. */
export type LockedReason = 'no-key' | 'wrong' | 'later'

const read = (file: string): string => readFileSync(new URL(`page/${file}`, import.meta.url), 'utf8')

// The scripts are modules for editors and linters, and one script for the browser: its hash then stands for all of it.
const script = ['words.js', 'copy.js', 'view.js', 'relay.js']
  .map(read)
  .map(text => text.replaceAll(/^import [^;]*? from '[^']+'\n/gm, '').replaceAll(/^export /gm, ''))
  .join('\n')
const style = ['base.css', 'task.css', 'list.css'].map(read).join('\n')
const pages = { list: page('relay.html'), locked: page('locked.html'), bounce: page('bounce.html') }

/** A page in one piece: what it links to is put in. */
function page(file: string): string {
  return read(file)
    .replace(/(<link rel="stylesheet"[^>]*>\s*)+/, () => `<style>${style}</style>\n`)
    .replace(/<script [^>]*><\/script>/, () => `<script type="module">${script}</script>`)
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const POLICY = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src ${hash(style)}`,
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/** The page with the list. It brings no data: its script asks for them. */
export function listPage(request: Request): Response {
  return html(fill(pages.list, languageOf(request)))
}

/** Asks for the key, and says where it is to be found. */
export function lockedPage(request: Request, why: LockedReason): Response {
  const lang = languageOf(request)
  const words = LOCKED[lang]
  const status = why === 'later' ? 429 : 401
  const text = fill(pages.locked, lang, { ...words, reason: words[why] })
  return html(text, { status, headers: why === 'later' ? { 'retry-after': '60' } : {} })
}

/**
 * Opens the list from a page of our own. A strict cookie does not go with what another site's link has opened, and a
 * redirect counts as that link still.
 */
export function bouncePage(request: Request, headers: Readonly<Record<string, string>> = {}): Response {
  return html(fill(pages.bounce, languageOf(request)), { headers })
}

function html(
  text: string,
  init: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response {
  const headers = new Headers(init.headers)
  headers.set('content-type', 'text/html; charset=utf-8')
  headers.set('content-security-policy', POLICY)
  headers.set('vary', 'accept-language')
  return new Response(text, { status: init.status ?? 200, headers })
}

/** Puts in what stands in double braces. Only words of ours are put in, never what a request says. */
function fill(text: string, lang: Language, words: Readonly<Record<string, string>> = {}): string {
  return text
    .replace('<html lang="zh-CN">', `<html lang="${lang}">`)
    .replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => words[name] ?? '')
}

/** The first of our languages that the browser asks for, in the order in which it names them. */
function languageOf(request: Request): Language {
  const wanted = request.headers.get('accept-language')?.toLowerCase().split(',') ?? []
  const first = wanted.map(tag => tag.trim().slice(0, 2)).find(tag => tag === 'zh' || tag === 'en')
  return first === 'en' ? 'en-US' : 'zh-CN'
}

const LOCKED = {
  'zh-CN': {
    title: '请先打开钥匙链接',
    about: '这是给同事用的转发清单。请用管理员发给你的带钥匙的链接打开一次，之后这台手机就记得你。',
    label: '也可以在这里输入钥匙',
    enter: '打开',
    again: '以前打开过？再试一次',
    'no-key': '',
    wrong: '钥匙不对。请核对链接是否完整，或向管理员要一个新的。',
    later: '错误的次数太多，请一分钟后再试。',
  },
  'en-US': {
    title: 'Open it with your key first',
    about:
      'This is the list of messages for staff to pass on. Open it once with the link that your admin sent you, which holds the key. This phone is remembered from then on.',
    label: 'Or type the key here',
    enter: 'Open',
    again: 'Opened it before? Try again',
    'no-key': '',
    wrong: 'That key is not right. See whether the link is complete, or ask your admin for a new one.',
    later: 'Too many wrong keys. Please try again in a minute.',
  },
} as const satisfies Record<Language, Record<string, string>>
