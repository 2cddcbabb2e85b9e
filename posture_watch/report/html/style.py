"""How the page looks: light, dark, narrow and on paper. Colours stand in one place, with enough contrast in each."""

# ruff: noqa: E501  # a style sheet reads by its own lines
STYLE = """
:root{--bg:#fbfaf7;--card:#f2f0ea;--ink:#20252b;--muted:#565d66;--line:#d9d5cb;--good:#2c7a68;--poor:#b4540a;--unknown:#737a83;
--stand:#3468b0;--busy:#7d5a9b;--load:#7a4ea3;--bout:#d5e4df;--heat:44,122,104}
@media screen and (prefers-color-scheme:dark){:root{--bg:#15181b;--card:#1f2428;--ink:#e8e9ea;--muted:#a9b1b9;--line:#363d44;
--good:#54b398;--poor:#f0a05c;--unknown:#949ca5;--stand:#7dabe8;--busy:#c0a0dc;--load:#c39be6;--bout:#27443d;--heat:84,179,152}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;color-scheme:light dark}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums}
main,header,footer{width:min(52rem,100% - 2.5rem);margin:0 auto}
header{padding-top:2.5rem}
h1{font-size:1rem;font-weight:600;color:var(--muted);margin:0}
h2{font-size:1.1rem;margin:0 0 .75rem}
h3{font-size:.95rem;margin:1.5rem 0 .25rem}
p{margin:.25rem 0 .75rem;max-width:42rem;overflow-wrap:anywhere}
.lead{font-size:1.6rem;line-height:1.3;font-weight:600;margin:.35rem 0 .6rem;text-wrap:balance}
.quiet{color:var(--muted);font-size:.9rem}
section{margin:2.25rem 0}
.defs{position:absolute}
.chart{display:block;overflow:visible;margin:.25rem 0 .5rem}
.g,.m-done{fill:var(--good)}.lanes .g{stroke:var(--good)}.bg-p{fill:var(--poor);opacity:.28}.ink-p{stroke:var(--poor);stroke-width:3}.p{fill:url(#h-p)}.lanes .p{stroke:url(#h-p)}
.bg-s{fill:var(--stand);opacity:.2}.ink-s{stroke:var(--stand);stroke-width:2.5}.s{fill:url(#h-s)}.lanes .s{stroke:url(#h-s)}
.bg-u{fill:var(--unknown);opacity:.22}.ink-u{stroke:var(--unknown);stroke-width:2}.u{fill:url(#h-u)}.lanes .u{stroke:url(#h-u)}
.bg-b{fill:var(--busy);opacity:.15}.ink-b{stroke:var(--busy);stroke-width:1.5}.b{fill:url(#h-b)}.lanes .b{stroke:url(#h-b)}
.a{fill:var(--unknown)}.lanes .a{stroke:var(--unknown)}
.m-later{fill:var(--stand)}.m-none{fill:var(--bg);stroke:var(--poor);stroke-width:2.5}.m-wrong{stroke:var(--poor);stroke-width:3}
.m-unknown{fill:var(--unknown)}.m-diary{fill:var(--ink);stroke:var(--bg)}
.hour{stroke:var(--line)}.change{stroke:var(--ink);stroke-dasharray:5 4;stroke-width:1.5}
text{font-size:12px;fill:var(--ink)}
.tick,.hours text{fill:var(--muted);text-anchor:middle}.right{text-anchor:end}.left{text-anchor:start}.lane{fill:var(--muted)}
.bout{fill:var(--bout);stroke:var(--good)}.in-bar{text-anchor:middle}
.load{fill:none;stroke:var(--load);stroke-width:2;vector-effect:non-scaling-stroke}.load-area{fill:var(--load);opacity:.14}
.limit{stroke:var(--ink);stroke-width:1.25}.soon{stroke-dasharray:4 4}
.legend{list-style:none;margin:.25rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;font-size:.9rem}
.legend li{display:flex;align-items:center;gap:.5rem}
.sign-words{margin:.7rem 0 .1rem}.after{margin-top:.7rem}
.swatch{flex:none;overflow:visible;vertical-align:-4px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1rem 1.5rem;margin:1.5rem 0 0}
.figures div{border-top:2px solid var(--line);padding-top:.5rem}
.figures dt{font-size:.9rem}
.figures dd{margin:0}.figures .value{font-size:1.5rem;font-weight:600;line-height:1.3}
.try{background:var(--card);border-left:4px solid var(--good);border-radius:.5rem;padding:1.1rem 1.25rem}
.try p{margin:.15rem 0}.try h2{margin-bottom:.25rem}
.signs{background:var(--card);border-left:4px solid var(--line);border-radius:.5rem;padding:.6rem 1.25rem;margin:1rem 0;break-inside:avoid}.signs h3,.topic h3{margin-top:.4rem;font-size:1.05rem}.signs.now{border-color:var(--poor)}
.topic{break-inside:avoid;margin:1.4rem 0}.topic ul,.signs ul{margin:.25rem 0 .5rem;padding-left:1.2rem}.topic li,.signs li{margin:.2rem 0;max-width:42rem}.sources{font-size:.88rem;color:var(--muted);padding-left:1.6rem}.cited{font-size:.88em;color:var(--muted);white-space:nowrap}a{color:inherit}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;color:var(--muted);font-size:.9rem;padding:0 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);font-weight:400;overflow-wrap:break-word}.any{overflow-wrap:anywhere}table+table,ul+table{margin-top:1.25rem}
thead th{color:var(--muted);font-size:.85rem}
.n{text-align:right;white-space:nowrap}.short th[scope=row]{white-space:nowrap}
.bars td:last-child{width:55%;padding-right:0}.with-bar{display:flex;align-items:center;gap:.75rem}.with-bar span{flex:none;min-width:4.2em;text-align:right}.with-bar svg{flex:1;min-width:2rem}
.heat td,.heat th{padding:.28rem .2rem;text-align:center;border:1px solid var(--bg)}.heat th[scope=row]{color:var(--muted);white-space:nowrap}
.h1{background:rgba(var(--heat),.1)}.h2{background:rgba(var(--heat),.2)}.h3{background:rgba(var(--heat),.3)}.h4{background:rgba(var(--heat),.42)}
.box{fill:var(--bout);stroke:var(--good)}.middle{stroke:var(--good);stroke-width:3}.now{fill:var(--ink)}.rail{stroke:var(--line);stroke-width:2}
summary{cursor:pointer;color:var(--muted);font-size:.9rem;padding:.35rem 0}
footer{color:var(--muted);font-size:.88rem;border-top:1px solid var(--line);padding-top:1rem;padding-bottom:3rem}
@media (max-width:40rem){.wide{display:none}main,header,footer{width:calc(100% - 2rem)}header{padding-top:1.5rem}
.lead{font-size:1.3rem}.figures{grid-template-columns:1fr 1fr}.heat{font-size:.78rem}table{font-size:.86rem}.bars td:last-child{width:50%}.days .n{white-space:normal}.days thead th{hyphens:auto;overflow-wrap:anywhere}.with-bar{gap:.5rem}.with-bar span{min-width:3.2em}th,td{padding-right:.5rem}}
@media print{body{font-size:10pt;line-height:1.35;background:#fff}main,header,footer{width:auto;padding:0 .6rem}h2,h3,caption{break-after:avoid}.folded{display:none}section{break-inside:avoid;margin:1rem 0}th,td{padding-top:.2rem;padding-bottom:.2rem}.lead{font-size:1.35rem}.topic,.signs{margin:.6rem 0}.signs{padding:.3rem .8rem}.topic li,.signs li,.signs p{max-width:none}.topic li,.signs li{margin:0}.topic p,.signs p{margin:.1rem 0}.topic ul,.signs ul{margin:.1rem 0}.signs h3,.topic h3{margin-top:.2rem}footer{padding-bottom:0}.topic .quiet{font-size:1em}.alone{break-before:page}.sources{font-size:.8em;line-height:1.25}
tr,svg{break-inside:avoid}.long{break-inside:auto}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}details:not([open]){display:none}}
@page{margin:16mm}
"""
