// Coding without the mouse: keys, marked words, the way back; and a piece without script.

import type { Locator, Page } from '@playwright/test';
import { openCodes } from './fixtures/desk.ts';
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
  await expect(page.locator('#span-piece')).toBeVisible();
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
  await expect(page.getByText('Your last change is taken back. It was at this answer.')).toBeVisible();
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
  await page.getByText('Code a piece', { exact: true }).click();
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
  // It is fetched with what is counted already, so that nothing is counted again.
  const fetched = (): Promise<string[]> =>
    page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name.replace(/&ahead=[\d.]+$/, '')));
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
  // Each of the ways is there once, on a phone as well.
  const way = (name: string): Locator => page.locator('.read').getByRole('link', { name, exact: true });
  await expect(way('Next')).toHaveCount(1);
  await expect(way('Back')).toHaveCount(1);
  if (!javaScriptEnabled) {
    await way('Next').click();
    await expect(place(page)).toHaveText(/^Answer 21 of \d+$/);
    await way('Back').click();
    await expect(page.locator('#reading')).toHaveText(last);
    return;
  }
  await awake(page);
  // A tick that is not saved waits on its answer.
  await openCodes(page);
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
  // Never more of the answers than a page of them, however far somebody goes on.
  expect(await items.count()).toBeLessThanOrEqual(20);
  // What was fetched ahead says nothing of what may be asked for: that stays.
  await expect(page.locator('[data-work=choose] summary')).toHaveCount(1);
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

test('words of an answer that look like a link lead nowhere', async ({ app, page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'skipped: without script nothing is fetched ahead');
  await page.goto(app.signIn('participation-worker'));
  // What somebody wrote stands on the page as letters: quotation marks are not written otherwise there.
  const wrote = 'data-work="next" href="/desk/elsewhere" data-work="next" href="/desk/c/getting-to-school/coding?which=wrote"';
  let pages = 0;
  const asked: string[] = [];
  page.on('request', (request) => {
    asked.push(request.url());
  });
  await page.route('**/coding?*', async (route) => {
    const answer = await route.fetch();
    const html = await answer.text();
    const body = html.replace('<div class="workbench"', `<p>${wrote}</p><div class="workbench"`);
    pages += body === html ? 0 : 1;
    await route.fulfill({ response: answer, body });
  });
  await page.goto(BENCH);
  await awake(page);
  // Both of the answers that lie ahead are fetched: where the second lies only the first of these pages says.
  await expect.poll(() => pages).toBe(3);
  await page.keyboard.press('j');
  await expect(place(page)).toHaveText(/^Answer 2 of /);
  await nextIsFetched(page);
  await expect.poll(() => pages).toBe(4);
  expect(asked.filter((address) => /elsewhere|which=wrote/.test(address))).toEqual([]);
});

test('a thumb goes on at the foot of a phone', async ({ app, page, isMobile, javaScriptEnabled }) => {
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  const steps = page.locator('nav.steps');
  await expect(steps).toHaveCount(1);
  if (!isMobile) {
    await expect(steps).toBeHidden();
    return;
  }
  const next = steps.getByRole('link', { name: 'Next' });
  const codes = steps.getByRole('link', { name: 'Give codes' });
  // They stand there without a way down.
  for (const way of [next, codes]) {
    await expect(way).toBeInViewport();
    const box = (await way.boundingBox())!;
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
  }
  if (javaScriptEnabled) {
    // The bar with codes goes with the answer whose words are marked.
    await awake(page);
    await mark(page, 0, 12);
    await expect(page.locator('#code-bar')).toBeVisible();
  }
  // The bar lies over the ways.
  await (javaScriptEnabled ? next.evaluate((link) => (link as HTMLElement).click()) : next.tap());
  await expect(place(page)).toHaveText(/^Answer 2 of \d+$/);
  await expect(page.locator('#code-bar')).toBeHidden();
  await page.locator('nav.steps').getByRole('link', { name: 'Back' }).tap();
  await expect(place(page)).toHaveText(/^Answer 1 of \d+$/);
});

