import { settingOf } from './content-setting.ts'
const s=settingOf(146); const p=s.plans[0]!
console.log(s.zone,p.definition.slots,p.definition.restDays,p.definition.marketing)
for (const x of p.posts) if('day' in x.when&&x.when.day<=6||['first9','first40'].includes(x.title)||'date' in x.when) console.log(x.title,x.kind,x.marketing,JSON.stringify(x.when),x.at,x.expires,x.platforms.length)
console.log(p.posts.filter(x=>x.expires&&x.expires<'2026-10-17').map(x=>x.title+' '+x.expires+JSON.stringify(x.when)))
