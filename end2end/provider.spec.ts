// Staff sign in at their organisation's own provider.

import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { request } from '@playwright/test';
import * as desk from './fixtures/desk.ts';
import { type Account, LINK, NAME, signIn, test } from './fixtures/provider.ts';
import { expect } from './fixtures/test.ts';

/** Kai was never invited; the group lets them in. */
const kai = (): Account => ({
  sub: 'a81f-kai',
  email: 'kai@wexmoor.example',
  email_verified: true,
  name: 'Kai Obi',
  groups: ['all-staff', 'earshot-readers'],
});

/** Bea reads already, by invitation, and is in no group that Earshot has heard of. */
const bea = (): Account => ({
  sub: 'b07c-bea',
  email: 'reader@wexmoor.example',
  email_verified: true,
  name: 'B. Linden',
  groups: ['all-staff'],
});

test.beforeEach(({ provider, quiet }) => {
  provider.accounts.set('kai', kai()).set('bea', bea());
  // To be refused is what most of this is about.
  quiet.allow(/status of (403|422|503)/);
});

test.afterEach(({ app, provider }) => {
  for (const secret of provider.secrets) {
    expect(app.log()).not.toContain(secret);
  }
  expect(app.log()).not.toMatch(/kai@|stray@|reader@/);
});

