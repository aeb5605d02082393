import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { browserTestsRun, openBrowser } from '../support/browser.js';
import { TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const PATIENCE_MS = 120_000;
// Skipped, with a line that says so, only where there is no browser and none is required (CI requires one).
const describeInBrowser = browserTestsRun() ? describe : describe.skip;

describeInBrowser('the start form of the Web UI', () => {
  let home: TestHome;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [home, browser] = await Promise.all([TestHome.open(), openBrowser()]);
    await home.startAllWorkers();
    page = await browser.newPage({ viewport: { width: 1300, height: 1100 } });
    page.setDefaultTimeout(PATIENCE_MS);
  });
  afterAll(async () => {
    await browser?.close();
    await home?.close();
  });

  /** From opening the page to the search's own page. */
  async function start(id: string, input: object): Promise<void> {
    await page.goto(`${home.webUi}/namespaces/${home.namespace}/workflows/start-workflow`);
    await page.locator('#workflowId').fill(id);
    await page.locator('#taskQueue').fill('search');
    await page.locator('#workflowType').fill('sequentialSearch');
    const editor = page.locator('.cm-content').first();
    await editor.click();
    await page.keyboard.insertText(JSON.stringify(input));
    const button = page.getByTestId('start-workflow-button');
    // By keyboard: the form moves when the editor loses the focus, and a click would miss.
    await button.focus();
    await page.locator('[data-testid=start-workflow-button]:not([disabled])').waitFor();
    await button.press('Enter');
    await page.getByText('Workflow started successfully').waitFor();
    // The page of a search follows it only while it is looked at: it is opened once the search has ended.
    await home.client.workflow
      .getHandle(id)
      .result()
      .catch(() => undefined);
    await page.goto(`${home.webUi}/namespaces/${home.namespace}/workflows/${id}`);
  }

  it('starts a search that ends with its result on the page', async () => {
    await start('from-the-form', { data: 'examples/data/penguins.csv', target: 'species', maxTrials: 10 });
    await page.getByText('Completed', { exact: true }).first().waitFor();
    await page.getByText('holdoutScore').first().waitFor();
    const text = await page.locator('body').innerText();
    for (const activity of ['profileDataset', 'selectParadigm', 'evaluateTrials', 'trainModel', 'writeReport']) {
      expect(text).toContain(activity);
    }
  });

  it('shows where a search stands, as tables', async () => {
    await page.goto(`${home.webUi}/namespaces/${home.namespace}/workflows/from-the-form`);
    await page.locator('a[href$="/user-metadata"]').click();
    const details = page.frameLocator('iframe').first();
    await details.getByText('log-loss').first().waitFor();
  });

  it('shows what was wrong with an input', async () => {
    await start('wrong', { data: 'examples/data/penguins.csv', target: 'kind' });
    await page.getByText('Failed', { exact: true }).first().waitFor();
    await page.getByText('target: kind is not a column').first().waitFor();
  });
});
