import { settingOf } from './content-setting.ts'
import { happeningsOf } from './happenings.ts'
import { judge } from './judge.ts'
import { liveContent } from './content-life.ts'
const from=Number(process.argv[2]??1), n=Number(process.argv[3]??1)
for (let seed=from; seed<from+n; seed++){
const s=settingOf(seed); const t=performance.now()
const life=await liveContent(s,happeningsOf(s))
const e=[...life.record.rooms.values()].flat()
const c=(is:string)=>e.filter(x=>x.is===is).length
console.log(seed,s.platform,s.storage,s.trouble,s.days,s.plans[0]!.definition.kind,s.plans[0]!.definition.slots.length,s.plans[0]!.posts.length,Math.round(performance.now()-t)+'ms',life.commits,life.crashes,['used','paused','marked','sent','unknown','quoted','asked','showed'].map(k=>k+c(k)).join(' '),judge(life.record).map(w=>'\n   !! '+w.oracle+' '+w.says).join(''),life.broken.map(b=>b.oracle+b.says).join().slice(0,600))
}
