import { html } from '../shared/html.js'
import { useStore } from '../shared/store.js'

/** The content library as the check sees it now, while somebody edits it. */
export function LibraryPanel({ app, words }) {
  const { library } = useStore(app.store, 'state')
  const said = words.libraryPanel
  return html`<p>${said.live}</p>
    <p class="panel-quiet">${said.folder(library.folder)}</p>
    <div role="status">${library.problems.length === 0 ? html`<p class="panel-fine">✓ ${said.fine}</p>` : html`<p>${words.problems(library.problems.length)}</p>`}</div>
    <ul class="panel-problems">${library.problems.map(problem => problemItem(problem, said))}</ul>
    <h3>${said.changed}</h3>
    ${library.changed.length === 0 ? html`<p class="panel-quiet">${said.unchanged}</p>` : html`<ul class="panel-list">${library.changed.map(file => html`<li><code>${file}</code></li>`)}</ul>`}`
}

function problemItem({ file, line, column, severity, code, message, source }, said) {
  return html`<li class=${`is-${severity}`}>
    <p><b>${said[severity]}</b> <code>${file}:${line}</code> <code class="panel-code">${code}</code></p>
    <p lang="en">${message}</p>
    ${source !== null && html`<pre tabindex="0">${source}${'\n'}${caretBelow(source, column)}</pre>`}
  </li>`
}

/** Under the place in the line. Wide letters take as much room as two. */
function caretBelow(source, column) {
  const before = [...source].slice(0, column - 1)
  return `${before.map(letter => (letter === '\t' ? '\t' : letter > '\u2e7f' ? '\u3000' : ' ')).join('')}^`
}
