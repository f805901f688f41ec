/** A spreadsheet runs what begins like this: owasp.org/www-community/attacks/CSV_Injection, read 2026-11-21. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Spreadsheets take a file for UTF-8 when it begins with this. */
export const BYTE_ORDER_MARK = '\uFEFF'

/**
 * One cell of a table for other programs (RFC 4180), which no spreadsheet takes for a formula, nor for two cells: some
 * separate by `;` or tabs.
 */
export function csvCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
