/**
 * Copies in this browser of what was typed and has not reached the server. Each belongs to one user and one article,
 * stays until the server has it or the person drops it, and is forgotten after a month.
 *
 * A copy is {at: milliseconds, entries: [[name, value], …]}. The one that is being written stands under the article's
 * own name (its id, or "new:" and what its page calls it); what a page finds there when it opens is put aside under that
 * name and its time, to be offered.
 */

const PREFIX = "newsroom-typed"
const MONTH = 30 * 24 * 3600 * 1000

function name(user, article, at) {
  return [PREFIX, user, article, ...(at ? [at] : [])].join(":")
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

/** Keep `entries` as what `user` types in `article` now. False when the browser could not: it is full, or forbids it. */
export function write(user, article, entries) {
  try {
    localStorage.setItem(name(user, article), JSON.stringify({ at: Date.now(), entries }))
    return true
  } catch {
    return false
  }
}

/** Forget what is typed in `article` now; the server has it. */
export function forget(user, article) {
  localStorage.removeItem(name(user, article))
}

/** Put `entries` aside, to be offered when the article is opened again. */
export function putAside(user, article, entries) {
  const at = Date.now()
  localStorage.setItem(name(user, article, at), JSON.stringify({ at, entries }))
}

/** Drop a copy that was offered. */
export function drop({ key }) {
  localStorage.removeItem(key)
}

/**
 * The copies to offer to `user` in `article` ("new" for one that has no id), the newest first, each with its `key`; what
 * an earlier page left is put aside first. Copies of anybody that are older than a month go.
 */
export function found(user, article) {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}:`))) {
    const copy = read(key)
    if (!copy || copy.at < Date.now() - MONTH) localStorage.removeItem(key)
  }
  const current = name(user, article)
  const left = read(current)
  if (left) {
    localStorage.setItem(name(user, article, left.at), JSON.stringify(left))
    localStorage.removeItem(current)
  }
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(`${current}:`))
    .map((key) => ({ key, ...read(key) }))
    .sort((one, other) => other.at - one.at)
}