test('the codes open over the page on a phone, and undo stays in sight', async ({ app, page, a11y, isMobile, javaScriptEnabled }) => {
  await page.goto(app.signIn('participation-worker'));
  await page.goto(`${BENCH}#reading`);
  const sheet = page.locator('#codes-sheet');
  const undo = sheet.getByRole('button', { name: 'Undo my last change' });
  const save = sheet.getByRole('button', { name: 'Save, next' });
  if (!isMobile) {
    for (const button of [save, undo]) {
      await expect(button).toBeInViewport({ ratio: 1 });
    }
    // The codes pass by, and both of them stay.
    await sheet.locator('summary').last().scrollIntoViewIfNeeded();
    for (const button of [save, undo]) {
      await expect(button).toBeInViewport({ ratio: 1 });
    }
    return;
  }
  await expect(sheet).toBeHidden();
  await openCodes(page);
  await expect(page.locator('#answer-words')).toBeInViewport();
  for (const part of [sheet.locator('input[name=code]').first(), save, undo]) {
    await expect(part).toBeInViewport();
  }
  await a11y.check(page);
  await sheet.getByRole('link', { name: 'Close' }).click();
  await expect(sheet).toBeHidden();
  if (javaScriptEnabled) {
    await awake(page);
    await page.keyboard.press('.');
    await expect(sheet).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
  }
  await openCodes(page);
  await sheet.locator('input[name=code]:not(:checked)').first().check();
  await save.click();
  await expect(place(page)).toHaveText(/^Answer 2 of \d+$/);
  // The next one begins with its words.
  await expect(sheet).toBeHidden();
});

test('on a phone the answer comes first, and nothing at its foot or in a table falls out of sight', async ({ app, page, isMobile }) => {
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  const top = async (of: Locator): Promise<number> => (await of.boundingBox())!.y;
  const reading = page.locator('section.read');
  const pile = page.locator('section:has(> .pane-head #pile)');
  if (!isMobile) {
    expect((await pile.boundingBox())!.x).toBeLessThan((await reading.boundingBox())!.x);
    await expect(page.getByRole('link', { name: 'To the answer' })).toBeHidden();
    return;
  }
  expect(await top(reading)).toBeLessThan(await top(pile));
  await page.getByRole('link', { name: 'To the answer' }).click();
  await expect(page.locator('#answer-words')).toBeInViewport();
  // One line of words each, in one row.
  const height = async (of: Locator): Promise<number> => (await of.boundingBox())!.height;
  const steps = page.locator('nav.steps a');
  expect(await height(steps.filter({ hasText: 'Give codes' }))).toBe(await height(steps.filter({ hasText: 'Next' })));
  await openCodes(page);
  const foot = page.locator('#codes-sheet .pane-foot');
  const [save, close] = [foot.getByRole('button', { name: 'Save, next' }), foot.getByRole('link', { name: 'Close' })];
  const middle = async (of: Locator): Promise<number> => (await top(of)) + (await height(of)) / 2;
  expect(Math.abs((await middle(save)) - (await middle(close)))).toBeLessThan(2);
  await page.goto('/desk/c/getting-to-school/pack');
  for (const name of [/^Word document/, /^PDF/]) {
    const box = (await page.locator('.table').getByRole('link', { name }).first().boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(page.viewportSize()!.width);
  }
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
  await openCodes(page);
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
  await openCodes(page);
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
  await other.locator(`form.codes input[name="code"][value="${theirs}"]`).check();
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
  await expect(again.locator(`form.codes input[name="code"][value="${ours}"]`)).toBeChecked();
  await expect(again.locator(`form.codes input[name="code"][value="${theirs}"]`)).toBeChecked();
  await expect(again.getByRole('region', { name: 'Pieces with a code' }).locator('q').filter({ hasText: words })).toHaveCount(1);
  await again.goto(second);
  await expect(again.locator(`form.codes input[name="code"][value="${also}"]`)).toBeChecked();
  await colleague.close();
});

test('a key without a connection says each time that nothing is lost, and goes on once there is one', async ({ app, page, context, quiet, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'skipped: without script the browser says itself that there is no connection');
  quiet.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/);
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  await awake(page);
  await expect(place(page)).toHaveText(/^Answer 1 of /);
  await nextIsFetched(page);
  await context.setOffline(true);
  const said = page.locator('#work-said');
  // Over what was fetched ahead, to where nothing is.
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(said).toContainText('Nothing is lost', { timeout: 500 });
  }).toPass();
  const where = await place(page).innerText();
  const once = await said.textContent();
  await page.keyboard.press('j');
  await expect.poll(() => said.textContent()).not.toBe(once);
  await expect(said).toContainText('once the connection is back');
  await expect(place(page)).toHaveText(where);
  await context.setOffline(false);
  await expect(place(page)).not.toHaveText(where);
  await expect(said).toHaveText(/^Answer \d+ of \d+/);
});

