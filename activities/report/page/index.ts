import type { ReportData } from './report-data.js';
import { accountsSection } from './accounts-section.js';
import { bestSection } from './best-section.js';
import { dataSection } from './data-section.js';
import { eliminationSection } from './elimination-section.js';
import { failuresSection } from './failures-section.js';
import { headline } from './headline.js';
import { holdoutSection } from './holdout-section.js';
import { importancesSection } from './importances-section.js';
import { reproduceSection } from './reproduce-section.js';
import { STYLE } from './style.js';
import { Html, html } from './html.js';
import { leaderboardSection, scoresSection } from './trials-section.js';

/** A search as one HTML page that needs nothing else: no script, no network. Names from the data are escaped. */
export async function renderReport(data: ReportData): Promise<string> {
  const sections = [
    await scoresSection(data),
    accountsSection(data),
    leaderboardSection(data),
    bestSection(data),
    await holdoutSection(data),
    await importancesSection(data),
    await eliminationSection(data),
    await dataSection(data),
    failuresSection(data),
    reproduceSection(data),
  ];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${data.plan.target} · ${data.dataName} · Coaxial</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <main>${headline(data)} ${sections}</main>
      </body>
    </html>`;
  return page.text;
}
