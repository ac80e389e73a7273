// Shows a post or video of another site in its place once the reader asks; until then nothing is asked of that site.
for (const embed of document.querySelectorAll(".embed:not(.is-shown)")) {
  const button = embed.querySelector("button")
  button.hidden = false
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe")
    frame.title = embed.querySelector(".embed-what").textContent
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture"
    frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation"
    frame.src = embed.dataset.frame
    embed.prepend(frame)
    embed.classList.add("is-shown")
    button.remove()
    frame.focus()
  })
}
