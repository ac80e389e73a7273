/** Which addresses are those of posts and videos that can be embedded. */

/** A test for addresses of what can be embedded, by the patterns of articles/embeds.py that `field` holds. */
export function embedTest(field) {
  const patterns = JSON.parse(field.querySelector("[data-block=embed]").dataset.patterns);
  const known = patterns.map((pattern) => new RegExp(`^(?:${pattern})$`, "i"));
  return (address) => known.some((pattern) => pattern.test(address));
}
