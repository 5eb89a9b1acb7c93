// Keeps a questionnaire that was opened once, so that it opens without signal as well.
//
// What is kept is what the server shows to a stranger: it is fetched without the phone's cookie, so nothing that
// anybody answered is in it. Answers are kept elsewhere, by the page itself, and only there.
//
// Signal comes first: what is kept is used when the network does not answer. Files named by their content never
// change, so they are taken from here at once.

const KEPT = "earshot-1";
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

// A page says that its questionnaire was opened, in which words, and with which code where only those with one can
// answer: { keep: "getting-to-school", read: "cy.easy", code: "KX4M-7QPD" }.
self.addEventListener("message", (event) => {
  const { keep: slug, read = "", code = "" } = event.data || {};
  const sound = typeof slug === "string" && /^[a-z0-9-]+$/.test(slug) && /^[A-Za-z0-9.-]*$/.test(read + code);
  if (sound) event.waitUntil(keep(slug, new URLSearchParams({ read, code })));
});

async function keep(slug, how) {
  const cache = await caches.open(KEPT);
  const page = await stranger(`/c/${slug}/q/first?${how}`);
  const journey = await stranger(`/c/${slug}/journey.json?${how}`);
  if (!page || !journey) return;
  if (!page.ok || !journey.ok) {
    // Closed, gone, or only for those with a code: a stranger's page is of no use without signal.
    for (const request of await cache.keys()) {
      if (new URL(request.url).pathname.startsWith(`/c/${slug}/`)) await cache.delete(request);
    }
    return;
  }
  const html = await page.clone().text();
  // The styles and scripts that the page names.
  const files = new Set(html.match(/\/assets\/[\w.-]+/g) || []);
  for (const file of files) {
    if (!(await cache.match(file))) await cache.add(file).catch(() => {});
  }
  await cache.put(`/c/${slug}/journey.json`, journey);
  await cache.put(`/c/${slug}/q/first`, new Response(html, { headers: page.headers }));
}

function stranger(address) {
  return fetch(address, { credentials: "omit", cache: "no-store" }).catch(() => null);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  const form = (request.headers.get("content-type") || "").startsWith("application/x-www-form-urlencoded");
  const answers = /^\/c\/([a-z0-9-]+)\/q\/[\w.]+$/.exec(pathname);
  if (request.method === "POST" && request.mode === "navigate" && form && answers) {
    event.respondWith(orKept(request, answers[1]));
    return;
  }
  if (request.method !== "GET") return;
  if (pathname.startsWith("/assets/")) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
    return;
  }
  const asks = /^\/c\/([a-z0-9-]+)\/(q\/[\w.]+|check|words|about-you|journey\.json)$/.exec(pathname);
  if (asks) event.respondWith(signalFirst(request, asks[1], asks[2]));
});

// A form that a page sent without its bundle, because the phone took itself to have signal: where it does not get there in
// time, the page comes again instead of the browser's own error, and the bundle puts back what was written, which it has
// kept. Where it got there late, sending it again changes nothing.
async function orKept(request, slug) {
  return askFirst(request, slug, "q/first");
}

async function signalFirst(request, slug, page) {
  return askFirst(request, slug, page === "journey.json" ? page : "q/first");
}

async function askFirst(request, slug, page) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = fetch(request).catch(() => null);
  const first = await Promise.race([answer, late]);
  // A server that answers is believed; 502 and above, as of a gateway that does not reach it, is no signal.
  if (first && (first.type === "opaqueredirect" || first.status < 502)) return first;
  return (await keptPage(slug, page)) || (await answer) || Response.error();
}

async function keptPage(slug, page) {
  const kept = await caches.match(`/c/${slug}/${page}`);
  if (!kept) return null;
  // The page must know that this is not the server's word of today.
  const headers = new Headers(kept.headers);
  headers.set("x-kept", "1");
  return new Response(await kept.blob(), { headers });
}