test('a group lets somebody in for as long as they are in it', async ({ app, browser, page, provider, a11y, javaScriptEnabled, viewport }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('link', { name: LINK })).toBeVisible();
  await a11y.check(page);
  expect((await signIn(page, provider, 'kai')).status).toBe(200);
  await expect(page).toHaveURL(`${app.url}/desk`);
  await expect(page.getByRole('link', { name: /Kai Obi/ })).toBeVisible();

  // Asked again who they are, they show it there again, although the provider still knows them.
  await page.goto('/sign-in/with/wexmoor?again=yes&to=/desk/sessions');
  await expect(page.getByLabel('Account')).toBeVisible();
  await page.getByLabel('Account').fill('kai');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${app.url}/desk/sessions`);
  expect(provider.asked[1]).toMatchObject({ prompt: 'login', max_age: '0' });

  const [asked] = provider.asked;
  expect(asked).toMatchObject({ response_type: 'code', redirect_uri: provider.redirectUri, code_challenge_method: 'S256' });
  expect(asked!.scope!.split(' ')).toEqual(expect.arrayContaining(['openid', 'email', 'groups']));
  expect(asked!.state!.length).toBeGreaterThan(20);
  expect(asked!.nonce!.length).toBeGreaterThan(20);

  const administrator = await desk.staff(browser, app, 'administrator', { javaScriptEnabled, viewport });
  await administrator.goto('/desk/people');
  const row = administrator.getByRole('row').filter({ hasText: 'kai@wexmoor.example' });
  await expect(row.getByRole('rowheader')).toHaveText('Kai Obi');
  await expect(row.getByText('Reader', { exact: true })).toBeVisible();

  // Signed in there, they are asked for nothing; but Earshot is told something else about them now.
  provider.accounts.get('kai')!.groups = ['all-staff'];
  expect((await signIn(page, provider, 'kai')).status).toBe(403);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to the desk');
  await expect(page.getByRole('alert')).toContainText('nobody has invited you');
  await a11y.check(page);
  for (const once of ['state', 'nonce', 'code_challenge']) {
    expect(provider.asked[2]![once], once).not.toBe(asked![once]);
  }
});

test('an address counts if the provider has seen that it is theirs', async ({ app, browser, page, provider, javaScriptEnabled, viewport }) => {
  const refused = async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to the desk');
    await expect(page.getByRole('alert')).toBeVisible();
    await page.goto('/desk');
    await expect(page).toHaveURL(/\/sign-in(\?|$)/);
    // The next one is somebody else, at the provider as well.
    await page.context().clearCookies();
  };
  provider.accounts.set('stray', { ...kai(), sub: 'c44d-stray', email: 'stray@wexmoor.example', name: 'Stray Cat', groups: [] });
  expect((await signIn(page, provider, 'stray')).status).toBe(403);
  await expect(page.getByRole('alert')).toContainText('nobody has invited you');
  await refused();
  provider.accounts.get('bea')!.email_verified = false;
  expect((await signIn(page, provider, 'bea')).status).toBe(403);
  await refused();

  const administrator = await desk.staff(browser, app, 'administrator', { javaScriptEnabled, viewport });
  await administrator.goto('/desk/people');
  const people = administrator.getByRole('table');
  await expect(people).toContainText('reader@wexmoor.example');
  await expect(people).not.toContainText(/stray/i);

  provider.accounts.get('bea')!.email_verified = true;
  expect((await signIn(page, provider, 'bea')).status).toBe(200);
  await expect(page).toHaveURL(`${app.url}/desk`);
  await administrator.reload();
  const row = people.getByRole('row').filter({ hasText: 'reader@wexmoor.example' });
  await expect(row).toHaveCount(1);
  await expect(row.getByText('Reader', { exact: true })).toBeVisible();
});

test('a way back leads in once, and only where it was begun', async ({ app, browser, page, provider, a11y, javaScriptEnabled, viewport }) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: LINK }).click();
  const cancelled = page.waitForResponse((response) => response.url().startsWith(`${provider.redirectUri}?`));
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect((await cancelled).status()).toBe(422);
  await expect(page.getByRole('alert')).toContainText('You are not signed in');
  await a11y.check(page);

  const { status, back } = await signIn(page, provider, 'bea');
  expect(status).toBe(200);
  expect((await page.goto(back))?.status()).toBe(422);
  await expect(page.getByRole('alert')).toContainText(/begin again/i);

  // Signed in at the provider, a browser goes there and comes back at once. Here it goes step by step, and another
  // browser takes the last one first.
  await page.goto('/sign-in');
  const begin = await page.getByRole('link', { name: LINK }).getAttribute('href');
  const there = await page.request.get(begin!, { maxRedirects: 0 });
  const answered = await page.request.get(there.headers().location!, { maxRedirects: 0 });
  const fresh = answered.headers().location!;
  expect(fresh).toMatch(/[?&]code=/);
  const elsewhere = await browser.newContext({ baseURL: app.url, javaScriptEnabled, viewport });
  const other = await elsewhere.newPage();
  for (const address of [back, fresh]) {
    expect((await other.goto(address))?.status()).toBe(422);
    await expect(other.getByRole('alert')).toContainText(/begin again/i);
  }
  await other.goto('/desk');
  await expect(other).toHaveURL(/\/sign-in(\?|$)/);
  await elsewhere.close();
  await page.goto(fresh);
  await expect(page).toHaveURL(`${app.url}/desk`);
});

test('a provider may be away, and may change its keys', async ({ app, page, provider, a11y }) => {
  await provider.stop();
  await page.goto('/sign-in');
  const asked = page.waitForResponse((response) => response.url().includes(`/sign-in/with/${NAME}`));
  await page.getByRole('link', { name: LINK }).click();
  expect((await asked).status()).toBe(503);
  await expect(page.getByRole('alert')).toContainText('does not answer');
  await a11y.check(page);

  await provider.resume();
  await signIn(page, provider, 'kai');
  await expect(page).toHaveURL(`${app.url}/desk`);
  provider.rotate();
  await page.context().clearCookies();
  await signIn(page, provider, 'kai');
  await expect(page).toHaveURL(`${app.url}/desk`);
});

/** One part of a token. */
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('who signs out at the provider is signed out here, if the provider says so', async ({ app, page, provider }) => {
  await signIn(page, provider, 'kai');
  await expect(page).toHaveURL(`${app.url}/desk`);
  const [idToken] = provider.idTokens;
  const [head, claims] = idToken!.split('.', 2).map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()));
  expect(claims.sid).toBeTruthy();

  // Everything about it is right, but for who signed it.
  const now = Math.floor(Date.now() / 1000);
  const { iss, aud, sub, sid } = claims;
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const said = part({ iss, aud, sub, sid, iat: now, exp: now + 120, jti: randomUUID(), events });
  const signed = `${part({ ...head, typ: 'logout+jwt' })}.${said}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const forged = {
    garbage: 'garbage',
    unsigned: `${part({ alg: 'none', typ: 'logout+jwt' })}.${said}.`,
    'signed by another': `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`,
    'about something else': idToken!,
  };
  const outside = await request.newContext();
  for (const [how, logout_token] of Object.entries(forged)) {
    const answer = await outside.post(`${app.url}/sign-in/with/${NAME}/logged-out`, { form: { logout_token } });
    expect(answer.status(), how).toBe(400);
  }
  await outside.dispose();
  await page.reload();
  await expect(page).toHaveURL(`${app.url}/desk`);

  await provider.endSession(page);
  expect(provider.told).toHaveLength(1);
  expect([200, 204]).toContain(provider.told[0]);
  await page.goto('/desk');
  await expect(page).toHaveURL(/\/sign-in(\?|$)/);
});
