import type { TopLevelSpec } from 'vega-lite';
import { Html } from './html.js';

const FONT = 'system-ui, -apple-system, "Segoe UI", sans-serif';
/** Okabe & Ito's colours, which people with a colour vision deficiency can distinguish. */
const COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#999933', '#882255'];
const INK = '#1b1f24';
const QUIET = '#6b7280';

/** Draws a Vega-Lite chart as SVG, in this process and without a script in the page. */
export async function draw(spec: TopLevelSpec, label: string): Promise<Html> {
  const vega = await import('vega');
  const { compile } = await import('vega-lite');
  const themed = {
    ...spec,
    background: 'transparent',
    config: {
      font: FONT,
      range: { category: COLOURS },
      view: { stroke: null },
      axis: { labelColor: QUIET, titleColor: INK, titleFontWeight: 500, gridColor: '#e5e7eb', domainColor: '#cbd5e1' },
      legend: { labelColor: INK, titleColor: INK, titleFontWeight: 500 },
    },
  } as TopLevelSpec;
  const view = new vega.View(vega.parse(compile(themed).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return new Html(svg.replace('<svg ', `<svg role="img" aria-label="${label}" style="max-width:100%;height:auto" `));
}
