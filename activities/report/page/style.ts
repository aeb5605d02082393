export const STYLE = `
:root{--ink:#1b1f24;--quiet:#6b7280;--line:#e5e7eb;--paper:#fff;--wash:#f6f8fa;--accent:#0072b2}
*{box-sizing:border-box}
body{margin:0;background:var(--wash);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:1040px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:26px;line-height:1.2;margin:0 0 4px}
h2{font-size:18px;margin:0 0 12px}
h3{font-size:15px;margin:20px 0 6px}
p{margin:0 0 12px}
.quiet{color:var(--quiet)}
section{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:20px 24px;margin-top:18px}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:12px;margin-top:20px}
.card{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:14px 16px}
.card b{display:block;font-size:22px;line-height:1.3;font-weight:600;overflow-wrap:anywhere}
.card span{color:var(--quiet);font-size:13px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--quiet);font-weight:500;white-space:nowrap}
td.number,th.number{text-align:right;padding-right:18px;white-space:nowrap}
td.wide{overflow-wrap:anywhere;min-width:180px}
tr.left-out td{color:var(--quiet)}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{background:var(--wash);border:1px solid var(--line);border-radius:8px;padding:12px 14px;margin:0 0 12px;white-space:pre-wrap;overflow-wrap:anywhere}
details summary{cursor:pointer;color:var(--accent);margin-top:10px}
.matrix td,.matrix th{text-align:center;padding:8px;border:1px solid var(--line)}
.matrix th.row{text-align:right}
ul{margin:0 0 12px;padding-left:20px}
ul.warnings{margin-top:14px}
@media print{body{background:#fff}section,.card{break-inside:avoid}}
`;
