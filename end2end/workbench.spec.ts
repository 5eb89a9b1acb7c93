// Coding without the mouse: keys, marked words, the way back; and a piece without script.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

const BENCH = '/desk/c/getting-to-school/coding?which=all';

test('an answer is coded by keys, and a piece of it by marking words', async ({ app, page, a11y, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'skipped: the test below does it without script');
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  // The keys work once the page is awake.
  await expect(page.locator('#work-letters-field')).not.toHaveAttribute('hidden');
  await a11y.check(page);

  const first = await page.locator('#reading').innerText();
  await page.keyboard.press('j');
  await expect(page.locator('#reading')).not.toHaveText(first);
  // That was another page, which has to wake as well.
  await expect(page.locator('#work-letters-field')).not.toHaveAttribute('hidden');
  await page.keyboard.press('k');
  await expect(page.locator('#reading')).toHaveText(first);
  await expect(page.locator('#work-letters-field')).not.toHaveAttribute('hidden');

  // A code that is not on the answer yet, by its first letters.
  const code = page.locator('#codes input:not(:checked)').first();
  const value = (await code.getAttribute('value')) ?? '';
  const name = await page.locator(`#codes label:has(input[value="${value}"]) span`).innerText();
  await page.keyboard.press('/');
  const box = page.getByRole('dialog', { name: 'Find a code' });
  await expect(box).toBeVisible();
  await page.keyboard.type(name.slice(0, 8));
  await expect(box.getByRole('option', { selected: true })).toHaveText(name);
  await a11y.check(page);
  await page.keyboard.press('Enter');
  await expect(box).toBeHidden();
  await expect(page.locator(`#codes input[value="${value}"]`)).toBeChecked();
  await page.keyboard.press('s');
  await expect(page.locator('#reading')).not.toHaveText(first);
  await expect(page.locator('#work-said')).toHaveText('Saved.');

  // Words are marked, and the same code is put on them.
  const words = await page.evaluate(() => {
    const root = document.getElementById('answer-words');
    const walker = document.createTreeWalker(root as Node, NodeFilter.SHOW_TEXT);
    const text = walker.nextNode() as Text;
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, Math.min(12, text.data.length));
    const selection = window.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    return range.toString().trim();
  });
  await expect(page.locator('#span-piece')).toHaveValue(words);
  await page.keyboard.press('/');
  await page.keyboard.type(name.slice(0, 8));
  await page.keyboard.press('Enter');
  const list = page.getByRole('region', { name: 'Pieces with a code' });
  await expect(list.locator('q').first()).toHaveText(words);
  await expect(list).toContainText(name);
  await expect(page.locator('#answer-words mark').first()).toBeVisible();
  await a11y.check(page);

  await expect(page.locator('#work-letters-field')).not.toHaveAttribute('hidden');
  await page.keyboard.press('u');
  await expect(page.getByText('Your last change here is taken back.')).toBeVisible();
  await expect(list).toHaveCount(0);
  await expect(page.locator('#work-letters-field')).not.toHaveAttribute('hidden');
  // The letters can be turned off.
  await page.keyboard.press('?');
  await page.locator('#work-letters').uncheck();
  await page.locator('#work-letters').blur();
  await page.keyboard.press('/');
  await expect(box).toBeHidden();
});

test('a piece is coded by copying it, without script as well', async ({ app, page, a11y }) => {
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  const words = (await page.locator('#answer-words').innerText()).split(' ').slice(0, 3).join(' ');
  await page.getByLabel('Words to code').fill(words);
  await page.getByLabel('Its code').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Code this piece' }).click();
  await expect(page.getByText('The code is on the piece.')).toBeVisible();
  const list = page.getByRole('region', { name: 'Pieces with a code' });
  await expect(list.locator('q')).toHaveText(words);
  await a11y.check(page);
  await list.getByRole('button', { name: /^Take off/ }).click();
  await expect(list).toHaveCount(0);
});

/** Waits until the page is awake. */
async function awake(page: Page): Promise<void> {
  await expect(page.locator('#work-letters-field')).not.toHaveAttribute('hidden');
}

/** Which answer of how many is read: "Answer 21 of 138". */
const place = (page: Page): Locator => page.locator('.read .meta > span').last();

/** Marks letters of the answer, as a finger would. */
async function mark(page: Page, from: number, to: number): Promise<string> {
  return page.evaluate(
    ([from, to]) => {
      const walker = document.createTreeWalker(document.getElementById('answer-words')!, NodeFilter.SHOW_TEXT);
      const text = walker.nextNode() as Text;
      const range = document.createRange();
      range.setStart(text, from!);
      range.setEnd(text, Math.min(to!, text.data.length));
      const selection = window.getSelection();
      selection?.removeAllRanges();
      selection?.addRange(range);
      return range.toString().trim();
    },
    [from, to],
  );
}

/** Everything that the device keeps of the workbench. */
async function kept(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith('earshot:work:'))
      .map(([key, value]) => `${key} ${value}`),
  );
}

