// Answers with the pages that a reader saved when the network or the server does not. Everything else goes its own way.

const CACHE = "saved-"
const FILES = /^\/(static|media)\// // their names are made of their content: what is kept is never old

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))

self.addEventListener("message", (event) => {
  const { keep, drop, parts } = event.data
  const work = keep ? Promise.all(keep.map((address) => keepPage(address, parts))) : caches.delete(CACHE + drop)
  const answer = (isDone) => event.ports[0].postMessage(isDone)
  event.waitUntil(work.then(() => answer(true), () => answer(false)))
})

/**
 * Keep the page at `address` with the files that its HTML names, and those of `parts`; the page last, when all is there,
 * and without the «عاجل» bar, which is true today.
 */
async function keepPage(address, parts) {
  const cache = await caches.open(CACHE + address)
  const page = await fetch(address)
  if (!page.ok) throw new Error(page.statusText)
  const html = await page.clone().text()
  const named = [...html.matchAll(/ (?:src|href)="(\/[^"]+)"/g)].map(([, path]) => new URL(path, location).href)
  const files = new Set([...named, ...parts].filter((name) => FILES.test(new URL(name).pathname)))
  await Promise.allSettled([...files].map((file) => cache.add(file)))
  await cache.put(address, new Response(html.replace(/<aside class="breaking"[^]*?<\/aside>/, ""), page))
}

self.addEventListener("fetch", (event) => {
  const { request } = event
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return
  if (request.mode === "navigate") event.respondWith(page(request))
  else if (FILES.test(new URL(request.url).pathname)) event.respondWith(file(request))
})

async function page(request) {
  const answer = await fetch(request).catch(() => null)
  if (answer && answer.status < 500) return answer
  return (await caches.match(request, { ignoreSearch: true, ignoreVary: true })) ?? answer ?? Response.error()
}

async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true })
  return kept ?? fetch(request).catch(async () => (await samePicture(request.url)) ?? Response.error())
}

/** A picture that was kept in another size or format than this screen asks for; their names begin alike. */
async function samePicture(url) {
  const [stem] = /^.*\/media\/images\/[^-]+-/.exec(url) ?? []
  if (!stem) return undefined
  for (const name of await caches.keys()) {
    const kept = (await (await caches.open(name)).keys()).find((request) => request.url.startsWith(stem))
    if (kept) return caches.match(kept)
  }
  return undefined
}
