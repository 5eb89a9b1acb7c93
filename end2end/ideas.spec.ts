// Ideas and live words: turned on, sent, looked at, read; and the screen in the room.

import * as desk from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

test('a child shares an idea and sends words to the screen, once somebody has looked', async ({ app, browser, page, a11y, javaScriptEnabled, viewport }) => {
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled, viewport });
  await worker.goto('/desk/c/free-time/ideas');
  await a11y.check(worker);
  await desk.press(worker, 'Let young people put ideas forward');
  await expect(worker.getByText('Young people can put ideas forward now.')).toBeVisible();
  await worker.getByLabel('The question').fill('What would make the park better?');
  await desk.press(worker, 'Take words to it');
  await expect(worker.getByText('Young people can send words now.')).toBeVisible();
  await a11y.check(worker);

  await page.goto('/c/free-time');
  await page.getByRole('link', { name: 'Share an idea' }).click();
  await page.getByLabel('What is your idea?').fill('a purple bench by the pond');
  await a11y.check(page);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Somebody looks at it first');
  await page.goto('/c/free-time/live');
  await page.getByLabel('Your words').fill('purple swings');
  await a11y.check(page);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Somebody looks at it first');
  await page.goto('/c/free-time/live/wall');
  await expect(page.getByText('purple swings')).toHaveCount(0);

  await worker.goto('/desk/live-words');
  await a11y.check(worker);
  await worker.getByLabel('purple swings').check();
  await desk.press(worker, 'Show what is ticked');
  await expect(worker.getByText('1 post is on the screen now.')).toBeVisible();
  await worker.goto('/desk/moderation');
  await a11y.check(worker);
  await worker.getByRole('rowheader').getByRole('link').first().click();
  await desk.press(worker, 'Show it');

  await page.goto('/c/free-time/live/wall');
  await expect(page.getByText('purple swings')).toBeVisible();
  await a11y.check(page);
  await page.goto('/c/free-time/ideas');
  await expect(page.getByText('a purple bench by the pond')).toBeVisible();
  await a11y.check(page);
  expect(app.log()).not.toContain('purple');
});
