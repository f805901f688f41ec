import { createHash } from 'node:crypto'
import { IMPORT_MAP } from './page-files.ts'

export interface PageShell {
  /** Until the page knows the reader's language. */
  readonly title: string
  /** Its first module, below `pages/`: `dashboard/main.js`. */
  readonly entry: string
  /** Its style sheets, below `pages/`, besides the shared one. */
  readonly styles: readonly string[]
}

const MAP = JSON.stringify({ imports: IMPORT_MAP })
/**
 * Nothing but our own files, nothing inside of texts, nobody who frames it. The import map is the one script that stands
 * in the page, by its hash.
 */
const POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(MAP).digest('base64')}'`,
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** A page that consists of its modules: no word of a group stands in it. */
export function pageShell({ title, entry, styles }: PageShell): Response {
  const links = ['shared/look.css', ...styles].map(style => `<link rel="stylesheet" href="/pages/${style}">`)
  const html = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/pages/shared/flame.svg">
${links.join('\n')}
<script type="importmap">${MAP}</script>
<script type="module" src="/pages/${entry}"></script>
</head>
<body>
<div id="page"><noscript>Bonfire: 请打开 JavaScript。Please switch on JavaScript.</noscript></div>
</body>
</html>
`
  return new Response(html, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
  })
}
