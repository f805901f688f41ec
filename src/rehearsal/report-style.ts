/** How the page looks, on a light and on a dark screen. */
export const STYLE = `
:root{color-scheme:light dark;--page:#f6f5f1;--card:#fff;--ink:#191816;--soft:#5c5a54;--faint:#8a877e;--rule:#e4e2da;--bar:#2f6fc0;--area:#2f6fc018;--accent:#d9622b;--good:#1f7a45;--bad:#b3261e;--warn:#8a6100}
@media (prefers-color-scheme:dark){:root{--page:#161614;--card:#1f1f1d;--ink:#f3f1ea;--soft:#bdbab0;--faint:#8b897f;--rule:#33322e;--bar:#5b9ae6;--area:#5b9ae622;--accent:#ee8350;--good:#5cbf85;--bad:#f2887f;--warn:#d9ad4a}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.6 system-ui,-apple-system,"PingFang SC","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",sans-serif}
main{max-width:960px;margin:0 auto;padding:40px 20px 64px}
h1{font-size:28px;line-height:1.25;margin:0 0 6px}
h2{font-size:18px;margin:44px 0 12px}
.sub{color:var(--soft);margin:0}
.ending{display:inline-block;margin:14px 0 0;padding:3px 12px;border:1px solid var(--rule);border-radius:999px;background:var(--card)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px;margin:24px 0 0;padding:0;list-style:none}
.tiles li,.chart,.days,.found{background:var(--card);border:1px solid var(--rule);border-radius:10px}
.tiles li{padding:14px 16px}
.tiles b{display:block;font-size:24px;line-height:1.2}
.tiles span{color:var(--soft);font-size:13px}
.phases{display:flex;margin:0;padding:0;list-style:none;border-radius:8px;overflow:hidden;gap:2px}
.phases li{padding:6px 8px;background:var(--card);border:1px solid var(--rule);font-size:13px;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;text-align:center}
.phases li.round{padding:6px 0;font-size:11px}
.phases li.round,.phases li.closing{border-color:var(--accent)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:16px}
.chart{margin:0;padding:16px 16px 8px}
.chart figcaption{display:flex;flex-wrap:wrap;gap:2px 10px;align-items:baseline;margin-bottom:6px}
.chart figcaption span{color:var(--soft);font-size:13px}
.chart svg{display:block;width:100%;height:auto}
.tick{fill:var(--faint);font-size:12px;font-variant-numeric:tabular-nums}
.grid{stroke:var(--rule);stroke-width:1}.base{stroke:var(--faint);stroke-width:1}
.bar{fill:var(--bar)}.accent{fill:var(--accent)}.area{fill:var(--area)}
.line{fill:none;stroke:var(--bar);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.dot{fill:var(--bar);stroke:var(--card);stroke-width:2;opacity:0}.mark:hover .dot{opacity:1}
.hit{fill:transparent}.mark:hover .bar{opacity:.75}
.found{margin:0;padding:4px 18px;list-style:none}
.found li{padding:10px 0;border-top:1px solid var(--rule)}.found li:first-child{border-top:0}
.found b{margin-right:8px}.error b{color:var(--bad)}.warning b{color:var(--warn)}
.found code{color:var(--soft);font-size:13px;overflow-wrap:anywhere}
.fine{color:var(--good)}
.scroll{overflow-x:auto}
.days{width:100%;border-collapse:separate;border-spacing:0;font-variant-numeric:tabular-nums}
.days th,.days td{padding:7px 10px;text-align:right;white-space:nowrap;border-top:1px solid var(--rule)}
.days thead th{border-top:0;color:var(--soft);font-weight:500;font-size:13px}
.days th[scope=row],.days .phase,.days .told{text-align:left;font-weight:400}
.days .told{color:var(--soft);font-size:13px;padding-top:0;border-top:0;white-space:normal}
footer{margin-top:40px;color:var(--faint);font-size:13px}
@media print{main{max-width:none}.chart,.days{break-inside:avoid}}
`
