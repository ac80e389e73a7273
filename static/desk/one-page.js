/**
 * Of two pages that one person has open with one article in this browser, one takes words at a time: each would put
 * what is typed in it in the place of what the other keeps. The page that has the browser's lock of the article writes;
 * another says so, and may ask for it: the first one then sends what it has, and gives the lock away.
 */

const SHORTLY = 100 // milliseconds between two looks at whether a page that is just going away is gone
const LOOKS = 8
const PATIENCE = 5000 // the same for one that is asked to give the lock away, and may be frozen

export class OnePage {
  /** `lock()` makes the page take no more words. */
  constructor(form, keeper, lock) {
    Object.assign(this, { keeper, lock, name: null })
    this.place = form.querySelector("[data-other-page]")
    this.place.querySelector("button").addEventListener("click", () => this.ask())
  }

  /** Resolves to whether this page may write. To be called again when a new article has got its id. */
  async begin() {
    const { article } = this.keeper.words
    // What has no id is in no other page; an insecure address has no locks.
    if (!article || this.name || !navigator.locks) return true
    this.name = `newsroom-writing:${this.keeper.user}:${article}`
    this.channel = new BroadcastChannel(this.name)
    for (let look = 0; look < LOOKS; look++) {
      if (await this.take()) return true
      await new Promise((resolve) => setTimeout(resolve, SHORTLY))
    }
    this.stop() // another page has it
    return false
  }

  /**
   * Resolves to whether this page has the lock now. It waits for the browser's answer and not for a time: where the
   * computer is slow, that would be over before the answer is read, and the only page would take no words.
   */
  take() {
    return new Promise((resolve) => {
      const hold = (lock) => {
        resolve(Boolean(lock))
        return lock && this.write()
      }
      navigator.locks.request(this.name, { ifAvailable: true }, hold).catch(() => this.stop()) // taken from this one
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
