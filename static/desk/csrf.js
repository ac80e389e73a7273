/** The token that a form must send, from the cookie: each sign-in, in any tab, gives another one. */
export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="))
  return cookie ? cookie.slice("csrftoken=".length) : ""
}
