import type { Capabilities, Pacing } from '../adapters/adapter.ts'

/** What it can do unless it is told otherwise: a messenger without buttons and reactions. */
export const SIMULATED_CAPABILITIES: Capabilities = {
  reactions: false,
  buttons: false,
  replies: true,
  mentions: true,
  images: true,
  files: true,
  formats: true,
  content: 'telegram',
  polls: true,
  linkCards: false,
  pin: true,
  edit: false,
  ephemeral: false,
  inviteLinks: true,
  removal: true,
  mute: true,
  announce: false,
  writesFirst: true,
  textLengthMax: 4096,
  captionLengthMax: 1024,
  redelivers: true,
}
/** Telegram's published and measured limits (PLATFORMS.md). */
export const SIMULATED_PACING: Pacing = {
  chatGapMs: 1_000,
  chatMessagesPerMinute: 20,
  accountCallsPerSecond: 30,
  receiptGapMs: 10_000,
}
