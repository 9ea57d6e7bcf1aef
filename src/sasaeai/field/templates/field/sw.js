// The page of the hall without a network: the shell and what it needs, nothing about a meeting.
const NAME = {{ name|safe }};
const PAGE = {{ page|safe }};
const SHELL = {{ shell|safe }};
const KEPT = {{ kept|safe }};
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll([SHELL, ...KEPT].map((one) => new Request(one, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
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
  try {
    const answer = await fetch(request, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok || answer.status === 403) return answer;
  } catch {
    // no network
  }
  return (await caches.match(SHELL)) ?? Response.error();
}

async function refreshShell() {
  const cache = await caches.open(NAME);
  const answer = await fetch(SHELL, { cache: "no-store" });
  if (answer.ok && !answer.redirected) await cache.put(SHELL, answer);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) {
    event.respondWith(page(request));
    event.waitUntil(refreshShell().catch(() => {})); // the language may have changed
  } else if (KEPT.includes(pathname) || pathname === SHELL) {
    event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
  }
});