test('a connection that breaks while a code is on its way leaves the page, and a repeat doubles nothing', async ({ app, page, quiet, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'skipped: without script the browser says itself that there is no connection');
  quiet.allow(/ERR_FAILED|ERR_CONNECTION|Failed to fetch/);
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  await awake(page);
  const action = (await page.locator('#codes').getAttribute('action'))!;
  const name = await page.locator('#reading').innerText();
  await openCodes(page);
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
  await expect(page.locator(`form.codes input[name="code"][value="${value}"]`)).toBeChecked();
  await page.getByText('Who gave which code').click();
  const code = await page.locator(`form.codes label:has(input[value="${value}"]) span`).innerText();
  await expect(page.locator('details li').filter({ hasText: `${code}, by ` })).toHaveCount(1);
});

/** Opens the notes beside the answer, and types one. */
async function typeNote(page: Page, words: string): Promise<Locator> {
  const note = page.locator('#note-memo');
  if (!(await note.isVisible())) {
    await page.locator('details:has(#note-memo) > summary').click();
  }
  await note.fill(words);
  return note;
}

test('what comes of a form takes nothing from under the hands of somebody who has gone on', async ({ app, page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'skipped: without script the browser shows one page after the other');
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  await awake(page);
  await expect(place(page)).toHaveText(/^Answer 1 of /);
  const said = page.locator('#work-said');
  let letGo = (): void => undefined;
  const held = async (): Promise<void> => {
    const open = new Promise<void>((resolve) => (letGo = resolve));
    await page.unroute('**/codes');
    await page.route('**/codes', async (route) => {
      await open;
      await route.continue();
    });
  };

  // They go on while the codes are on their way, and write a note there.
  await held();
  await page.keyboard.press('s');
  await page.keyboard.press('j');
  await expect(place(page)).toHaveText(/^Answer 2 of /);
  const note = await typeNote(page, 'Ask Tom');
  letGo();
  await expect(said).toHaveText('Saved.');
  await expect(note).toHaveValue('Ask Tom');
  await expect(note).toBeFocused();

  // A note that is not kept waits on its answer.
  await note.blur();
  await page.keyboard.press('j');
  await expect(place(page)).toHaveText(/^Answer 3 of /);
  await expect(said).toContainText('The note that you typed is not kept yet.');
  await expect(note).toHaveValue('');
  await page.keyboard.press('k');
  await expect(place(page)).toHaveText(/^Answer 2 of /);
  await expect(said).toContainText('Its note is not kept yet.');
  await expect(note).toHaveValue('Ask Tom');
  // Once it is kept it waits no more.
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await expect(page.locator('details:has(#note-memo) li')).toContainText('Ask Tom');
  await expect(note).toHaveValue('');

  // They stay, and look for a code meanwhile: the page stays as well, and letters are no keys.
  await held();
  await page.keyboard.press('s');
  await page.keyboard.press('/');
  await page.keyboard.type('zz');
  letGo();
  await expect(said).toHaveText('Saved. The page stays as it is while you write.');
  await expect(page.locator('#code-box')).toBeVisible();
  await expect(page.locator('#code-find')).toHaveValue('zz');
  await expect(place(page)).toHaveText(/^Answer 2 of /);
});

