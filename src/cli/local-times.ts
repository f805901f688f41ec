/**
 * Makes the function that writes an instant as the clock on the wall showed it: `2026-11-21 20:00:05`. Not with dayjs:
 * measured at 150 µs for a zone, it took half a minute for a journal of 100,000 commits.
 */
export function localTimes(zone: string): (at: number) => string {
  // Sweden writes dates as ISO 8601 does, and times without AM and PM.
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone })
  return at => format.format(at)
}