/** Waits until the next answer is on the device: for what comes then there is no connection. */
async function nextIsFetched(page: Page): Promise<void> {
  const href = await page.locator('[data-work=next] a').evaluate((link) => (link as HTMLAnchorElement).href.split('#')[0]!);
  const fetched = (): Promise<string[]> => page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
  await expect.poll(fetched).toContain(href);
}

test('next and back go over the end of a page, and the address follows', async ({ app, page, javaScriptEnabled }) => {
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  const items = page.locator('.pile > li');
  await expect(items).toHaveCount(20);
  await items.last().getByRole('link').click();
  await expect(place(page)).toHaveText(/^Answer 20 of \d+$/);
  const last = await page.locator('#reading').innerText();
  const next = page.locator('[data-work=next] a');
  if (!javaScriptEnabled) {
    await next.click();
    await expect(place(page)).toHaveText(/^Answer 21 of \d+$/);
    await page.locator('[data-work=back] a').click();
    await expect(page.locator('#reading')).toHaveText(last);
    return;
  }
  await awake(page);
  // A tick that is not saved waits on its answer.
  const tick = page.locator('#codes input:not(:checked)').first();
  const value = (await tick.getAttribute('value'))!;
  await tick.check();
  // What stands on this page and not on the others goes if the browser leaves the page.
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await page.keyboard.press('j');
  await expect(place(page)).toHaveText(/^Answer 21 of \d+$/);
  await expect(page.locator('#work-said')).toHaveText(/^Answer 21 of \d+$/);
  await expect(page.locator('#reading')).toBeFocused();
  await expect(page).toHaveURL(/[?&]after=/);
  const behind = await page.locator('#reading').innerText();
  await page.keyboard.press('k');
  await expect(page.locator('#reading')).toHaveText(last);
  await expect(page.locator('#work-said')).toContainText('Its ticks are not saved yet.');
  await expect(page.locator(`#codes input[value="${value}"]`)).toBeChecked();
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
  // Gone back to, and loaded again, it is the same answer.
  await page.goBack();
  await expect(page.locator('#reading')).toHaveText(behind);
  await page.goForward();
  await expect(page.locator('#reading')).toHaveText(last);
  await page.reload();
  await expect(page.locator('#reading')).toHaveText(last);
  await awake(page);
  await expect(page.locator(`#codes input[value="${value}"]`)).toBeChecked();
  // A hold must be meant: the key only goes to the button.
  await page.keyboard.press('h');
  await expect(page.locator('[data-work=hold] button')).toBeFocused();
  await expect(page.locator('#reading')).toHaveText(last);
});

test('a thumb goes on at the foot of a phone', async ({ app, page, isMobile }) => {
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  const steps = page.locator('nav.steps');
  await expect(steps).toHaveCount(1);
  if (!isMobile) {
    await expect(steps).toBeHidden();
    return;
  }
  const next = steps.getByRole('link', { name: 'Next' });
  await next.scrollIntoViewIfNeeded();
  const box = (await next.boundingBox())!;
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
  await next.tap();
  await expect(place(page)).toHaveText(/^Answer 2 of \d+$/);
});

test('codes without a connection are kept without words, sent once, and undo nothing of a colleague', async ({ app, browser, page, context, quiet, viewport, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'skipped: without script the browser says itself that there is no connection');
  test.setTimeout(90_000);
  quiet.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/);
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  await awake(page);
  await expect(place(page)).toHaveText(/^Answer 1 of /);
  const address = async (): Promise<string> => (await page.locator('#codes').getAttribute('action'))!.replace(/\/codes$/, '');
  const free = (): Promise<string[]> =>
    page.locator('#codes input[name=code]:not(:checked)').evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
  const first = await address();
  const [ours, theirs] = (await free()) as [string, string];
  const name = await page.locator(`#codes label:has(input[value="${ours}"]) span`).innerText();
  await nextIsFetched(page);

  await context.setOffline(true);
  await page.locator(`#codes input[value="${ours}"]`).check();
  await page.keyboard.press('s');
  await expect(page.locator('#work-said')).toContainText('It is kept on this device');
  const words = await mark(page, 0, 12);
  await expect(page.locator('#span-piece')).toHaveValue(words);
  await page.keyboard.press('/');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await kept(page)).join('\n')).toContain(' pieces ');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await expect(place(page)).toHaveText(/^Answer 2 of /);
  const second = await address();
  expect(second).not.toBe(first);
  const [also] = (await free()) as [string];
  await page.locator(`#codes input[value="${also}"]`).check();
  await page.keyboard.press('s');
  await expect(page.locator('#work-said')).toContainText('It is kept on this device');
  const lines = (await kept(page)).join('\n').split('\n');
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    // Whose, of which answer, the number, the kind, and ids and positions: no words.
    expect(line).toMatch(/^(earshot:work:[\w:-]+ )?\d+ (codes|pieces) [\w=&-]*$/);
  }
  expect(lines.join('\n')).not.toContain(words);

  // A colleague codes the first answer in the meantime.
  const colleague = await browser.newContext({ viewport, baseURL: app.url });
  const other = await colleague.newPage();
  await other.goto(app.signIn('analyst'));
  await other.goto(first);
  await other.locator(`form.codes input[value="${theirs}"]`).check();
  await other.getByRole('button', { name: 'Save the codes' }).click();
  await expect(other.getByText('The codes are kept.')).toBeVisible();

  // The tab is closed, and opened again once there is a connection.
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  const sent: string[] = [];
  again.on('request', (request) => {
    if (request.method() === 'POST') {
      sent.push(new URL(request.url()).pathname);
    }
  });
  await again.goto(BENCH);
  await expect(again.locator('#work-said')).toHaveText('Saved.');
  await expect.poll(() => kept(again)).toEqual([]);
  expect([...sent].sort()).toEqual([`${first}/codes`, `${first}/pieces`, `${second}/codes`].sort());
  await again.reload();
  await awake(again);
  await again.goto(first);
  expect(sent).toHaveLength(3);
  await expect(again.locator(`form.codes input[value="${ours}"]`)).toBeChecked();
  await expect(again.locator(`form.codes input[value="${theirs}"]`)).toBeChecked();
  await expect(again.getByRole('region', { name: 'Pieces with a code' }).locator('q').filter({ hasText: words })).toHaveCount(1);
  await again.goto(second);
  await expect(again.locator(`form.codes input[value="${also}"]`)).toBeChecked();
  await colleague.close();
});

