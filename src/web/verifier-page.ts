import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { joinModules } from './joined-modules.ts'

/** Where the page is, on the web. */
export const VERIFIER_PATH = '/draws/verify'

/** A page in one piece, and the policy by which it may run what is in it and ask nobody for anything. */
export interface VerifierPage {
  readonly html: string
  readonly policy: string
}

const FOLDER = new URL('../draw-verifier/page/', import.meta.url)
/** Whose code is in the page besides ours: their licences come along. */
const LICENSED = ['@noble/curves', '@noble/hashes']

/** What the page names and has put in: it is a whole page for editors and linters as it stands. */
const PLACES = {
  policy: /content="default-src 'none'"/,
  style: /<link rel="stylesheet"[^>]*>/,
  script: /<script [^>]*><\/script>/,
}

let made: VerifierPage | undefined

/** The page that verifies draws in a browser. It is put together once. */
export function verifierPage(): VerifierPage {
  made ??= makePage()
  return made
}

/** Answers whoever asks for the page. */
export function verifierResponse(): Response {
  const { html, policy } = verifierPage()
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; frame-ancestors 'none'`,
    },
  })
}

function makePage(): VerifierPage {
  const style = read('page.css')
  const script = `${LICENSED.map(licenceOf).join('')}${joinModules(new URL('page.js', FOLDER))}`
  // Either would end the script, or begin a comment of HTML in it.
  if (/<\/script|<!--/i.test(script)) throw new Error('The script of the page holds an end of scripts. Write it apart.')
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
  const html = read('page.html')
    .replace(PLACES.policy, () => `content="${policy}"`)
    .replace(PLACES.style, () => `<style>${style}</style>`)
    .replace(PLACES.script, () => `<script>${script}</script>`)
  return { html, policy }
}

const read = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8')

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

function licenceOf(name: string): string {
  const file = path.join(path.dirname(createRequire(import.meta.url).resolve(`${name}/utils.js`)), 'LICENSE')
  return `/*! ${name}\n${readFileSync(file, 'utf8').trim()}\n*/\n`
}
