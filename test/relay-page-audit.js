// Looks at a page as an accessibility checker does, by a few rules of WCAG 2.2 AA. Runs in the page; gives what is wrong.
;(() => {
  /** WCAG asks for 24; a thumb wants more. In CSS pixels. */
  const TARGET_HEIGHT_MIN = 44
  const TARGET_WIDTH_MIN = 24
  const found = []
  const all = selector => [...document.querySelectorAll(selector)]
  const visible = selector => all(selector).filter(element => element.checkVisibility())
  const named = element => `${element.tagName.toLowerCase()}#${element.id} "${element.textContent.trim().slice(0, 20)}"`

  if (document.documentElement.lang === '') found.push('The page has no language.')
  if (document.title === '') found.push('The page has no title.')
  if (visible('main').length !== 1) found.push('The page needs one main part.')
  if (visible('h1').length !== 1) found.push('The page needs one first heading.')
  if (all('[role=status]').length === 0) found.push('Nothing tells a screen reader what changes.')
  for (const element of all('[tabindex]')) if (element.tabIndex > 0) found.push(`${named(element)}: jumps the queue.`)

  let level = 0
  for (const heading of visible('h1, h2, h3, h4')) {
    const next = Number(heading.tagName[1])
    if (next > level + 1) found.push(`${named(heading)}: a level of headings is left out.`)
    if (heading.textContent.trim() === '') found.push(`${named(heading)}: an empty heading.`)
    level = next
  }

  const ids = all('[id]').map(({ id }) => id)
  for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(`#${id} is there twice.`)
  for (const attribute of ['aria-labelledby', 'aria-describedby']) {
    for (const element of all(`[${attribute}]`)) {
      const missing = element
        .getAttribute(attribute)
        .split(' ')
        .filter(id => !ids.includes(id))
      if (missing.length > 0) found.push(`${named(element)}: ${attribute} names ${missing}, which is not there.`)
    }
  }

  for (const image of visible('img')) if (image.alt === '') found.push(`${named(image)}: an image without words.`)
  for (const element of visible('button, a, input')) {
    const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent
    if (name.trim() === '') found.push(`${named(element)}: has no name.`)
    const { width, height } = element.getBoundingClientRect()
    if (height < TARGET_HEIGHT_MIN || width < TARGET_WIDTH_MIN)
      found.push(`${named(element)}: ${width} × ${height} is small.`)
  }

  const parse = colour => colour.match(/[\d.]+/g).map(Number)
  const light = colour => {
    const [r, g, b] = parse(colour).map(part =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at)
      if (parse(backgroundColor)[3] !== 0) return backgroundColor
    }
    return 'rgb(255, 255, 255)'
  }
  let texts = 0
  for (const element of visible('body *')) {
    if (![...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '')) continue
    texts += 1
    const { color, fontSize, fontWeight } = getComputedStyle(element)
    const [one, two] = [light(color), light(behind(element))]
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05)
    const isLarge = Number.parseFloat(fontSize) >= (Number(fontWeight) >= 600 ? 18.66 : 24)
    if (ratio < (isLarge ? 3 : 4.5)) found.push(`${named(element)}: contrast ${ratio.toFixed(2)}.`)
  }
  if (texts < 8) found.push(`Only ${texts} texts were looked at.`)
  return found
})()
