import { nearest } from '../../did-you-mean.ts'
import type { Problem } from '../problem.ts'
import { atBody, atField, type Checked } from './checked.ts'
import { type Place, problem } from './codes.ts'

/** Telegram takes no larger photo: core.telegram.org/bots/api#sendphoto, read 2026-11-22. */
const IMAGE_BYTES_MAX = 10_000_000

/** Every picture that a file names, and where. */
export function imagesNamed({ library, texts }: Pick<Checked, 'library' | 'texts'>): readonly NamedImage[] {
  const { shop } = library
  const inTexts = texts.flatMap(text => (text.image === null ? [] : [{ image: text.image, text, path: ['image'] }]))
  const inShop = (shop?.items ?? []).flatMap(({ image }, index) =>
    image === undefined ? [] : [{ image, text: shop!, path: ['items', index, 'image'] }],
  )
  return [...inTexts, ...inShop].map(({ image, text, path }) => ({ image, place: () => atField(text, path) }))
}
interface NamedImage {
  readonly image: string
  readonly place: () => Place
}

/** Pictures that are named by a file and cannot be sent. */
export function* unusableImages(checked: Checked): Generator<Problem> {
  const { library, images } = checked
  for (const { image, place } of imagesNamed(checked)) {
    const facts = images.get(image)
    if (!facts) yield problem('missing-image', place(), `there is no assets/${image}${hint(image, library.images)}`)
    else if (facts.format === null) {
      const message = `assets/${image} is no picture: it begins as no GIF, JPEG, PNG or WebP does`
      yield problem('not-an-image', place(), message)
    } else if (facts.bytes > IMAGE_BYTES_MAX) {
      const megabytes = (facts.bytes / 1e6).toFixed(1)
      const message = `assets/${image} has ${megabytes} MB, and 10 MB is the most that Telegram takes`
      yield problem('large-image', place(), message)
    }
  }
}

function hint(image: string, images: readonly string[]): string {
  const bare = image.replace(/^(?:\.\/)?assets\//u, '')
  const meant = bare !== image && images.includes(bare) ? bare : nearest(image, images)
  return meant === undefined ? '' : ` — did you mean "${meant}"?`
}

const MARKDOWN_IMAGE = /!\[[^\]\n]*\]\([^)\n]*\)/gu

/** Messages have one picture, beside their text. */
export function* imagesInTexts({ texts }: Checked): Generator<Problem> {
  for (const text of texts) {
    for (const { index } of text.body.matchAll(MARKDOWN_IMAGE)) {
      yield problem(
        'image-in-text',
        atBody(text, index),
        'a picture in the text is not shown — name it as "image:" in front',
      )
    }
  }
}
