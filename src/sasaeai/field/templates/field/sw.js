// The page of the hall without a network: the shell and what it needs, nothing about a meeting.
const BUILD = {{ build|safe }};
const NAME = `sasaeai-field-${BUILD}`;
const PAGE = {{ page|safe }};
const SHELL = {{ shell|safe }};
const KEPT = {{ kept|safe }};
const PATIENCE = 4000;

const kept = (address) => caches.match(address, { cacheName: NAME });

// Amid a deploy the server may say the shell of another build, which wants another script.
async function keepShell(cache) {
  const answer = await fetch(SHELL, { cache: "no-store" });
  const isOurs = answer.ok && !answer.redirected && answer.headers.get("X-Sasaeai-Build") === BUILD;
  if (isOurs) await cache.put(SHELL, answer);
  return isOurs;
}

async function keepAll() {
  const cache = await caches.open(NAME);
  await cache.addAll(KEPT.map((one) => new Request(one, { cache: "reload" })));
  if (!(await keepShell(cache))) throw new Error("The shell is of another build.");
  await self.skipWaiting();
}

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names
        .filter((name) => name.startsWith("sasaeai-field-") && name !== NAME)
        .map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The list comes from the server when it answers soon. Without a network, or when somebody has to
// sign in first, the shell comes: what was written on the device must always be within reach.
async function page(request) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE); // for the head: a body may come slowly
  try {
    const answer = await fetch(request, { redirect: "manual", signal: late.signal });
    if (answer.ok || answer.status === 403) return answer;
  } catch {
    // no network
  } finally {
    clearTimeout(timer);
  }
  return (await kept(SHELL)) ?? Response.error();
}

const refreshShell = async () => keepShell(await caches.open(NAME));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) {
    event.respondWith(page(request));
    event.waitUntil(refreshShell().catch(() => {})); // the language may have changed
  } else if (KEPT.includes(pathname + search) || pathname === SHELL) {
    event.respondWith(kept(pathname + search).then((found) => found ?? fetch(request)));
  }
});
