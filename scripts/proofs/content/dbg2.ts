import { settingOf } from './content-setting.ts'
import { happeningsOf } from './happenings.ts'
for (const h of happeningsOf(settingOf(Number(process.argv[2])))) console.log((h.at/86400000).toFixed(2), JSON.stringify(h))