test('a connection that breaks while a code is on its way leaves the page, and a repeat doubles nothing', async ({ app, page, quiet, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'skipped: without script the browser says itself that there is no connection');
  quiet.allow(/ERR_FAILED|ERR_CONNECTION|Failed to fetch/);
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  await awake(page);
  const action = (await page.locator('#codes').getAttribute('action'))!;
  const name = await page.locator('#reading').innerText();
  const box = page.locator('#codes input:not(:checked)').first();
  const value = (await box.getAttribute('value'))!;
  await box.check();
  // The server takes it, and the browser never hears of it.
  let taken = 0;
  await page.route('**/codes', async (route) => {
    taken += 1;
    await route.fetch({ maxRedirects: 0 });
    await route.abort('connectionfailed');
  });
  await page.locator('[data-work=save] button').click();
  await expect(page.locator('#work-said')).toContainText('It is kept on this device');
  await expect(page.locator('#reading')).toHaveText(name);
  expect(taken).toBe(1);
  expect(await kept(page)).toHaveLength(1);
  await page.unroute('**/codes');
  await page.reload();
  await expect(page.locator('#work-said')).toHaveText('Saved.');
  await expect.poll(() => kept(page)).toEqual([]);
  await page.goto(`${BENCH}&at=${action.split('/').at(-2)}`);
  await expect(page.locator('#reading')).toHaveText(name);
  await expect(page.locator(`form.codes input[value="${value}"]`)).toBeChecked();
  await page.getByText('Who gave which code').click();
  const code = await page.locator(`form.codes label:has(input[value="${value}"]) span`).innerText();
  await expect(page.locator('details li').filter({ hasText: `${code}, by ` })).toHaveCount(1);
});

test('answers are read by keys, and only Enter clears one or holds it', async ({ app, page, request, a11y, javaScriptEnabled }) => {
  for (const n of [1, 2, 3]) {
    const sent = await request.post('/c/free-time/send', {
      data: {
        key: String(n).padStart(32, '0'),
        answers: { where: { one: 'outside' }, happy: { one: '4' }, wish: { words: `a place with a roof, number ${n}` } },
        words_consent: 'yes',
        about: [['band', '14-15']],
        started_on: '2026-01-01',
      },
    });
    expect(sent.ok()).toBe(true);
  }
  await page.goto(app.signIn('participation-worker'));
  await page.goto('/desk/c/free-time/read');
  const titles = page.locator('.panel h2[id^="a-"]');
  const many = await titles.count();
  expect(many).toBe(3);
  if (!javaScriptEnabled) {
    await expect(page.locator('#work-letters-field')).toBeHidden();
    await page.locator('.panel button[value=clear]').first().click();
    await expect(page.getByText('Cleared. It may be coded now.')).toBeVisible();
    return;
  }
  await awake(page);
  await a11y.check(page);
  await page.keyboard.press('j');
  await expect(titles.nth(0)).toBeFocused();
  await page.keyboard.press('n');
  await expect(titles.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(titles.nth(0)).toBeFocused();
  const first = (await titles.nth(0).getAttribute('id'))!;
  const panel = page.locator(`.panel:has(#${first})`);
  await page.keyboard.press('h');
  await expect(panel.locator('button[value=hold]')).toBeFocused();
  await page.keyboard.press('c');
  await expect(panel.locator('button[value=clear]')).toBeFocused();
  await expect(titles).toHaveCount(many);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Cleared. It may be coded now.')).toBeVisible();
  await expect(page.locator(`#${first}`)).toHaveCount(0);
});
