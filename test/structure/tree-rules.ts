import { isIn, type ProjectFile } from './files.ts'

const LINES_MAX = 400
const REASON_LENGTH_MIN = 20

export function findLongFiles(files: readonly ProjectFile[]): readonly string[] {
  return files
    .filter(file => isIn(file, 'src', 'plugins', 'scripts', 'test') && /\.([cm]?[jt]sx?|css|html)$/.test(file.path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > LINES_MAX)
    .map(({ path, lines }) => `${path}: ${lines} lines, more than ${LINES_MAX}. Move the walls: two rooms read better.`)
}

/** A name that says nothing collects what belongs elsewhere. */
export function findEmptyNames(files: readonly ProjectFile[]): readonly string[] {
  const parts = new Set(
    files.flatMap(({ path }) => path.split('/').map((_, at, all) => all.slice(0, at + 1).join('/'))),
  )
  return [...parts]
    .filter(path => /(^|[/.-])(utils?|helpers?)(\.[^/]*)?$/i.test(path))
    .map(path => `${path}: this name says nothing. Name it after what it does, or move it beside its only user.`)
}

/** A folder of somebody's machine, not a path in a URL or below another one. */
export function findMachinePaths(files: readonly ProjectFile[]): readonly string[] {
  const machinePath = /(?:^|file:\/\/|[^\w./~:}-])(\/(?:home|root|work|Users)\/[\w.-]+)/
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const found = machinePath.exec(line)?.[1]
      return found
        ? [
            `${path}:${index + 1}: ${found}/… is on one machine only. Use a path relative to the project, /srv/… for one made up.`,
          ]
        : []
    }),
  )
}

export function findRegistryAddresses(lock: string): readonly string[] {
  const count = lock.split('"resolved": "http').length - 1
  if (count === 0) return []
  return [
    `package-lock.json: ${count} download addresses, which other machines may not reach. ` +
      'Delete package-lock.json, keep omit-lockfile-registry-resolved=true in .npmrc, and run `npm install`.',
  ]
}

/** Every direct dependency has a line of reason in docs/dependencies.md, in the order of the alphabet, and vice versa. */
export function findUnexplainedDependencies(manifest: string, doc: string): readonly string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(manifest)
  const wanted = [...Object.keys(dependencies), ...Object.keys(devDependencies)]
  const lines = [...doc.matchAll(/^- `([^`]+)`: (.*)$/gm)].map(([, name = '', reason = '']) => ({ name, reason }))
  const explained = lines.filter(({ reason }) => reason.length >= REASON_LENGTH_MIN).map(({ name }) => name)
  return [
    ...wanted
      .filter(name => !explained.includes(name))
      .map(name => `docs/dependencies.md: \`${name}\` has no reason. Add "- \`${name}\`: why it beats writing it."`),
    ...lines
      .filter(({ name }) => !wanted.includes(name))
      .map(({ name }) => `docs/dependencies.md: \`${name}\` is not in package.json. Delete its line.`),
    ...outOfOrder(doc),
  ]
}

/** Within each section of the page. */
function outOfOrder(doc: string): readonly string[] {
  return doc.split(/^#/m).flatMap(section => {
    const names = [...section.matchAll(/^- `([^`]+)`/gm)].map(([, name = '']) => name)
    const misplaced = names.find((name, at) => at > 0 && name < (names[at - 1] ?? ''))
    return misplaced ? [`docs/dependencies.md: \`${misplaced}\` is not in the order of the alphabet.`] : []
  })
}
