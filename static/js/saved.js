// «احفظ للقراءة لاحقاً»: the list of what a reader saved stays in this browser; sw.js keeps the pages themselves.
{
  const NAME = "saved"
  const workers = navigator.serviceWorker // not there without HTTPS, nor in every private window

  /** What the worker answers to `message`; it is there as long as something is saved. */
  const ask = async (message) => {
    await workers.register("/sw.js")
    const { active } = await workers.ready
    const { port1, port2 } = new MessageChannel()
    active.postMessage(message, [port2])
    return new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)))
  }

  const keep = async (addresses) => {
    const parts = performance.getEntriesByType("resource").map(({ name }) => name)
    if (!(await ask({ keep: addresses, parts }))) throw new Error("not kept")
  }

  /** Edition and number of an article, which stay when its headline and section change. */
  const article = (address) => address.replace(/^(\/(?:en|fr))?\/[^/]+\/(\d+)-.*$/, "$1/$2")
  const write = (list) => localStorage.setItem(NAME, JSON.stringify(list))

  window.newsroomSaved = {
    /** What is saved, the newest first: [{address, headline, place, minutes}]. */
    get list() {
      try {
        const list = JSON.parse(localStorage.getItem(NAME) ?? "[]")
        return Array.isArray(list) ? list.filter((entry) => /^\/(?!\/)/.test(entry?.address)) : []
      } catch {
        return []
      }
    },

    find(address) {
      return this.list.find((entry) => article(entry.address) === article(address))
    },

    has(address) {
      return Boolean(this.find(address))
    },

    /**
     * Save `entry`: its page, what this page was made of, and the `listPage` can be read without a network from now on.
     * Says whether they can: a browser without workers has the list alone. Throws where it keeps nothing.
     */
    async add(entry, listPage) {
      const before = this.list
      write([entry, ...before])
      try {
        if (workers) await keep([entry.address, listPage])
      } catch (error) {
        write(before)
        throw error
      }
      return Boolean(workers)
    },

    /** Keep the page of `entry`, which is saved already, as it is now. */
    async renew(entry, listPage) {
      const { address } = this.find(entry.address)
      if (workers) await keep([entry.address, listPage])
      write(this.list.map((other) => (other.address === address ? entry : other)))
      if (address !== entry.address && workers) await ask({ drop: [address] })
    },

    /** Behind the last one nothing is kept any more, not even a worker. */
    async remove(address, listPage) {
      const gone = this.find(address)
      const list = this.list.filter((entry) => entry.address !== gone?.address)
      write(list)
      if (!workers || !gone) return
      await ask({ drop: list.length ? [gone.address] : [gone.address, listPage] })
      if (!list.length) await (await workers.getRegistration())?.unregister()
    },

    /** The addresses of those that were withdrawn since, whose pages are kept no more; the others are kept as they are now. */
    async withdrawn() {
      const addresses = this.list.map(({ address }) => address)
      return workers && addresses.length ? ask({ renew: addresses }) : []
    },
  }
}
