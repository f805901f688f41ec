import type { z } from 'zod'
import type { DrawFile, PlannedDraw } from '../host/content.ts'
import { isOfPlan, type LoadedOther } from './read-others.ts'
import { type drawSchema, MINUTES_DEFAULT } from './schemas/draw.ts'

/** A draw with the file that it stands in: `draws/reading-21d/draw-day-07.md`. */
export interface LoadedDraw extends DrawFile {
  readonly file: string
}

/** What the files in `draws/` say, of every status, in the order in which they come. */
export function drawFilesOf(others: readonly LoadedOther[]): LoadedDraw[] {
  return others.filter(({ kind }) => kind === 'draw').map(drawOf)
}

function drawOf({ id, file, fields }: LoadedOther): LoadedDraw {
  const {
    title,
    status,
    day,
    at,
    closes,
    hours = [],
    minutes = MINUTES_DEFAULT,
    prizes,
    alternates,
    entry,
    cost,
    eligible,
    ...rest
  } = fields as z.output<typeof drawSchema>
  const { claimHours, image, platforms } = rest
  const { streakDays = null, memberDays = null, buyer = false } = eligible
  return {
    ...{ id, file, title, status, day, at: at ?? null, closes: closes ?? null },
    ...{ hours, minutes, prizes, alternates, entry, cost: cost ?? null },
    ...{ eligible: { streakDays, memberDays, buyer }, claimHours, image: image ?? null, platforms },
  }
}

/** What `/plan use` records of a draw. */
export const plannedDrawOf = ({ id, day, at, hours }: DrawFile): PlannedDraw => ({ id, day, at, hours })

/** Whether a file, broken or not, is a draw of that plan. */
export const isDrawOf = (file: string, plan: string): boolean => file.startsWith('draws/') && isOfPlan(file, plan)
