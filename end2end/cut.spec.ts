// The line is cut at every single request of the way, before the server hears of it and after, and the tab is killed at
// every step. Somebody who simply carries on is heard once, with everything that they said.

import type { Browser, BrowserContext, Page, Route } from '@playwright/test';
import type { App } from './fixtures/app.ts';
import * as desk from './fixtures/desk.ts';
import { expect, test } from './fixtures/test.ts';

test.use({ ownServer: true });
// A line is cut on a phone as on a desktop.
test.skip(({ viewport }) => (viewport?.width ?? 0) > 600, 'skipped: the phone says it');

const HOME = '/c/free-time';

/** When a request is lost: on its way to the server, or its answer on the way back. */
type Lost = 'before' | 'after';

/** What somebody presses on each page, by its heading: the first that fits. Gives whether that was the last page. */
const STEPS: [RegExp, (page: Page, wish: string) => Promise<void>][] = [
  [/^Where are you most/, async (page) => choose(page, 'Outside')],
  [/^How happy are you/, async (page) => choose(page, 'Happy')],
  [/^Is there a place near you/, async (page) => page.getByRole('button', { name: 'Skip this question' }).click(QUICK)],
  [
    /^What do you wish/,
    async (page, wish) => {
      await page.getByRole('textbox').fill(wish, QUICK);
      await page.getByRole('button', { name: 'Next', exact: true }).click(QUICK);
    },
  ],
  [/^Check what you said/, async (page) => page.getByRole('button', { name: 'These are right' }).click(QUICK)],
  [/^Can we use your exact words/, async (page) => choose(page, 'Yes, you can use my words')],
  [/can we ask about you/, async (page) => page.getByRole('button', { name: 'No thanks, skip all of these' }).click(QUICK)],
  [/^Waiting for signal/, async (page) => page.getByRole('button', { name: 'Try again now' }).click(QUICK)],
];

/** The step at which everything is sent, counted from 1. */
const SENDING = 7;

/** A page may go while it is being pressed; then it is looked at again. */
const QUICK = { timeout: 2_000, noWaitAfter: true };

async function choose(page: Page, words: string): Promise<void> {
  await page.getByText(words, { exact: true }).click(QUICK);
  await page.getByRole('button', { name: 'Next', exact: true }).click(QUICK);
}

/** What stands on top of the page; nothing where there is no page. */
async function heading(page: Page): Promise<string> {
  try {
    return page.url().startsWith('http') ? ((await page.locator('h1').first().textContent({ timeout: 1_000 })) ?? '') : '';
  } catch {
    return '';
  }
}

/**
 * The four words, once they are there: on the last page, or in the notice about an answer that waited. A page that goes
 * while it is looked at has none, and is looked at again.
 */
async function fourWords(page: Page): Promise<string[]> {
  const shown = await page.locator('.receipt li').allTextContents().catch(() => []);
  const words = shown.map((word) => word.trim());
  return words.length === 4 && words.every((word) => word !== '') ? words : [];
}

/** One person on one phone. */
class Person {
  /** The last address of ours that was shown: what a phone opens again. */
  #last = HOME;
  readonly wish: string;
  page: Page;

  private constructor(page: Page, wish: string) {
    this.page = page;
    this.wish = wish;
  }

  static async on(context: BrowserContext, wish: string): Promise<Person> {
    return new Person(await context.newPage(), wish);
  }

