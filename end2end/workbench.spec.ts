// Coding without the mouse: keys, marked words, the way back; and a piece without script.

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
