/** What this bot is. Secrets are not here: they stand in `.env`. Every mistake is named when the bot starts. */
import { defineConfig } from 'bonfire'

export default defineConfig({
  // Everything that is kept. BONFIRE_DATA wins over it.
  data: 'data',
  // Bots on platforms. None here: a token in .env is enough for one, and docs/ tells of several.
  // accounts: [{ id: 'main', platform: 'telegram' }],
  // Folders in plugins/, or packages from npm. In this order they are asked what a message means.
  // lucky-draw comes before icebreaker: 「参加 我叫小林，喜欢读书」 enters a draw, and is no introduction.
  plugins: [
    ...['check-in', 'lucky-draw', 'icebreaker', 'points', 'shop', 'topics'],
    ...['conversion', 'passport', 'closing', 'campaign'],
  ],
  plan: {
    name: '21 天共读',
    timezone: 'Asia/Shanghai',
    dayStartsAt: '00:00',
    locale: 'zh-CN',
    // Days on which nobody is expected to check in, e.g. ['sunday'].
    restDays: [],
    // One section per plugin, under its name.
    // The word alone is enough here; without this a check-in says ten characters more, or shows a photo.
    'check-in': { remindAt: '20:00', noteCharsMin: 0 },
    points: { perCheckIn: 10 },
  },
})
