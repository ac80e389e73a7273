// Answers with the pages that a reader saved when the network or the server does not, and for others with the list of
// those. While there is a network no page comes from here, and never one of the desk.

const CACHE = "saved-"
const LIST = /^saved-(\/en|\/fr)?\/saved\/$/
const FILES = /^\/(static|media)\// // their names are made of their content: what is kept is never old
const NOT_OURS = /^\/(desk|preview)\//

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))

self.addEventListener("message", (event) => {
  const { keep, parts, drop, renew } = event.data
  const work = keep ? all(keep, (address) => keepPage(address, parts)) : drop ? all(drop, forget) : withdrawn(renew)
  const answer = (result) => event.ports[0].postMessage(result)
  event.waitUntil(work.then(answer, () => answer(false)))
})

const all = (addresses, act) => Promise.all(addresses.map(act)).then(() => true)
const forget = (address) => caches.delete(CACHE + address)

/**
 * Keep the page at `address` with the files that its HTML names, and those of `parts`; the page last, when all is there,
 * and without the «عاجل» bar, which is true today. What fails leaves what was kept before, or nothing.
 */
async function keepPage(address, parts = []) {
  const isNew = !(await caches.has(CACHE + address))
  try {
    const cache = await caches.open(CACHE + address)
    const page = await fetch(address)
    if (!page.ok) throw new Error(page.statusText)
    const html = await page.clone().text()
    const named = [...html.matchAll(/ (?:src|href)="(\/[^"]+)"/g)].map(([, path]) => new URL(path, location).href)
    const files = new Set([...named, ...parts].filter((name) => FILES.test(new URL(name).pathname)))
    await Promise.all([...files].map((file) => keepFile(cache, file)))
    await cache.put(address, new Response(html.replace(/<aside class="breaking"[^]*?<\/aside>/, ""), page))
    if (parts.length) await dropOthers(cache, files)
  } catch (error) {
    if (isNew) await forget(address)
    throw error
  }
}

/** A page is read without one of its pictures, but not without its style, nor is it kept where there is no room. */
async function keepFile(cache, file) {
  if (await cache.match(file)) return
  await cache.add(file).catch((error) => {
    if (error.name === "QuotaExceededError" || file.endsWith(".css")) throw error
  })
}

/** What an older state of a page was made of. */
async function dropOthers(cache, files) {
  for (const { url } of await cache.keys()) {
    if (FILES.test(new URL(url).pathname) && !files.has(url)) await cache.delete(url)
  }
}

/** Those of `addresses` that are withdrawn, kept no more; of the others, what changed is kept as it is now. */
async function withdrawn(addresses) {
  const gone = []
  for (const address of addresses) {
    const now = await fetch(address, { method: "HEAD" })
    if (isGone(now)) {
      await forget(address)
      gone.push(address)
    } else if (now.ok && now.headers.get("ETag") !== (await caches.match(address))?.headers.get("ETag")) {
      await keepPage(address).catch(() => {})
    }
  }
  return gone
}

const isGone = ({ status }) => status === 404 || status === 410

self.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== "GET" || origin !== location.origin || NOT_OURS.test(pathname)) return
  if (request.mode === "navigate") event.respondWith(page(request, pathname))
  else if (FILES.test(pathname)) event.respondWith(file(request))
})

async function page(request, pathname) {
  const answer = await fetch(request).catch(() => null)
  if (answer && isGone(answer)) await forget(pathname)
  if (answer && answer.status < 500) return answer
  const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true })
  return kept ?? answer ?? (await list(pathname)) ?? Response.error()
}

/** The list of what is saved, in the edition of `pathname` where that was kept: it says that there is no connection. */
async function list(pathname) {
  const [edition] = /^\/(en|fr)(?=\/)/.exec(pathname) ?? [""]
  const lists = (await caches.keys()).filter((name) => LIST.test(name))
  const [name] = [...lists.filter((other) => other === `${CACHE}${edition}/saved/`), ...lists]
  return name && caches.match(name.slice(CACHE.length))
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
