import { planDays } from '../../../src/content/planner.ts'
import { createCalendar } from '../../../src/scheduler/zones.ts'
import { settingOf } from './content-setting.ts'
import { happeningsOf } from './happenings.ts'
import { liveContent } from './content-life.ts'
import { reckoningOf, dayNumber, type Campaign } from './reckoning.ts'
const s=settingOf(146)
const life=await liveContent(s,happeningsOf(s))
const es=life.record.rooms.get('oak')!
const used=es.find(e=>e.is==='used')! as any
const r=reckoningOf(s)
const c:Campaign={plan:used.plan,startDay:used.startDay,beganAt:used.at,pauses:[]}
const plan=(now:number)=>{
 const sent=es.filter(e=>e.is==='sent'&&e.at<now) as any[]
 const marks=es.filter(e=>e.is==='marked'&&e.at<now) as any[]
 const decided=new Map(marks.map(m=>[m.occasion,m.post]))
 const last=new Map(sent.map(m=>[m.post,r.days.dayOf(m.at)]))
 return planDays({plan:used.plan,startDay:used.startDay,platform:'telegram',calendar:createCalendar({zone:s.zone,dayStartsAt:s.dayStartsAt}),dayNumber:(d:any)=>dayNumber(c,d),history:{decided:(d:any,at:any)=>decided.get(`${d}T${at}`)??(`${d}T${at}`==='2026-10-17T06:45'&&process.argv[3]?null:undefined),lastDay:(p:any)=>last.get(p) as any,isSkipped:()=>false,sent,campaign:{posts:sent.length,marketing:sent.filter(x=>x.marketing).length}}},'2026-10-17' as any,Number(process.argv[2]),now as any)[0]!.slots.map(x=>x.at+' '+x.post+' '+JSON.stringify(x.why))
}
for (const t of ['2026-10-17T03:52Z','2026-10-17T05:59Z','2026-10-17T06:00Z']) console.log(t, plan(Date.parse(t)))
