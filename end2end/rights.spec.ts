// "Tell us if something is wrong", and the second step of signing in.

import { createHmac } from 'node:crypto';
import * as desk from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

test('a child asks, the officer answers, and the child reads it', async ({ app, browser, page, a11y, quiet, javaScriptEnabled, viewport }) => {
  quiet.allow(/status of 422/);
  await page.goto('/');
  await page.getByRole('link', { name: 'Tell us if something is wrong' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose what you want');
  await a11y.check(page);
  await page.getByLabel('Take something out').check();
  await page.getByLabel('Tell us more').fill('my words about the purple bus');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('We got it');
  await a11y.check(page);
  const four = (await page.locator('.receipt li').allInnerTexts()).join(' ');
  expect(four.split(' ')).toHaveLength(4);
  await page.reload();
  await expect(page.locator('.receipt')).toHaveCount(0);

  const officer = await desk.staff(browser, app, 'data-protection-officer', { javaScriptEnabled, viewport });
  await officer.goto('/desk/requests');
  await officer.getByRole('link', { name: 'S-0001' }).click();
  await expect(officer.getByText('my words about the purple bus')).toBeVisible();
  await a11y.check(officer);
  await officer.getByLabel('It is done').check();
  await officer.getByLabel('What they read').fill('We took it out of the report.');
  await officer.getByRole('button', { name: 'Do this' }).click();
  await expect(officer.getByText('Answered. It stands below.')).toBeVisible();

  await page.goto('/tell-us/answer');
  await page.getByLabel('Your four words').fill(four);
  await page.getByRole('button', { name: 'Show me' }).click();
  await expect(page.getByText('We took it out of the report.')).toBeVisible();
  await a11y.check(page);
  expect(app.log()).not.toContain('purple bus');
});

/** What an app shows for this secret (RFC 6238), `steps` later. */
function code(secret: string, steps = 0): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const from = mac[19]! & 15;
  return ((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0');
}

test('a code from an app opens the desk after the link', async ({ app, browser, page, a11y, javaScriptEnabled, viewport }) => {
  await page.goto(app.signIn('reader'));
  await page.goto('/desk/sessions');
  await page.getByRole('link', { name: 'Set it up' }).click();
  await expect(page.locator('svg.qr')).toBeVisible();
  const secret = await page.locator('main code').innerText();
  await page.getByLabel('Six digits').fill(code(secret));
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your second step is on');
  await a11y.check(page);

  const elsewhere = await browser.newContext({ baseURL: app.url, javaScriptEnabled, viewport });
  const other = await elsewhere.newPage();
  const invited = await app.run('invite', 'reader@wexmoor.example', '--role', 'reader', '--public-url', app.url);
  await other.goto(invited.out.trim());
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Your second step');
  await a11y.check(other);
  await other.goto('/desk/c/living-in-care/read');
  await other.getByLabel('Six digits').fill(code(secret, 1));
  await other.getByRole('button', { name: 'Go on' }).click();
  await expect(other).toHaveURL(/\/desk\/c\/living-in-care\/read$/);
  await elsewhere.close();
});

test('somebody outside reads the evidence for as long as their link lets them', async ({ app, browser, page, a11y, quiet, javaScriptEnabled, viewport }) => {
  quiet.allow(/status of (404|422)/);
  await page.goto(app.signIn('participation-worker'));
  await page.goto('/desk/c/living-in-care/findings');
  await page.getByRole('link', { name: 'Share the evidence' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  await expect(page.getByRole('alert')).toContainText('Write whom the link is for');
  await a11y.check(page);
  await page.getByLabel('Whom it is for').fill('The inspector');
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('Send this link to them').inputValue();
  expect(link).toMatch(/\/read\/[0-9a-f]{64}$/);
  await a11y.check(page);

  const outside = await browser.newContext({ baseURL: app.url, javaScriptEnabled, viewport });
  const inspector = await outside.newPage();
  await inspector.goto(link);
  await expect(inspector.getByText('The inspector', { exact: true })).toBeVisible();
  await expect(inspector.getByRole('heading', { name: 'Needs that rest on it' })).toBeVisible();
  await a11y.check(inspector);

  await page.getByRole('link', { name: 'Done' }).click();
  await expect(page.getByText('1 time')).toBeVisible();
  await a11y.check(page);
  await page.getByRole('button', { name: 'Take it back the link for The inspector' }).click();
  await expect(page.getByText('The link opens nothing any more.')).toBeVisible();
  await inspector.reload();
  await expect(inspector.getByRole('heading', { level: 1 })).toHaveText('This link is closed');
  await a11y.check(inspector);
  await outside.close();
  expect(app.log()).not.toContain(link.split('/').pop());
});

test('a quote that may hurt is looked at by somebody who did not make it', async ({ app, browser, page, a11y, javaScriptEnabled, viewport }) => {
  await page.goto(app.signIn('participation-worker'));
  await page.goto('/desk/c/living-in-care/quotes');
  const own = page.getByRole('article').filter({ hasText: 'You changed it last' }).first();
  await expect(own).toBeVisible();
  await expect(own.getByRole('button', { name: /^Publish/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Nothing here tells who it is/ })).toHaveCount(0);
  await a11y.check(page);

  const analyst = await desk.staff(browser, app, 'analyst', { javaScriptEnabled, viewport });
  await analyst.goto('/desk/c/living-in-care/quotes');
  await analyst.getByRole('button', { name: /Nothing here tells who it is/ }).first().click();
  await expect(analyst.getByText('You have looked at the quote.')).toBeVisible();
  await expect(analyst.getByText(/has looked at it\./).first()).toBeVisible();
  await a11y.check(analyst);
});

test('two people open how to reach somebody, and nobody does it alone', async ({ app, browser, page, a11y, quiet, javaScriptEnabled, viewport }) => {
  quiet.allow(/status of 422/);
  await page.goto(app.signIn('safeguarding-lead'));
  await page.goto('/desk/safeguarding');
  await expect(page.getByText('They left a way to reach them.')).toBeVisible();
  await a11y.check(page);
  await page.getByRole('link', { name: 'Ask to open it' }).click();
  await page.getByLabel('Why it has to be opened').fill('short');
  await page.getByRole('button', { name: 'Ask to open it' }).click();
  await expect(page.getByRole('alert')).toContainText('at least 10 letters');
  await a11y.check(page);
  await page.getByLabel('Why it has to be opened').fill('They may not be safe tonight.');
  await page.getByRole('button', { name: 'Ask to open it' }).click();
  await expect(page.getByText('You asked. Somebody else has to agree.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Yes, open it with me' })).toHaveCount(0);
  await a11y.check(page);

  const deputy = await desk.staff(browser, app, 'safeguarding-deputy', { javaScriptEnabled, viewport });
  await deputy.goto('/desk/safeguarding');
  await deputy.getByRole('link', { name: 'Say yes or no' }).click();
  await a11y.check(deputy);
  await deputy.getByRole('button', { name: 'Yes, open it with me' }).click();
  await deputy.getByRole('button', { name: 'Look at it' }).click();
  await expect(deputy.getByText('ask for me at the youth club')).toBeVisible();
  await a11y.check(deputy);
  expect(app.log()).not.toContain('youth club');
});
