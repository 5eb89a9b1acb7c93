// A link between two organisations of one installation: offered, accepted, read, ended.

import * as desk from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });

test('one organisation lets another read the evidence until either ends it', async ({ app, browser, a11y, quiet, javaScriptEnabled, viewport }) => {
  quiet.allow(/status of (404|422)/);
  await app.run('organisation', 'Elsewhere', '--another');
  const invited = await app.run('invite', 'kit@elsewhere.example', '--organisation', 'Elsewhere', '--role', 'administrator', '--public-url', app.url);
  const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled, viewport });
  const partner = await context.newPage();
  await partner.goto(invited.out.trim());

  const officer = await desk.staff(browser, app, 'data-protection-officer', { javaScriptEnabled, viewport });
  await officer.goto('/desk/partners');
  await a11y.check(officer);
  await officer.getByRole('link', { name: 'Offer a link' }).click();
  await officer.getByRole('button', { name: 'Offer it' }).click();
  await expect(officer.getByRole('alert')).toContainText('Choose an organisation');
  await a11y.check(officer);
  await officer.getByLabel('To whom').selectOption({ label: 'Elsewhere' });
  await officer.getByLabel('What they may do').selectOption({ label: 'Read the evidence' });
  await officer.getByLabel(/living in care/).check();
  await officer.getByLabel('The agreement behind it').fill('DSA-7');
  await officer.getByLabel('From', { exact: true }).fill(desk.day(0));
  await officer.getByLabel('Until, and that day with it').fill(desk.day(30));
  await officer.getByRole('button', { name: 'Offer it' }).click();
  await expect(officer.getByText('It opens nothing before they accept it.')).toBeVisible();
  await a11y.check(officer);

  await partner.goto('/desk/partners');
  await partner.getByRole('button', { name: /^Accept it/ }).click();
  await a11y.check(partner);
  await partner.getByRole('link', { name: /living in care/ }).click();
  await expect(partner.getByRole('heading', { name: 'Needs that rest on it' })).toBeVisible();
  await a11y.check(partner);

  await officer.goto('/desk/partners');
  await officer.getByRole('button', { name: /^End it now/ }).click();
  await expect(officer.getByText('Ended. It opens nothing any more.')).toBeVisible();
  await partner.reload();
  await expect(partner.getByRole('heading', { name: 'Needs that rest on it' })).toHaveCount(0);
  await context.close();
});
