import { settingOf } from './content-setting.ts'
import { happeningsOf } from './happenings.ts'
import { liveContent } from './content-life.ts'
const s=settingOf(Number(process.argv[2]))
const life=await liveContent(s,happeningsOf(s))
for(const [r,es] of life.record.rooms) for(const e of es) console.log(r,new Date(e.at).toISOString(),e.is,JSON.stringify(e).slice(0,200))
