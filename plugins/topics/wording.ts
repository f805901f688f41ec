import { type Count, type LocalDay, percent } from 'bonfire'

export type Language = 'zh-CN' | 'en-US'

/** A post as it is spoken of: how its id ends, and its title where it is at hand. */
export interface Named {
  readonly id: string
  readonly title?: string
}
/** A day and a time as the group reads them: `12-03 08:00`. */
export type When = string

/** In Chinese, so that what follows it needs no space. */
export const named = ({ id, title }: Named): string => (title === undefined ? `${id} ` : `${id}「${title}」`)
export const quoted = ({ id, title }: Named): string => (title === undefined ? id : `${id} "${title}"`)

/** `3/13 = 23.1%` */
export const sum = ({ posts, marketing }: Count): string => `${marketing}/${posts} = ${percent(marketing / posts)}`

export const shortDay = (day: LocalDay): string => day.slice(5)
