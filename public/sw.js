// The service worker: keeps the app's files, the last pages and the last answers, so that they are there without a connection.
//
// It is a worker of our own and not one of Workbox, which would need npm for every build, and whose rules would be as long as
// these. What it keeps:
//
// - the files of the app, all of them, from the start; and what else never changes under its address. They are given without
//   asking the server;
// - pages, answers of the API and pictures, as they come by. The server is asked first; only where it is not reached are the
//   last ones given, with the time at which they came: pages in an attribute of their root element, answers in a header.
//
// A new worker takes over at once. That changes no page that is open: its files have other names than the new ones, and those of
// the version before are kept. The page offers to be loaded again (src/components/notice.rs).
"use strict";

// Put in by the build (xtask/src/worker.rs): the hash that the names of its files have, and the files.
const BUILD = "BUILD";
const FILES = ["FILES"];

// How many are kept; the oldest leave first.
const MOST = { pages: 40, answers: 60, pictures: 120 };

// How long after an answer it is kept, in milliseconds.
const LATER = 2000;

// The header of an answer that was kept, and the attribute of a page: when it came, in milliseconds since 1970.
const KEPT_HEADER = "x-rssac002-kept";
const KEPT_ATTRIBUTE = "data-kept";

// What a proxy says that does not reach the server.
const NOT_REACHED = [502, 504];

// What stands at a path, as far as it is kept.
function kindOf(path) {
  const name = path.split("/").pop();
  if (/[-_][0-9a-f]{14,}[._]/.test(name) || path.startsWith("/fonts/")) return "files";
  if (path.startsWith("/api/v1/") || /^\/(events|search|unusual\/marks)\.json$/.test(path) || path === "/world.bin") return "answers";
  if (path.startsWith("/image/")) return "pictures";
  // An embed is a guest in somebody else's page, and keeps nothing. The manual's files are not kept, either.
  if (!name.includes(".") && !/^\/(embed|docs)\//.test(path)) return "pages";
}

// The cache of a kind. Pages belong to the files that they name.
function cacheOf(kind) {
  return kind === "files" || kind === "pages" ? `${kind}-${BUILD}` : kind;
}

// What is kept of a kind at an address, of the newest version that has it.
async function find(kind, address, options) {
  const names = (await caches.keys()).filter((name) => name.startsWith(kind)).reverse();
  for (const name of names) {
    const cache = await caches.open(name);
    const found = await cache.matchAll(address, { ignoreVary: true, ...options });
    if (found.length) return found[found.length - 1];
  }
}

// Keeps an answer, unless it is an error, of another origin, or not to be kept. A page has to be one.
async function keep(kind, address, response) {
  const { headers } = response;
  if (response.status !== 200 || response.type !== "basic" || response.redirected) return;
  if (/no-store/.test(headers.get("cache-control"))) return;
  const isPage = kind === "pages";
  if (isPage && !/^text\/html/.test(headers.get("content-type"))) return;
  const cache = await caches.open(cacheOf(kind));
  if (kind === "files") return cache.put(address, response);
  const now = Date.now();
  const body = isPage ? (await response.text()).replace("<html", `<html ${KEPT_ATTRIBUTE}="${now}"`) : await response.blob();
  const told = new Headers(headers);
  told.set(KEPT_HEADER, now);
  // It is decoded.
  told.delete("content-encoding");
  told.delete("content-length");
  // Deleted first, so that it is the newest.
  await cache.delete(address);
  await cache.put(address, new Response(body, { headers: told }));
  const all = await cache.keys();
  await Promise.all(all.slice(0, -MOST[kind]).map((old) => cache.delete(old)));
}

// Keeps what the server has just answered. The answer itself goes on untouched, which is faster than one that is read twice; the
// browser's own cache has it, and gives it once more without asking, when the page has had its time.
async function keepCopy(kind, address) {
  await new Promise((over) => setTimeout(over, LATER));
  try {
    await keep(kind, address, await fetch(address, { cache: "force-cache" }));
  } catch (failure) {
    // Where there is no room for more, what was kept of its kind leaves.
    if (failure.name === "QuotaExceededError") await caches.delete(cacheOf(kind));
  }
}

// A file that never changes.
async function file(event) {
  const kept = await find("files", event.request.url);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(keepCopy("files", event.request.url));
  return response;
}

// The page at the same path with another query. The page of a chart makes its state from its address, so that it is as good; what
// the server made whole is not.
async function findOther(address) {
  const other = await find("pages", address, { ignoreSearch: true });
  if (other && !(await other.clone().text()).includes('class="sent"')) return other;
}

// What the server answers now, else the last that it answered.
async function newest(event, kind, asked) {
  const { url } = event.request;
  let response, failure;
  try {
    response = await asked;
  } catch (reason) {
    failure = reason;
  }
  if (response && !NOT_REACHED.includes(response.status)) {
    if (kind && response.ok) event.waitUntil(keepCopy(kind, url));
    return response;
  }
  let kept = kind && (await find(kind, url));
  if (!kept && kind === "pages") kept = await findOther(url);
  if (kept || response) return kept || response;
  throw failure;
}

// The browser asks for a page while the worker is still starting.
async function navigate(event) {
  return (await event.preloadResponse) || fetch(event.request);
}

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(cacheOf("files")).then((cache) => cache.addAll(FILES)));
});

addEventListener("activate", (event) => {
  async function takeOver() {
    // Pages that are open may be of the version before.
    const builds = (await caches.keys()).filter((name) => name.startsWith("files-") && name !== cacheOf("files"));
    for (const name of builds.slice(0, -1)) {
      await caches.delete(name);
      await caches.delete(name.replace("files", "pages"));
    }
    if (registration.navigationPreload) await registration.navigationPreload.enable();
    await clients.claim();
    for (const page of await clients.matchAll()) page.postMessage(BUILD);
  }
  event.waitUntil(takeOver());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  const kind = kindOf(pathname);
  if (request.mode === "navigate") event.respondWith(newest(event, kind === "pages" ? kind : undefined, navigate(event)));
  else if (kind === "files") event.respondWith(file(event));
  else if (kind === "answers" || kind === "pictures") event.respondWith(newest(event, kind, fetch(request)));
});

// A page tells addresses to be kept: what it asked for before there was a worker, and what its visitor may ask for next. One
// after the other, because nobody waits.
addEventListener("message", (event) => {
  async function keepAll(addresses) {
    for (const address of addresses) {
      const { origin, pathname } = new URL(address, location.href);
      const kind = origin === location.origin && kindOf(pathname);
      // Pages are always the newest.
      if (!kind || (kind !== "pages" && (await find(kind, address)))) continue;
      await keep(kind, address, await fetch(address));
    }
  }
  // Where one does not come, the others will not, either.
  event.waitUntil(keepAll(event.data).catch(() => {}));
});
