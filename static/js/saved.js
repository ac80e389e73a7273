// «احفظ للقراءة لاحقاً»: the list of what a reader saved stays in this browser; sw.js keeps the pages themselves.
{
  const NAME = "saved"

  const tell = async (message) => {
    if (!("serviceWorker" in navigator)) return
    await navigator.serviceWorker.register("/sw.js")
    const { active } = await navigator.serviceWorker.ready
    const { port1, port2 } = new MessageChannel()
    active.postMessage(message, [port2])
    const { data: isDone } = await new Promise((resolve) => (port1.onmessage = resolve))
    if (!isDone) throw new Error("not kept")
  }

  window.newsroomSaved = {
    /** What is saved, the newest first: [{address, headline, place, minutes}]. */
    get list() {
      try {
        const list = JSON.parse(localStorage.getItem(NAME) ?? "[]")
        return Array.isArray(list) ? list.filter(({ address }) => /^\/(?!\/)/.test(address)) : []
      } catch {
        return []
      }
    },

    has(address) {
      return this.list.some((entry) => entry.address === address)
    },

    /**
     * Save `entry`: its page, what this page was made of, and the `listPage` can be read without a network from now on.
     * Throws where they cannot be kept.
     */
    async add(entry, listPage) {
      const parts = performance.getEntriesByType("resource").map(({ name }) => name)
      await tell({ keep: [entry.address, listPage], parts })
      this.write([entry, ...this.list.filter(({ address }) => address !== entry.address)])
    },

    async remove(address) {
      this.write(this.list.filter((entry) => entry.address !== address))
      await tell({ drop: address })
    },

    /** Throws where the browser keeps nothing. */
    write(list) {
      localStorage.setItem(NAME, JSON.stringify(list))
    },
  }
}
