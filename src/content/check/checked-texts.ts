import { CONTENT_PLATFORMS, type ContentPlatform, type PostButton } from '../../host/content.ts'
import type { LoadedLibrary, LoadedOther, LoadedPost } from '../library.ts'
import type { CheckedButton, CheckedText } from './checked.ts'
import { allowedIn } from './seen-text.ts'

/** The texts of a library that are no drafts, with what the rules ask for. */
export function checkedTexts({ posts, others }: Pick<LoadedLibrary, 'posts' | 'others'>): readonly CheckedText[] {
  return [...posts.map(ofPost), ...others.map(ofOther)].filter(({ fields }) => fields.status !== 'draft')
}

function ofPost(post: LoadedPost): CheckedText {
  return { ...textOf(post), kind: post.isOffer ? 'offer' : 'post', isMarketing: post.marketing }
}

function ofOther(other: LoadedOther): CheckedText {
  return { ...textOf(other), kind: other.kind, isMarketing: false }
}

function textOf({ file, id, fields, body, bodyLine, text, positions }: LoadedPost | LoadedOther) {
  const { image, platforms } = fields as { image?: string; platforms?: readonly ContentPlatform[] }
  return {
    ...{ file, id, fields, body, bodyLine, positions },
    platforms: platforms ?? CONTENT_PLATFORMS,
    image: image ?? null,
    buttons: [...buttonsIn(fields, 'buttons'), ...buttonsIn(fields, 'choices')],
    compiled: text,
    allowed: allowedIn(body),
  }
}

function buttonsIn(fields: Readonly<Record<string, unknown>>, key: string): readonly CheckedButton[] {
  const listed = (fields[key] ?? []) as readonly PostButton[]
  return listed.map((button, index) => ({ ...button, path: [key, index] }))
}