  async open(): Promise<void> {
    // A page that does not come is tried again by whoever wants it.
    await this.page.goto(this.#last).catch(() => {});
  }

  /** Does what the page asks for; gives whether it asked for something. */
  async step(): Promise<boolean> {
    const now = await heading(this.page);
    const step = STEPS.find(([words]) => words.test(now));
    if (!step) {
      return false;
    }
    this.#last = new URL(this.page.url()).pathname;
    await step[1](this.page, this.wish).catch(() => {});
    return true;
  }

  /** Carries on until the four words are there; gives them. */
  async carryOn(): Promise<string[]> {
    let stuck = 0;
    for (let tries = 0; tries < 80; tries++) {
      const words = await fourWords(this.page);
      if (words.length > 0) {
        return words;
      }
      const before = `${this.page.url()} ${await heading(this.page)}`;
      if (await this.step()) {
        const moved = async () => `${this.page.url()} ${await heading(this.page)}` !== before || (await fourWords(this.page)).length > 0;
        await expect.poll(moved, { timeout: 3_000, intervals: [30, 60, 120] }).toBe(true).catch(() => {});
      }
      stuck = `${this.page.url()} ${await heading(this.page)}` === before ? stuck + 1 : 0;
      const start = this.page.getByRole('link', { name: /^(Start|Carry on)$/ });
      if ((await heading(this.page)) === '' || stuck > 1) {
        await this.open();
        stuck = 0;
      } else if (new URL(this.page.url()).pathname === HOME && (await start.count()) > 0) {
        await start.first().click(QUICK).catch(() => {});
        await expect.poll(() => new URL(this.page.url()).pathname, { timeout: 3_000 }).not.toBe(HOME).catch(() => {});
      }
    }
    throw new Error(`“${this.wish}” never came to an end: ${this.page.url()} ${await heading(this.page)}`);
  }

  /** The tab is killed, and the phone opens it again. */
  async killed(context: BrowserContext): Promise<void> {
    await this.page.close({ runBeforeUnload: false });
    this.page = await context.newPage();
    await this.open();
  }
}

/**
 * Counts the requests of a context, and loses the one with this number. What a phone keeps after the first time is
 * counted once: a browser whose requests are routed asks for it again and again.
 */
async function lose(context: BrowserContext, number: number, lost: Lost): Promise<() => number> {
  let count = 0;
  const files = new Set<string>();
  await context.route('**/*', async (route: Route) => {
    const { pathname } = new URL(route.request().url());
    const kept = pathname.startsWith('/assets/') && files.has(pathname);
    files.add(pathname);
    count += kept ? 0 : 1;
    if (kept || count !== number) {
      return route.continue().catch(() => {});
    }
    if (lost === 'after') {
      // Not followed: the answer that is lost may be the one that leads on.
      await route.fetch({ maxRedirects: 0 }).catch(() => {});
    }
    await route.abort('connectionreset').catch(() => {});
  });
  return () => count;
}

/** Everything that was said, by its four words: the choices and the words, each once. */
async function saidAll(page: Page, words: string[], wish: string): Promise<void> {
  await page.goto('/mine');
  await page.getByLabel('Your four words').fill(words.join(' '));
  await page.getByRole('button', { name: 'Show me' }).click();
  await expect(page.locator('blockquote').getByText(wish, { exact: true })).toHaveCount(1);
  await expect(page.locator('dl.answers').getByText('Outside', { exact: true })).toHaveCount(1);
  await expect(page.locator('dl.answers').getByText('Happy', { exact: true })).toHaveCount(1);
}

/** How many have answered, as a worker can tell: how many are is rounded, and each of these writes one answer in words. */
async function people(worker: Page): Promise<number> {
  await worker.goto('/desk/c/free-time');
  return Number(/To read\s*(\d+)/.exec(await worker.locator('#answers').innerText())?.[1]);
}

/** Somebody who began, and whether what was to happen to them did, once they are through. */
interface Run {
  person: Person;
  happened: () => boolean;
}

/**
 * Runs so many people, each on a phone of their own, and looks whether each was heard once; gives to how many of them it
 * did happen.
 */
async function everybody(browser: Browser, app: App, many: number, run: (context: BrowserContext, n: number) => Promise<Run>): Promise<number> {
  const worker = await desk.staff(browser, app, 'participation-worker', { javaScriptEnabled: true });
  const before = await people(worker);
  let hit = 0;
  for (let n = 1; n <= many; n++) {
    const context = await browser.newContext({ baseURL: app.url });
    const { person, happened } = await run(context, n);
    const words = await person.carryOn();
    // The last requests are those of the last page, which may still be on their way.
    hit += await expect.poll(happened, { timeout: 2_000 }).toBe(true).then(() => 1, () => 0);
    await context.unroute('**/*');
    await saidAll(person.page, words, person.wish);
    expect(await people(worker), `after “${person.wish}”`).toBe(before + n);
    await context.close();
  }
  return hit;
}

/** How many requests the way takes when nothing happens. */
async function requests(browser: Browser, app: App): Promise<number> {
  const context = await browser.newContext({ baseURL: app.url });
  const count = await lose(context, 0, 'before');
  const person = await Person.on(context, 'a way without a break');
  await person.open();
  await person.carryOn();
  await context.close();
  return count();
}

for (const lost of ['before', 'after'] as const) {
  test(`a request that is lost ${lost === 'before' ? 'on its way' : 'with its answer'} loses nothing and doubles nothing, whichever it is`, async ({ app, browser }) => {
    test.setTimeout(900_000);
    const most = await requests(browser, app);
    expect(most).toBeGreaterThan(8);
    const hit = await everybody(browser, app, most, async (context, n) => {
      const seen = await lose(context, n, lost);
      const person = await Person.on(context, `request ${n} was lost ${lost}`);
      await person.open();
      return { person, happened: () => seen() >= n };
    });
    // A way may take a request less than the one that was counted: the browser asks ahead where it has the time.
    expect(hit).toBeGreaterThanOrEqual(most - 1);
  });
}

test('a tab that is killed at any step opens again and loses nothing', async ({ app, browser }) => {
  test.setTimeout(600_000);
  const hit = await everybody(browser, app, SENDING, async (context, n) => {
    const person = await Person.on(context, `the tab was killed at step ${n}`);
    await person.open();
    await person.page.getByRole('link', { name: 'Start', exact: true }).first().click();
    // Where everything is sent, the server has taken it, and the tab is gone before it hears of it.
    let arrived = false;
    await context.route(/\/c\/free-time\/(send|about-you)$/, async (route) => {
      if (n !== SENDING || arrived || route.request().method() !== 'POST') {
        return route.continue().catch(() => {});
      }
      await route.fetch({ maxRedirects: 0 }).catch(() => {});
      arrived = true;
    });
    for (let done = 0; done < n; done++) {
      const before = await heading(person.page);
      if (!(await person.step())) {
        break;
      }
      if (done + 1 < n) {
        await expect.poll(() => heading(person.page)).not.toBe(before);
      }
    }
    if (n === SENDING) {
      await expect.poll(() => arrived).toBe(true);
    }
    await person.killed(context);
    return { person, happened: () => n !== SENDING || arrived };
  });
  expect(hit).toBe(SENDING);
});

test('the form of a page that opens again and the outbox send one answer', async ({ app, browser, viewport, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'skipped: only script keeps an outbox');
  const worker = await desk.staff(browser, app, 'participation-worker', { viewport });
  const before = await people(worker);
  // What is kept for the time without signal would stand in for what is lost here.
  const context = await browser.newContext({ baseURL: app.url, serviceWorkers: 'block' });
  const person = await Person.on(context, 'one answer by two ways');
  await person.open();
  await person.page.getByRole('link', { name: 'Start', exact: true }).first().click();
  await expect(async () => {
    await person.step();
    expect(await heading(person.page)).toMatch(/can we ask about you/);
  }).toPass();
  await context.route(/\/c\/free-time\/send$/, (route) => route.abort('connectionreset'));
  await person.step();
  await expect(person.page.getByRole('heading', { level: 1 })).toHaveText(/Waiting for signal/);

  // The tab is killed, and the page opens again without what would send what waits.
  await context.route(/\/journey\.json/, (route) => route.abort('connectionreset'));
  await person.killed(context);
  await expect(person.page.getByRole('heading', { level: 1 })).toHaveText(/can we ask about you/);
  await person.page.getByRole('button', { name: 'No thanks, skip all of these' }).click();
  await expect(person.page).toHaveURL(/\/thanks$/);
  const words = await fourWords(person.page);
  await context.unroute(/\/c\/free-time\/send$/);
  await person.page.goto(HOME);
  await expect.poll(() => person.page.evaluate(() => localStorage.getItem('earshot:outbox'))).toBeNull();
  await saidAll(person.page, words, person.wish);
  expect(await people(worker)).toBe(before + 1);
  await context.close();
});
