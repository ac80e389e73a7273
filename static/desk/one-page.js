/**
 * Of two pages that one person has open with one article in this browser, one takes words at a time: each would put
 * what is typed in it in the place of what the other keeps. The page that has the browser's lock of the article writes;
 * another says so, and may ask for it: the first one then sends what it has, and gives the lock away.
 */

const SHORTLY = 700 // milliseconds for a page that is just going away
const PATIENCE = 5000 // the same for one that is asked to give the lock away, and may be frozen

export class OnePage {
  /** `lock()` makes the page take no more words. */
  constructor(form, keeper, lock) {
    Object.assign(this, { keeper, lock, name: null })
    this.place = form.querySelector("[data-other-page]")
    this.place.querySelector("button").addEventListener("click", () => this.ask())
  }

  /** Resolves to whether this page may write. To be called again when a new article has got its id. */
  begin() {
    const { article } = this.keeper.words
    // What has no id is in no other page; an insecure address has no locks.
    if (!article || this.name || !navigator.locks) return Promise.resolve(true)
    this.name = `newsroom-writing:${this.keeper.user}:${article}`
    this.channel = new BroadcastChannel(this.name)
    return new Promise((resolve) => {
      const hold = () => {
        resolve(true)
        return this.write()
      }
      navigator.locks.request(this.name, { signal: AbortSignal.timeout(SHORTLY) }, hold).catch(() => {
        resolve(false)
        this.stop() // another page has it, or took it from this one
      })
    })
  }

  /** Resolves, and so gives the lock away, once another page has asked for it and this one has sent what it had. */
  write() {
    return new Promise((resolve) => {
      this.channel.onmessage = async () => {
        this.channel.onmessage = null
        await this.stop()
        resolve()
      }
    })
  }

  async stop() {
    this.lock()
    this.place.hidden = false
    await this.keeper.flush()
    await this.keeper.hold() // what did not get through stays in this browser, and takes no place of what is typed there
  }

  /** Come anew, with the lock and the newest words. */
  async ask() {
    this.place.querySelector("button").disabled = true
    this.channel.postMessage("ask")
    const take = (options) => navigator.locks.request(this.name, options, () => null)
    await take({ signal: AbortSignal.timeout(PATIENCE) }).catch(() => take({ steal: true }))
    location.reload()
  }
}