test('what was taken is not sent twice, and what may have been is not called lost', async ({ app, page, quiet, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'skipped: without script the browser says itself what came of a form');
  quiet.allow(/ERR_FAILED|ERR_CONNECTION|Failed to fetch|status of 4\d\d/);
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  await awake(page);
  const name = await page.locator('#reading').innerText();
  const said = page.locator('#work-said');
  // The server takes the codes, and the page to which it leads cannot be had.
  let taken = 0;
  await page.route('**/codes', async (route) => {
    taken += 1;
    const answer = await route.fetch({ maxRedirects: 0 });
    const location = '/desk/c/getting-to-school/coding?which=nothing';
    await route.fulfill({ status: answer.status(), headers: { ...answer.headers(), location } });
  });
  await openCodes(page);
  const box = page.locator('#codes input:not(:checked)').first();
  const value = (await box.getAttribute('value'))!;
  await box.check();
  await page.locator('[data-work=save] button').click();
  await expect(said).toContainText('Saved. What follows could not be fetched');
  await expect(page.locator('#reading')).toHaveText(name);
  expect(taken).toBe(1);
  expect(await kept(page)).toEqual([]);
  // Saved is what the page shows from now on: the next form can take the code off again.
  await expect(page.locator(`#codes input[name=had][value="${value}"]`)).toHaveCount(1);

  // The server takes it back, and the browser never hears of it.
  await page.route('**/undo', async (route) => {
    await route.fetch({ maxRedirects: 0 });
    await route.abort('connectionfailed');
  });
  await page.locator('[data-work=undo] button').click();
  await expect(said).toContainText('It is not known whether this was saved');
  await expect(said).toContainText('Press it again: it is done once.');
  // Pressed again it says what it said, and takes nothing more back.
  await page.unroute('**/undo');
  await page.locator('[data-work=undo] button').click();
  await expect(said).toHaveText('Your last change is taken back. It was at this answer.');
});

test('a key that is held down changes something once', async ({ app, page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'skipped: without script there are no keys');
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  await awake(page);
  await expect(place(page)).toHaveText(/^Answer 1 of /);
  let sent = 0;
  page.on('request', (request) => {
    sent += request.method() === 'POST' ? 1 : 0;
  });
  // The key goes down, and down again before it comes up: the browser says that it is repeated.
  await page.keyboard.down('s');
  await expect(place(page)).toHaveText(/^Answer 2 of /);
  await page.keyboard.down('s');
  await page.keyboard.up('s');
  await page.keyboard.down('u');
  await expect(page.locator('#work-said')).toHaveText(/is taken back\.|nothing of yours/);
  await page.keyboard.down('u');
  await page.keyboard.up('u');
  // What would have been sent goes before this, which is no repeat.
  await page.keyboard.press('s');
  await expect(place(page)).toHaveText(/^Answer 3 of /);
  expect(sent).toBe(3);
});

test('where somebody else has signed in meanwhile, the browser goes to their page', async ({ app, page, context, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'skipped: without script the browser always goes there');
  await page.goto(app.signIn('participation-worker'));
  await page.goto(BENCH);
  await awake(page);
  const who = page.locator('.work');
  const first = (await who.getAttribute('data-who'))!;
  expect(first).not.toBe('');
  await nextIsFetched(page);
  const tab = await context.newPage();
  await tab.goto(app.signIn('analyst'));
  // What was fetched ahead is still the first one's; what a form leads to is the other's.
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await page.keyboard.press('s');
  await expect(place(page)).toHaveText(/^Answer 2 of /);
  await expect(who).not.toHaveAttribute('data-who', first);
  expect(await page.evaluate(() => 'stayed' in window)).toBe(false);
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
